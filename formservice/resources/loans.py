"""Requests in the store: what is kept of each, and what a person holds. The rules decide, this writes."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from formservice import room
from formservice.handlers import Entry
from formservice.identity import HOLDS, new_reference, person_partition
from formservice.resources import rules
from formservice.resources.asking import Asking, asking
from formservice.resources.rules import CONSULT, Terms
from formservice.service import Service
from formservice.storage import Records, View
from formservice.theme import day_words

TABLE, PREFIX = "loans", "holding"
KIND = "loan"
Loan = dict[str, Any]


def partition_of(identifier: str) -> str:
    """Where the requests for a record are."""
    return f"{PREFIX}/{identifier}"


def partitions_of(partition: str, loan: Loan) -> list[str]:
    """All that changes with a request: its own partition, its person's."""
    return [partition, *([person_partition(loan["person"])] if loan["person"] else [])]


def page_of(app: Service, loan: Loan) -> Asking | None:
    """The page of what was asked for; None when it is gone from the site."""
    with suppress(KeyError):
        return asking(app.releases.current().catalogue, loan["told"]["id"])
    return None


def terms_of(app: Service, loan: Loan) -> Terms:
    """What the rules decide with; without its page, nothing can be set aside any more."""
    page = page_of(app, loan)
    return page.terms if page else Terms(0, timedelta(weeks=3), timedelta(days=10), lambda day: day)


def of_person(view: View, person: str) -> list[dict[str, Any]]:
    """What a person has under way in the centre."""
    return view.find(person_partition(person), HOLDS, person=person, kind=KIND)


def add(app: Service, records: Records, entry: Entry) -> Loan:
    """Keep a request, and that its person has it. The rules have agreed."""
    page, partition = entry.page, partition_of(entry.page.holding.id)
    room.make(records, partition)
    loan = records.add(
        partition, TABLE, state=rules.REQUESTED, way=entry.answers["way"], day=entry.answers.get("day") or "",
        answers=entry.answers, person=entry.person, key=entry.key, at=entry.at, channel=entry.channel,
        typed_by=entry.agent, rules=page.version, token_version=1, finished=False, doubt=list(entry.doubt),
        told=told(page, entry.answers), reference=new_reference("PR"), until=None, due=None, renewed=0, ended=None,
        reminded=False, overdue=0, reason="", last=[], calls=[],
    )  # fmt: skip
    hold = {"kind": KIND, "person": entry.person, "unit": page.holding.id, "signup": loan["id"]}
    # No start and no end: the limits of the agenda look past it.
    records.add(person_partition(entry.person), HOLDS, **hold, activity="", theme="", slot=False, start="", end="")
    return loan


def let_go(records: Records, loan: Loan) -> None:
    """The person has it no more."""
    person = person_partition(loan["person"]) if loan["person"] else ""
    for kept in records.find(person, HOLDS, signup=loan["id"]) if person else ():
        records.remove(person, HOLDS, kept["id"])


def told(page: Asking, answers: dict[str, Any]) -> dict[str, Any]:
    """What the person was told, kept with the record: it must outlive the file."""
    held = page.holding
    return {
        "id": held.id, "title": held.title, "author": held.author, "call_number": held.call_number or "",
        "url": held.record_url, "when": wanted(answers["way"], answers.get("day") or ""), "place": page.place.title,
        "address": page.place.address, "phone": page.place.phone or "", "way": answers["way"],
    }  # fmt: skip


def wanted(way: str, day: str) -> str:
    """`à emprunter`, `à consulter le jeudi 3 décembre 2026`."""
    return f"à consulter le {day_words(date.fromisoformat(day))}" if way == CONSULT else "à emprunter"
