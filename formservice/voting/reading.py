"""Ballots of paper as agents type them, twice: read from a line, compared, counted against signatures. Pure.

A line holds the printed numbers of one ballot, « 3 8 12 », or « 3:5 8:2 » where points are shared out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formservice.catalogue.ballots import Ballot
from formservice.refusal import Refused
from formservice.voting.ballots import INVALID, Cast, on_paper, why_invalid
from formservice.voting.rules import Slate

LONGEST = 200
"""Characters of one line."""
MOST = 100
"""Envelopes of a batch: what two people read without a break."""
SHORTEST = 10
"""Letters that explain a difference, at least."""
POINTS, NUMBER = re.compile(r"([0-9]{1,4}):([0-9]{1,4})"), re.compile(r"([0-9]{1,4})")


class BadLine(Refused):
    """This line is not a ballot; the text says what to write."""

    reason = "line"


@dataclass(frozen=True)
class Line:
    """One ballot as it was typed: its area, its numbers, or why it is not counted."""

    area: str = ""
    text: str = ""
    invalid: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text and not self.invalid

    def kept(self) -> list[str]:
        """What the store keeps of it, while its batch is open."""
        return [self.area, self.text, self.invalid]


Known = Mapping[str, Slate]


def tidied(ballot: Ballot, line: Line) -> Line:
    """The line with its numbers in one manner. Raises BadLine."""
    if line.invalid:
        return Line(line.area, "", line.invalid)
    found = choices(ballot, line.text)
    said = [f"{number}:{points}" if ballot.kind == "points" else str(number) for number, points in found.items()]
    return Line(line.area, " ".join(said))


def choices(ballot: Ballot, text: str) -> dict[int, int]:
    """Points by number. Raises BadLine for what is not written so, or twice."""
    pattern = POINTS if ballot.kind == "points" else NUMBER
    # Parted first: numbers that were run together are no ballot, and never two others.
    pieces = [one for one in re.split(r"[\s,;.\-]+", re.sub(r"\s{0,9}[:=]\s{0,9}", ":", text[: LONGEST + 1])) if one]
    pairs = [read.groups() for one in pieces if (read := pattern.fullmatch(one))]
    if len(text) > LONGEST or len(pairs) != len(pieces) or not pairs:
        example = "3:5 8:2" if ballot.kind == "points" else "3 8 12"
        raise BadLine(f"Écrivez les numéros imprimés, par exemple {example}. Sinon, dites pourquoi il ne compte pas.")
    found = {int(number): int(points[0]) if points else 1 for number, *points in pairs}
    if len(found) != len(pairs):
        raise BadLine("Un numéro est écrit deux fois. Relisez le bulletin.")
    if 0 in found.values():
        raise BadLine("Un projet sans point ne s’écrit pas. Retirez-le de la ligne.")
    return found


def cast(ballot: Ballot, known: Known, line: Line) -> Cast:
    """The ballot as it goes into the box, judged by the rules of the edition. Raises BadLine."""
    slate = known.get(line.area)
    if line.invalid:
        if line.invalid not in INVALID:
            raise BadLine("Choisissez l’une des raisons proposées.")
        return on_paper(slate, {}, line.invalid)
    found = choices(ballot, line.text)
    if slate is None:
        raise BadLine("Choisissez le quartier écrit sur ce bulletin.")
    return on_paper(slate, found, why_invalid(ballot, slate, found))


def differing(ballot: Ballot, known: Known, first: Sequence[Line], second: Sequence[Line]) -> list[int]:
    """The places where two readings of a pile do not say the same, from 0; one may be longer."""
    return [
        n for n in range(max(len(first), len(second)))
        if not (n < len(first) and n < len(second)) or cast(ballot, known, first[n]) != cast(ballot, known, second[n])
    ]  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """Three numbers that must be one: who signed, the envelopes, the ballots."""

    signatures: int
    envelopes: int
    ballots: int

    @property
    def even(self) -> bool:
        """Whether they are."""
        return self.signatures == self.envelopes == self.ballots


def check_balance(balance: Balance, words: str) -> None:
    """Raise BadLine for numbers that differ without a word of explanation."""
    if not balance.even and len(words) < SHORTEST:
        raise BadLine(
            "Les nombres ne sont pas les mêmes. Recomptez ; s’ils le restent, dites en quelques mots ce qui a été "
            "constaté : la phrase figure au procès-verbal, qui est affiché."
        )
