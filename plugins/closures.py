"""Closed days: public holidays, school holidays, closures of places, resolved to dates by the build.

The service reads dates in the catalogue; which days they are is known here only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import holidays
from vacances_scolaires_france import SchoolHolidayDates

from formservice.catalogue import Activity, Catalogue, Closure, Mistake, Place, Session
from formservice.catalogue.french import typeset
from formservice.theme import duration_words, span

PUBLIC, SCHOOL = "jours-feries", "vacances-scolaires"
LONGEST = 20
"""Years of an opening for which holidays are looked up."""
ONE_DAY = timedelta(days=1)


def resolve(activity: Activity, place: Place | None, zone: str | None) -> Activity:
    """The activity with its closed days; only weekly openings have any. The first that holds is the one told."""
    if not activity.weekly:
        return activity
    since = min(weekly.since for weekly in activity.weekly)
    until = max(weekly.until for weekly in activity.weekly)
    found: list[Closure] = []
    if SCHOOL in activity.closed and zone:
        found += school(zone)
    found += place.closures if place else ()
    if PUBLIC in activity.closed:
        found += public(since.year, min(until.year, since.year + LONGEST))
    found += [Closure(day, day, "pas d’accueil ce jour-là") for day in map(_day, activity.closed) if day]
    return replace(activity, shut=tuple(one for one in found if one.since <= until and one.until >= since))


def _day(word: str) -> date | None:
    return None if word in (PUBLIC, SCHOOL) else date.fromisoformat(word)


@cache
def public(first: int, last: int) -> tuple[Closure, ...]:
    """The public holidays of some years, by name."""
    found = holidays.country_holidays("FR", years=range(first, last + 1), language="fr")
    return tuple(Closure(day, day, typeset(f"jour férié ({name})")) for day, name in sorted(found.items()))


@cache
def school(zone: str) -> tuple[Closure, ...]:
    """The school holidays of a zone, days in a row together."""
    found: list[Closure] = []
    for day, row in sorted(_calendar().data.items()):
        if row[f"vacances_zone_{zone.lower()}"]:
            name = typeset(row["nom_vacances"][:1].lower() + row["nom_vacances"][1:])
            if found and found[-1].until == day - ONE_DAY and found[-1].why == name:
                found[-1] = replace(found[-1], until=day)
            else:
                found.append(Closure(day, day, name))
    return tuple(found)


@cache
def _calendar() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def refused(catalogue: Catalogue) -> Iterator[Mistake]:
    """Sessions on a public holiday that nobody said are maintained; school holidays of an unknown zone."""
    for n, activity in enumerate(catalogue.activities):
        if SCHOOL in activity.closed and not catalogue.site.school_zone:
            text = "La zone des vacances scolaires manque. Ajoutez « school_zone: B » (A, B ou C) aux réglages (TOWN)."
            yield Mistake(("activities", n, "closed"), text)
        for m, session in enumerate(activity.sessions):
            holiday = None if session.maintained or session.cancelled else _holiday(session)
            if holiday:
                day = f"{session.start:%d/%m/%Y}"
                text = f"Le {day} est un {holiday}. Changez la date, ou ajoutez « maintained: true »."
                yield Mistake(("activities", n, "sessions", m, "start"), text)


def _holiday(session: Session) -> str | None:
    year = session.start.year
    return next((one.why for one in public(year, year) if one.holds(session.start.date())), None)


def doubtful(activities: Iterable[Activity]) -> Iterator[Mistake]:
    """What is built all the same, but should be looked at: years without school holidays, hours left unused,
    openings on public holidays."""
    for n, activity in enumerate(activities):
        for m, weekly in enumerate(activity.weekly):
            at = ("activities", n, "weekly", m)
            if SCHOOL in activity.closed and weekly.until > last_known():
                text = (
                    f"Les vacances scolaires ne sont connues que jusqu’au {last_known():%d/%m/%Y}, l’ouverture va "
                    f"jusqu’au {weekly.until:%d/%m/%Y}. Ramenez « until » à cette date, ou faites mettre à jour "
                    "vacances-scolaires-france (requirements/run.txt)."
                )
                yield Mistake((*at, "until"), text)
            unused = weekly.length % activity.slot if activity.slot else None
            if unused:
                text = (
                    f"{span(weekly.hours.opens, weekly.hours.closes).capitalize()}, il reste {duration_words(unused)} "
                    f"sans rendez-vous : « slot » dure {duration_words(activity.slot or unused)}."
                )
                yield Mistake((*at, "hours"), text)
        holiday = None if PUBLIC in activity.closed else next(_openings_on_holidays(activity), None)
        if holiday:
            text = f"L’activité ouvre le {holiday.since:%d/%m/%Y}, {holiday.why}. Ajoutez jours-feries à « closed »."
            yield Mistake(("activities", n, "weekly"), text)


def last_known() -> date:
    """The last day that the school holidays' data hold."""
    return max(_calendar().data)


def _openings_on_holidays(activity: Activity) -> Iterator[Closure]:
    for weekly in activity.weekly:
        for one in public(weekly.since.year, min(weekly.until.year, weekly.since.year + LONGEST)):
            if weekly.holds(one.since) and not any(closure.holds(one.since) for closure in activity.shut):
                yield one
