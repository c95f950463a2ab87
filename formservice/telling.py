"""Telling people: a letter when they prefer e-mail, else a call for an agent to make. Within a transaction."""

from typing import Any

from formservice import mail, room
from formservice.mail.letters import address_of
from formservice.storage import Records

CALLS = "calls"
"""The table of the calls still to make; once made, a call is a line of its sign-up."""
ACCEPTED, REFUSED, NO_ANSWER, TOLD, POSTED = "accepted", "refused", "no_answer", "told", "posted"
EMAIL, CALL = "email", "call"


def by_email(signup: dict[str, Any]) -> bool:
    """Whether letters can be sent to the person, who chose them: the sender's own answer."""
    return bool(address_of(signup))


def write_to(records: Records, partition: str, signup: dict[str, Any], name: str, **more: Any) -> bool:
    """A letter to who has e-mail; nothing to the others, who hear it otherwise. Whether there is a letter."""
    return mail.queue(records, partition, signup, name, **more)


def tell(records: Records, partition: str, signup: dict[str, Any], name: str, **more: Any) -> str:
    """A letter, or a call to make: nobody is left untold. Says which. A call that was open is replaced."""
    drop_calls(records, partition, signup["id"])
    if mail.queue(records, partition, signup, name, **more):
        return EMAIL
    add_call(records, partition, signup["id"], name, more.get("until", ""))
    return CALL


def add_call(records: Records, partition: str, signup: str, why: str, until: str = "") -> None:
    """Put a call on the agents' list. `until`: the town's time (ISO) after which it is too late."""
    room.make(records, partition)
    records.add(partition, CALLS, signup=signup, why=why, until=until, tries=[])


def drop_calls(records: Records, partition: str, signup: str) -> None:
    """What was to be said is overtaken, or was said otherwise."""
    for call in records.find(partition, CALLS, signup=signup):
        records.remove(partition, CALLS, call["id"])
