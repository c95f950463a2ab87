"""An election in the store: its public key, and what it was opened on, which does not change any more.

The ballot is that of the ceremony of opening, whatever becomes of the files of the site. The calendar is the site's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from formservice.catalogue import Catalogue, Edition, typed
from formservice.catalogue.ballots import Candidate
from formservice.storage import Record, Records, Store, View
from formservice.voting import rules
from formservice.voting.ballots import length_of
from formservice.voting.rules import Slate

TABLE = "elections"
OPEN, CLOSED, COUNTED = "open", "closed", "counted"
"""Sealed ballots are taken; none is taken any more, papers are typed; the box was opened."""
READ = ("id", "seq", "version", "state", "public", "length", "opened_by", "edition", "candidates")


@dataclass(frozen=True)
class Election:
    """One election, as it was opened."""

    edition: Edition
    """With its rules of that day."""
    slates: tuple[Slate, ...]
    public: str
    length: int
    """Bytes of each ballot."""
    state: str
    id: str
    opened_by: tuple[str, ...]
    story: Mapping[str, Any] = field(default_factory=dict)
    """What the ceremonies wrote: `opened_at`, `closed_at`, `closed_by`, `totals`, `counted_at`, `emptied`."""

    def slate(self, area: str) -> Slate:
        """The ballot of an area. KeyError."""
        for one in self.slates:
            if one.area.slug == area:
                return one
        raise KeyError(area)

    @property
    def known(self) -> dict[str, Slate]:
        """The ballots by area."""
        return {one.area.slug: one for one in self.slates}


def partition_of(code: str) -> str:
    """The partition of an election: its state, its journal."""
    return f"vote/{code}"


def find(view: View, code: str) -> Election | None:
    """The election of an edition; None before its ceremony of opening."""
    found = view.find(partition_of(code), TABLE)
    return _read(found[0]) if found else None


def read(store: Store, code: str) -> Election | None:
    """The same, from the store."""
    return find(store.read(partition_of(code)), code)


def every(store: Store) -> Iterator[Election]:
    """Every election of the store."""
    for name in list(store.partitions("vote/")):
        if found := find(store.read(name), name.partition("/")[2]):
            yield found


def begin(
    records: Records, catalogue: Catalogue, edition: Edition, public: str, agents: tuple[str, ...], **story: str
) -> Election:
    """Open an election, in a transaction that holds `partition_of`; for good."""
    candidates = [one for one in catalogue.candidates if one.edition == edition.slug]
    length = length_of(edition.ballot, rules.slates(edition, candidates))
    made = records.add(
        partition_of(edition.code), TABLE, state=OPEN, public=public, length=length, opened_by=list(agents),
        edition=typed.dump(edition), candidates=[typed.dump(one) for one in candidates], **story,
    )  # fmt: skip
    return _read(made)


def move(records: Records, code: str, state: str, **changes: Any) -> None:
    """To another state, in a transaction that holds `partition_of`."""
    for one in records.find(partition_of(code), TABLE):
        records.update(partition_of(code), TABLE, one["id"], state=state, **changes)


def _read(kept: Record) -> Election:
    edition = typed.read(Edition, kept["edition"], editor=False)
    candidates = [typed.read(Candidate, one, editor=False) for one in kept["candidates"]]
    return Election(
        edition, rules.slates(edition, candidates), kept["public"], kept["length"], kept["state"], kept["id"],
        tuple(kept["opened_by"]), {name: said for name, said in kept.items() if name not in READ},
    )  # fmt: skip
