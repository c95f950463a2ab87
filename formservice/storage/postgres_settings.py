"""The few facts about a store, one row each, sealed."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection

from .errors import Corrupt, StoreError
from .postgres_pool import Connections, Rows, fetched
from .postgres_records import seal
from .values import check_table, clean, copied

A_MOMENT = 2.0
"""Seconds after which a key that another machine changed is known to all."""
ALL = "SELECT name, body, seal FROM settings ORDER BY name"
ONE = "SELECT name, body, seal FROM settings WHERE name = %s"
PUT = """INSERT INTO settings VALUES (%s, %s, %s)
    ON CONFLICT (name) DO UPDATE SET body = excluded.body, seal = excluded.seal"""

DROP = "DELETE FROM settings WHERE name = %s RETURNING name"


def to_values(rows: Rows) -> dict[str, Any]:
    """Names and values of these rows. Corrupt."""
    for name, body, sealed in rows:
        if seal(body, "setting", name) != sealed:
            raise Corrupt(f"Le réglage « {name} » est abîmé.")
    return {name: json.loads(body) for name, body, _ in rows}


def to_row(name: str, value: Any) -> list[str]:
    """The row of a setting."""
    body = json.dumps(clean(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return [name, body, seal(body, "setting", name)]


class Settings:
    """Names and values, read from the server: several machines share them. Those made once and for all (keys) are
    asked for again after a moment only."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.known = dict[str, tuple[float, Any]]()

    def create(self, rehearsal: bool) -> None:
        """Write those of a new store, or see that an old one is what was asked for."""
        born = {"rehearsal": rehearsal, "created": datetime.now(UTC).isoformat()}
        if "created" not in self.all():
            self._change(lambda connection: self._be_born(connection, born))
        if rehearsal and not self.get("rehearsal"):
            raise StoreError("Cette base contient de vraies données : une répétition veut une base neuve.")

    def _be_born(self, connection: Connection, born: dict[str, Any]) -> None:
        if fetched(connection, ALL):
            return
        if fetched(connection, "SELECT 1 FROM partitions WHERE revision > 0 LIMIT 1"):
            raise Corrupt("Les réglages ont disparu de la base, à côté de données.")
        for name, value in born.items():
            connection.execute(PUT, to_row(name, value))

    def all(self) -> dict[str, Any]:
        """The values."""
        return to_values(self.connections.rows(ALL))

    def get(self, name: str, default: Any = None) -> Any:
        """One value."""
        return to_values(self.connections.rows(ONE, [check_table(name)])).get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Change one value, durably."""
        self.known.pop(name, None)
        self.connections.rows(PUT, to_row(check_table(name), value))

    def drop(self, name: str) -> bool:
        """Take one value away; whether it was there."""
        self.known.pop(name, None)
        return bool(self.connections.rows(DROP, [check_table(name)]))

    def ensure(self, name: str, make: Callable[[], Any]) -> Any:
        """The value, made alone by the first who asks; as it was a moment ago at most."""
        until, value = self.known.get(name, (0.0, None))
        if time.monotonic() >= until:
            value = self._ensured(name, make)
            self.known[name] = time.monotonic() + A_MOMENT, value
        return copied(value)

    def _ensured(self, name: str, make: Callable[[], Any]) -> Any:
        def unless_there(connection: Connection) -> None:
            if not fetched(connection, ONE, [name]):
                connection.execute(PUT, to_row(name, make()))

        found = to_values(self.connections.rows(ONE, [check_table(name)]))
        if name in found:
            return found[name]
        self._change(unless_there)
        return self.get(name)

    def _change(self, change: Callable[[Connection], None]) -> None:
        """Change what nobody else changes meanwhile; readers go on."""
        with self.connections.transaction(self.connections.deadline()) as connection:
            connection.execute("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE")
            change(connection)
            connection.commit()
