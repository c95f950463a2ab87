"""Weekly openings: how they are written, and what cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from formservice.catalogue.kinds import DAY, HOURS, WEEKDAY, WEEKDAYS, Hours, write_hours
from formservice.catalogue.typed import Mistake, key

MOST_SLOTS = 30
"""Slots of one day: its page keeps within the elements that a page may have."""
MOST = 200
"""People of one session or of one day of slots, those who wait counted: its records, cancelled ones too, stay in
one partition of 500."""
LONGEST = timedelta(days=366)
"""How far a horizon may go."""


@dataclass(frozen=True)
class Weekly:
    """A weekly opening, from the day `since` to the day `until`, both included."""

    days: tuple[str, ...] = key(WEEKDAY, many=True)
    hours: Hours = key(HOURS)
    since: date = key(DAY)
    until: date = key(DAY)

    def mistakes(self) -> Iterator[Mistake]:
        if not self.days:
            yield Mistake(("days",), "Aucun jour n’est écrit. Ajoutez-en : days: [mardi, jeudi].")
        if self.until < self.since:
            yield Mistake(("until",), "La fin (until) vient avant le début (since). Corrigez l’une des deux dates.")

    def holds(self, day: date) -> bool:
        """Whether it opens that day, closures left aside."""
        return self.since <= day <= self.until and WEEKDAYS[day.weekday()] in self.days

    @property
    def length(self) -> timedelta:
        """How long it stays open."""
        return datetime.combine(date.min, self.hours.closes) - datetime.combine(date.min, self.hours.opens)


def mistakes_of(activity: Any) -> Iterator[Mistake]:
    """What is wrong between the weekly openings of an activity and its other keys."""
    if activity.weekly and activity.booking != "none":
        yield Mistake(
            ("booking",),
            "Une ouverture de chaque semaine se prend par rendez-vous : écrivez « slot », sans « booking ».",
        )
    if activity.slot:
        yield from _slots(activity)
    for one, other in combinations(range(len(activity.weekly)), 2):
        yield from _overlap(other, activity.weekly[one], activity.weekly[other])


def _slots(activity: Any) -> Iterator[Mistake]:
    if not activity.weekly:
        yield Mistake(("slot",), "« slot » coupe des ouvertures de chaque semaine. Ajoutez « weekly », ou retirez-le.")
    if not activity.capacity:
        yield Mistake(
            ("slot",), "On prend rendez-vous, mais le nombre de places manque. Ajoutez par exemple « capacity: 1 »."
        )
    if not activity.horizon:
        yield Mistake(("slot",), "Jusqu’où peut-on prendre rendez-vous ? Ajoutez par exemple « horizon: 8 weeks ».")
    elif activity.horizon > LONGEST:
        yield Mistake(("horizon",), "On prend rendez-vous un an à l’avance au plus. Écrivez par exemple 8 weeks.")
    for n, weekly in enumerate(activity.weekly):
        if weekly.length < activity.slot:
            text = f"L’ouverture {write_hours(weekly.hours)} est plus courte qu’un rendez-vous. Corrigez l’un des deux."
            yield Mistake(("weekly", n, "hours"), text)
    slots = max((_slots_on(activity, day) for day in WEEKDAYS), default=0)
    if slots > MOST_SLOTS:
        text = f"Cela fait {slots} rendez-vous par jour. {MOST_SLOTS} au plus : écrivez un « slot » plus long."
        yield Mistake(("slot",), text)
    elif slots * (activity.capacity + activity.waiting) > MOST:
        text = f"Un jour compterait plus de {MOST} personnes. Écrivez moins de places ou un « slot » plus long."
        yield Mistake(("capacity",), text)


def _slots_on(activity: Any, day: str) -> int:
    return sum(weekly.length // activity.slot for weekly in activity.weekly if day in weekly.days)


def _overlap(at: int, one: Weekly, other: Weekly) -> Iterator[Mistake]:
    day = next((day for day in other.days if day in one.days), None)
    together = one.since <= other.until and other.since <= one.until
    if day and together and one.hours.opens < other.hours.closes and other.hours.opens < one.hours.closes:
        text = f"Le {day}, {write_hours(other.hours)} et {write_hours(one.hours)} se chevauchent. Séparez ces horaires."
        yield Mistake(("weekly", at, "hours"), text)
