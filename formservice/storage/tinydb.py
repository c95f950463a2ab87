"""The store on plain files, through the TinyDB library: nothing to install, nothing to run beside it.

Why it is built so (measured, 4 processes x 100 inserts, and 150 kill -9):
- stock TinyDB lost 394 of 400 inserts, then the whole file. With a lock inside read() and write() 15-40 were
  still lost, with a lock on the data file, which a replace swaps away, 202-210. A lock on a file apart, held
  from read to write with a fresh TinyDB, kept 400 of 400 in every run.
- a long-lived TinyDB refuses inserts (295 of 400), answers from a stale query cache, and gives an id again
  after a removal: hence a fresh one each time, no cache, and ids of ours.
- stock TinyDB writes over its own file: 7 kills in 150 left it unreadable, a full disk lost all of it, and a
  zero-byte file is taken for a new database. A temporary file, fsync and replace lost nothing, ever.
- one insert costs 12 ms in a file of 100 records, 168 ms in one of 10,000: hence many small partitions.

    <root>/partitions/<name>/  records.json, records~<revision>.json, journal.jsonl, lock
    <root>/intents/            transactions over several partitions, for the time of their write
    <root>/outbox/             empty files, one per partition with waiting mail
    <root>/doubtful/           empty files, one per partition read from an older copy
    <root>/snapshots/          hard links to all states as of one moment, while they are read
    <root>/tallies/            counts of the present quarter of an hour, one byte each
    <root>/words/              words looked for in vain, counted by month, one byte each
    <root>/settings/  blobs/  quarantine/  door  gate
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from .contract import Held, Record, Records, Rows, Snapshot, Store, View
from .progress import Progress, silent
from .staged import StagedView
from .tinydb_blobs import Blobs
from .tinydb_check import alarms, check, probe
from .tinydb_files import complain, disk, make_folder
from .tinydb_intents import Intents
from .tinydb_locks import Gate
from .tinydb_marks import Marks
from .tinydb_partition import Folder, is_state
from .tinydb_place import refuse_network
from .tinydb_records import TinyDBPart
from .tinydb_rescue import forget, newest, restore
from .tinydb_settings import Settings
from .tinydb_snapshot import frozen
from .tinydb_state import State
from .tinydb_tallies import Tallies
from .tinydb_transaction import Transactions
from .tinydb_words import Words
from .values import check_partition, check_prefix

FOLDERS = 2000
"""Paths remembered."""


class TinyDBStore(Store):
    """The contract, over the folder `root`. Keeps nothing open; in memory, settings and the last states it wrote."""

    def __init__(self, root: Path, lock_timeout: float, now: Callable[[], datetime]) -> None:
        self.root, self.quarantined = root, root / "quarantine"
        self.folder = lru_cache(FOLDERS)(self._folder)
        """The folder of a partition, its paths made once. BadName."""
        self.files = Blobs(root / "blobs")
        self.tallies, self.words = Tallies(root / "tallies"), Words(root / "words")
        self.outbox, self.doubtful = Marks(root / "outbox"), Marks(root / "doubtful")
        self.gate = Gate(root)
        self.intents = Intents(root / "intents", self.quarantined)
        self.settings = Settings(Folder(root / "settings", "settings", self.quarantined), lock_timeout)
        self.transactions = Transactions(self.folder, self.intents, self.outbox, self.gate, lock_timeout, now)

    @classmethod
    def open(cls, place: str, *, rehearsal: bool, lock_timeout: float, now: Callable[[], datetime]) -> "TinyDBStore":
        """The store in that folder, made when it is new. StoreError for a rehearsal asked of a real one."""
        store = cls(Path(place).absolute(), lock_timeout, now)
        with disk(store.root):
            make_folder(store.root)
        refuse_network(store.root)
        store.settings.create(rehearsal, has_data=lambda: any(store.partitions()))
        return store

    def _folder(self, partition: str) -> Folder:
        return Folder(self.root / "partitions" / check_partition(partition), partition, self.quarantined)

    def transaction(self, *partitions: str) -> AbstractContextManager[Records]:
        if not partitions:
            raise ValueError("a transaction names its partitions")
        return self.transactions.run(sorted({check_partition(name) for name in partitions}))

    def read(self, *partitions: str) -> View:
        return StagedView([TinyDBPart(self.current(partition)) for partition in partitions])

    def current(self, partition: str) -> State:
        """The state of a partition, without a lock; of a damaged one, the newest good copy, with an alarm."""
        return newest(self.folder(partition), self.intents, self.doubtful)

    def partitions(self, prefix: str = "") -> Iterator[str]:
        decided = {name for intent in self.intents.found() for name in intent.sealed}
        return iter(sorted(name for name in decided | self.written(prefix) if name.startswith(prefix)))

    def written(self, prefix: str = "") -> set[str]:
        """The partitions that have a state of their own."""
        return {name for name, files in self.folders(prefix) if any(map(is_state, files))}

    def folders(self, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
        """The folders of partitions, in no order, each with its files: a state, or only what a crash left."""
        top = self.root / "partitions"
        for folder, _, files in os.walk(top / check_prefix(prefix).rpartition("/")[0], onerror=complain):
            if files:
                yield Path(folder).relative_to(top).as_posix(), files

    def search(
        self, prefix: str, table: str, matches: Callable[[Record], bool] | None = None, /, **equal: Any
    ) -> Iterator[tuple[str, Record]]:
        for partition in self.partitions(prefix):
            for record in self.read(partition).find(partition, table, **equal):
                if matches is None or matches(record):
                    yield partition, record

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        return frozen(self)

    def waiting_mail(self) -> Iterator[str]:
        return self.outbox.partitions()

    def journal(self, partition: str) -> list[dict[str, Any]]:
        return self.folder(partition).read_journal(self.current(partition))

    def load(self, partition: str, records: Rows, claims: Held, journal: list[dict[str, Any]], last: int) -> None:
        with self.transactions.run([check_partition(partition)]) as staged:
            staged.load(partition, records, claims, journal, last)

    def forget(self, partition: str) -> None:
        forget(self, check_partition(partition))

    def tally(self, digest: str, window: int) -> int:
        return self.tallies.count(digest, window)

    def count_word(self, series: str, word: str, window: int) -> None:
        self.words.count(series, word, window)

    def counted_words(self, series: str, window: int) -> dict[str, int]:
        return self.words.of(series, window)

    def forget_words(self, series: str, before: int) -> int:
        return self.words.forget(series, before)

    def put_blob(self, content: bytes) -> str:
        return self.files.put(content)

    def get_blob(self, digest: str) -> bytes:
        return self.files.get(digest)

    def drop_blob(self, digest: str) -> bool:
        return self.files.drop(digest)

    def blobs(self) -> Iterator[str]:
        return self.files.all()

    def get_setting(self, name: str, default: Any = None) -> Any:
        return self.settings.get(name, default)

    def ensure_setting(self, name: str, make: Callable[[], Any]) -> Any:
        return self.settings.ensure(name, make)

    def set_setting(self, name: str, value: Any) -> None:
        self.settings.set(name, value)

    def drop_setting(self, name: str) -> bool:
        return self.settings.drop(name)

    def probe(self) -> None:
        probe(self)

    def alarms(self) -> list[str]:
        return alarms(self)

    def restore(self, partition: str | None = None, *, agent: str = "cli") -> bool:
        return restore(self, partition, agent)

    def check(self, progress: Progress = silent) -> list[str]:
        return check(self, progress)
