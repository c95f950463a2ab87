"""The lists of the resource centre, each with its count: by type, subject, period, place, person."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from formservice import theme
from formservice.catalogue import Period, Record
from formservice.catalogue.french import NBSP
from formservice.catalogue.resources import TYPES
from formservice.folding import slug
from plugins.resources.centre import Centre, in_time, in_words

SIZE, LEFT = 25, 5
"""Records on one page; so few that would stand alone on the last stay with those of the page before."""
FAR = 2099
"""A period that ends then has not ended."""


@dataclass(frozen=True)
class Listing:
    """Some records under one name, at one address."""

    url: str
    title: str
    name: str
    """The same words where they stand alone, in the title of a window: « Sujet : Éducation »."""
    records: tuple[Record, ...]
    kind: str = "notice"
    kinds: str = "notices"
    """What its records are called, one and several: livre, livres."""

    @property
    def words(self) -> str:
        """`12 livres`."""
        return theme.plural(len(self.records), self.kind, self.kinds)

    @property
    def sheets(self) -> "list[Sheet]":
        """Its pages, one at least."""
        last = max(1, -(-(len(self.records) - LEFT) // SIZE))
        return [Sheet(self, n) for n in range(1, last + 1)]


@dataclass(frozen=True)
class Sheet:
    """One page of a list, from 1."""

    of: Listing
    number: int

    @property
    def url(self) -> str:
        """Its address: the first has the list's."""
        return self.of.url if self.number == 1 else f"{self.of.url}{self.number}/"

    @property
    def last(self) -> int:
        """How many pages the list has."""
        return len(self.of.sheets)

    @property
    def records(self) -> tuple[Record, ...]:
        """What is on it."""
        end = None if self.number == self.last else SIZE * self.number
        return self.of.records[SIZE * (self.number - 1) : end]

    @property
    def before(self) -> "Sheet | None":
        """The page before, if any."""
        return Sheet(self.of, self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> "Sheet | None":
        """The page after, if any."""
        return Sheet(self.of, self.number + 1) if self.number < self.last else None


@dataclass(frozen=True)
class Lists:
    """Every list that has something, by way."""

    centre: Centre

    @cached_property
    def types(self) -> dict[str, Listing]:
        """By type; people have an address of their own."""
        return dict(self._types())

    def _types(self) -> Iterator[tuple[str, Listing]]:
        for type, (one, many) in TYPES.items():
            url = "/ressources/personnes/" if type == "personne" else f"/ressources/type/{type}/"
            if found := self.centre.of_type(type):
                found = sorted(found, key=in_time) if type == "jalon" else found
                yield type, Listing(url, many, many, tuple(found), one.lower(), many.lower())

    @cached_property
    def subjects(self) -> dict[str, Listing]:
        """By subject, in the order of the town's list."""
        named = {one.slug: one.title for one in self.centre.collection.subjects}
        return self._by("sujet", "Sujet", named, lambda one: one.subjects)

    @cached_property
    def places(self) -> dict[str, Listing]:
        """By place, in the order of the alphabet."""
        named = {slug(place): place for one in self.centre.records for place in one.places}
        named = dict(sorted(named.items()))
        return self._by("lieu", "Lieu", named, lambda one: map(slug, one.places))

    @cached_property
    def periods(self) -> dict[str, Listing]:
        """By period: what speaks of it, what was made or happened, who was born then."""
        periods = {one.slug: one for one in self.centre.collection.periods}
        titles = {name: period_words(one) for name, one in periods.items()}
        return self._by(
            "periode", "Période", titles,
            lambda one: [name for name, period in periods.items() if period.meets(one)], in_time,
        )  # fmt: skip

    @cached_property
    def people(self) -> dict[str, Listing]:
        """By person, for those of whom something speaks: what she made, what is about her, what she lived."""
        people = self.centre.of_type("personne")
        urls = {one.slug: f"{one.url}notices/" for one in people}
        found = self._by("", "Personne", {one.slug: self.centre.label(one) for one in people}, _named)
        return {name: Listing(urls[name], one.title, one.name, one.records) for name, one in found.items()}

    def _by(
        self,
        way: str,
        word: str,
        named: dict[str, str],
        names: Callable[[Record], Iterable[str]],
        order: Callable[[Record], tuple] = in_words,
    ) -> dict[str, Listing]:
        groups: dict[str, list[Record]] = {name: [] for name in named}
        for record in sorted(self.centre.records, key=order):
            for name in dict.fromkeys(names(record)):
                groups[name].append(record)
        return {
            name: Listing(f"/ressources/{way}/{name}/", named[name], f"{word}{NBSP}: {named[name]}", tuple(found))
            for name, found in groups.items()
            if found
        }

    def all(self) -> Iterator[Listing]:
        """Every list."""
        for found in (self.types, self.subjects, self.periods, self.places, self.people):
            yield from found.values()


def _named(record: Record) -> list[str]:
    return [*(one.person for one in record.creators if one.person), *record.people]


def period_words(period: Period) -> str:
    """`La Grande Guerre, de 1914 à 1918`; years that the title says are not said twice."""
    if str(period.since) in period.title:
        return period.title
    until = "" if period.until >= FAR else f" à{NBSP}{period.until}"
    return f"{period.title}, {'de' if until else 'depuis'}{NBSP}{period.since}{until}"
