"""An election once its box was opened: its ballots, what is counted, what may be told of it. Writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from formservice.catalogue.participation import Edition
from formservice.consultations import masking
from formservice.count import areas
from formservice.count.model import Outcome, Rule
from formservice.count.what_if import Counted
from formservice.refusal import Refused
from formservice.service import Service
from formservice.theme import plural
from formservice.voting import counted, unsealing
from formservice.voting.ballots import CHANNELS, Cast
from formservice.voting.elections import COUNTED, Election
from formservice.voting.rules import Slate

LEAST = 5
"""Valid ballots below which what an area chose is not told, project by project."""


class NotCounted(Refused):
    """There is nothing to tell yet, or not any more; the text says why."""

    reason = "uncounted"


@dataclass(frozen=True)
class Counting:
    """An election once its ballots were read: what the results and the files are made from."""

    election: Election
    casts: tuple[Cast, ...]
    rule: Rule
    outcomes: Mapping[str, Outcome]
    channels: Mapping[str, tuple[str, str]]
    """By area, how many ballots of the web and of paper, as it may be told."""

    @property
    def edition(self) -> Edition:
        """The edition as it was opened."""
        return self.election.edition

    @cached_property
    def known(self) -> dict[str, list[Cast]]:
        """The valid ballots by area."""
        return counted.valid(self.casts)

    def ballots(self, area: str) -> list[Cast]:
        """The valid ballots of an area."""
        return self.known.get(area, [])

    def is_told(self, area: str) -> bool:
        """Whether the votes of each project may be told: enough people voted there, or nobody."""
        return area in self.outcomes and not 0 < len(self.ballots(area)) < LEAST

    def has_file(self, area: str) -> bool:
        """Whether the ballots of an area are published."""
        return self.is_told(area) and bool(self.ballots(area))

    def by_channel(self, area: str) -> bool:
        """Whether one may tell how each ballot came."""
        return all(one.isdigit() for one in self.channels[area])


def counting(app: Service, election: Election, count: Counted = areas.count_all) -> Counting:
    """Read and count the ballots; `count`: or what remembers how they were counted. Raises NotCounted."""
    if election.state != COUNTED:
        raise NotCounted("L’urne de ce vote n’est pas dépouillée : il n’y a pas encore de résultat.")
    casts = tuple(unsealing.ballots(app.store, election.edition.code))
    before, now = election.story["counted"]["ballots"], Counter(one.channel for one in casts)
    if dict(now) != {channel: many for channel, many in before.items() if many}:
        many = plural(sum(before.values()), "bulletin")
        raise NotCounted(
            f"L’urne avait {many}, le magasin en garde {len(casts)} : les autres sont abîmés, ou effacés. Remettez le "
            "magasin en état (formservice repair), ou gardez les résultats qui sont publiés."
        )
    rule = counted.rule_of(election.edition, [one for slate in election.slates for one in slate.candidates])
    found = count(counted.polls(election.slates, casts), rule)
    known = counted.valid(casts)
    few = [area for area in found if 0 < len(known.get(area, ())) < LEAST]
    return Counting(election, casts, rule, areas.apart(found, few), channels(election.slates, casts))


def channels(slates: Sequence[Slate], casts: Sequence[Cast]) -> dict[str, tuple[str, str]]:
    """How many ballots of each area came by the web and on paper: masked where there are few, and in another area so
    that no subtraction tells it."""
    known = counted.valid(casts)
    rows = {one.area.slug: [cast.channel for cast in known.get(one.area.slug, ())] for one in slates}
    numbers = [[said.count(channel) for channel in CHANNELS] for said in rows.values()]
    told = masking.table(numbers)
    if told is None:
        return {area: ("0", "0") if not said else (masking.MASKED,) * 2 for area, said in rows.items()}
    return {area: (cells[0], cells[1]) for area, cells in zip(rows, told, strict=True)}
