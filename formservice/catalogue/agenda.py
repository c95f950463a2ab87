"""What the agenda offers: activities with their sessions or their weekly openings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.catalogue.kinds import (
    CODE,
    DAY,
    DURATION,
    HTML,
    LINE,
    MOMENT,
    PATH,
    SESSION_ID,
    SLUG,
    YES,
    choice,
    pattern,
    whole,
)
from formservice.catalogue.openings import MOST, Weekly, mistakes_of
from formservice.catalogue.town import Closure
from formservice.catalogue.typed import Mistake, key

KINDS = {
    "atelier": ("atelier", "ateliers"),
    "evenement": ("rencontre", "rencontres"),
    "permanence": ("permanence", "permanences"),
    "poste": ("ordinateur", "ordinateurs"),
}
"""What each kind is called: one, several."""
LEVELS = {"debutant": "débutant", "intermediaire": "intermédiaire", "avance": "avancé", "tous-niveaux": "tous niveaux"}
"""The levels by the word of their address, the easiest first."""
CLOSED = pattern(
    "fermeture",
    r"jours-feries|vacances-scolaires|\d{4}-\d\d-\d\d",
    "écrivez jours-feries, vacances-scolaires ou une date : 2026-12-24.",
)


@dataclass(frozen=True)
class Change:
    """One announced change (a move, a cancellation, another end): the day it was said, and the start before it."""

    on: date = key(DAY)
    was: datetime = key(MOMENT)
    why: str | None = key(LINE, default=None)
    """What residents are told, when the start stays: « Finalement maintenue », « Finit à 17 h »."""


@dataclass(frozen=True)
class Newcomers:
    """Seats held for people who attended nothing on the theme, until so long before the start."""

    seats: int = key(whole(1, 50))
    until: timedelta = key(DURATION)


@dataclass(frozen=True)
class Session:
    """One meeting, at the town's time."""

    id: str = key(SESSION_ID)
    start: datetime = key(MOMENT)
    end: datetime = key(MOMENT)
    capacity: int | None = key(whole(1, 400), default=None)
    """Overrides the activity's, for this session alone."""
    cancelled: str | None = key(LINE, default=None)
    """The reason, told to residents."""
    maintained: bool = key(YES, default=False)
    changes: tuple[Change, ...] = key(Change, many=True, default=())
    added: date | None = key(DAY, default=None)
    """The day it was first announced, for those who follow new dates."""

    def mistakes(self) -> Iterator[Mistake]:
        if self.start.year < 2000:
            yield Mistake(("start",), f"La séance {self.id} est en {self.start.year}. Vérifiez l’année.")
        if not self.start < self.end:
            yield Mistake(("end",), f"La séance {self.id} finit avant d’avoir commencé. Corrigez « start » ou « end ».")
        elif self.end - self.start > timedelta(hours=24):
            yield Mistake(("end",), f"La séance {self.id} dure plus d’un jour. Vérifiez la date de « end ».")


@dataclass(frozen=True)
class Activity:
    """An activity of the agenda: what its page shows and what its form takes."""

    title: str = key(LINE)
    kind: str = key(choice(*KINDS))
    code: str = key(CODE)
    place: str = key(SLUG)
    theme: str | None = key(SLUG, default=None)
    summary: str = key(LINE, default="")
    audience: str = key(LINE, default="Tout public")
    price: str = key(LINE, default="Gratuit")
    level: str = key(choice(*LEVELS.values()), default=LEVELS["tous-niveaux"])
    bring: str | None = key(LINE, default=None)
    capacity: int = key(whole(1, 400), default=0)
    """Seats of each session; 0 when nothing is booked."""
    companions: int = key(whole(0, 5), default=0)
    group: int = key(whole(0, 200), default=0)
    """The largest group that comes together: a class, an association. 0 when people come one by one."""
    waiting: int = key(whole(0, 100), default=0)
    newcomers: Newcomers | None = key(Newcomers, default=None)
    booking: str = key(choice("session", "cycle", "none"), default="none")
    sessions: tuple[Session, ...] = key(Session, many=True, default=())
    weekly: tuple[Weekly, ...] = key(Weekly, many=True, default=())
    closed: tuple[str, ...] = key(CLOSED, many=True, default=())
    slot: timedelta | None = key(DURATION, default=None)
    horizon: timedelta | None = key(DURATION, default=None)
    limit: int = key(whole(0, 20), default=0)
    """Bookings to come that one person may hold; 0 sets no limit."""
    offer: timedelta = key(DURATION, default=timedelta(hours=8))
    """How long a freed seat is kept for who is asked, in opening hours of the place."""
    ages: bool = key(YES, default=False)
    """Whether the form asks how old one is, which nobody has to say."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    version: str = key(LINE, given=True, default="")
    """Grows out of the front matter: a form says which one it was made from."""
    body: str = key(HTML, given=True, default="")
    shut: tuple[Closure, ...] = key(Closure, many=True, given=True)
    """The days without opening, and why: resolved by the build, which alone knows the calendars."""
    day: date | None = key(DAY, given=True, default=None)
    """The activity as it is seen for this one day: its units are the slots of the day."""

    form = "registration"

    @property
    def home(self) -> str:
        """The address of the activity itself, when this is one of its days."""
        return self.url.removesuffix(f"{self.day}/") if self.day else self.url

    def mistakes(self) -> Iterator[Mistake]:
        yield from mistakes_of(self)
        if bool(self.sessions) == bool(self.weekly):
            yield Mistake((), "Écrivez « sessions » (des dates) ou « weekly » (chaque semaine), et un seul des deux.")
        if self.booking != "none" and not self.capacity:
            yield Mistake((), "On s’inscrit, mais le nombre de places manque. Ajoutez par exemple « capacity: 12 ».")
        if self.capacity + self.waiting > MOST:
            yield Mistake(
                ("capacity",), f"Places et liste d’attente font plus de {MOST} personnes. Coupez en deux séances."
            )
        if self.newcomers and self.newcomers.seats > self.capacity:
            yield Mistake(("newcomers",), "Il y a plus de places gardées que de places. Écrivez un nombre plus petit.")
        if self.group and not (self.slot and self.capacity == 1):
            yield Mistake(("group",), "Un groupe prend un créneau entier. Ajoutez « slot » et « capacity: 1 ».")
        if self.group and self.companions:
            yield Mistake(("companions",), "Un groupe dit combien de personnes viennent. Retirez « companions ».")
        if self.group and self.ages:
            yield Mistake(("ages",), "On ne demande pas son âge à un groupe. Retirez « ages ».")
        if self.companions >= self.capacity > 0:
            yield Mistake(("companions",), "Il y a plus d’accompagnants que de places. Écrivez un nombre plus petit.")
        ids = [session.id for session in self.sessions]
        for n, session in enumerate(self.sessions):
            if not session.id.startswith(f"{self.code}-"):
                yield Mistake(
                    ("sessions", n, "id"),
                    f"Le numéro {session.id} doit commencer par le code : {self.code}-1.",
                )
            if session.id in ids[:n]:
                yield Mistake(
                    ("sessions", n, "id"),
                    f"Le numéro {session.id} est écrit deux fois. Donnez-en un autre à cette séance.",
                )
