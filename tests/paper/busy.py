"""A month of the agenda to print: two dates, or sixty."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from formservice.catalogue import Activity, Closure, Place, Session
from formservice.paper.months import Month, months
from tests.builders import a_place, a_session, an_activity, an_opening

NOW = datetime(2026, 11, 20, 10)
DECEMBER = date(2026, 12, 1)
TITLES = (
    "Premiers pas avec son smartphone", "Sa boîte mail sans s’y perdre", "Appels vidéo", "Déjouer les arnaques",
    "Prendre un rendez-vous médical sur Internet", "Ranger, trier et partager ses photos de famille",
    "Le café numérique", "Retrouver ses ancêtres", "Mots de passe solides, faciles à retrouver",
    "La tour abbatiale et ses faïences", "Des démarches en ligne : retraite, impôts, carte grise",
    "Tablette en douceur",
)  # fmt: skip
PLACES = (
    "La Maison des aînés", "La médiathèque des Quatre-Vents", "L’Espace Solidarité Jean-Exemple", "La tour abbatiale",
)  # fmt: skip
STARTS = (time(9, 30), time(14), time(14, 30), time(18))
HOSTILE = (
    "#[typst] $x$ *gras* _non_ @code <p>",
    "Anticonstitutionnellement" * 4,
    "Photos 📷 et 👵🏽",
    "ورشة الهاتف",
    "= Titre\n\\ / `",
)


def places(**given: Any) -> list[Place]:
    """Four of them."""
    return [a_place(title=title, slug=f"lieu-{n}", **given) for n, title in enumerate(PLACES)]


def workshops(titles: tuple[str, ...] = TITLES) -> list[Activity]:
    """An activity for each title, without its dates."""
    return [_workshop(n, title) for n, title in enumerate(titles)]


def _workshop(n: int, title: str) -> Activity:
    return an_activity(
        title=title, code=f"{chr(65 + n)}T", slug=f"atelier-{n}", place=f"lieu-{n % 4}", sessions=(), companions=n % 3,
        price="4 € sur place, gratuit pour les moins de 18 ans" if n % 5 == 2 else "Gratuit",
        level=("débutant", "intermédiaire", "tous niveaux")[n % 3], audience="60 ans et plus",
        bring="Votre appareil et son chargeur." if n % 2 else None,
    )  # fmt: skip


def sessions_of(number: int, code: str, many: int) -> tuple[Session, ...]:
    """So many dates of December for the activity of a number, on working days."""
    days = [DECEMBER + timedelta(days=n) for n in range(31) if (DECEMBER + timedelta(days=n)).weekday() < 6]
    found = []
    for n in range(many):
        day = days[(number * 2 + n * 5) % len(days)]
        start = datetime.combine(day, STARTS[(number + n) % 4])
        found.append(a_session(f"{code}-{n + 11}", start))
    return tuple(sorted(found, key=lambda one: one.start))


def activities(sessions: int = 60, titles: tuple[str, ...] = TITLES) -> list[Activity]:
    """So many sessions, shared by the activities; two weekly openings besides, closed at the end of the month."""
    known, shares = workshops(titles), [0] * len(titles)
    for n in range(sessions):
        shares[n % len(shares)] += 1
    held = [replace(one, sessions=sessions_of(n, one.code, shares[n])) for n, one in enumerate(known) if shares[n]]
    shut = (Closure(date(2026, 12, 22), date(2027, 1, 3), "vacances de Noël"),)
    computers = an_opening(("lundi",), title="Le salon numérique", code="SN", slug="salon", slot=None, place="lieu-1")
    return [*held, replace(an_opening(place="lieu-0"), shut=shut), replace(computers, slot=None, capacity=0)]


def a_month(
    sessions: int = 60, now: datetime = NOW, ways_in: tuple[str, ...] = ("Tout est de plain-pied.",), **given: Any
) -> Month:
    """December, with so many sessions."""
    known = activities(sessions, **given), places(access=ways_in)
    return next(one for one in months(*known, now) if one.first == DECEMBER)
