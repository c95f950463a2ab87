"""How a transaction takes its partitions, commits, and carries out what a dead writer had decided."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime

from .errors import Corrupt, Unwritable
from .staged import StagedRecords
from .tinydb_intents import Intent, Intents, Sealed
from .tinydb_locks import Gate, Lock
from .tinydb_marks import Marks
from .tinydb_partition import Folder, Known
from .tinydb_records import TinyDBPart
from .tinydb_state import State

REMEMBERED = 32
"""States kept in memory in each process, of 300 KB or so."""


class Transactions:
    """The one road to a write."""

    def __init__(
        self,
        folder: Callable[[str], Folder],
        intents: Intents,
        outbox: Marks,
        gate: Gate,
        lock_timeout: float,
        now: Callable[[], datetime],
    ) -> None:
        self.folder, self.intents, self.outbox, self.gate = folder, intents, outbox, gate
        self.lock_timeout, self.now = lock_timeout, now
        self.known = dict[str, Known]()
        """The last states written by this process: while the file holds the very same bytes, they need no parsing."""

    @contextmanager
    def run(self, names: Sequence[str]) -> Iterator[StagedRecords]:
        """Hold the partitions, give the verbs, and write what they changed unless the block raises."""
        with self.held(names) as locks:
            # Taken out of what is known: a block that raises leaves a state that nobody must see.
            states = [self.folder(name).load(self.known.pop(name, None)) for name in names]
            records = StagedRecords(parts := [TinyDBPart(state) for state in states])
            try:
                yield records
            except BaseException:
                self._sync(parts)
                raise
            else:
                self._commit(parts, locks)
            finally:
                records.close()

    @contextmanager
    def held(self, names: Sequence[str]) -> Iterator[list[Lock]]:
        """The locks of these partitions, in sorted order, with nothing left undone by a dead writer."""
        deadline = time.monotonic() + self.lock_timeout
        while True:
            with ExitStack() as stack:
                locks = [stack.enter_context(self.folder(name).lock(deadline)) for name in sorted(names)]
                # Its author held our locks: seeing it now means that he is dead.
                undone = self.intents.undone(names)
                if not undone:
                    yield locks
                    return
            for intent in undone:
                self.replay(intent, deadline)

    def replay(self, intent: Intent, deadline: float | None = None) -> None:
        """Carry out an intent under the locks of all its partitions, unless somebody did meanwhile."""
        deadline = deadline or time.monotonic() + self.lock_timeout
        with ExitStack() as stack:
            for name in sorted(intent.sealed):
                stack.enter_context(self.folder(name).lock(deadline))
            if intent.stands():
                for name, (revision, data) in intent.sealed.items():
                    self.catch_up(name, revision, data)
                intent.unlink()

    def catch_up(self, name: str, revision: int, data: bytes) -> None:
        """Bring one partition to the revision of an intent; one that is there or further stays as it is."""
        folder = self.folder(name)
        current = folder.load()
        if current.revision < revision - 1:
            raise Corrupt(f"« {name} » est plus ancien que l'intention d'écriture qui le concerne.")
        if current.revision < revision:
            folder.settle_journal(current)
            folder.write(data, revision)
            current = folder.load()
        folder.settle_journal(current)

    def _commit(self, parts: list[TinyDBPart], locks: list[Lock]) -> None:
        """Write the partitions that changed, all or none."""
        changed = [part for part in parts if part.changed]
        # The replace of a single state makes durable what it follows; an intent, or another partition, does not.
        self._sync(parts if len(changed) != 1 else [part for part in parts if not part.changed])
        for part in changed:
            self.folder(part.state.partition).settle_journal(part.state, durable=len(changed) > 1)
            if part.has_waiting_mail():
                self.outbox.mark(part.state.partition)
        sealed = {part.state.partition: self._sealed(part) for part in changed}
        for lock in locks if changed else ():
            lock.confirm()
        if changed:
            with self.gate.passed(time.monotonic() + self.lock_timeout):
                self._write(sealed, changed)
        for part in parts:
            if not part.has_waiting_mail():
                self.outbox.unmark(part.state.partition)
        for part in changed:
            self._remember(part.state, sealed[part.state.partition][1])

    def _remember(self, state: State, data: bytes) -> None:
        while len(self.known) >= REMEMBERED:
            with suppress(StopIteration, KeyError, RuntimeError):
                del self.known[next(iter(self.known))]
        self.known[state.partition] = data, state

    def _sync(self, parts: list[TinyDBPart]) -> None:
        """Make what was read as durable as what is answered from it: a writer killed before his last sync may have
        left it."""
        for part in parts:
            self.folder(part.state.partition).sync()

    def _sealed(self, part: TinyDBPart) -> tuple[int, bytes]:
        """The next revision of a partition, and its bytes."""
        state = part.state
        state.seq, state.claims = part.seq, part.claims
        state.revision += 1
        mark = state.journal
        state.journal = mark.followed(*part.new_lines(self.stamp(), mark.count, mark.head))
        return state.revision, state.encode()

    def stamp(self) -> str:
        """The date of a line of the journal."""
        return self.now().astimezone(UTC).isoformat()

    def _write(self, sealed: Sealed, changed: list[TinyDBPart]) -> None:
        """One partition: its replace decides. Several: the intent does, and the next writer does the rest.

        Once decided, the transaction stands whatever the disk refuses: a state waits in the intent, the lines
        of a journal in the state. They go in before anything else is written there.
        """
        if len(sealed) > 1:
            intent = self.intents.write(sealed)
            with suppress(Unwritable):
                self._put(sealed)
                intent.unlink()
                self._journal(changed)
        else:
            self._put(sealed)
            with suppress(Unwritable):
                self._journal(changed)

    def _put(self, sealed: Sealed) -> None:
        """Put the new states in place."""
        for name, (revision, data) in sealed.items():
            self.folder(name).write(data, revision)

    def _journal(self, changed: list[TinyDBPart]) -> None:
        """Add the lines of these states, once they are in place."""
        for part in changed:
            self.folder(part.state.partition).settle_journal(part.state, durable=True)
