"""The list of people as a spreadsheet: the fields of the form's registry, then what we know of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from formservice.agenda.forms import SignUpForm
from formservice.export import Column, Table
from formservice.office import person, sheets
from formservice.office.meetings import Meeting
from formservice.submit import CHANNELS
from formservice.theme import plural

NUMBERS, BUT = ("companions", "group_size"), ("session",)
BEFORE = (
    Column("Code de la séance", "session"),
    Column("Activité", "activity", width=32),
    Column("Date de la séance", "start", "datetime"),
    Column("Lieu", "place", width=24),
    Column("État", "state", width=12),
    Column("Rang en liste d’attente", "rank", "number", width=10),
)
AFTER = (
    Column("Nombre de personnes", "party", "number", width=10),
    Column("Numéro d’inscription", "reference"),
    Column("Reçue", "channel"),
    Column("Saisie par", "typed_by"),
    Column("Inscription faite le", "at", "datetime"),
    Column("Place proposée jusqu’au", "until", "datetime"),
    Column("Appels faits", "calls"),
    Column("Présence", "attendance", width=12),
    Column("En plus des places", "over", width=24),
    Column("À vérifier", "doubt"),
)


def columns() -> tuple[Column, ...]:
    """The columns, the same for one session and for all of them."""
    return (*BEFORE, *sheets.columns(SignUpForm, NUMBERS, BUT), *AFTER)


def table(meetings: Iterable[Meeting], by: str, now: datetime) -> Table:
    """The table of some meetings. `by` is who asks for it, `now` the town's time."""
    meetings = list(meetings)
    parts = [part for meeting in meetings for part in meeting.slots or (meeting,)]
    rows = [row(part, signup) for part in parts for signup in part.signups]
    what = f"{meetings[0].title}, {meetings[0].when}" if len(meetings) == 1 else plural(len(meetings), "séance")
    kept = "Aucun : les inscrits, la liste d’attente et les annulations"
    about = sheets.about(f"Inscriptions : {what}", len(rows), by, now, kept)
    title = f"Inscriptions {meetings[0].id}" if len(meetings) == 1 else "Inscriptions de l’agenda"
    return Table(title, columns(), rows, about)


def row(meeting: Meeting, signup: dict[str, Any]) -> tuple[Any, ...]:
    """One sign-up, in the order of the columns."""
    rank = person.rank(signup, meeting.signups) or None
    before = (meeting.id, meeting.title, meeting.start, meeting.place, person.STATES[signup["state"]], rank)
    after = (
        signup["party"], signup["reference"], CHANNELS.get(signup["channel"], signup["channel"]),
        signup["typed_by"], signup["at"], (signup.get("offer") or {}).get("until"),
        [person.call_words(made) for made in signup.get("calls", ())],
        [person.ATTENDANCE[one] for one in signup.get("attendance", {}).values()],
        person.over(signup), signup.get("doubt"),
    )  # fmt: skip
    return (*before, *sheets.values(SignUpForm, signup, BUT), *after)
