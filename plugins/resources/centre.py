"""The resource centre as its pages see it: records found by file, by type, by subject, by person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from formservice.catalogue import Collection, Record, Trail
from formservice.catalogue.resources import WORKS


@dataclass(frozen=True)
class Centre:
    """Every record and every trail, with the collection they belong to."""

    collection: Collection
    records: tuple[Record, ...]
    trails: tuple[Trail, ...]

    def record(self, slug: str) -> Record:
        """The record of a file name. Raises KeyError."""
        return next(iter(self._where(lambda one: one.slug == slug)), None) or _none(slug)

    def of_type(self, type: str) -> list[Record]:
        """The records of a type, in the order of their titles."""
        return self._where(lambda one: one.type == type)

    def on(self, subject: str) -> list[Record]:
        """The records on a subject."""
        return self._where(lambda one: subject in one.subjects)

    def works_by(self, person: str) -> list[Record]:
        """What a person made."""
        return self._where(lambda one: person in {creator.person for creator in one.creators})

    def works_about(self, person: str) -> list[Record]:
        """The works about a person."""
        return self._where(lambda one: person in one.people and one.type in WORKS)

    def milestones(self, person: str | None = None) -> list[Record]:
        """The milestones, of a person or all, in order of time."""
        found = self._where(lambda one: one.type == "jalon" and (person is None or person in one.people))
        return sorted(found, key=lambda one: (one.date.first, one.date.last) if one.date else ())

    def _where(self, holds: Callable[[Record], bool]) -> list[Record]:
        return sorted(filter(holds, self.records), key=lambda one: (one.title, one.id))


def centre_of(collection: Collection | None, records: Iterable[Record], trails: Iterable[Trail]) -> Centre | None:
    """The centre, where there is one."""
    return Centre(collection, tuple(records), tuple(trails)) if collection else None


def _none(slug: str) -> Record:
    raise KeyError(slug)
