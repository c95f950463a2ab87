"""A damaged partition: read from its newest good copy, not written to, and put back in service by an operator."""

import itertools
import os
import shutil

import pytest
from click.testing import CliRunner

from formservice.storage import Corrupt, open_store
from formservice.storage.commands import repair
from tests.storage.faults import killed_at

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

SESSION, PERSON = "session/SM-12", "person/3f"


def add(store, *partitions, **fields) -> dict:
    partitions = partitions or (SESSION,)
    with store.transaction(*partitions) as records:
        for partition in partitions:
            records.note(partition, "registered")
            given = records.add(partition, "signups", **fields)
    return given


def names(reader) -> list[str]:
    return [record["name"] for record in reader.find(SESSION, "signups")]


@pytest.fixture
def damaged(plain, folder):
    """A store with a partition whose third and last state is damaged."""
    for name in ("Anna", "Badr", "Chloé"):
        add(plain, name=name)
    file = folder / "records.json"
    file.write_bytes(file.read_bytes()[:-20])
    return plain


def test_the_newest_good_copy_is_read_and_writes_are_refused(damaged):
    assert damaged.alarms() == []
    assert names(damaged.read(SESSION)) == ["Anna", "Badr"]
    assert [record["name"] for _, record in damaged.export("session/", "signups")] == ["Anna", "Badr"]
    assert [line["n"] for line in damaged.journal(SESSION)] == [1, 2]
    with damaged.snapshot() as view:
        assert names(view) == ["Anna", "Badr"]
    with pytest.raises(Corrupt):
        add(damaged, name="Djamel")


def test_an_operator_hears_of_it_until_it_is_mended(damaged, tmp_path, caplog):
    damaged.read(SESSION)
    assert "copie plus ancienne" in caplog.text
    [alarm] = open_store(f"tinydb:{tmp_path / 'data'}").alarms()
    assert SESSION in alarm and "Anna" not in alarm
    assert damaged.check() == [alarm]

    assert damaged.restore(SESSION) is True
    assert damaged.alarms() == damaged.check() == []


@pytest.mark.parametrize(
    "ruin",
    [
        lambda newest: newest.write_bytes(b""),
        lambda newest: (newest.unlink(), newest.mkdir()),
        lambda newest: newest.unlink(),
    ],
    ids=["empty", "folder", "lost"],
)
def test_an_older_copy_serves_when_the_newest_is_damaged_too(damaged, folder, ruin):
    ruin(sorted(folder.glob("records~*"))[-1])
    assert names(damaged.read(SESSION)) == ["Anna"]


def test_without_a_good_copy_nothing_is_read(damaged, folder):
    for copy in folder.glob("records~*"):
        copy.write_bytes(b"")
    for use in (damaged.read, damaged.journal, damaged.restore):
        with pytest.raises(Corrupt):
            use(SESSION)


def test_a_restored_partition_goes_on_and_says_so_in_its_journal(damaged):
    assert damaged.restore(SESSION, agent="lea") is True
    last = add(damaged, name="Djamel")

    assert names(damaged.read(SESSION)) == ["Anna", "Badr", "Djamel"]
    assert last["seq"] > 3, "the lost record had the number 3"
    verbs = [(line["verb"], line["agent"]) for line in damaged.journal(SESSION)]
    assert verbs == [*[("registered", None)] * 3, ("restore", "lea"), ("registered", None)]
    assert damaged.check() == []


def test_what_was_damaged_is_kept_aside(damaged, folder):
    bad = folder.joinpath("records.json").read_bytes()
    damaged.restore(SESSION)
    assert bad in [copy.read_bytes() for copy in folder.parents[2].glob("quarantine/*")]


@pytest.mark.parametrize("kind", ["lost", "link", "folder"])
def test_whatever_took_the_place_of_the_file_it_is_restored(plain, folder, kind):
    for name in ("Anna", "Badr"):
        add(plain, name=name)
    file = folder / "records.json"
    file.unlink()
    if kind == "link":
        file.symlink_to("/dev/null")
    elif kind == "folder":
        file.mkdir()
    assert plain.restore(SESSION) is True
    add(plain, name="Chloé")
    assert names(plain.read(SESSION)) == ["Anna", "Chloé"]
    assert plain.check() == []


@pytest.mark.parametrize("lost", [1, 40, 200])
def test_a_torn_journal_is_cut_after_its_last_whole_line(damaged, folder, lost):
    file = folder / "journal.jsonl"
    file.write_bytes(file.read_bytes()[:-lost])

    assert damaged.restore(SESSION) is True
    assert [line["verb"] for line in damaged.journal(SESSION)] == ["registered", "registered", "restore"]
    assert damaged.check() == []


def test_a_partition_whose_journal_is_lost_too_wants_a_backup(damaged, folder):
    folder.joinpath("journal.jsonl").write_bytes(b"")
    with pytest.raises(Corrupt, match="sauvegarde"):
        damaged.restore(SESSION)


def test_a_kill_during_a_restore_lets_it_be_done_again(damaged, tmp_path, folder):
    saved = tmp_path / "saved"
    shutil.copytree(tmp_path / "data", saved)
    for step in itertools.count(1):
        killed = killed_at(step, lambda: damaged.restore(SESSION))
        damaged.restore(SESSION)
        add(damaged, name="Djamel")
        assert names(damaged.read(SESSION)) == ["Anna", "Badr", "Djamel"]
        assert damaged.check() == []
        if not killed:
            break
        shutil.rmtree(tmp_path / "data")
        shutil.copytree(saved, tmp_path / "data")
    assert step > 10


def test_a_decided_transaction_is_restored_rather_than_an_older_copy(plain, folder):
    for name in ("Anna", "Badr"):
        add(plain, SESSION, PERSON, name=name)
    # Killed before the file of the session is replaced: the intent holds its newest state.
    assert killed_at(3, lambda: add(plain, SESSION, PERSON, name="Chloé"), only=("replace",))
    folder.joinpath("records.json").write_bytes(b"torn")

    assert names(plain.read(SESSION)) == ["Anna", "Badr", "Chloé"]
    assert plain.restore(SESSION) is True
    add(plain, SESSION, PERSON, name="Djamel")
    assert names(plain.read(SESSION)) == ["Anna", "Badr", "Chloé", "Djamel"]
    assert len(plain.read(PERSON).find(PERSON, "signups")) == 4
    assert plain.check() == []


def test_the_command_says_what_it_did(damaged, tmp_path):
    url = f"tinydb:{tmp_path / 'data'}"
    first, second = (CliRunner().invoke(repair, ["--store", url, SESSION]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "de nouveau en service" in first.output
    assert "rien à faire" in second.output


def test_a_snapshot_of_the_dead_is_swept(plain, tmp_path):
    add(plain, name="Anna")

    def die() -> None:
        with plain.snapshot():
            os._exit(0)

    killed_at(10_000, die)
    assert len(list(tmp_path.glob("data/snapshots/*"))) == 1
    assert plain.check() == []
    assert list(tmp_path.glob("data/snapshots/*")) == []


def test_a_snapshot_in_use_is_not_swept(plain):
    add(plain, name="Anna")
    with plain.snapshot() as view:
        assert plain.check() == []
        with plain.snapshot():
            assert names(view) == ["Anna"]


def test_a_copy_of_the_present_is_left_when_the_former_ones_are_forgotten(plain, folder):
    for name in ("Anna", "Badr", "Chloé"):
        add(plain, name=name)
    with plain.transaction(SESSION) as records:
        [gone] = records.find(SESSION, "signups", name="Anna")
        records.remove(SESSION, "signups", gone["id"])
    plain.forget(SESSION)
    assert [b"Anna" in path.read_bytes() for path in folder.glob("records*")] == [False, False]
    file = folder / "records.json"
    file.write_bytes(file.read_bytes()[:-1])
    assert names(plain.read(SESSION)) == ["Badr", "Chloé"]
    assert plain.restore(SESSION) is True and plain.check() == []


@pytest.mark.parametrize("writes", [1, 4])
def test_a_kill_while_copies_are_forgotten_keeps_the_present(plain, folder, writes):
    for number in range(writes):
        add(plain, name=str(number))
    for step in itertools.count(1):
        killed = killed_at(step, lambda: plain.forget(SESSION))
        assert len(names(plain.read(SESSION))) == writes and list(folder.glob("records~*"))
        assert plain.check() == []
        if not killed:
            break
    assert len(list(folder.glob("records~*"))) == 1


def test_a_key_that_is_dropped_is_in_no_file_even_when_killed_on_the_way(plain, tmp_path):
    for value in ("first-secret", "last-secret"):
        plain.set_setting("roll-bp-2027", value)
    (tmp_path / "data/quarantine").mkdir(exist_ok=True)
    (tmp_path / "data/quarantine/settings~0123456789ab").write_bytes(b"torn: last-secret")
    for step in itertools.count(1):
        killed = killed_at(step, lambda: plain.drop_setting("roll-bp-2027"))
        assert plain.get_setting("rehearsal") is False and plain.check() == []
        if not killed:
            break
    kept = [path for path in tmp_path.glob("data/**/*") if path.is_file() and b"secret" in path.read_bytes()]
    assert kept == [] and list(tmp_path.glob("data/settings/records~*"))
