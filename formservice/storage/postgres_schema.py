"""The tables of the store, made by numbered steps that are never changed once they are out."""

from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import Connection

from .errors import StoreError
from .postgres_errors import said
from .postgres_pool import CONNECT_SECONDS, checked_address, fetched

STEPS = {int(path.stem): path for path in sorted(Path(__file__).with_name("schema").glob("*.sql"))}
LATEST = max(STEPS)
ONE_AT_A_TIME = 7_105_116_101
MARKS = "CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"

VERSION: LiteralString = "SELECT coalesce(max(number), 0) FROM migrations"


def migrate(url: str) -> list[int]:
    """Bring the tables at this address to what this version wants, all or nothing; the steps taken. StoreError."""
    try:
        with psycopg.connect(checked_address(url), connect_timeout=CONNECT_SECONDS) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            # Asked for again and again, this would say each time that the table is there.
            connection.execute("SET LOCAL client_min_messages = warning")
            connection.execute(MARKS)
            return advance(connection, version_of(connection))
    except psycopg.Error as error:
        raise said(error) from error


def advance(connection: Connection, version: int) -> list[int]:
    """Take the steps after `version`."""
    refuse_newer(version)
    if fetched(connection, "SHOW server_encoding") != [("UTF8",)]:
        raise StoreError("La base n'est pas en UTF-8 : créez-la avec « createdb -E UTF8 -T template0 ».")
    todo = [number for number in STEPS if number > version]
    for number in todo:
        connection.execute(STEPS[number].read_bytes())
        connection.execute("INSERT INTO migrations (number) VALUES (%s)", [number])
    return todo


def version_of(connection: Connection) -> int:
    """The last step taken, 0 before the first."""
    [(number,)] = fetched(connection, VERSION)
    return int(number)


def refuse_newer(version: int) -> None:
    """StoreError when the tables belong to a newer version of the service."""
    if version > LATEST:
        raise StoreError(f"Les tables (étape {version}) sont d'une version plus récente du service (étape {LATEST}).")


def check_version(url: str) -> None:
    """StoreError unless the tables are those of this version; Unwritable, at once, when no server answers."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version = version_of(connection)
    except psycopg.Error as error:
        raise said(error) from error
    refuse_other(version)


def refuse_other(version: int) -> None:
    """StoreError unless the tables are those of this version."""
    refuse_newer(version)
    if version < LATEST:
        raise StoreError(f"Les tables sont à l'étape {version} sur {LATEST} : tapez « formservice migrate ».")
