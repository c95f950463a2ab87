"""« Prévenez-moi du prochain atelier »: a waiting list by theme, called in order when a session is published.

A wish that is called becomes a sign-up whose seat is held, like any offer; its answer ends the wish, or gives
the person their rank back for the sessions to come.
"""

from typing import Any

from formservice.agenda import units
from formservice.agenda.signups import SignUp
from formservice.agenda.units import Unit
from formservice.service import Service
from formservice.storage import Records

TABLE = "wishes"
OFFERED, WAITING, DONE, CANCELLED = "offered", "waiting", "done", "cancelled"
MOST_PASSED = 2
"""Offers without an answer after which one leaves a list."""
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


def units_of_theme(app: Service, theme: str) -> list[Unit]:
    """The sessions of a theme that one may still book, in order of time."""
    now = app.clock.wall()
    found = [
        unit
        for activity in app.releases.current().catalogue.activities
        if activity.theme == theme and not activity.slot
        for unit in units.open_units(activity, now)
    ]
    return sorted(found, key=lambda unit: (unit.start, unit.id))


def fulfil(records: Records, signup: SignUp) -> None:
    """The seat was taken, or another date instead of it: the wish is done."""
    # Waiting again where the town called that seat off.
    _end(records, signup, DONE, of=(OFFERED, WAITING))


def go_back(records: Records, signup: SignUp) -> None:
    """The seat was not taken: the person waits again, at the same rank, for another session."""
    _end(records, signup, WAITING)


def pass_over(records: Records, signup: SignUp) -> None:
    """No answer came: the rank is kept once, then the list is not kept waiting."""
    _end(records, signup, WAITING, passed=1)


def give_rank_back(records: Records, signup: SignUp) -> None:
    """The town called off the session whose seat was taken: the wish is not served after all."""
    _end(records, signup, WAITING, of=(OFFERED, DONE))


def _end(records: Records, signup: SignUp, state: str, passed: int = 0, of: tuple[str, ...] = (OFFERED,)) -> None:
    if not signup.get("wish"):
        return
    partition, id = signup["wish"]
    wish = records.get(partition, TABLE, id)
    if wish and wish["state"] in of and wish["offered"][1] == signup["id"]:
        times = wish.get("passed", 0) + passed
        state = CANCELLED if times >= MOST_PASSED or not wish["person"] else state
        records.update(partition, TABLE, id, state=state, passed=times)


def leave(app: Service, partition: str, wish: Wish, channel: str = "web", agent: str | None = None) -> None:
    """Leave the list. A second time, or once a seat is offered, changes nothing."""
    with app.store.transaction(partition) as records:
        current = records.get(partition, TABLE, wish["id"])
        if current and current["state"] == WAITING:
            records.update(partition, TABLE, wish["id"], state=CANCELLED)
            facts = {"before": WAITING, "after": CANCELLED}
            records.note(partition, "cancel", agent=agent, channel=channel, record=wish["id"], **facts)
