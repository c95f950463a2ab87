"""When a letter leaves, when it is tried again, when it is better not sent at all. Pure."""

from datetime import datetime, timedelta
from typing import Any

from formservice.agenda.rules import LIVING

Letter = dict[str, Any]

LEASE = 120.0
"""Seconds during which a letter is its sender's alone: far more than a delivery may take."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 4 * 3600.0
MOST_TRIES = 12
"""About 17 hours with the waits between, then an agent calls."""
FEWER_TRIES = 7
"""Who has a few hours to answer is called after one."""
OFFERS = ("offer", "theme_offer")
URGENT = ("offer", "theme_offer", "called_off", "moved", "loan_ready")
"""Letters that people must have, those that leave first first; the others are courtesy."""
STUCK, STUCK_FAR = timedelta(hours=1), timedelta(hours=17)
"""How long an urgent letter waits for mail that is down, tried or not, before an agent calls: about as long as all its
tries would last, less when an answer is due or when it is about these days."""
SOON = timedelta(days=2)
PATIENCE = 24 * 3600.0
"""Seconds that a letter may be held back by the limit of its address before it becomes a call."""
PRESSING = (*URGENT, "reminder")
"""Not to be held back: the day would be over. An agent calls at once."""
ENDS = ("cancelled", "called_off", "loan_cancelled", "loan_refused", "loan_lapsed", "loan_returned", "idea_withdrawn")
"""Letters that tell the end of a sign-up."""
ALONE = ("vote_link",)
"""Letters about no record, true until their time is over. They open something: none is kept once it has left."""
STATES = {
    "confirmed": ("confirmed",), "reminder": ("confirmed",), "waiting": ("waiting",), "offer": ("offered",),
    "lapsed": ("waiting", "lapsed"), "moved": tuple(LIVING), "rescheduled": ("confirmed",),
    "cancelled": ("cancelled",), "called_off": ("called_off",),
    "theme_offer": ("offered",), "theme_noted": ("waiting", "offered"),
    "loan_noted": ("requested", "ready"), "loan_ready": ("ready",), "loan_lent": ("lent",), "loan_reminder": ("lent",),
    "loan_overdue": ("lent",), "loan_returned": ("returned",), "loan_cancelled": ("cancelled",),
    "loan_refused": ("refused",), "loan_lapsed": ("lapsed",),
    "question_noted": ("asked", "in_hand"), "question_answered": ("answered",), "question_closed": ("closed",),
    "idea_noted": ("received", "questioned"), "idea_asked": ("questioned",), "idea_accepted": ("accepted", "merged"),
    "idea_refused": ("refused", "merged"), "idea_merged": ("merged",), "idea_contested": ("contested",),
    "idea_withdrawn": ("withdrawn",), "idea_parted": ("received", "questioned", "contested", "accepted", "refused"),
    "idea_news": ("accepted", "refused", "merged"), "results_published": ("asked",), "results_done": ("asked",),
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
    return bool(letter["tries"] >= (FEWER_TRIES if is_to_answer(letter) else MOST_TRIES))


def is_to_answer(letter: Letter) -> bool:
    """Whether the person has a few hours to answer: an offer, or the move of a seat that is offered."""
    return letter["template"] in OFFERS or (letter["template"] == "moved" and bool(letter["data"].get("until")))


def urgency(letter: Letter) -> int:
    """The rank of a letter among those that may leave: urgent ones first."""
    return URGENT.index(letter["template"]) if letter["template"] in URGENT else len(URGENT)


def is_stuck(letter: Letter, wall: datetime, utc: datetime, clock: float) -> bool:
    """Whether mail that is down keeps an urgent letter, which nobody is sending and whose time has come."""
    return letter["template"] in URGENT and is_due(letter | {"retry_at": 0}, wall, utc, clock)


def is_too_late(letter: Letter, wall: datetime, utc: datetime) -> bool:
    """Whether a stuck letter has waited long enough: an agent calls."""
    since = letter.get("stuck_since") or ""
    return bool(since) and utc - datetime.fromisoformat(since) >= _bearable(letter, wall)


def _bearable(letter: Letter, wall: datetime) -> timedelta:
    # Who is not told of a move goes there at the former date.
    dates = [(letter["data"].get("told") or {}).get("start"), letter["data"].get("was_start")]
    soon = any(datetime.fromisoformat(one) - wall <= SOON for one in dates if one)
    return STUCK if soon or is_to_answer(letter) else STUCK_FAR


def must_call(letter: Letter, now: datetime) -> bool:
    """Whether a letter over the limit of its address cannot wait: an agent calls."""
    since = letter.get("held_since")
    waited = (now - datetime.fromisoformat(since)).total_seconds() if since else 0
    return letter["template"] in PRESSING or waited >= PATIENCE


def outdated(name: str, data: dict[str, Any], record: dict[str, Any] | None, now: datetime) -> str:
    """Why a letter is no longer true (gone, ended, begun, moved, over), or an empty text. `now` is the town's."""
    if name in ALONE:
        return "over" if data.get("until") and datetime.fromisoformat(data["until"]) <= now else ""
    if record is None:
        return "" if name in ENDS else "gone"
    if "answers" in record and not record["answers"].get("email"):
        return "gone"
    if record["state"] not in STATES.get(name, (record["state"],)) or (
        record["state"] == "cancelled" and name not in ENDS
    ):
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
