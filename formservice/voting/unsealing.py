"""Opening the sealed ballots, once: all are decrypted and judged, shuffled, kept in clear, and the box is emptied.

One transaction keeps the clear ballots and says that the election is counted: whoever is stopped before finds the whole
box and starts again; whoever is stopped after finds the ballots, and only the emptying is left.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from random import SystemRandom

from nacl.public import PrivateKey

from formservice.office.agents import Agent
from formservice.service import Service
from formservice.storage import Records, Store
from formservice.storage.progress import Progress, silent
from formservice.theme import plural
from formservice.voting import batches, box, elections
from formservice.voting.ballots import Cast, as_list, judged, of_list
from formservice.voting.ceremony import NotNow, when
from formservice.voting.elections import CLOSED, COUNTED, Election
from formservice.voting.opening import note, now_at

TABLE = "opened"
A_RECORD, A_PART = 100, 50
"""Ballots in a record, records in a part: 5,000 ballots."""


def check(app: Service, election: Election) -> None:
    """Raise NotNow unless the box may be opened: closed, its totals fixed, no batch under way."""
    if election.state == COUNTED:
        raise NotNow(f"L’urne de ce vote a déjà été dépouillée, le {when(election.story['counted_at'])}.")
    if election.state != CLOSED or "totals" not in election.story:
        raise NotNow("L’urne n’est pas fermée. Commencez par : formservice vote close")
    if left := batches.pending(app.store, election.edition.code):
        lots = plural(len(left), "lot de papier n’est pas scellé", "lots de papier ne sont pas scellés")
        raise NotNow(f"{lots}. Finissez-les dans l’espace des agents : après, plus aucun bulletin ne peut entrer.")


def parts(store: Store, election: Election, lost: Collection[str] = ()) -> list[str]:
    """The parts of the box, but for those that are lost."""
    return [name for name in store.partitions(box.parts(election.edition.code)) if name not in lost]


def decrypt(
    store: Store, election: Election, key: PrivateKey, progress: Progress = silent, lost: Collection[str] = ()
) -> list[Cast]:
    """All the ballots of the box as they are counted, in an order that tells nothing."""
    found: list[Cast] = []
    for part in progress("Dépouillement", parts(store, election, lost)):
        # Held, and not only read: a damaged part is never read from an older copy.
        with store.transaction(part) as records:
            sealed = list(box.ballots(records, part))
        casts = (box.unseal(key, one, channel) for channel, one in sealed)
        found += [judged(election.edition.ballot, election.known, cast) for cast in casts]
    SystemRandom().shuffle(found)
    return found


def keep(
    app: Service, election: Election, casts: list[Cast], agents: tuple[Agent, Agent], lost: Collection[str] = ()
) -> None:
    """Keep the ballots in clear and move the election to its end, all together. NotNow when the box changed."""
    code, store = election.edition.code, app.store
    size = A_RECORD * A_PART
    clear = {part_of(code, n): casts[n * size : (n + 1) * size] for n in range(-(-len(casts) // size))}
    with store.transaction(elections.partition_of(code), *clear) as records:
        now = elections.find(records, code)
        check(app, now or election)
        if sum(box.counts(store, code, lost).values()) != len(casts):
            raise NotNow("L’urne a changé pendant le dépouillement. Rien n’a été gardé : recommencez.")
        for part, those in clear.items():
            _put(records, part, those)
        by = [one.login for one in agents]
        # What the close could not read on the roll stays told.
        unreadable = sorted({*election.story.get("unreadable", ()), *lost})
        told = {"counted": tally(casts), "unreadable": unreadable}
        elections.move(records, code, COUNTED, counted_at=now_at(app), counted_by=by, **told)
        note(records, code, "vote_unsealed", agents, record=election.id, unreadable=unreadable, **tally(casts))


def tally(casts: Iterable[Cast]) -> dict[str, dict[str, int]]:
    """How many ballots by channel, and how many are invalid by kind."""
    casts = list(casts)
    invalid = Counter(one.invalid for one in casts if one.invalid)
    return {"ballots": dict(Counter(one.channel for one in casts)), "invalid": dict(sorted(invalid.items()))}


def part_of(code: str, number: int) -> str:
    """A part of the clear ballots."""
    return f"opened/{code}/{number:02x}"


def ballots(store: Store, code: str) -> Iterator[Cast]:
    """The ballots of an election that was unsealed, in no order that means anything."""
    for _, record in store.export(f"opened/{code}/", TABLE):
        yield from map(of_list, record["ballots"])


def _put(records: Records, part: str, casts: list[Cast]) -> None:
    for n in range(0, len(casts), A_RECORD):
        records.add(part, TABLE, ballots=[as_list(one) for one in casts[n : n + A_RECORD]])
