"""« Prévenez-moi du prochain atelier »: a waiting list by theme, called in order when a session is published.

A wish that is called becomes a sign-up whose seat is held, like any offer; its answer ends the wish, or gives
the person their rank back for the sessions to come.
"""

from typing import Any

from formservice.agenda.signups import SignUp
from formservice.storage import Records

TABLE = "wishes"
OFFERED, WAITING, DONE, CANCELLED = "offered", "waiting", "done", "cancelled"
Wish = dict[str, Any]


def partition_of(theme: str) -> str:
    """Where the wishes for a theme are."""
    return f"theme/{theme}"


def queue(wishes: list[Wish]) -> list[Wish]:
    """Those not served yet, first come first."""
    return [one for one in wishes if one["state"] in (WAITING, OFFERED)]


def rank_of(wish: Wish, wishes: list[Wish]) -> int:
    """The rank of a wish, from 1."""
    return 1 + [one["id"] for one in queue(wishes)].index(wish["id"])


def fulfil(records: Records, signup: SignUp) -> None:
    """The seat was taken: the wish is done."""
    _end(records, signup, DONE)


def go_back(records: Records, signup: SignUp) -> None:
    """The seat was not taken: the person waits again, at the same rank, for another session."""
    _end(records, signup, WAITING)


def _end(records: Records, signup: SignUp, state: str) -> None:
    if not signup.get("wish"):
        return
    partition, id = signup["wish"]
    wish = records.get(partition, TABLE, id)
    if wish and wish["state"] == OFFERED and wish["offered"] == signup["id"]:
        records.update(partition, TABLE, id, state=state)
