"""A ballot as it goes into the box: which projects, where they stood on the page, how it came. Pure.

All ballots of an election are of one length: sealed, none is told from another.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError

from formservice.catalogue.ballots import Ballot
from formservice.voting.rules import BadBallot, Choices, Slate, bounds, check_ballot

WEB, PAPER = "web", "paper"
CHANNELS = (WEB, PAPER)
"""How a ballot came into the box: typed by its voter, or from an envelope."""
INVALID = {
    "blank": "Bulletin blanc",
    "empty": "Enveloppe vide",
    "several": "Plusieurs bulletins différents dans l’enveloppe",
    "too_many": "Trop de choix",
    "too_few": "Pas assez de choix",
    "too_dear": "Au-delà de l’enveloppe du quartier",
    "unreadable": "Illisible",
    "marked": "Signe qui fait reconnaître qui vote",
    "foreign": "Projet qui n’est pas sur le bulletin, ou bulletin d’une autre édition",
}
"""Why a ballot of paper is not counted."""
BROKEN = "broken"
"""A ballot of the box that cannot be opened or read: kept, counted as invalid, shown."""
HIGHEST = 9_999
"""No number of a ballot is above: a project, points, a place on the page."""
BLOCK = 64
"""Bytes: the length of all ballots is a multiple of it."""


class Unreadable(ValueError):
    """These bytes are not a ballot."""


@dataclass(frozen=True)
class Cast:
    """One ballot: its area, its choices in points, the place of each on the page that was seen (0 on paper)."""

    area: str
    channel: str
    choices: Mapping[int, int]
    positions: Mapping[int, int]
    invalid: str = ""
    """A word of INVALID, or BROKEN; "" for a ballot that counts."""


def on_line(slate: Slate, choices: Choices, seed: str) -> Cast:
    """A ballot of the web, with the place where each chosen project stood."""
    places = {one.number: place for place, one in enumerate(slate.drawn(seed), 1)}
    return Cast(slate.area.slug, WEB, dict(choices), {number: places[number] for number in choices})


def on_paper(slate: Slate | None, choices: Choices, invalid: str = "") -> Cast:
    """A ballot of an envelope; of no area where there is none to read."""
    return Cast(slate.area.slug if slate else "", PAPER, {} if invalid else dict(choices), {}, invalid)


def why_invalid(ballot: Ballot, slate: Slate, choices: Choices) -> str:
    """The word of INVALID for a paper whose choices the rules do not allow; "" for one that counts."""
    try:
        check_ballot(ballot, slate, choices)
    except BadBallot:
        if not choices:
            return "blank"
        if set(choices) - {one.number for one in slate.candidates}:
            return "foreign"
        if len(choices) < bounds(ballot, slate)[0]:
            return "too_few"
        return "too_dear" if ballot.kind == "budget" else "too_many"
    return ""


def as_list(cast: Cast) -> list[Any]:
    """The ballot as a list: area, channel, [number, points, place on the page] of each choice, why it is invalid."""
    rows = [[number, points, cast.positions.get(number, 0)] for number, points in sorted(cast.choices.items())]
    return [cast.area, cast.channel, rows, cast.invalid]


def of_list(told: Any) -> Cast:
    """The ballot of such a list. ValueError, TypeError for anything that `as_list` would not have made."""
    area, channel, rows, invalid = told
    if any(type(one) is not int or not 0 <= one <= HIGHEST for row in rows for one in row):
        raise ValueError("numbers")
    choices = {number: points for number, points, _ in rows}
    positions = {number: place for number, _, place in rows if place}
    if len(choices) != len(rows) or channel not in CHANNELS or not isinstance(area, str):
        raise ValueError("words")
    return Cast(area, channel, choices, positions, invalid)


def encode(cast: Cast, length: int) -> bytes:
    """The ballot in `length` bytes. ValueError for one that would not fit."""
    text = json.dumps(as_list(cast), separators=(",", ":")).encode()
    padded: bytes = sodium_pad(text, length)
    if len(padded) != length:
        raise ValueError(f"{len(text)} > {length}")
    return padded


def decode(content: bytes) -> Cast:
    """The ballot of these bytes. Unreadable for anything that `encode` would not have made."""
    try:
        cast = of_list(json.loads(sodium_unpad(content, len(content))))
    except (CryptoError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None
    if cast.invalid not in ("", *INVALID):
        raise Unreadable("words")
    return cast


def judged(ballot: Ballot, known: Mapping[str, Slate], cast: Cast) -> Cast:
    """The ballot as it is counted: one that the rules would not have taken counts as broken, whoever sealed it.

    Of one that does not count, only why, and an area that votes.
    """
    if cast.invalid:
        return Cast(cast.area if cast.area in known else "", cast.channel, {}, {}, cast.invalid)
    try:
        check_ballot(ballot, known[cast.area], cast.choices)
    except (KeyError, BadBallot):
        return Cast("", cast.channel, {}, {}, BROKEN)
    if set(cast.positions) - set(cast.choices) or max(cast.positions.values(), default=0) > len(
        known[cast.area].candidates
    ):
        return Cast("", cast.channel, {}, {}, BROKEN)
    return cast


def length_of(ballot: Ballot, known: Iterable[Slate]) -> int:
    """Bytes that any ballot of this election fits in."""
    return max((_longest(ballot, slate) for slate in known), default=BLOCK)


def _longest(ballot: Ballot, slate: Slate) -> int:
    number = max((one.number for one in slate.candidates), default=1)
    points = ballot.points if ballot.kind == "points" else 1
    row = len(f"[{number},{points},{len(slate.candidates)}],")
    frame = len(json.dumps([slate.area.slug, PAPER, [], max(INVALID, key=len)]))
    return -(-(frame + row * bounds(ballot, slate)[1] + 1) // BLOCK) * BLOCK
