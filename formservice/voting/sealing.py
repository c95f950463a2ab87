"""A batch goes into the box, whole, and its clear text out of the store.

One transaction takes the batch, the election and one part of the box, drawn by chance: killed half-way, nothing
happened or all did. The ballots of a batch lie in one part: sealed, of one length, shuffled with all when it is opened.
"""

from collections import Counter
from typing import Any

from formservice.service import Service
from formservice.storage import Record, Store, StoreError
from formservice.theme import plural
from formservice.voting import batches, box, elections, reading, settling
from formservice.voting.ballots import PAPER
from formservice.voting.batches import FIRST, READ, SEALED, SECOND, TABLE
from formservice.voting.elections import Election
from formservice.voting.numbers import NotDone

DONE = {"cleared": ("lot scellé débarrassé de ses copies", "lots scellés débarrassés de leurs copies")}


def check(batch: Record, election: Election) -> None:
    """Raise NotDone for a batch that is not to be sealed yet."""
    if batch["state"] != READ:
        raise NotDone("Un lot se scelle après deux saisies, par deux agents.")
    if settling.left(batch, election) or settling.unagreed(batch):
        raise NotDone("Tranchez d’abord les différences entre les deux saisies, et confirmez-les à deux.")


def seal(store: Store, code: str, number: int, words: str, by: str, version: int) -> None:
    """Put a batch into the box, as the screen showed it. `words`: why its numbers differ. Again changes nothing. Raises
    NotDone, BadLine."""
    home, partition, part = elections.partition_of(code), batches.partition_of(code, number), box.draw_part(code)
    with store.transaction(home, partition, part) as records:
        batch, election = batches.read(records, code, number), elections.find(records, code)
        if batch["state"] != SEALED:
            election = batches.closed(election)
            check(batch, election)
            batches.check_seen(batch, version)
            lines = settling.final(batch)
            balance = batches.balance_of(batch, len(lines))
            reading.check_balance(balance, words)
            casts = [reading.cast(election.edition.ballot, election.known, one) for one in lines]
            box.put(records, part, PAPER, [box.seal(election.public, one, election.length) for one in casts])
            records.update(
                partition, TABLE, batch["id"], state=SEALED, ballots=len(casts), words="" if balance.even else words,
                sealed_by=by, settled={}, settlements=len(batch["settled"]), first=bare(batch[FIRST]),
                second=bare(batch[SECOND]),
            )  # fmt: skip
            facts = {"signatures": balance.signatures, "envelopes": balance.envelopes, "ballots": balance.ballots}
            batches.note(records, code, "batch_sealed", by, batch, even=balance.even, **facts)
    clear(store, code, number)


def bare(reading: dict[str, Any]) -> dict[str, Any]:
    """Who read, without what."""
    return {"by": reading["by"], "lines": []}


def clear(store: Store, code: str, number: int) -> None:
    """Drop the former copies of a sealed batch, which have its ballots in clear; then note that it was done."""
    store.forget(partition := batches.partition_of(code, number))
    with store.transaction(partition) as records:
        batch = batches.read(records, code, number)
        if not batch.get("cleared"):
            records.update(partition, TABLE, batch["id"], cleared=True)


def run(app: Service, again: bool = False) -> Counter[str]:
    """Clear the batches whose agent was stopped between the two; how many. `again`: all those that are sealed, for
    what a write killed in its middle has left."""
    done = Counter[str]()
    for election in elections.every(app.store):
        waiting = batches.every(app.store, election.edition.code) if election.state == elections.CLOSED else []
        for one in (one for one in waiting if one["state"] == SEALED and (again or not one.get("cleared"))):
            try:
                clear(app.store, election.edition.code, one["number"])
                done["cleared"] += 1
            except StoreError as error:
                app.logger.error("%s", error)
                done["unreadable"] += 1
    return done


def forget(app: Service) -> None:
    """The same, every night. StoreError when one could not be cleared."""
    if left := run(app, again=True)["unreadable"]:
        raise StoreError(
            f"Des copies en clair de {plural(left, 'lot scellé', 'lots scellés')} n’ont pas pu être effacées."
        )
