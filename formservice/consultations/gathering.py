"""From the store to what is counted: the answers of each version, what waits, what may be published yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from formservice.catalogue import Consultation
from formservice.catalogue.consultations import FREE
from formservice.consultations import stored
from formservice.consultations.answering import Answering
from formservice.consultations.counting import Said
from formservice.consultations.stored import COUNTED, HELD, PREFIX, TABLE, Answer
from formservice.participation.roll import totals
from formservice.service import Service


@dataclass(frozen=True)
class Version:
    """One version of the questionnaire, and the answers that it was given."""

    asked: str
    since: date
    known: Consultation
    answers: tuple[Answer, ...]


def over(known: Consultation) -> datetime:
    """When nothing can come any more: paper that arrived in time was typed by then."""
    return known.closes + known.grace


def everything(app: Service, code: str) -> Iterator[tuple[str, Answer]]:
    """Every answer, whatever its state, with its partition."""
    return app.store.search(f"{PREFIX}/{code}/", TABLE)


def said(answer: Answer) -> Said:
    """An answer as it is counted."""
    return Said(answer["said"], answer["channel"], answer["quartier"], answer["read"])


def versions(app: Service, code: str, answers: list[Answer]) -> list[Version]:
    """The versions that were answered, the last one first."""
    counted = [one for one in answers if one["state"] == COUNTED]
    found = [
        Version(asked, since.date(), known, tuple(one for one in counted if one["asked"] == asked))
        for asked, since, known in reversed(stored.versions(app, code))
    ]
    return [one for one in found if one.answers]


def unknown(answers: list[Answer], found: list[Version]) -> int:
    """How many counted answers are to a version that the store does not know: nobody can tell what they say."""
    return sum(one["state"] == COUNTED for one in answers) - sum(len(one.answers) for one in found)


def held(answers: list[Answer]) -> int:
    """How many wait for a judgement."""
    return sum(one["state"] == HELD for one in answers)


def unread(found: list[Version]) -> int:
    """How many free answers nobody read yet."""
    return sum(
        bool(one["said"].get(question.id)) and question.id not in one["read"]
        for version in found
        for question in version.known.questions
        if question.kind in FREE
        for one in version.answers
    )


def turnout(app: Service, known: Consultation) -> dict[str, int]:
    """How many answered, by channel: what may be seen before the close. By the roll where there is one."""
    if known.identity != "libre":
        return dict(totals(app.store, stored.right_of(Answering(known))))
    found: dict[str, int] = {}
    for _, one in everything(app, known.code):
        found[one["channel"]] = found.get(one["channel"], 0) + 1
    return found
