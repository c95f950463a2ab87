"""Somebody asks to be erased: nothing of them is left, anywhere that is ours, and the count stays."""

import pytest
from click.testing import CliRunner

from formservice import erasure
from formservice.agenda import signups
from formservice.erase import erase
from formservice.erasure import Erasure, erase_again
from formservice.storage import archive, open_store

TODAY = "2026-12-01"


@pytest.fixture
def town(make_client, url, activity):
    """A visitor of a town where Anna has a seat, with a letter about it, and Badr and Chloé too."""
    client = make_client(url)
    for name in ("Anna Exemple", "Badr Exemple", "Chloé Exemple"):
        client.register(activity, name=name)
    anna = stored(client)[0]
    with client.app.store.transaction("session/SM-1") as records:
        records.queue_mail(
            "session/SM-1", to="a@example.org", template="t", data={"name": "Anna", "n": anna["reference"]}
        )
        records.queue_mail("session/SM-1", to="a@example.org", template="t", data={"name": "Autre"})
    return client


def stored(client):
    return signups.signups_of(client.app.store.read("session/SM-1"), "SM-1")


def run(client, *arguments, **options):
    with client.app.app_context():
        return CliRunner().invoke(erase, arguments, **options)


def test_a_person_is_erased_by_the_number_they_read_out(town):
    anna = stored(town)[0]
    said = run(town, anna["reference"].lower().replace("-", ""), "--yes")

    assert said.exit_code == 0 and "1\u00a0lettre." in said.output and "Anna" not in said.output
    now = stored(town)[0]
    assert (now["answers"], now["person"], now["key"], now["state"]) == ({}, "", "", "cancelled")
    assert now["told"] == anna["told"]
    [letter] = town.app.store.read("session/SM-1").find("session/SM-1", "outbox")
    assert letter["data"] == {"name": "Autre"}
    assert stored(town)[2]["state"] == "offered", "the seat left free is offered"


def test_what_stays_erased_is_listed_and_noted_without_naming_anybody(town):
    anna = stored(town)[0]
    run(town, "session/SM-1", anna["id"], "--yes")

    [(shelf, line)] = town.app.store.search("erasures/", "erased")
    assert shelf == f"erasures/{TODAY[:7]}"
    assert (line["partition"], line["table"], line["record"]) == ("session/SM-1", "signups", anna["id"])
    assert "Anna" not in str(line) and anna["person"] not in str(line)
    last = town.app.store.journal("session/SM-1")[-1]
    assert (last["verb"], last["record"]) == ("erase", anna["id"])


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "non\n", "peut-être\n"])
def test_nobody_is_erased_without_a_yes(town, answer):
    said = run(town, stored(town)[0]["reference"], input=answer)
    assert said.exit_code == 1 and "[o/N]" in said.output
    assert stored(town)[0]["answers"]["name"] == "Anna Exemple"


@pytest.mark.parametrize(
    "asked", [["AT-7KM4-2QXQ"], ["Anna"], ["session/SM-1", "nobody"], ["office/agents", "x"], ["session/SM-9", "x"]]
)
def test_a_person_who_is_not_there_is_said_so(town, asked):
    assert run(town, *asked, "--yes").exception.__class__.__name__ in ("StoreError", "BadName")


@pytest.mark.parametrize("answer", ["o\n", "Oui\n"])
def test_a_french_yes_is_a_yes(town, answer):
    assert run(town, stored(town)[0]["reference"], input=answer).exit_code == 0
    assert stored(town)[0]["answers"] == {}


def test_erasing_again_changes_nothing(town):
    anna = stored(town)[0]
    run(town, anna["reference"], "--yes")
    before = town.app.store.journal("session/SM-1")
    assert "plus rien à effacer" in run(town, anna["reference"], "--yes").output
    assert town.app.store.journal("session/SM-1") == before


def test_nothing_of_the_erased_is_left_in_any_file(make_client, activity, tmp_path):
    client = make_client()
    for name in ("Anna Exemple", "Badr Exemple"):
        client.register(activity, name=name)
    anna = stored(client)[0]
    (tmp_path / "data/quarantine").mkdir()
    (tmp_path / "data/quarantine/session~SM-1~0123456789ab").write_bytes(b"Anna")
    (tmp_path / "data/quarantine/x.intent~0123456789ab").write_bytes(b'[["session/SM-1",2,4]] Anna')
    run(client, anna["reference"], "--yes")

    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    left = [path for path in files if b"Anna" in path.read_bytes() or anna["person"].encode() in path.read_bytes()]
    assert left == []
    assert len(list((tmp_path / "data/partitions/session/SM-1").glob("records~*"))) == 1
    assert client.app.store.check() == []


def test_a_record_that_only_served_a_person_is_removed(town):
    store = town.app.store
    with store.transaction("person/00") as records:
        row = records.add("person/00", "people", name="Anna")
    gone = erasure.erase(store, Erasure("person/00", "people", row["id"]), "erase", "cli", None)
    assert gone and store.read("person/00").find("person/00", "people") == []


def test_a_full_list_goes_on_in_another(town, monkeypatch):
    monkeypatch.setattr(erasure, "MOST_RECORDS", 1)
    for one in stored(town)[:3]:
        run(town, one["reference"], "--yes")
    assert list(town.app.store.partitions("erasures/")) == [f"erasures/2026-12{tail}" for tail in ("", "-2", "-3")]


def test_the_erased_stay_erased_after_a_restore(town, tmp_path):
    """From the old store when it can still be read; and then from the restored one, which lists them too."""
    store, file = town.app.store, tmp_path / "b.tar.gz"
    archive.backup(store, file)
    run(town, stored(town)[0]["reference"], "--yes")
    new = open_store(f"tinydb:{tmp_path / 'new'}")
    archive.restore(file, new)

    assert erase_again(new, store) == 1
    assert erase_again(new, store) == erase_again(new, new) == 0
    first = new.read("session/SM-1").find("session/SM-1", "signups")[0]
    assert (first["answers"], first["person"], first["key"]) == ({}, "", "")
    assert new.journal("session/SM-1")[-1]["verb"] == "erased-again"
    assert not [path for path in (tmp_path / "new").rglob("*") if path.is_file() and b"Anna" in path.read_bytes()]
    assert new.check() == []
