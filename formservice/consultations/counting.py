"""Counting answers, exactly: whole numbers, nothing masked. Pure, and never shown to residents as it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from formservice.catalogue.consultations import FREE, Consultation, Question
from formservice.consultations import dated
from formservice.consultations.steps import chosen, is_shown
from formservice.folding import order

NO_THEME = "Sans thème"
MANY = 20
"""Numbers are told by their quartiles from so many on."""


@dataclass(frozen=True)
class Said:
    """One answer as it is counted: who gave it is not known here."""

    said: dict[str, Any]
    channel: str = "web"
    quartier: str = ""
    read: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """What was answered to one question."""

    question: Question
    answers: tuple[Said, ...]
    """Those who answered it."""
    silent: int
    left: tuple[Said, ...]
    """Those who were not asked."""

    @property
    def unasked(self) -> int:
        """How many were not asked."""
        return len(self.left)

    @property
    def answered(self) -> int:
        """How many answered."""
        return len(self.answers)

    @cached_property
    def days(self) -> dict[str, str]:
        """How each day that was written is told."""
        return dated.told([one.said[self.question.id] for one in self.answers])


def tally(known: Consultation, question: Question, answers: Sequence[Said]) -> Tally:
    """Part those who answered, those who did not, those who were not asked."""
    asked = [one for one in answers if is_shown(known, question, one.said)]
    left = tuple(one for one in answers if not is_shown(known, question, one.said))
    found = tuple(one for one in asked if one.said.get(question.id) not in (None, "", []))
    return Tally(question, found, len(asked) - len(found), left)


def is_multiple(question: Question) -> bool:
    """Whether one may give several answers to it."""
    return question.kind == "several" and question.limit > 1


def labels(counted: Tally) -> list[str]:
    """What one may have said, in the order of the file; for a date, in order of time; for themes, the most used first.
    Nothing for a number, which is not counted one by one."""
    question = counted.question
    if question.kind in ("one", "several", "rank"):
        return list(question.options)
    if question.kind == "scale":
        return [str(degree) for degree in question.degrees]
    if question.kind == "date":
        return list(dict.fromkeys(sorted(counted.days.values(), key=dated.is_other)))
    if question.kind in FREE:
        found = Counter(theme for one in counted.answers for theme in of(counted, one))
        return sorted(found, key=lambda theme: (theme == NO_THEME, -found[theme], order(theme)))
    return []


def of(counted: Tally, one: Said) -> list[str]:
    """What one answer counts for: the words of its options (of a rank, the first), a degree, a day, a theme."""
    question = counted.question
    if question.kind in ("one", "several", "scale"):
        return list(dict.fromkeys(chosen(question, one.said)))
    if question.kind == "rank":
        return chosen(question, one.said)[:1]
    if question.kind == "date":
        return [counted.days[one.said[question.id]]]
    if question.kind in FREE:
        return [one.read.get(question.id, {}).get("theme") or NO_THEME]
    return []


def counts(counted: Tally, answers: Sequence[Said] | None = None) -> dict[str, int]:
    """How many said each thing, among those who answered, or some of them."""
    found = Counter(label for one in (counted.answers if answers is None else answers) for label in of(counted, one))
    return {label: found[label] for label in labels(counted)}


def points(counted: Tally) -> dict[str, tuple[int, int]]:
    """Of a rank: (points, how many ranked it). The first place gives as many points as there are places."""
    question, found, ranked = counted.question, Counter[str](), Counter[str]()
    for one in counted.answers:
        for place, label in enumerate(chosen(question, one.said)):
            found[label] += question.limit - place
            ranked[label] += 1
    return {label: (found[label], ranked[label]) for label in question.options}


def numbers(counted: Tally) -> list[int]:
    """The numbers, or the degrees, from the smallest."""
    return sorted(int(one.said[counted.question.id]) for one in counted.answers)


def quartile(ordered: Sequence[int], fourths: int) -> int:
    """The number that at least so many fourths of them do not pass: one that somebody wrote. 2: the median."""
    return ordered[-(-len(ordered) * fourths // 4) - 1]


def rounded(number: int) -> int:
    """To two significant digits: a quartile is a number that one person wrote."""
    unit = 10 ** max(len(str(number)) - 2, 0)
    return (number + unit // 2) // unit * unit


def shares(found: Sequence[int], of: int) -> list[int]:
    """Per cent that add up to 100, by the largest remainder; equal counts may differ by one, the first has more."""
    if not of:
        return [0] * len(found)
    exact = [divmod(100 * one, of) for one in found]
    left = 100 - sum(whole for whole, _ in exact)
    first = sorted(range(len(exact)), key=lambda n: (-exact[n][1], n))[:left]
    return [whole + (n in first) for n, (whole, _) in enumerate(exact)]
