"""The verbs of every store. What each promises is told here; the whole, at the top of the package."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from .errors import Missing
from .progress import Progress, silent

Record = dict[str, Any]
"""One record: JSON data with its id, seq and version."""

Rows = list[tuple[str, Record]]
"""Records, each with the name of its table."""
Held = list[tuple[str, str, str]]
"""Who holds what: name, value, id of the record."""

MOST_RECORDS = 500
"""What a partition may hold, all tables together, the journal apart; and as many unique values."""

MOST_WORDS, MOST_COUNT = 2_000, 9_999
"""What a window of counted words may hold, and where each count stops."""


class View(ABC):
    """Records as they stood at one moment. What it gives is a copy: changing it changes nothing.

    A partition that was not asked for is a KeyError; BadName for a table outside its alphabet.
    """

    @abstractmethod
    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        """The records of a table whose fields equal `equal`, in order of arrival."""

    @abstractmethod
    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        """One record, or None."""

    @abstractmethod
    def holder(self, partition: str, name: str, value: str, /) -> str | None:
        """The id of the record that claimed this value, or None. BadText."""


class Snapshot(View):
    """All partitions as they stood at one moment, whatever is written meanwhile. Any partition may be asked
    for; one that was not written then is empty. Corrupt, Unwritable."""

    @abstractmethod
    def partitions(self, prefix: str = "") -> Iterator[str]:
        """The names of the partitions written by then, sorted. BadName."""

    @abstractmethod
    def tables(self, partition: str) -> list[str]:
        """The tables of a partition that hold records, sorted."""

    @abstractmethod
    def last(self, partition: str) -> int:
        """The highest `seq` given in a partition so far, even to a record that is gone."""

    @abstractmethod
    def claims(self, partition: str) -> Held:
        """Who holds what in a partition: name, value, id of the record, sorted."""

    @abstractmethod
    def journal(self, partition: str) -> list[dict[str, Any]]:
        """The lines of the journal, verified, oldest first."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """All settings. Some are keys: not for an export."""

    @abstractmethod
    def records(self, prefix: str, table: str) -> Iterator[tuple[str, Record]]:
        """The records of a table in all partitions of a prefix, each with the name of its partition, in the
        order of names, then of arrival. Holds one partition in memory at a time."""


class Records(View):
    """What a transaction reads and writes. It sees its own changes; nobody else does before the end."""

    @abstractmethod
    def add(self, partition: str, table: str, /, **fields: Any) -> Record:
        """Add a record and give it back with its `id`, `seq` and `version` 1. Full, BadText."""

    @abstractmethod
    def update(self, partition: str, table: str, id: str, /, expected: int | None = None, **changes: Any) -> Record:
        """Replace these fields, raise the version and give the record back. Missing, BadText;
        Conflict when `expected` is given and is not the version stored."""

    @abstractmethod
    def remove(self, partition: str, table: str, id: str, /) -> None:
        """Take a record away, and what it claimed in this partition; its `seq` is never given again. Missing."""

    @abstractmethod
    def claim(self, partition: str, name: str, value: str, record: str, /) -> None:
        """Give a value, unique under that name in the partition, to a record: the id of one of any partition.
        What must be unique in a whole lives in the shard of its key. Normalise the value before: « Anna » and
        « anna » are two. Again by the same record changes nothing. Taken, Full, BadText."""

    @abstractmethod
    def release(self, partition: str, name: str, value: str, /) -> None:
        """Let others claim this value; nothing when nobody holds it."""

    @abstractmethod
    def queue_mail(
        self,
        partition: str,
        /,
        *,
        to: str,
        template: str,
        data: dict[str, Any],
        not_before: str | None = None,
    ) -> Record:
        """Add a letter to the table "outbox": state "waiting", tries 0, and a `message_id` that never
        changes, so that a letter sent twice is seen once. `not_before` is an ISO time. The letter leaves
        only if the transaction stands; `Store.waiting_mail` then names the partition until none of it is
        "waiting"."""

    @abstractmethod
    def note(
        self,
        partition: str,
        verb: str,
        /,
        *,
        agent: str | None = None,
        channel: str | None = None,
        record: str | None = None,
        **facts: Any,
    ) -> None:
        """Add a line to the journal: who did what to which record, by which channel. Never a resident's name
        nor an answer: the journal outlives the record. The names n, at, prev and hash are taken
        (ValueError)."""


class Store(ABC):
    """One place where records live, shared by several processes. An instance may be shared by threads."""

    @abstractmethod
    def transaction(self, *partitions: str) -> AbstractContextManager[Records]:
        """Hold these partitions alone, then write all that was changed, or nothing when the block raises.

        All is on the disk when the block ends without an error. Costs a durable write for each partition that
        changed, one more when they are several, one for each journal; a transaction that changes nothing
        writes nothing. Not to be nested; to be brief: PostgreSQL undoes one that sleeps for 30 s. Busy after
        the time limit (5 s), Unwritable, Corrupt, what the block raises.
        """

    @abstractmethod
    def read(self, *partitions: str) -> View:
        """These partitions, each as it stands when it is read, without a lock. Of each, never half a transaction: what
        a dead writer had decided is seen. A partition never written is empty. Of a damaged partition, the newest good
        copy is read where the backend keeps some, with an alarm, and writes are refused until `restore`. Corrupt,
        Unwritable."""

    @abstractmethod
    def partitions(self, prefix: str = "") -> Iterator[str]:
        """The names of the partitions written so far, sorted. Costs a walk through those of the prefix.
        BadName."""

    @abstractmethod
    def search(
        self, prefix: str, table: str, matches: Callable[[Record], bool] | None = None, /, **equal: Any
    ) -> Iterator[tuple[str, Record]]:
        """The records of a table, in all partitions of a prefix, whose fields equal `equal` and that `matches`
        likes, each with the name of its partition, in the order of names, then of arrival. Compare what was
        normalised when it was written. Costs a read of the whole prefix on files, in PostgreSQL an index for
        `equal` and the whole prefix for `matches`. Errors as for `read`."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """All partitions as of one moment, for as long as the block lasts. Writers go on. On files, costs a hard
        link per partition, during which writers wait; in PostgreSQL, a connection and a REPEATABLE READ
        transaction. A disk that cannot be written to is read as it stands. Busy, Corrupt, Unwritable."""

    def export(self, prefix: str, table: str) -> Iterator[tuple[str, Record]]:
        """The records of a table, in all partitions of a prefix, as of one moment, in constant memory. A reader
        that stops half-way must close the iterator."""
        with self.snapshot() as view:
            yield from view.records(prefix, table)

    @abstractmethod
    def waiting_mail(self) -> Iterator[str]:
        """The partitions that may hold a waiting letter, sorted, without opening any. A crash may leave one
        that holds none: a transaction on it puts that right."""

    @abstractmethod
    def journal(self, partition: str) -> list[dict[str, Any]]:
        """The lines of the journal, oldest first: n, at (UTC), prev, verb, agent, channel, record, the facts,
        hash. The whole chain is verified: Corrupt when a line was changed, moved or taken away."""

    @abstractmethod
    def load(self, partition: str, records: Rows, claims: Held, journal: list[dict[str, Any]], last: int) -> None:
        """Write what a snapshot gave of a partition, with its own id, seq, version and hashes, into one that was
        never written: all or nothing. Taken when it was written, Corrupt when the parts disagree, BadText, Full."""

    @abstractmethod
    def forget(self, partition: str) -> None:
        """Drop the former copies of a partition, so that what was taken from it is in none of them. On files: its
        generations and what was set aside of it, but for one copy of the present state; not a snapshot being
        read. PostgreSQL keeps none: its dead rows go with VACUUM, its log (WAL) when the server recycles it, and
        neither is ours to hurry. Again is harmless. Busy, Corrupt, Unwritable."""

    @abstractmethod
    def tally(self, digest: str, window: int) -> int:
        """Count one more of what this SHA-256 names, in a window of time of that number, and give how many there
        are: for all processes, never one too few while the machine runs. A power cut may forget some; counts of
        former windows go. BadName, and the errors of `transaction`."""

    @abstractmethod
    def count_word(self, series: str, word: str, window: int) -> None:
        """Count one more of a word (small letters, 30 at most) in a window of time of that number, for all processes
        and without a lock. A power cut may forget some. A window that holds 2,000 words takes no other; a count
        stops at 9,999. Not in a snapshot nor an archive. BadName, Unwritable, Busy."""

    @abstractmethod
    def counted_words(self, series: str, window: int) -> dict[str, int]:
        """The words of a window, each with its count. BadName, Unwritable, Busy."""

    @abstractmethod
    def forget_words(self, series: str, before: int) -> int:
        """Remove the windows before that number; how many words were in them. BadName, Unwritable, Busy."""

    @abstractmethod
    def put_blob(self, content: bytes) -> str:
        """Keep these bytes and give their SHA-256. Twice the same is kept once. Unwritable."""

    @abstractmethod
    def get_blob(self, digest: str) -> bytes:
        """The bytes of that SHA-256, verified. Missing, Corrupt, BadName."""

    @abstractmethod
    def drop_blob(self, digest: str) -> bool:
        """Let these bytes go; whether they were there. Whoever drops holds the partition that those who would refer
        to them hold too: the store does not know who does. BadName, Unwritable."""

    @abstractmethod
    def blobs(self) -> Iterator[str]:
        """The SHA-256 of all blobs, sorted."""

    def blob_unless_dropped(self, digest: str) -> bytes | None:
        """The bytes of a blob that was listed; None when it was dropped since. Missing, Corrupt."""
        try:
            return self.get_blob(digest)
        except Missing:
            if digest in self.blobs():
                raise
            return None

    @abstractmethod
    def get_setting(self, name: str, default: Any = None) -> Any:
        """A copy of a small fact about this store ("rehearsal", "clock_offset", a key), or the default.
        Cheap enough for every request."""

    @abstractmethod
    def ensure_setting(self, name: str, make: Callable[[], Any]) -> Any:
        """The setting, made once and for all by the first who asks: no two processes make two keys."""

    @abstractmethod
    def set_setting(self, name: str, value: Any) -> None:
        """Change a setting, durably and for all processes."""

    @abstractmethod
    def drop_setting(self, name: str) -> bool:
        """Take a setting away, a key above all, and what former copies hold of it, as `forget` does; whether it was
        there. Again is harmless, and ends what a crash left. Another machine may use for two seconds what it had just
        made sure of; whoever asks `ensure_setting` later makes another. BadName, Busy, Corrupt, Unwritable."""

    @abstractmethod
    def check(self, progress: Progress = silent) -> list[str]:
        """Mend what a crash left, verify everything (former copies too), and say in French what an operator must
        look at, and do. An empty list means that all is well. Reads the whole store."""

    @abstractmethod
    def alarms(self) -> list[str]:
        """What an operator must look at and that a resident may not notice, in French: partitions read from an
        older copy, a disk nearly full, a server set to lose answers. Cheaper than `check`: for a probe."""

    @abstractmethod
    def restore(self, partition: str | None = None, *, agent: str = "cli") -> bool:
        """Settle what stops the writes of several partitions (a damaged intent), then put the newest good copy of
        this one, if it is damaged, in the place of what is stored, with a line "restore" in its journal, whose later
        lines are kept. None: no partition, only the former. False when there is nothing to restore. What the last
        transaction before the damage wrote is lost. Corrupt when no copy is good. For an operator."""

    @abstractmethod
    def probe(self) -> None:
        """Write and remove a few bytes, as a registration would. Unwritable when no record can be kept."""

    def close(self) -> None:  # noqa: B027 - a backend may have nothing to let go of
        """Let go of what the store holds open. It may not be used afterwards."""
