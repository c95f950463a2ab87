"""Answers to a questionnaire that changed, on the present one: a choice follows its words, not its place. Pure."""

from collections.abc import Sequence

from formservice.catalogue.consultations import FREE, Consultation, Question
from formservice.theme import listed

Fields = dict[str, list[str]]
"""What the pages posted, by field."""


def carried(old: Consultation | None, now: Consultation, fields: Fields) -> tuple[Fields, list[Question]]:
    """The answers that still mean the same, and the questions to answer again: something was given, and is lost."""
    kept, again = dict(fields), []
    for question in now.questions:
        given = fields.get(question.name, [])
        # Nobody knows what was asked: words of one's own are shown again, under the question of today.
        unknown = old is None and question.kind in FREE
        kept[question.name] = given if unknown else _still(_before(old, question), question, given)
        if sum(map(bool, kept[question.name])) < sum(map(bool, given)):
            again.append(question)
    kept["quartier"] = _places(old.quartiers if old else (), now.quartiers, fields.get("quartier", []))
    return {name: texts for name, texts in kept.items() if texts}, again


def told_again(again: Sequence[Question]) -> str:
    """What must be answered again, in words."""
    return f" Répondez de nouveau à : {listed(f'« {one.text} »' for one in again)}." if again else ""


def _before(old: Consultation | None, question: Question) -> Question | None:
    """The same question as it was asked."""
    found = (one for one in (old.questions if old else ()) if one.id == question.id)
    return next((one for one in found if (one.kind, one.text) == (question.kind, question.text)), None)


def _still(before: Question | None, now: Question, given: list[str]) -> list[str]:
    if before is None:
        return []
    if now.kind not in ("one", "several", "rank", "scale"):
        return given if before.unit == now.unit else []
    if now.kind == "scale":
        return given if (before.degrees, before.ends) == (now.degrees, now.ends) else []
    move = _ranks if now.kind == "rank" else _places
    return move(before.options, now.options, given)


def _places(before: Sequence[str], now: Sequence[str], given: list[str]) -> list[str]:
    """Each option by its new place; those that are no more are left out."""
    words = {str(place): option for place, option in enumerate(before, 1)}
    return [str(now.index(words[one]) + 1) for one in given if words.get(one) in now]


def _ranks(before: Sequence[str], now: Sequence[str], given: list[str]) -> list[str]:
    """Each rank in the box of its option; a rank that is lost would make another order, so that none is kept then."""
    ranks = dict(zip(before, given, strict=False))
    moved = [ranks.get(option, "") for option in now]
    return moved if sum(map(bool, moved)) == sum(map(bool, given)) else []
