"""Letters and sign-ups as tests make them: by hand, in the shape of the store."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from formservice import mail
from formservice.agenda import signups
from formservice.agenda.units import units_of
from formservice.mail.compose import Frame
from formservice.releases import read_release
from tests.builders import NOW, a_catalogue, a_place, a_release, a_session, a_site, an_activity

ACTIVITY = an_activity(companions=2, sessions=(a_session("SM-12", NOW + timedelta(days=2, hours=4)),))
CYCLE = an_activity(
    code="CY", slug="cycle", booking="cycle",
    sessions=tuple(a_session(f"CY-{n}", NOW + timedelta(days=7 * n, hours=4)) for n in (1, 2, 3)),
)  # fmt: skip
PARTITION = "session/SM-12"
CATALOGUE = a_catalogue(ACTIVITY, CYCLE, site=a_site(email="mairie@example.org"))
BASE = "https://www.example.org"


def a_record(activity=ACTIVITY, **given: Any) -> dict[str, Any]:
    """A sign-up of somebody who reads e-mail."""
    answers = {"who": "self", "name": "Dominique Exemple", "reach": "email", "email": "dominique@example.org"}
    known = {
        "state": "confirmed", "told": signups.told(units_of(activity)[0], a_place()),
        "answers": answers | given.pop("answers", {}), "token_version": 1, "finished": False,
        "reference": "AT-7KM4-3QXW", "offer": None, "channel": "web", "at": "2026-12-01T08:00:00+00:00", "person": "",
        "party": 1,
    }  # fmt: skip
    return known | given


def a_letter(name: str, record: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A letter of the outbox about a record."""
    answers = record["answers"]
    data = {
        "signup": "abc", "told": record["told"], "name": answers["name"], "reference": record["reference"],
        "other": answers["who"] == "other", "party": record["party"],
    }  # fmt: skip
    return {
        "id": "one", "to": answers["email"], "template": name, "data": data | more, "tries": 0, "state": "waiting",
        "message_id": "<one@formservice.invalid>", "not_before": None,
    }  # fmt: skip


def a_frame(folder: Path, now: datetime = NOW, of=CATALOGUE) -> Frame:
    """What letters are drawn with: the theme, a small town."""
    release = read_release(a_release(folder, of))
    return Frame(release.catalogue, release.templates, BASE, "mairie@example.org", now)


def sign_up(app: Any, name: str = "confirmed", to: str = "dominique@example.org", **more: Any) -> dict[str, Any]:
    """Store a sign-up of that address and queue a letter about it, in one transaction."""
    state = more.pop("state", "confirmed")
    with app.store.transaction(PARTITION) as records:
        record = records.add(PARTITION, "signups", **a_record(state=state, answers={"email": to}))
        assert mail.queue(records, PARTITION, record, name, **more)
    return record


def outbox_of(app: Any) -> list[dict[str, Any]]:
    """The letters, in order of arrival."""
    return app.store.read(PARTITION).find(PARTITION, "outbox")


def calls_of(app: Any) -> list[dict[str, Any]]:
    """The calls to make."""
    return app.store.read(PARTITION).find(PARTITION, "calls")


def try_again(app: Any) -> None:
    """Let every letter be tried at once, as if its wait were over."""
    with app.store.transaction(PARTITION) as records:
        for letter in records.find(PARTITION, "outbox", state="waiting"):
            records.update(PARTITION, "outbox", letter["id"], retry_at=0, lease=0)
