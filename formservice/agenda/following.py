"""What a resident sees of a sign-up afterwards: its state, its rank, its dates, its calendar file."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from formservice.agenda import calendar, rules, signups
from formservice.agenda.forms import REACH, date_words
from formservice.clock import UTC
from formservice.service import Service

FRESH = timedelta(minutes=30)
SignUp = dict[str, Any]


def as_it_stands(app: Service, signup: SignUp) -> dict[str, Any]:
    """What was told, brought up to date where the site still knows the session: it may have moved."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    if unit is None or unit.cancelled:
        return dict(signup["told"])
    return signups.told(unit, app.releases.current().catalogue.place(unit.activity.place))


def state_of(app: Service, signup: SignUp) -> str:
    """confirmed, waiting, cancelled, called_off (by the town) or past."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    if signup["state"] == rules.CANCELLED:
        return "cancelled"
    if unit and unit.cancelled:
        return "called_off"
    over = datetime.fromisoformat(as_it_stands(app, signup)["end"]) < app.clock.wall()
    return "past" if over else str(signup["state"])


def may_cancel(app: Service, signup: SignUp) -> bool:
    """Until the start, and once."""
    begun = datetime.fromisoformat(as_it_stands(app, signup)["start"]) <= app.clock.wall()
    return not begun and state_of(app, signup) in (rules.CONFIRMED, rules.WAITING)


def rank_of(app: Service, partition: str, signup: SignUp) -> int:
    """The rank on the waiting list; 0 with a seat."""
    if signup["state"] != rules.WAITING:
        return 0
    return rules.rank_of(signup, app.store.read(partition).find(partition, signups.TABLE))


def shown(app: Service, partition: str, signup: SignUp) -> dict[str, Any]:
    """What the follow-up page is given."""
    told, answers = as_it_stands(app, signup), signup["answers"]
    age = app.clock.utc() - datetime.fromisoformat(signup["at"]).astimezone(UTC)
    moved = told["start"] != signup["told"]["start"]
    words = {
        "reference": signup["reference"], "state": state_of(app, signup), "title": told["title"], "when": told["when"],
        "start": datetime.fromisoformat(told["start"]),
        "moved": signup["told"]["when"] if moved else "",
        "place_title": told["place"], "place_address": told["address"], "place_phone": told["phone"],
        "reach": reach_words(answers), "rank": rank_of(app, partition, signup),
        "name": answers.get("name", ""), "other": answers.get("who") == "other", "party": signup["party"],
        "dates": [date_words(*_times(one)) for one in told["sessions"]],
    }  # fmt: skip
    return {"signup": words, "fresh": age < FRESH, "can_cancel": may_cancel(app, signup), "page_url": told["url"]}


def reach_words(answers: dict[str, Any]) -> str:
    """How the person will be told: « par téléphone », « par Mme Voisine »."""
    if answers.get("reach") == "other":
        return f"par {answers.get('contact', '')}"
    return REACH.get(answers.get("reach", ""), "").lower()


def already(signup: SignUp) -> list[str]:
    """What a second form of the same person is told: the reference, and nothing else of theirs."""
    words = {"confirmed": "Une place est gardée.", "waiting": "Vous êtes sur la liste d’attente."}
    told = signup["told"]
    return [
        f"{told['title']}, {told['when']}. {words.get(signup['state'], 'Cette inscription a été annulée.')}",
        f"Votre numéro : {signup['reference']}. Il n’y a rien d’autre à faire.",
        "Pour changer ou annuler, utilisez le lien de votre première inscription, ou appelez-nous.",
    ]


def calendar_of(app: Service, signup: SignUp) -> bytes:
    """The calendar file of a sign-up."""
    told, catalogue = as_it_stands(app, signup), app.releases.current().catalogue
    site = catalogue.site
    base = app.settings.BASE_URL.rstrip("/")
    host = urlsplit(base).hostname or "localhost"
    return calendar.calendar(
        told, signup["at"], host, site.timezone, base + told["url"], site.telephone,
        sequences=calendar.sequences(catalogue, told),
    )  # fmt: skip


def _times(session: dict[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(session["start"]), datetime.fromisoformat(session["end"])
