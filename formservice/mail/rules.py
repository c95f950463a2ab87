"""When a letter leaves, when it is tried again, when it is better not sent at all. Pure."""

from datetime import datetime
from typing import Any

Letter = dict[str, Any]

LEASE = 120.0
"""Seconds during which a letter is its sender's alone: far more than a delivery may take."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 4 * 3600.0
MOST_TRIES = 12
"""About 17 hours with the waits between, then an agent calls."""
FEWER_TRIES = {"offer": 7, "theme_offer": 7}
"""Who has a few hours to answer is called after one."""
PATIENCE = 24 * 3600.0
"""Seconds that a letter may be held back by the limit of its address before it becomes a call."""
PRESSING = ("offer", "theme_offer", "moved", "called_off", "reminder")
"""Not to be held back: the day would be over. An agent calls at once."""
ENDS = ("cancelled", "called_off")
"""Letters that tell the end of a sign-up."""
LIVING = ("confirmed", "offered", "waiting")
STATES = {
    "confirmed": ("confirmed",), "reminder": ("confirmed",), "waiting": ("waiting",), "offer": ("offered",),
    "lapsed": ("waiting", "lapsed"), "moved": LIVING, "rescheduled": LIVING,
    "cancelled": ("cancelled",), "called_off": ("called_off",),
    "theme_offer": ("offered",), "theme_noted": ("waiting", "offered"),
}  # fmt: skip
"""What a sign-up, or a wish, must still be for each letter to be true."""


def is_due(letter: Letter, wall: datetime, utc: datetime, clock: float) -> bool:
    """Whether a waiting letter may be taken. `wall` and `utc` are the town's; `clock` is the machine's, in seconds."""
    if letter["not_before"]:
        from_then = datetime.fromisoformat(letter["not_before"])
        if from_then > (utc if from_then.tzinfo else wall):
            return False
    return not (_ahead(letter.get("lease"), clock, LEASE) or _ahead(letter.get("retry_at"), clock, 2 * LONGEST_WAIT))


def _ahead(moment: float | None, clock: float, most: float) -> bool:
    # A machine whose clock was put back must not keep a letter for ever.
    return 0 < (moment or 0) - clock <= most


def wait_before(tries: int, draw: float) -> float:
    """Seconds before the next try: twice as long each time, spread out by `draw` (0 to 1)."""
    wait = min(FIRST_WAIT * 2.0 ** (max(1, tries) - 1), LONGEST_WAIT)
    return wait * (0.5 + draw)


def is_hopeless(letter: Letter) -> bool:
    """Whether it was tried often enough."""
    return bool(letter["tries"] >= FEWER_TRIES.get(letter["template"], MOST_TRIES))


def must_call(letter: Letter, now: datetime) -> bool:
    """Whether a letter over the limit of its address cannot wait: an agent calls."""
    since = letter.get("held_since")
    waited = (now - datetime.fromisoformat(since)).total_seconds() if since else 0
    return letter["template"] in PRESSING or waited >= PATIENCE


def outdated(name: str, data: dict[str, Any], record: dict[str, Any] | None, now: datetime) -> str:
    """Why a letter is no longer true (gone, ended, begun, moved, over), or an empty text. `now` is the town's."""
    if record is None:
        return "" if name in ENDS else "gone"
    if "answers" in record and not record["answers"].get("email"):
        return "gone"
    if record["state"] not in STATES.get(name, (record["state"],)) or record["state"] == "cancelled" != name:
        return "ended"
    return "" if name in ENDS else _overtaken(data, record, now)


def _overtaken(data: dict[str, Any], record: dict[str, Any], now: datetime) -> str:
    """Whether time, or a later decision, has passed a letter that tells something to come."""
    told = data.get("told") or {}
    if told.get("start") and datetime.fromisoformat(told["start"]) <= now:
        return "begun"
    if _dates(told) != _dates(record.get("told") or told):
        return "moved"
    offer = record.get("offer") or {}
    return "over" if offer and data.get("until") and data["until"] != offer.get("until") else ""


def _dates(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["id"], one["start"], one["end"]) for one in told.get("sessions", ())]
