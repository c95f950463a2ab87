"""Letters in the store: queued in the transaction that decides, forgotten with the record they are about."""

from typing import Any

from email_validator import EmailNotValidError, validate_email

from formservice import room
from formservice.mail.rules import URGENT
from formservice.storage import MOST_RECORDS, Full, Records, View

TABLE = "outbox"
WAITING, SENT, DROPPED, PARKED = "waiting", "sent", "dropped", "parked"
"""States of a letter. One that is being sent is waiting, with a lease: a sender that dies loses nothing."""
NAMES = (
    "confirmed", "waiting", "offer", "lapsed", "moved", "called_off", "cancelled", "reminder", "rescheduled",
    "theme_offer", "theme_noted", "loan_noted", "loan_ready", "loan_lent", "loan_reminder", "loan_overdue",
    "loan_returned", "loan_cancelled", "loan_refused", "loan_lapsed", "question_noted", "question_answered",
    "question_closed", "idea_noted", "idea_asked", "idea_accepted", "idea_refused", "idea_merged", "idea_parted",
    "idea_contested", "idea_withdrawn", "idea_news", "results_published", "results_done", "vote_link",
)  # fmt: skip
MARGIN = 80
"""Records kept free for urgent letters."""
MOST_ENDED = 40
"""Letters of the past that stay in a partition, whose 500 records are for the living."""


def queue(records: Records, partition: str, signup: dict[str, Any], name: str, **more: Any) -> bool:
    """Queue a letter about a sign-up inside the transaction; False when it must be a call.

    `more` is what this letter tells besides the sign-up (rank, until, was, why…). Not part of it: `told` stands for
    the sign-up's own, `table` says where the record is, `not_before` (ISO, the town's time) holds the letter back.
    """
    if name not in NAMES:
        raise ValueError(f"no letter is called {name!r}")
    address = address_of(signup)
    if not address:
        return False
    held_until = more.pop("not_before", None)
    answers = signup["answers"]
    data = {
        "signup": signup["id"], "told": signup.get("told") or {}, "name": answers.get("name", ""),
        "reference": signup.get("reference", ""), "other": answers.get("who") == "other",
        "party": signup.get("party", 1),
    }  # fmt: skip
    make_room(records, partition, MOST_ENDED)
    if name not in URGENT and crowded(records, partition):
        return False
    letter = {"to": address, "template": name, "data": data | more, "not_before": held_until}
    try:
        records.queue_mail(partition, **letter)
    except Full:
        make_room(records, partition, 0)
        records.queue_mail(partition, **letter)
    return True


def about(view: View, partition: str, letter: dict[str, Any]) -> dict[str, Any] | None:
    """The record a letter is about: a sign-up, or the wish of a theme; None when it is gone."""
    data = letter["data"]
    return view.get(partition, data.get("table", "signups"), data["signup"]) if data.get("signup") else None


def address_of(signup: dict[str, Any]) -> str:
    """The one address of who wants to be told by e-mail, or an empty text."""
    answers = signup.get("answers") or {}
    return one_address(answers.get("email") or "") if answers.get("reach") == "email" else ""


def one_address(text: str) -> str:
    """The address itself when it is exactly one that any server can write, or an empty text."""
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return ""
    return found.ascii_email or ""


def make_room(records: Records, partition: str, most: int) -> None:
    """Keep so many letters of the past at most; the journal has said what became of the others."""
    ended = [letter for letter in records.find(partition, TABLE) if letter["state"] != WAITING]
    for letter in ended[: max(0, len(ended) - most)]:
        records.remove(partition, TABLE, letter["id"])


def crowded(records: Records, partition: str) -> bool:
    """Whether the room that is left is for people and for what cannot wait: a confirmation was read on the screen."""
    return room.held(records, partition) > MOST_RECORDS - MARGIN


def forget(records: Records, partition: str, signup_id: str) -> None:
    """Take away all letters about a record, sent or not: for who asks to be erased."""
    for letter in records.find(partition, TABLE):
        if (letter["data"] or {}).get("signup") == signup_id:
            records.remove(partition, TABLE, letter["id"])
