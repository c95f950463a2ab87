"""An answer in words, as its questionnaire asked it: what an agent reads in quarantine and in a spreadsheet."""

from typing import Any

from formservice.catalogue import Consultation
from formservice.catalogue.consultations import Question
from formservice.consultations.steps import chosen
from formservice.consultations.stored import Answer
from formservice.export.table import shown
from formservice.written_dates import written_date

CHOSEN = ("one", "several", "rank", "scale")


def lines(known: Consultation, answer: Answer) -> list[tuple[str, str]]:
    """(question, answer) in the order of the file, those left empty excepted."""
    found = [(one.text, in_words(one, answer["said"])) for one in known.questions if answer["said"].get(one.id)]
    return [*found, ("Quartier", answer["quartier"])] if answer["quartier"] else found


def in_words(question: Question, said: dict[str, Any]) -> str:
    """One answer; of a rank, its options in order."""
    value = cell(question, said)
    if question.kind == "date":
        return shown(written_date(value)) if value else ""
    return " ; ".join(value) if isinstance(value, list) else str(value)


def cell(question: Question, said: dict[str, Any]) -> Any:
    """What a spreadsheet is given: words, or a list of words."""
    if question.kind in CHOSEN:
        found = chosen(question, said)
        return found if question.kind in ("several", "rank") else "".join(found)
    return said.get(question.id) or ""
