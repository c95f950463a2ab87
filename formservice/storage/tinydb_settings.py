"""The few facts about a store, in a sealed file of their own, read again only when the file changed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from .errors import Corrupt, StoreError
from .tinydb_files import disk, sweep
from .tinydb_partition import Folder
from .tinydb_state import State
from .values import check_table, clean, copied

Stamp = tuple[int, int, int]


class Settings:
    """Names and values. The file is made with the store and holds keys: its absence beside data is damage."""

    def __init__(self, folder: Folder, lock_timeout: float) -> None:
        self.folder, self.lock_timeout = folder, lock_timeout
        self.cached: tuple[Stamp | None, dict[str, Any]] = (None, {})

    def create(self, rehearsal: bool, has_data: Callable[[], bool]) -> None:
        """Make the file of a new store, or see that an old one is what was asked for."""
        if not self.folder.load().revision:
            if has_data():
                raise Corrupt(f"Les réglages ont disparu de « {self.folder.path} », à côté de données.")
            born = {"rehearsal": rehearsal, "created": datetime.now(UTC).isoformat()}
            self._change(lambda values: values or born)
        if rehearsal and not self.all().get("rehearsal"):
            raise StoreError("Ce dossier contient de vraies données : une répétition veut un dossier neuf.")

    def all(self) -> dict[str, Any]:
        """The values, not to be changed. Costs a stat."""
        stamp = self._stamp()
        if stamp is None or stamp != self.cached[0]:
            # Read after the stat: a newer content under an older stamp is only read once more.
            self.cached = (stamp, self._values())
        return self.cached[1]

    def get(self, name: str, default: Any = None) -> Any:
        """A copy of one value."""
        return copied(self.all().get(check_table(name), default))

    def set(self, name: str, value: Any) -> None:
        """Change one value, durably. Busy, Unwritable, BadText."""
        changed = {check_table(name): clean(value)}
        self._change(lambda values: values | changed)

    def ensure(self, name: str, make: Callable[[], Any]) -> Any:
        """The value, made under the lock by the first who asks."""
        if check_table(name) not in self.all():
            self._change(lambda values: values if name in values else values | {name: clean(make())})
        return self.get(name)

    def drop(self, name: str) -> bool:
        """Take one value away, from the former copies too; whether it was there. Busy, Corrupt, Unwritable."""
        there = check_table(name) in self._values()
        self._change(lambda values: {each: value for each, value in values.items() if each != name}, forget=True)
        return there

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]], *, forget: bool = False) -> None:
        """Read, change and write under the lock; what does not change is not written. To forget is to keep no copy of
        what was."""
        with self.folder.lock(time.monotonic() + self.lock_timeout) as lock:
            state = self.folder.load()
            values = state.tables.get("settings", {}).get("1", {})
            changed = change(values)
            if changed != values:
                state.tables = {"settings": {"1": changed}}
                state.revision += 1
                lock.confirm()
                self.folder.write(state.encode(), state.revision)
            if forget:
                self._forget(state)

    def _forget(self, state: State) -> None:
        """Drop what stands beside the file: temporary files, generations, damaged copies that were set aside."""
        sweep(self.folder.path)
        self.folder.forget(state)
        for path in self.folder.quarantined.glob(f"{self.folder.name}~*"):
            with disk(path):
                path.unlink()

    def _values(self) -> dict[str, Any]:
        return self.folder.load().tables.get("settings", {}).get("1", {})

    def _stamp(self) -> Stamp | None:
        """What changes whenever the file is replaced: the generations kept hold on to their inodes."""
        with disk(self.folder.file):
            try:
                found = self.folder.file.lstat()
            except FileNotFoundError:
                return None
        return found.st_ino, found.st_mtime_ns, found.st_size
