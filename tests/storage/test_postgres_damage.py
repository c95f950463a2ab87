"""Rows that are not what was written: said, wherever the change is, and never written over."""

import pytest

from formservice.storage import Corrupt, open_store
from tests.storage.postgres_server import execute

SESSION = "session/SM-12"


@pytest.fixture
def filled(postgres_url):
    """A store with something of everything."""
    store = open_store(postgres_url)
    with store.transaction(SESSION) as records:
        for name in ("Anna", "Badr"):
            signup = records.add(SESSION, "signups", name=name)
            records.claim(SESSION, "person", name, signup["id"])
            records.note(SESSION, "registered", record=signup["id"])
    store.put_blob(b"photo")
    store.set_setting("key", "secret")
    return store


DAMAGE = {
    "answer": "UPDATE records SET body = replace(body, 'Anna', 'Anne')",
    "version": "UPDATE records SET version = 7 WHERE seq = 1",
    "arrival": "UPDATE records SET seq = 9 WHERE seq = 1",
    "table": "UPDATE records SET in_table = 'loans' WHERE seq = 1",
    "identity": "UPDATE records SET id = 'another' WHERE seq = 1",
    "record lost": "DELETE FROM records WHERE seq = 1",
    "claim": "UPDATE claims SET value = 'Anne' WHERE value = 'Anna'",
    "holder": "UPDATE claims SET record = 'another'",
    "counted": "UPDATE partitions SET size = 3",
    "numbered": "UPDATE partitions SET seq = 1",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_changed_row_is_said_once_and_stops_writes(filled, postgres_url, damage):
    execute(postgres_url, damage)

    with pytest.raises(Corrupt):
        filled.read(SESSION)
    with pytest.raises(Corrupt), filled.transaction(SESSION) as records:
        [signup] = records.find(SESSION, "signups", name="Badr")
        records.claim(SESSION, "again", "x", signup["id"])
        records.remove(SESSION, "signups", signup["id"])
    with pytest.raises(Corrupt):
        filled.restore(SESSION)
    [trouble] = filled.check()
    assert SESSION in trouble
    assert "Ann" not in trouble


JOURNAL = {
    "a word": "UPDATE journal SET line = replace(line, 'registered', 'cancelled') WHERE n = 1",
    "a line less": "DELETE FROM journal WHERE n = 1",
    "the tail lost": "DELETE FROM journal WHERE n = 2",
    "nothing left": "DELETE FROM journal",
    "its end": "UPDATE partitions SET head = repeat('0', 64)",
}


@pytest.mark.parametrize("damage", JOURNAL.values(), ids=JOURNAL)
def test_a_journal_that_was_touched_is_said_so(filled, postgres_url, damage):
    execute(postgres_url, damage)
    with pytest.raises(Corrupt):
        filled.journal(SESSION)
    assert len(filled.check()) == 1


def test_a_partition_whose_row_vanished_is_found(filled, postgres_url):
    execute(postgres_url, "DELETE FROM partitions")
    [trouble] = filled.check()
    assert SESSION in trouble


def test_a_damaged_blob_is_seen_and_mended_by_sending_it_again(filled, postgres_url):
    [digest] = filled.blobs()
    execute(postgres_url, "UPDATE blobs SET content = 'phot0'")
    with pytest.raises(Corrupt):
        filled.get_blob(digest)
    assert len(filled.check()) == 1
    filled.put_blob(b"photo")
    assert filled.get_blob(digest) == b"photo"


def test_a_changed_setting_is_said_so(filled, postgres_url):
    execute(postgres_url, "UPDATE settings SET body = '\"public\"' WHERE name = 'key'")
    with pytest.raises(Corrupt):
        filled.get_setting("key")
    assert len(filled.check()) == 1


def test_settings_that_vanished_are_not_made_anew(filled, postgres_url):
    execute(postgres_url, "DELETE FROM settings")
    with pytest.raises(Corrupt):
        open_store(postgres_url)


def test_a_missing_driver_is_said_with_what_to_type(monkeypatch, postgres_url):
    monkeypatch.setattr("formservice.storage.find_spec", lambda name: None)
    with pytest.raises(Exception, match="requirements/postgres.txt"):
        open_store(postgres_url)
