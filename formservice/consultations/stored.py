"""Answers in the store: what was said, in one of 256 parts, apart from who said it.

Nothing in an answer leads to the roll: its part and its name are drawn from the key of the form, and it has no date.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from formservice.catalogue import Consultation, typed
from formservice.catalogue.consultations import FREE
from formservice.consultations.answering import Answering
from formservice.handlers import Entry
from formservice.identity import new_reference
from formservice.participation.roll import Right, mark_of
from formservice.service import Service
from formservice.storage import Records, Store, View

TABLE, PREFIX = "answers", "answer"
COUNTED, HELD, SET_ASIDE, REMOVED = "counted", "held", "set_aside", "removed"
"""Counted; in quarantine with its reasons until an agent looks at it; left out by an agent, with a reason; removed at
the request of who answered."""
WRITTEN = (*FREE, "number", "date")
"""The kinds of questions that one answers by writing: a date may be that of a birth, a number that of a house."""
STATES = (COUNTED, HELD, SET_ASIDE, REMOVED)
UNDATED = "2000-01-01T00:00:00+00:00"
"""The date of every answer without a name: its day, its channel and the roll would tell whose it is. Not even the
close, which tells those of before and after it was moved."""
DEFINITIONS, INFORM = "definitions", "inform"
SCHEMES = {"libre": "open", "declaree": "declared", "code": "code"}
Answer = dict[str, Any]


def right_of(page: Answering) -> Right:
    """Whom the consultation compares: each answers once."""
    return Right(right_named(page.code), SCHEMES[page.consultation.identity])


def right_named(code: str) -> str:
    """The name of the right to answer, by the code of the consultation."""
    return f"{code}-reponse"


def mark(store: Store, entry: Entry) -> str | None:
    """The person, or the code, on the roll of the consultation; None when it compares nobody."""
    return mark_of(store, right_of(entry.page), entry.answers)


def drawn(key: str) -> str:
    """What an answer is known by instead of a person: a hash of the key of its form, which is drawn at random."""
    return hashlib.sha256(f"answer|{key}".encode()).hexdigest()[:32]


def partition_of(entry: Entry) -> str:
    """Where an answer is kept: in one of 256 parts, by chance."""
    return f"{PREFIX}/{entry.page.code}/{drawn(entry.key)[:2]}"


def inform_partition(entry: Entry) -> str:
    """Where it is kept who asked for the results: by what they gave, not by what they answered."""
    told = hashlib.sha256(f"inform|{entry.answers.get('inform', '')}".encode()).hexdigest()
    return f"inform/{entry.page.code}/{told[:2]}"


def inform(records: Records, entry: Entry) -> None:
    """Keep where to send the results, once, apart from any answer."""
    partition, contact = inform_partition(entry), entry.answers["inform"]
    if not records.find(partition, INFORM, contact=contact):
        records.add(partition, INFORM, contact=contact, heard="", state="asked", calls=[])


def definitions_of(code: str) -> str:
    """The partition that knows every version of a questionnaire."""
    return f"consultation/{code}"


def add(records: Records, entry: Entry) -> Answer:
    """Keep an answer, as it was checked, with the version it was asked in; its week, only while it is doubted."""
    page, partition = entry.page, partition_of(entry)
    said, known = dict(entry.answers.get("said") or {}), page.consultation
    who = {} if known.anonymous else {"name": entry.answers.get("name", "")}
    at = UNDATED if known.anonymous else entry.at
    return records.add(
        partition, TABLE, state=HELD if entry.doubt else COUNTED, said=said, answers=who, asked=known.asked,
        quartier=quartier_of(page, entry), person=drawn(entry.key), key=entry.key, at=at,
        channel=entry.channel, typed_by=entry.agent if not known.anonymous else None, rules=page.version,
        token_version=1, finished=False, doubt=list(entry.doubt),
        week=week_of(entry.now.date()) if entry.doubt else "", told=told(page), reference=new_reference("RC"),
        read={}, judged=None, last=[], calls=[], texts=texts(known, said),
    )  # fmt: skip


def says(view: View, record: Answer, entry: Entry) -> bool:
    """Whether an answer is what was typed; whether who is named there asked for the results."""
    known, contact = entry.page.consultation, entry.answers.get("inform")
    said = (known.asked, dict(entry.answers.get("said") or {}), quartier_of(entry.page, entry))
    named = known.anonymous or record["answers"].get("name", "") == entry.answers.get("name", "")
    told = not contact or view.find(inform_partition(entry), INFORM, contact=contact)
    return bool((record["asked"], record["said"], record["quartier"]) == said and named and told)


def texts(known: Consultation, said: dict[str, Any]) -> list[str]:
    """The questions that were answered by writing: that goes a year after the close, choices stay."""
    return [id for id in said if known.question(id).kind in WRITTEN]


def emptied() -> dict[str, Any]:
    """What is left of an answer that was taken back."""
    return {"state": REMOVED, "said": {}, "texts": [], "read": {}, "quartier": "", "week": ""}


def quartier_of(page: Answering, entry: Entry) -> str:
    """The words of the quartier that was chosen; "" for none."""
    place = entry.answers.get("quartier") or ""
    return page.consultation.quartiers[int(place) - 1] if place else ""


def week_of(day: date) -> str:
    """`2027-W03`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def told(page: Answering) -> dict[str, Any]:
    """What the person was told."""
    results = page.consultation.results
    return {
        "title": page.title, "code": page.code, "url": page.url, "when": "", "place": "", "address": "",
        "results": results.isoformat() if results else "", "once": page.consultation.identity != "libre",
    }  # fmt: skip


def remember(app: Service, known: Consultation) -> None:
    """Keep the questionnaire as it is asked now: its answers must be read when its file has changed.

    One that comes back after another is the last again.
    """
    partition = definitions_of(known.code)
    if _last(app.store.read(partition).find(partition, DEFINITIONS)) == known.asked:
        return
    with app.store.transaction(partition) as records:
        found = records.find(partition, DEFINITIONS)
        if _last(found) == known.asked:
            return
        now: dict[str, Any] = {
            "since": app.clock.wall().isoformat(timespec="minutes"),
            "turn": max((one["turn"] for one in found), default=0) + 1,
        }  # fmt: skip
        former = next((one for one in found if one["asked"] == known.asked), None)
        if former:
            records.update(partition, DEFINITIONS, former["id"], **now)
            return
        kept = {"slug": known.slug, "url": known.url, "definition": known.definition()}
        records.add(partition, DEFINITIONS, asked=known.asked, **kept, **now)


def _last(found: list[dict[str, Any]]) -> str:
    return str(max(found, key=lambda one: one["turn"])["asked"]) if found else ""


def versions(app: Service, code: str) -> list[tuple[str, datetime, Consultation]]:
    """(version, since when, questionnaire) of every version that was asked, the present one last."""
    partition = definitions_of(code)
    found = sorted(app.store.read(partition).find(partition, DEFINITIONS), key=lambda one: one["turn"])
    return [(one["asked"], datetime.fromisoformat(one["since"]), _read(one)) for one in found]


def version(app: Service, code: str, asked: str) -> Consultation | None:
    """The questionnaire of a version; None when it was never asked."""
    return next((known for one, _, known in versions(app, code) if one == asked), None)


def _read(kept: dict[str, Any]) -> Consultation:
    return typed.read(Consultation, kept["definition"], editor=False)
