"""What speaks against publishing results now. A person may override each thing by its name, with a reason. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formservice.forms import clean
from formservice.refusal import Refused

UNFINISHED, NEAR, UNKNOWN = "unfinished", "near", "unknown"
NAMES = (UNFINISHED, NEAR, UNKNOWN)
"""Answers to judge or to read; a few answers apart from what was published; answers that cannot be counted."""

LONGEST_REASON = 200
"""Characters."""


class Objected(Refused):
    """`found`: what speaks against it, by name, in words."""

    reason = "objected"

    def __init__(self, found: Mapping[str, str]):
        self.found = found
        super().__init__(" ".join(found.values()))


@dataclass(frozen=True)
class Despite:
    """What a person publishes in spite of, by name, and why."""

    names: frozenset[str] = frozenset()
    reason: str = ""

    def check(self, found: Mapping[str, str]) -> None:
        """Raise Objected for what was found and not named, or for all of it without a reason."""
        left = {name: words for name, words in found.items() if not self.reason or name not in self.names}
        if left:
            raise Objected(left)


NOTHING = Despite()


def despite(names: Iterable[str], reason: str) -> Despite:
    """What was typed, cleaned; names that are none are left out."""
    return Despite(frozenset(names) & frozenset(NAMES), clean(reason)[:LONGEST_REASON])
