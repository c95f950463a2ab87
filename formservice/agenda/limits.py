"""What one person may hold: so many bookings to come, one computer at a time, and what looks like a double.

Pure. Holds are dictionaries with `unit`, `activity`, `slot`, `start` and `end` (ISO, the town's time).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from formservice.agenda.units import Unit
from formservice.folding import folded
from formservice.refusal import Refused
from formservice.theme import plural

Hold = dict[str, Any]
A_YEAR = timedelta(days=365)
SOME = 3
ALIKE = 0.84
"""How near two names are (0 to 1) to be shown to an agent: one letter in seven."""


class TooMany(Refused):
    """The person already holds as many bookings of the activity as the town lets one hold."""

    reason = "limit"


class Overlap(Refused):
    """The person already holds another place at that time."""

    reason = "overlap"


def check_holds(unit: Unit, holds: Iterable[Hold], now: datetime) -> None:
    """Refuse one booking too many, or a second appointment at the same time. Raises TooMany, Overlap."""
    coming = [hold for hold in holds if hold.get("end") and datetime.fromisoformat(hold["end"]) > now]
    for hold in coming:
        if unit.activity.slot and hold.get("slot") and overlaps(unit, hold):
            raise Overlap("Vous avez déjà une place à cette heure-là. Choisissez une autre heure, ou appelez-nous.")
    most = unit.activity.limit
    held = sum(hold["activity"] == unit.activity.code for hold in coming)
    if most and held >= most:
        raise TooMany(
            f"Vous avez déjà {plural(held, 'réservation')} à venir pour cette activité. C’est le nombre prévu, pour "
            "que chacun trouve une place. Vous pourrez de nouveau vous inscrire ensuite."
        )


def overlaps(unit: Unit, hold: Hold) -> bool:
    """Whether a hold is at the time of a unit."""
    return datetime.fromisoformat(hold["start"]) < unit.end and unit.start < datetime.fromisoformat(hold["end"])


def is_newcomer(theme: str | None, attended: Iterable[dict[str, Any]], now: datetime) -> bool:
    """Whether a person came to nothing on the theme in twelve months. `attended`: `theme` and `month` (2026-12)."""
    since = f"{now - A_YEAR:%Y-%m}"
    return bool(theme) and not any(one["theme"] == theme and one["month"] >= since for one in attended)


def lookalikes(name: str, signups: Iterable[dict[str, Any]]) -> list[str]:
    """The references of some sign-ups whose name is nearly this one: for an agent to look at."""
    wanted = folded(name)
    found = (one["reference"] for one in signups if alike(wanted, folded(one["answers"].get("name", ""))))
    return list(islice(found, SOME))


def alike(one: str, other: str) -> bool:
    """Whether two folded names are the same but for a letter or two."""
    if not (one and other):
        return False
    compared = SequenceMatcher(None, one, other)
    # The length alone, then the letters alone, part most pairs far more cheaply.
    return compared.real_quick_ratio() >= ALIKE <= compared.quick_ratio() and compared.ratio() >= ALIKE
