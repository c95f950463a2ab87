"""The files of a count, as they are published: the ballots of each area, what it takes to count again, the results.

Ballots are in an order drawn once, with new numbers: neither that of the votes nor that of the store. Where projects
stood on the page of a voter is in no file.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from formservice.catalogue import typed
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Edition
from formservice.catalogue.tallies import Tally
from formservice.consultations.publishing import emitted
from formservice.consultations.wording import short
from formservice.count import loading, published, writing
from formservice.count.published import NAME, AreaCounted, Counted
from formservice.count.redoing import compare
from formservice.count.writing import Given
from formservice.refusal import Refused
from formservice.voting import counted
from formservice.voting.ballots import PAPER, WEB
from formservice.voting.counting import Counting
from formservice.voting.rules import Slate, bounds

METHODS = {WEB: "internet", PAPER: "paper"}
"""Pabulib's words."""


class Wrong(Refused):
    """The files would not say what was counted, or the site could not read them: nothing is written."""

    reason = "wrong"


@dataclass(frozen=True)
class Files:
    """What is published of a count."""

    tally: Tally
    ballots: dict[str, str]
    """The text of each `.pb`, by name."""
    counted: str
    """`decompte.json`."""

    @property
    def beside(self) -> dict[str, str]:
        """The files of the folder, by name, in the order they are written."""
        return {**self.ballots, NAME: self.counted}

    def page(self, body: str) -> str:
        """The file of the results, over the words of an editor."""
        return f"---\n{emitted(typed.dump(self.tally))}---\n{body}"

    @property
    def statuses(self) -> dict[int, str]:
        """What each project that was at the vote becomes."""
        choices = [one for area in self.tally.areas for one in area.choices]
        return {one.number: "choisi" if one.chosen else "non-choisi" for one in choices}


def files(found: Counting, tally: Tally, now: Edition, town: str, key: str) -> Files:
    """The files of a count, checked: they give the same results, and the site reads them. `now`: with the calendar of
    the site. Raises Wrong."""
    slates = [one for one in found.election.slates if found.has_file(one.area.slug)]
    ballots = {f"{one.area.slug}.pb": ballots_of(found, one, now, town, key) for one in slates}
    areas = tuple(area(found, one, ballots.get(f"{one.area.slug}.pb")) for one in found.election.slates)
    whole = Counted(
        published.FORMAT, now.slug, found.edition.title, town, tally.counted, tally.rules,
        published.rule_said(found.rule), areas,
    )  # fmt: skip
    made = Files(tally, ballots, published.dump(whole))
    check(made)
    return made


def check(made: Files) -> None:
    """Raise Wrong for files that do not give the same results when they are read and counted again."""
    try:
        typed.read(Tally, typed.dump(made.tally))
        content = {name: text.encode() for name, text in made.ballots.items()}
        wrong = compare(loading.load(made.counted.encode()), content).differences
    except typed.Mistakes as error:
        told = f"{'.'.join(map(str, error.found[0].at))} : {error.found[0].text}"
        raise Wrong(typeset(f"Le site ne saurait pas lire ces résultats. {told}")) from None
    except loading.Unreadable as error:
        raise Wrong(str(error)) from None
    if wrong:
        raise Wrong(f"Les fichiers ne redonnent pas le décompte, rien n’est écrit. {wrong[0]}")


def ballots_of(found: Counting, slate: Slate, now: Edition, town: str, key: str) -> str:
    """The `.pb` of one area."""
    edition, slug, phase = found.edition, slate.area.slug, now.phase("vote") or now.phases[-1]
    least, most = bounds(edition.ballot, slate)
    told = writing.Told(
        short(f"{edition.title}, {slate.area.title}"), town, slate.area.title, str(phase.since.year),
        phase.since.date(), phase.last_day, now.slug, least, most,
        edition.ballot.points if edition.ballot.kind == "points" else None,
        slate.area.envelope if edition.ballot.kind == "budget" else None,
    )  # fmt: skip
    casts = found.ballots(slug)
    given = drawn(((one.choices, METHODS[one.channel] if found.by_channel(slug) else "") for one in casts), key)
    return writing.pb(told, counted.poll(slate, casts), found.rule, found.outcomes[slug], given)


def drawn(given: Iterable[Given], key: str) -> list[Given]:
    """Ballots in an order that a secret key draws: the same each time, from what is on them and nothing else."""
    twins: Counter[str] = Counter()

    def place(one: Given) -> bytes:
        said = json.dumps([sorted(one[0].items()), one[1]])
        twins[said] += 1
        return hmac.digest(key.encode(), f"{said}|{twins[said]}".encode(), "sha256")

    return sorted(given, key=place)


def area(found: Counting, slate: Slate, text: str | None) -> AreaCounted:
    """One area in decompte.json."""
    slug, outcome = slate.area.slug, found.outcomes.get(slate.area.slug)
    if outcome is None:
        return AreaCounted(slug, slate.area.title, slate.area.envelope or 0, 0, (), ())
    shown = found.is_told(slug)
    winners = outcome.winners if shown else tuple(sorted(outcome.winners, key=int))
    return AreaCounted(
        slug, slate.area.title, slate.area.envelope or 0, int(outcome.cost), winners,
        published.projects_of(outcome, found.rule, shown), published.ties_of(outcome) if shown else (),
        len(found.ballots(slug)) if shown else None, f"{slug}.pb" if text is not None else None,
        hashlib.sha256(text.encode()).hexdigest() if text is not None else None,
    )  # fmt: skip
