"""Keeping one's place among four hundred ideas: the filter of the list, and where an idea stands in it. Pure.

The filter goes from page to page in the address. It names nobody.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from formservice import paging
from formservice.office.idea_lines import Found
from formservice.participation import rules

WORDS = {
    "a-etudier": rules.RECEIVED, "question": rules.QUESTIONED, "contestee": rules.CONTESTED,
    "retenue": rules.ACCEPTED, "pas-retenue": rules.REFUSED, "reunie": rules.MERGED, "retiree": rules.WITHDRAWN,
}  # fmt: skip
"""How an address says a state."""
SIZES = (25, 50)


@dataclass(frozen=True)
class Filter:
    """Which ideas are looked at, and how many on a page."""

    state: str = ""
    area: str = ""
    to_say: bool = False
    size: int = SIZES[0]

    def keeps(self, one: Found) -> bool:
        """Whether an idea is looked at."""
        state, area = one.idea["state"], one.idea["idea"]["area"]
        wanted = not self.state or state == WORDS[self.state]
        return wanted and self.area in ("", area) and (not self.to_say or one.call is not None)

    def query(self, **more: object) -> str:
        """What follows an address; "" for the whole list."""
        own = {"etat": self.state, "quartier": self.area, "dire": "1" if self.to_say else ""}
        own |= {"par": str(self.size) if self.size != SIZES[0] else ""}
        said = {name: value for name, value in (own | more).items() if value}
        return f"?{urlencode(said)}" if said else ""


def asked(args: Mapping[str, str], areas: Sequence[str]) -> Filter:
    """The filter of an address. What is not known of it is as if it were not there."""
    state, area = args.get("etat", ""), args.get("quartier", "")
    return Filter(
        state if state in WORDS else "", area if area in areas else "", args.get("dire") == "1",
        SIZES[1] if args.get("par") == str(SIZES[1]) else SIZES[0],
    )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an idea stands in a list of numbers. One that left the list keeps its neighbours."""

    rank: int
    """From 1; 0 for one that is not in the list any more."""
    total: int
    before: int | None
    after: int | None


def place_of(numbers: Sequence[int], number: int) -> Place:
    """Where a number stands among numbers in order."""
    left, right = bisect_left(numbers, number), bisect_right(numbers, number)
    before = numbers[left - 1] if left else None
    after = numbers[right] if right < len(numbers) else None
    return Place(left + 1 if right > left else 0, len(numbers), before, after)


def page_of(numbers: Sequence[int], number: int, size: int) -> int:
    """The page where a number is, or would be."""
    return min(bisect_left(numbers, number) // size + 1, paging.pages(len(numbers), size))
