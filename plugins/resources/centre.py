"""The resource centre as its pages see it: records found by file, by type, by subject, by person."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from formservice.catalogue import Collection, Record, Trail
from formservice.catalogue.resources import WORKS
from formservice.folding import family_and_given, order


@dataclass(frozen=True)
class Centre:
    """Every record and every trail, with the collection they belong to."""

    collection: Collection
    records: tuple[Record, ...]
    trails: tuple[Trail, ...]

    @cached_property
    def _by_slug(self) -> dict[str, Record]:
        return {one.slug: one for one in self.records}

    @cached_property
    def _labels(self) -> dict[str, str]:
        """By file. A person keeps her plain name, which is the title of more than one book."""
        titles, typed = (Counter(map(words, self.records)) for words in (_title, _typed))
        people = Counter(_title(one) for one in self.records if one.type == "personne")
        return {
            one.slug: one.title
            if titles[one.title] == 1 or one.type == "personne" and people[one.title] == 1
            else _typed(one) if typed[_typed(one)] == 1 else f"{_typed(one)}, {one.id}"
            for one in self.records
        }  # fmt: skip

    def record(self, slug: str) -> Record:
        """The record of a file name. Raises KeyError."""
        return self._by_slug[slug]

    def label(self, record: Record) -> str:
        """What a link to it says: its title, and what tells it from others of the same title."""
        return self._labels[record.slug]

    def of_type(self, type: str) -> list[Record]:
        """The records of a type, in the order of their titles; people by family name."""
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
        return sorted(found, key=in_time)

    def on_show(self, today: date) -> Record | None:
        """The exhibition that one can see today."""
        shown = self._where(lambda one: one.type == "exposition" and one.date is not None)
        return next((one for one in shown if one.date and one.date.first <= today <= one.date.last), None)

    def with_step(self, record: Record) -> list[Trail]:
        """The trails that lead by a record; for a person, by what she lived too."""
        lived = {one.slug for one in self.milestones(record.slug)} if record.type == "personne" else set()
        known = lived | {record.slug}
        return [trail for trail in self.trails if known & {step.record for step in trail.steps}]

    def _where(self, holds: Callable[[Record], bool]) -> list[Record]:
        return sorted(filter(holds, self.records), key=in_words)


def centre_of(collection: Collection | None, records: Iterable[Record], trails: Iterable[Trail]) -> Centre | None:
    """The centre, where there is one."""
    return Centre(collection, tuple(records), tuple(trails)) if collection else None


def in_words(record: Record) -> tuple[str, str]:
    """The order of a dictionary: without case nor accents, people by their family names."""
    title = " ".join(family_and_given(record.title)) if record.type == "personne" else record.title
    return order(title)[0], record.id


def in_time(record: Record) -> tuple[int, int, str]:
    """The order of time; what has no date comes last."""
    when = record.when
    return (when.first.toordinal(), when.last.toordinal(), record.id) if when else (10**7, 0, record.id)


def _title(record: Record) -> str:
    return record.title


def _typed(record: Record) -> str:
    year = f", {record.when.year}" if record.when else ""
    return f"{record.title} ({record.type_words.lower()}{year})"
