"""What is destroyed: the box once it was opened, the copies it left; at the end of the edition, who has voted."""

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from formservice.participation import issuing, roll
from formservice.service import Service
from formservice.storage import Store
from formservice.storage.progress import Progress, silent
from formservice.voting import batches, box, elections
from formservice.voting.ceremony import vote_of
from formservice.voting.closing import edition_of
from formservice.voting.elections import COUNTED, Election
from formservice.voting.forms import FINGERPRINT

AN_HOUR = timedelta(hours=1)
"""After it, the store itself removes what a writer killed in the middle of a write has left."""
RIGHTS = ("roll/{}-vote/", "codes/{}/", "receipt/{}/", "sheet/{}/", "batch/{}/", "votelink/{}/", "voteletter/{}/")
"""What tells who has voted, and by which way."""


def empty_box(app: Service, election: Election, progress: Progress = silent) -> None:
    """Take all ballots out of the box of a counted election, and the former copies of it and of the batches of paper.
    Again is harmless."""
    code = election.edition.code
    # What cannot be read cannot be emptied either: it stays, sealed, and the report names it.
    lost = election.story.get("unreadable", ())
    empty(app.store, [name for name in app.store.partitions(box.parts(code)) if name not in lost], progress)
    for partition in list(app.store.partitions(batches.PAPERS.parts(code))):
        app.store.forget(partition)
    if app.clock.wall() >= vote_of(edition_of(app, election)).until + AN_HOUR:
        with app.store.transaction(elections.partition_of(code)) as records:
            elections.move(records, code, COUNTED, emptied=True)


def finish(app: Service) -> None:
    """End what a stopped ceremony left of the boxes of counted elections."""
    for election in elections.every(app.store):
        if election.state == COUNTED and not election.story.get("emptied"):
            empty_box(app, election)


def forget_voters(app: Service) -> int:
    """Destroy the key of the roll of a vote, then the roll, its receipts, codes, sheets and links, two months after the
    end of its edition; how many records."""
    gone = 0
    for election in over(app):
        code = election.edition.code
        for key in (f"{code}-vote", f"{code}-codes"):
            app.store.drop_setting(roll.key_of(key))
        names = [name for prefix in RIGHTS for name in app.store.partitions(prefix.format(code))]
        names = [name for name in names if name not in election.story.get("unreadable", ())]
        gone += empty(app.store, [*names, issuing.numbers_of(code)])
        with app.store.transaction(elections.partition_of(code)) as records:
            elections.move(records, code, election.state, forgotten=True)
            records.note(elections.partition_of(code), "vote_forgotten", agent="purge", channel="cli", rows=gone)
    return gone


def over(app: Service) -> Iterator[Election]:
    """The elections whose last phase ended long enough ago, and whose voters are still known."""
    for election in elections.every(app.store):
        ended = edition_of(app, election).phases[-1].until
        if app.clock.wall() - ended > timedelta(days=FINGERPRINT.days) and not election.story.get("forgotten"):
            yield election


def empty(store: Store, partitions: list[str], progress: Progress = silent) -> int:
    """Remove every record of these partitions, then their former copies; how many there were."""
    count = 0
    with store.snapshot() as view:
        tables = {name: view.tables(name) for name in partitions}
    for name in progress("Destruction", partitions):
        if tables[name]:
            with store.transaction(name) as records:
                found = [(table, one["id"]) for table in tables[name] for one in records.find(name, table)]
                for table, id in found:
                    records.remove(name, table, id)
                count += len(found)
        store.forget(name)
    return count


def shred(path: Path) -> None:
    """Write over a file, then remove it. A disk that writes elsewhere may keep it: hence the advice of the guide."""
    size = path.stat().st_size
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.write(handle, secrets.token_bytes(size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()
