"""Answers typed from paper by their printed numbers: `2`, `1 3`; of a rank its boxes, `2 3 1`. Pure."""

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from formservice.catalogue.consultations import Question
from formservice.catalogue.french import typeset
from formservice.consultations.answering import Answering

CODED = ("one", "several", "rank", "scale")
"""The kinds that are typed by numbers."""
LONGEST = 80
MARK = re.compile(r"\d+|[a-z]", re.I)
BOX = re.compile(r"\d+|[-–—]|[^\s,;]")
EMPTY = ("-", "–", "—", "0")
"""What stands for a box that was left empty."""


def decoded(page: Answering, typed: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was typed, as the resident's form reads it."""
    found = MultiDict(typed)
    for question in page.consultation.questions:
        if question.kind in CODED and typed.getlist(question.name):
            found.setlist(question.name, _places(question, " ".join(typed.getlist(question.name))[:LONGEST]))
    return found


def _places(question: Question, text: str) -> list[str]:
    if question.kind == "rank":
        return _ranks(question, BOX.findall(text))
    marks = [_place(question, mark) for mark in MARK.findall(text)]
    if question.kind == "several":
        return marks
    return [" ".join(marks)]


def _place(question: Question, mark: str) -> str:
    """A letter stands for the option of its place."""
    if mark.isdecimal() or question.kind == "scale":
        return mark
    return str(ord(mark.lower()) - ord("a") + 1)


def _ranks(question: Question, marks: list[str]) -> list[str]:
    """The rank of each option; unless there is a mark for each box, nobody knows which: that is refused."""
    if marks and len(marks) != len(question.options):
        return ["?"] * len(question.options)
    return ["" if mark in EMPTY else mark for mark in marks]


def ranked(page: Answering, said: dict[str, Any]) -> list[str]:
    """Each order that was stored, in words, to be compared with the paper."""
    return [
        typeset(f"{question.text} {', '.join(f'{n}. {question.options[int(place) - 1]}' for n, place in order)}")
        for question in page.consultation.questions
        if question.kind == "rank" and (order := list(enumerate(said.get(question.id, ()), 1)))
    ]  # fmt: skip


def boxes(page: Answering, typed: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Each question as it is on paper: its number, its options with theirs, what was typed."""
    return [
        {
            "number": n, "question": one, "coded": one.kind in CODED,
            "value": " ".join(typed.getlist(one.name))[:LONGEST],
            "options": list(enumerate(one.options, 1)), "ranked": one.kind == "rank", "hint": typeset(hint(one)),
        }
        for n, one in enumerate(page.consultation.questions, 1)
    ]  # fmt: skip


def hint(question: Question) -> str:
    """What is typed into the box."""
    if question.kind == "scale":
        ends = f" ({question.ends[0]} à {question.ends[1]})" if question.ends else ""
        return f"De {question.degrees[0]} à {question.degrees[-1]}{ends}."
    return {
        "one": "Un numéro.", "several": "Un ou plusieurs numéros : 1\u00a03.",
        "rank": "Les cases comme sur le papier, de haut en bas : 2\u00a03\u00a01. Un tiret pour une case vide.",
        "number": "Un nombre.",
        "date": "Le jour, le mois, l’année : 12/03/2027.",
    }.get(question.kind, "")  # fmt: skip
