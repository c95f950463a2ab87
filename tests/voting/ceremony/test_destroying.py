"""What is destroyed once a box was opened, and two months after the end of the edition: the key, then who has voted."""

import json
from datetime import timedelta

from formservice.participation import issuing, roll
from formservice.participation.roll import Right
from formservice.purge import let_go
from formservice.storage import archive, archive_file
from formservice.voting import box, destroying, elections
from tests.voting.ceremony.test_unsealing import closed, unseal
from tests.voting.site import CODE

RIGHT = Right(f"{CODE}-vote", "declared")
ANNA = {"name": "Anna Exemple0", "birth": "1950-03-12"}


def purge(town, **time):
    """The nightly purge, so long after the end of the edition."""
    town.clock.at = town.page.edition.phases[-1].until + timedelta(**time)
    with town.app.app_context():
        assert let_go(town.app) == 0


def everything(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_no_file_keeps_a_sealed_ballot_once_the_box_is_empty(plain, tmp_path):
    closed(plain)
    parts = [one for _, one in plain.store.export(box.parts(CODE), box.TABLE)]
    sealed = [one for part in parts for channel in ("web", "paper") for one in part[channel]]
    assert len(sealed) == 5
    unseal(plain)
    kept = [path for path in everything(tmp_path / "data") for one in sealed if one.encode() in path.read_bytes()]
    assert kept == [] and plain.store.check() == []


def test_what_a_stopped_ceremony_left_of_a_box_goes_with_the_night(town, monkeypatch):
    closed(town)
    with monkeypatch.context() as cut:
        cut.setattr(destroying, "empty", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        unseal(town, code=1)
    assert town.election.state == elections.COUNTED and box.counts(town.store, CODE)["web"] == 3
    assert "sont détruites ensuite" in town.run("status", CODE, "--report", "pv.pdf")
    purge(town, days=-1)
    assert box.counts(town.store, CODE) == {"web": 0, "paper": 0} and town.election.story["emptied"]
    assert "ont été détruites. Restent les sauvegardes" in town.run("status", CODE, "--report", "pv.pdf")


def test_a_box_that_is_not_counted_is_never_emptied(town):
    closed(town)
    purge(town, days=400)
    assert box.counts(town.store, CODE) == {"web": 3, "paper": 2}


def test_who_has_voted_is_known_until_two_months_after_the_end(town):
    closed(town)
    mark = roll.mark_of(town.store, RIGHT, ANNA)
    purge(town, days=62)
    assert roll.uses(town.store.read(roll.partition_of(RIGHT, mark)), RIGHT, mark)
    purge(town, days=62, minutes=1)
    assert roll.totals(town.store, RIGHT).total() == 0 and town.election.story["forgotten"]
    assert town.store.get_setting(roll.key_of(RIGHT.edition)) is None
    assert not list(town.store.export(f"receipt/{CODE}/", "receipts"))


def test_sheets_links_and_codes_go_with_the_roll(town):
    closed(town)
    code = "7KMQ2R9TXW4C"
    issuing.reserve(town.store, CODE, "work", "lettres", 1, issuing.By("cli", "cli"))
    list(issuing.keep(town.store, CODE, "lettres", {1: code}))
    for name, table in (("sheet/BC27/1", "sheets"), ("votelink/BC27/3f", "links"), ("voteletter/BC27/07", "outbox")):
        with town.store.transaction(name) as records:
            records.add(name, table, said="anything")
    purge(town, days=63)
    with town.store.snapshot() as view:
        prefixes = ("sheet", "votel", "codes", "series", "roll", "receipt")
        held = [name for name in view.partitions() if name.startswith(prefixes)]
        assert [name for name in held if view.tables(name)] == []
    assert town.store.get_setting(roll.key_of(f"{CODE}-codes")) is None


def test_a_later_backup_has_no_key_and_an_older_roll_reads_as_nobody(town, tmp_path):
    closed(town)
    before = roll.mark_of(town.store, RIGHT, ANNA)
    archive.backup(town.store, tmp_path / "then.tar.gz", keys=tmp_path / "then-keys.tar.gz")
    assert list(archive.read_keys(tmp_path / "then-keys.tar.gz")) == [roll.key_of(RIGHT.edition)]
    purge(town, days=63)
    archive.backup(town.store, tmp_path / "now.tar.gz", keys=tmp_path / "now-keys.tar.gz")

    assert archive.read_keys(tmp_path / "now-keys.tar.gz") == {}
    assert not archive_file.verify(tmp_path / "now.tar.gz").left_out
    assert roll.mark_of(town.store, RIGHT, ANNA) != before
    members = dict(archive_file.members(tmp_path / "then.tar.gz"))
    old = b"".join(told for name, told in members.items() if name.startswith("partitions/roll/"))
    assert before.encode() in old and b"Anna" not in old


def test_the_purge_notes_once_that_it_forgot(town):
    closed(town)
    purge(town, days=63)
    purge(town, days=64)
    assert town.verbs().count("vote_forgotten") == 1
    assert json.dumps(town.store.journal(elections.partition_of(CODE))).count("Anna") == 0
