"""A ballot as one fills it in: its rule in a sentence, what a post says, the total so far. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formservice.catalogue.ballots import Ballot, Candidate
from formservice.catalogue.french import typeset
from formservice.theme import euros, plural
from formservice.voting.rules import Choices, Slate, bounds, totals

BOX, POINTS = "project", "points-"
"""The name of the boxes to tick, whose value is a number; how those of the points begin, before the number."""
_SHORT = re.compile("[0-9]{2,8}")
STRANGE = 0
"""The number of what is on no ballot: the rules refuse it."""
NOT_A_NUMBER = "Écrivez un nombre entier de points, en chiffres, ou laissez la case vide."


@dataclass(frozen=True)
class Filled:
    """What is on a ballot: points by project, and what was written that is no number."""

    choices: dict[int, int]
    wrong: dict[int, str]


@dataclass(frozen=True)
class Row:
    """A project on the ballot of one voter."""

    candidate: Candidate
    value: str
    """The points that were given, "1" for a box that is ticked, or whatever was written."""
    wrong: bool


def read(ballot: Ballot, slate: Slate, posted: Mapping[str, Sequence[str]]) -> Filled:
    """What a post says; what is on no ballot stays, for the rules to refuse."""
    if ballot.kind != "points":
        return Filled(dict(Counter(_number(text, slate) for text in posted.get(BOX, ()))), {})
    choices, wrong = dict[int, int](), dict[int, str]()
    for name, texts in posted.items():
        text = texts[-1].strip()[:20]
        if not name.startswith(POINTS) or not text:
            continue
        number = _number(name.removeprefix(POINTS), slate)
        if not re.fullmatch("[0-9]{1,9}", text):
            wrong[number] = text
        elif int(text):
            choices[number] = int(text)
    return Filled(choices, wrong)


def _number(text: str, slate: Slate) -> int:
    known = {str(one.number): one.number for one in slate.candidates}
    return known.get(text, STRANGE)


def packed(choices: Choices) -> list[str]:
    """The choices as a sealed page carries them: `3:1`."""
    return [f"{number}:{points}" for number, points in choices.items()]


def unpacked(texts: Sequence[str]) -> dict[int, int]:
    """The same, read back."""
    return {int(number): int(points) for number, points in (text.split(":") for text in texts)}


def ticked(posted: Mapping[str, Sequence[str]]) -> list[str]:
    """The choices of a post that was stopped before it was read, to be shown again: packed, those in good shape."""
    one_each = [(text, "1") for text in posted.get(BOX, ())]
    points = [
        (name.removeprefix(POINTS), texts[-1].strip()) for name, texts in posted.items() if name.startswith(POINTS)
    ]
    good = [(number, some) for number, some in (*one_each, *points) if _SHORT.fullmatch(number + some)]
    return [f"{number}:{some}" for number, some in good if number and some]


def rows(slate: Slate, seed: str, filled: Filled) -> list[Row]:
    """The projects in the order of one voter, with what was chosen."""
    said = {number: str(points) for number, points in filled.choices.items()} | filled.wrong
    return [Row(one, said.get(one.number, ""), one.number in filled.wrong) for one in slate.drawn(seed)]


def rule(ballot: Ballot, slate: Slate | None = None) -> str:
    """What one may choose, in a sentence; of a known area when there is a `slate`."""
    least, most = bounds(ballot, slate) if slate else (ballot.least, ballot.most)
    if ballot.kind == "budget":
        envelope = slate.area.envelope if slate else None
        limit = f"pour {euros(envelope)} en tout" if envelope else "sans dépasser l’enveloppe de votre quartier"
        few = f" Il en faut {least} au moins." if least > 1 else ""
        return typeset(f"Choisissez les projets que vous voulez, {limit}.{few}")
    if ballot.kind == "points":
        return typeset(f"Vous avez {plural(ballot.points, 'point')} à donner, {_among(least, most)}.")
    if least == most:
        return "Choisissez un projet." if most == 1 else typeset(f"Choisissez {plural(most, 'projet')}.")
    if least == 1:
        return typeset(f"Choisissez jusqu’à {plural(most, 'projet')}.")
    return typeset(f"Choisissez de {least} à {plural(most, 'projet')}.")


def _among(least: int, most: int) -> str:
    if least == most:
        return "à un seul projet" if most == 1 else f"entre {plural(most, 'projet')}"
    return f"à {plural(most, 'projet')} au plus"


def running(ballot: Ballot, slate: Slate, choices: Choices) -> str:
    """The total so far: `2 projets sur 3 au plus`."""
    told, (least, most) = totals(slate, choices), bounds(ballot, slate)
    if ballot.kind == "budget" and slate.area.envelope is not None:
        return typeset(
            f"{euros(told.cost)} sur {euros(slate.area.envelope)} : {_left(slate.area.envelope - told.cost)}"
        )
    if ballot.kind == "points":
        left = ballot.points - told.points
        more = f" : {plural(-left, 'point')} de trop" if left < 0 else ""
        return typeset(f"{plural(told.points, 'point')} sur {ballot.points}{more}, {plural(told.chosen, 'projet')}")
    return typeset(f"{plural(told.chosen, 'projet')} sur {most}{' au plus' if least < most else ''}")


def _left(euros_left: int) -> str:
    return f"il reste {euros(euros_left)}" if euros_left >= 0 else f"{euros(-euros_left)} de trop"
