"""Batches of envelopes, opened after the close: typed by one agent, read again by another, settled by both.

What is typed is in the batch alone, until it is sealed (`sealing.py`): never in the journal, a log or an address.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from formservice.storage import Record, Records, Store
from formservice.theme import listed
from formservice.voting import elections, numbers, reading
from formservice.voting.elections import Election
from formservice.voting.numbers import NotDone
from formservice.voting.papers import Papers
from formservice.voting.reading import Balance, Line

TABLE = "batches"
TYPING, TYPED, READ, SEALED = "typing", "typed", "read", "sealed"
"""Being typed; typed once; typed twice; in the box."""
FIRST, SECOND = "first", "second"
TURNS = {FIRST: TYPING, SECOND: TYPED}
"""Each reading, and the state in which it is done."""
MOST, SCREEN = 400, 10
"""Batches of a vote; ballots that are typed at once."""
PAPERS = Papers("batch", TABLE, SEALED)
"""Pending are those that are not sealed: the box stays shut until there is none."""
partition_of, every, pending, read = PAPERS.partition_of, PAPERS.every, PAPERS.pending, PAPERS.read


@dataclass(frozen=True)
class Place:
    """Where the envelopes of a batch come from, and how many were counted."""

    words: str
    area: str
    """The area of all its ballots; "" where they are mixed."""
    signatures: int
    envelopes: int


@contextmanager
def opened(store: Store, code: str, number: int, noted: bool = False) -> Iterator[tuple[Records, Record]]:
    """A batch to be changed, with the journal of the vote if something is noted. KeyError."""
    home = [elections.partition_of(code)] if noted else []
    with store.transaction(*home, partition_of(code, number)) as records:
        yield records, read(records, code, number)


def closed(election: Election | None) -> Election:
    """The election, between its closing and the opening of the box. Raises NotDone before, and after."""
    if election is None or election.state == elections.OPEN:
        raise NotDone("Les enveloppes restent fermées jusqu’à la clôture de l’urne. On les ouvre ensuite, ensemble.")
    if election.state != elections.CLOSED:
        raise NotDone("L’urne a été dépouillée : plus aucun lot ne s’y ajoute.")
    return election


def make(store: Store, code: str, place: Place, by: str, key: str) -> int:
    """Open a batch; its number. The same form again makes no other. Raises NotDone."""
    closed(elections.read(store, code))
    number = numbers.reserve(store, code, TABLE, key, 1, MOST)
    partition, home = partition_of(code, number), elections.partition_of(code)
    with store.transaction(home, partition) as records:
        closed(elections.find(records, code))
        if not records.find(partition, TABLE):
            made = records.add(
                partition, TABLE, number=number, place=place.words, area=place.area, signatures=place.signatures,
                envelopes=place.envelopes, state=TYPING, made_by=by, first=_reading(), second=_reading(), settled={},
                words="", ballots=0,
            )  # fmt: skip
            facts = {"batch": number, "signatures": place.signatures, "envelopes": place.envelopes}
            records.note(home, "batch_made", agent=by, channel="office", record=made["id"], **facts)
    return number


def keep(
    store: Store, code: str, number: int, turn: str, at: int, lines: Sequence[Line], by: str, version: int
) -> Record:
    """Keep the ballots of one screen, from the place `at`. `version`: what the screen showed. Raises NotDone."""
    with opened(store, code, number) as (records, batch):
        check_turn(batch, turn, by)
        before = batch[turn]["lines"]
        after = before[at + SCREEN :]
        now = [*before[:at], *(one.kept() for one in lines), *after]
        if now == before:
            return batch
        if after and len(lines) < SCREEN:
            raise NotDone("Il manque un bulletin avant ceux qui suivent. Un bulletin blanc se choisit dans la liste.")
        check_seen(batch, version)
        if at > len(before) or len(now) > reading.MOST:
            raise NotDone(f"Un lot a {reading.MOST} bulletins au plus. Ouvrez un autre lot pour la suite.")
        return records.update(
            partition_of(code, number), TABLE, batch["id"], **cast(Any, {turn: {"by": by, "lines": now}})
        )


def finish(store: Store, code: str, number: int, turn: str, by: str) -> None:
    """One reading is over. Again changes nothing. Raises NotDone."""
    with opened(store, code, number, noted=True) as (records, batch):
        done = TYPED if turn == FIRST else READ
        if batch["state"] == done and batch[turn]["by"] == by:
            return
        check_turn(batch, turn, by)
        if not batch[turn]["lines"]:
            raise NotDone("Aucun bulletin n’est encore saisi.")
        records.update(partition_of(code, number), TABLE, batch["id"], state=done)
        verb = "batch_typed" if turn == FIRST else "batch_read"
        note(records, code, verb, by, batch, ballots=len(batch[turn]["lines"]))


def restart(store: Store, code: str, number: int, turn: str, by: str, version: int) -> None:
    """Begin one reading anew; and the second, with the first. One that is finished is for those who read
    the batch; one under way, whose agent may have left, is for anybody. `version`: what the screen showed. Raises
    NotDone."""
    with opened(store, code, number, noted=True) as (records, batch):
        if batch["state"] == SEALED:
            raise NotDone("Ce lot est scellé : on n’y revient plus.")
        if turn == SECOND and batch["state"] == TYPING:
            raise NotDone("La première saisie n’est pas finie.")
        readers = [batch[one]["by"] for one in TURNS if batch[one]["by"]]
        if batch["state"] != TURNS[turn] and by not in readers:
            raise NotDone(f"Cette saisie est finie. La recommencer revient à {listed(readers)}.")
        check_seen(batch, version)
        fresh: Any = {SECOND: _reading(), "settled": {}, "state": TURNS[turn], "words": ""}
        fresh |= {FIRST: _reading()} if turn == FIRST else {}
        records.update(partition_of(code, number), TABLE, batch["id"], **fresh)
        note(records, code, "batch_restarted", by, batch, turn=turn)


def check_turn(batch: Record, turn: str, by: str) -> None:
    """Raise NotDone when it is not for this agent to type now: each reading is by one, and by two in all."""
    other = batch[FIRST]["by"] if turn == SECOND else ""
    if batch["state"] != TURNS[turn]:
        raise NotDone("Cette saisie du lot est finie, ou n’a pas commencé. Revenez à la page du lot.")
    if turn == SECOND and by == other:
        raise NotDone("Vous avez fait la première saisie de ce lot. La seconde est pour un autre agent.")
    if batch[turn]["by"] not in ("", by):
        raise NotDone(f"{batch[turn]['by']} est en train de saisir ce lot. Prenez-en un autre, ou voyez ensemble.")


def check_seen(batch: Record, version: int) -> None:
    """Raise NotDone when the batch is not as the screen showed it: one stands for what one has seen."""
    if batch["version"] != version:
        raise NotDone("Ce lot a changé depuis que cette page est ouverte. Relisez ce qui est écrit maintenant.")


def lines_of(batch: Record, turn: str) -> list[Line]:
    """What one reading says."""
    return [Line(*one) for one in batch[turn]["lines"]]


def balance_of(batch: Record, ballots: int) -> Balance:
    """The three numbers of a batch."""
    return Balance(batch["signatures"], batch["envelopes"], ballots)


def _reading() -> dict[str, Any]:
    return {"by": "", "lines": []}


def note(records: Records, code: str, verb: str, by: str, batch: Record, **facts: Any) -> None:
    """A line of the journal, on the vote: counts and agents, never a choice."""
    records.note(
        elections.partition_of(code), verb, agent=by, channel="office", record=batch["id"], batch=batch["number"],
        **facts,
    )  # fmt: skip
