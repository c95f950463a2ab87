"""`formservice verify` finds one flipped bit, wherever it is, and says what to do."""

import json

import psycopg
from click.testing import CliRunner
from psycopg import sql

from formservice.cli import main
from formservice.storage import StoreError, open_store

SESSION, PERSON = "session/SM-12", "person/3f"
UNSEALED = {("partitions", "revision"), ("partitions", "seq"), ("records", "fields")}
"""Counters, of which a record that is there would tell; and what the server makes from `body`."""


def fill(store):
    """Something of everything, each partition with several states."""
    for name in ("Anna", "Badr", "Chloé"):
        with store.transaction(SESSION, PERSON) as records:
            signup = records.add(SESSION, "signups", name=name)
            records.claim(PERSON, "person", name, signup["id"])
            records.queue_mail(SESSION, to="a@example.org", template="t", data={})
            records.note(SESSION, "registered", record=signup["id"])
    store.put_blob(b"photo")
    store.set_setting("key", "secret")
    return store


def wrong(url) -> list[str]:
    try:
        return open_store(url).check()
    except StoreError as error:
        return [str(error)]


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_on_files_it_finds_any_flipped_bit_or_mends_it(plain, tmp_path):
    """States, former states, journals, claims, blobs, settings. The last lines of a journal are in the state too."""
    fill(plain)
    files = [path for path in sorted((tmp_path / "data").rglob("*")) if path.is_file() and path.stat().st_size]
    assert len(files) >= 10
    url = f"tinydb:{tmp_path / 'data'}"
    for path in files:
        good = path.read_bytes()
        for place in (0, len(good) // 3, len(good) // 2, len(good) - 1):
            path.write_bytes(flipped(good, place))
            found = wrong(url)
            assert found or (path.name == "journal.jsonl" and path.read_bytes() == good), (path, place)
            path.write_bytes(good)
            for mark in (tmp_path / "data/quarantine").glob("*"):
                mark.unlink()
    assert wrong(url) == []


def test_on_files_a_mark_under_another_name_is_put_right(plain, tmp_path):
    fill(plain)
    mark = tmp_path / "data/outbox/session~SM-12"
    mark.rename(mark.with_name("session~SM-13"))
    assert plain.check() == []
    assert [path.name for path in mark.parent.iterdir()] == [mark.name]


def columns(url) -> list[tuple[str, str, str]]:
    query = """SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name <> ALL ('{probe,migrations,tallies,words}')"""
    with psycopg.connect(url) as connection:
        return [row for row in connection.execute(query) if row[:2] not in UNSEALED]


def test_in_postgres_it_finds_any_flipped_bit(own_url):
    store = fill(open_store(own_url))
    seen = columns(own_url)
    assert len(seen) > 20
    for table, column, kind in seen:
        with psycopg.connect(own_url) as connection:
            names = {"t": sql.Identifier(table), "c": sql.Identifier(column)}
            row, value = connection.execute(sql.SQL("SELECT ctid, {c} FROM {t} LIMIT 1").format(**names)).fetchone()
            set_to = sql.SQL("UPDATE {t} SET {c} = %s WHERE ctid = %s RETURNING ctid").format(**names)
            [row] = connection.execute(set_to, [other(value, kind), row]).fetchone()
            connection.commit()
            assert store.check(), (table, column)
            connection.execute(set_to, [value, row])
    assert store.check() == []


def other(value, kind: str):
    """The value with one bit flipped; of a text, the last bit of its last plain letter."""
    if kind == "bytea":
        return flipped(bytes(value), 2)
    if kind != "text":
        return value ^ 64
    place = max(at for at, letter in enumerate(value) if letter.isascii() and letter.isalnum())
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


def test_it_says_what_to_do_on_each_line(plain, tmp_path):
    fill(plain)
    url, folder = f"tinydb:{tmp_path / 'data'}", tmp_path / "data/partitions/session/SM-12"
    copy = sorted(folder.glob("records~*"))[0]
    copy.write_bytes(b"")
    said = CliRunner().invoke(main, ["verify", "--store", url])
    assert said.exit_code == 1 and "Attention" in said.output and f"formservice repair {SESSION}" in said.output

    assert "de nouveau en service" in CliRunner().invoke(main, ["repair", "--store", url, SESSION]).output
    said = CliRunner().invoke(main, ["verify", "--store", url])
    assert said.exit_code == 0 and "Le stockage est sain." in said.output


def test_settings_that_are_damaged_are_said_with_what_to_do(plain, tmp_path):
    fill(plain)
    (tmp_path / "data/settings/records.json").write_bytes(b"")
    said = CliRunner().invoke(main, ["verify", "--as-json", "--store", f"tinydb:{tmp_path / 'data'}"])
    [line] = json.loads(said.output)
    assert said.exit_code == 1 and "formservice restore" in line
