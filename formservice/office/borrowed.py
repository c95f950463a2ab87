"""What the centre's agents look at: requests and questions in words, and the calls to make about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from formservice import telling
from formservice.catalogue.french import typeset
from formservice.office.person import ERASED, call_words, doubts, origin, reach
from formservice.resources import following, loans, questions, rules
from formservice.service import Service
from formservice.theme import plural

STATES = {
    rules.REQUESTED: "Demandé", rules.READY: "Mis de côté", rules.LENT: "Prêté", rules.RETURNED: "Rendu",
    rules.CANCELLED: "Annulé", rules.REFUSED: "Refusé", rules.LAPSED: "Non retiré",
}  # fmt: skip
QUESTION_STATES = {
    questions.ASKED: "Reçue", questions.IN_HAND: "Prise en charge", questions.ANSWERED: "Répondue",
    questions.CLOSED: "Close sans réponse", questions.CANCELLED: "Retirée",
}  # fmt: skip
SECTIONS = ("late", "aside", "ready", "lent", "waiting", "planned")
"""Of the board, in this order: what presses first."""
CALLS = {
    "loan_ready": "Le document est prêt, à retirer jusqu’au {until}.",
    "loan_refused": "La demande est refusée : {why}",
    "loan_lapsed": "La demande est close : le document n’a pas été retiré, ou n’a pas pu être prêt pour ce jour.",
    "loan_overdue": "Le document devait revenir le {due}.",
    "question_answered": "Donner la réponse écrite sur la page de la question.",
    "question_closed": "La question est close : {why}",
    "mail": "L’e-mail n’est pas arrivé : dire où en est la demande.",
}


@dataclass(frozen=True)
class Line:
    """One request or question in words."""

    address: str
    section: str
    name: str
    title: str
    what: str
    reference: str
    state: str
    day: str
    """The day that counts: until when it is kept, when it is due."""
    sort: str
    rank: int
    reach: tuple[str, ...]
    helper: str
    origin: str
    doubt: tuple[str, ...]
    to_call: str
    """Why the person is to be called; nothing when they are not."""
    tries: tuple[str, ...]
    taken_by: str = ""
    call_number: str = ""
    """Where the document stands on the shelves."""


def board(app: Service) -> dict[str, list[Line]]:
    """Every request under way or to be called about, by section, the most pressing first."""
    found: dict[str, list[Line]] = {section: [] for section in SECTIONS}
    found["said"] = []
    for partition in app.store.partitions(f"{loans.PREFIX}/"):
        for line in of_partition(app, partition):
            found[line.section].append(line)
    return {section: sorted(lines, key=lambda one: (one.sort, one.rank)) for section, lines in found.items()}


def of_partition(app: Service, partition: str) -> Iterator[Line]:
    """The requests for one record that are under way, and those over of which somebody is still to be told."""
    view = app.store.read(partition)
    found, calls = view.find(partition, loans.TABLE), _calls(view.find(partition, telling.CALLS))
    for loan in found:
        if loan["state"] in rules.LIVING or loan["id"] in calls:
            yield line(app, partition, loan, found, calls.get(loan["id"]))


def _calls(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {call["signup"]: call for call in found}


def line(
    app: Service, partition: str, loan: dict[str, Any], found: list[dict[str, Any]], call: dict[str, Any] | None
) -> Line:
    """A request in words."""
    today, terms = app.clock.today(), loans.terms_of(app, loan)
    rank = rules.rank_of(loan, terms, found, today) if loan["state"] == rules.REQUESTED else 0
    day = loan["until"] or loan["due"] or loan["day"] if loan["state"] in rules.LIVING else ""
    return Line(
        url_for("office.request_page", identifier=loan["told"]["id"], record=loan["id"]),
        section_of(loan, rank, today), loan["answers"].get("name") or ERASED, loan["told"]["title"],
        loan["told"]["when"], loan["reference"], STATES[loan["state"]], following.day_of(day), day or loan["at"][:10],
        rank, reach(loan["answers"]), loan["answers"].get("helper") or "", origin(loan), doubts(loan),
        call_about(loan, call), tries(call), call_number=loan["told"]["call_number"],
    )  # fmt: skip


def section_of(loan: dict[str, Any], rank: int, today: date) -> str:
    """Where a request is on the board."""
    if following.is_late(loan, today):
        return "late"
    if loan["state"] in rules.OUT:
        return "ready" if loan["state"] == rules.READY else "lent"
    if loan["state"] in rules.OVER:
        return "said"
    return "planned" if rules.is_planned(loan, today) else "waiting" if rank else "aside"


def call_about(record: dict[str, Any], call: dict[str, Any] | None) -> str:
    """What is to be said by telephone; nothing without a call to make."""
    if call is None:
        return ""
    known = {
        "until": following.day_of(record.get("until")), "due": following.day_of(record.get("due")),
        "why": following.why(record),
    }  # fmt: skip
    return typeset(CALLS.get(call["why"], CALLS["mail"]).format(**known))


def tries(call: dict[str, Any] | None) -> tuple[str, ...]:
    """The calls that found nobody."""
    return tuple(call_words(one) for one in call["tries"]) if call else ()


def asked(app: Service) -> list[Line]:
    """The questions that wait for an answer, the most pressing first, then those whose answer is still to be said."""
    found = [one for partition in app.store.partitions(f"{questions.PREFIX}/") for one in _questions(app, partition)]
    return sorted(found, key=lambda one: (one.section != "asked", one.sort))


def _questions(app: Service, partition: str) -> Iterator[Line]:
    view = app.store.read(partition)
    calls = _calls(view.find(partition, telling.CALLS))
    for one in view.find(partition, questions.TABLE):
        if one["state"] in questions.LIVING or one["id"] in calls:
            yield question_line(partition, one, calls.get(one["id"]))


def question_line(partition: str, one: dict[str, Any], call: dict[str, Any] | None) -> Line:
    """A question in words."""
    _, month, shard = partition.split("/")
    answers = one["answers"]
    return Line(
        url_for("office.question_page", month=month, shard=shard, record=one["id"]),
        "asked" if one["state"] in questions.LIVING else "said", answers.get("name") or ERASED,
        answers.get("subject") or ERASED, "", one["reference"], QUESTION_STATES[one["state"]],
        following.day_of(one["due"]), one["due"], 0, reach(answers), answers.get("helper") or "", origin(one),
        doubts(one), call_about(one, call), tries(call), one["taken_by"],
    )  # fmt: skip


def what_waits(app: Service) -> list[tuple[str, str]]:
    """(address, sentence) of what waits today."""
    seen, wondering = board(app), asked(app)
    today = app.clock.today().isoformat()
    to_call = sum(bool(one.to_call) for one in [*wondering, *(one for lines in seen.values() for one in lines)])
    late = sum(one.section == "asked" and one.sort < today for one in wondering)
    found = [
        (url_for("office.board"), len(seen["late"]), "document en retard", "documents en retard"),
        (url_for("office.board"), len(seen["aside"]), "document à mettre de côté", "documents à mettre de côté"),
        (url_for("office.board"), to_call, "personne à appeler", "personnes à appeler"),
        (url_for("office.questions_list"), late, "question en retard", "questions en retard"),
        (url_for("office.questions_list"), sum(one.section == "asked" for one in wondering), "question", "questions"),
    ]
    return [(url, plural(count, one, several)) for url, count, one, several in found if count]
