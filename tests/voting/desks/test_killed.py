"""A batch that is sealed, a line that is typed, killed at any gesture or by several at once: once, or not at all."""

import pytest

from formservice.storage import open_store
from formservice.submit import enter
from formservice.voting import batches, box, sealing, sheets
from formservice.voting.batches import FIRST, SECOND, Place
from formservice.voting.reading import Line
from tests.storage.faults import killed_at
from tests.storage.processes import at_once
from tests.voting.desks.town import ANNE

PILE = [Line("nord", "3 8"), Line("nord", "12"), Line("sud", "7")]
VOTER = ANNE | {"birth": "1950-03-12"}
forks = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def read_twice(store, key):
    """A batch that two agents have read; its number."""
    number = batches.make(store, "BP27", Place("Urne de la mairie", "", 3, 3), "lucie", key)
    for turn, by in ((FIRST, "lucie"), (SECOND, "karim")):
        batches.keep(store, "BP27", number, turn, 0, PILE, by, read(store, number)["version"])
        batches.finish(store, "BP27", number, turn, by)
    return number


def read(store, number):
    return batches.read(store.read(batches.partition_of("BP27", number)), "BP27", number)


def put_in(store, number, by="lucie"):
    sealing.seal(store, "BP27", number, "", by, read(store, number)["version"])


def seal(number, url):
    store = open_store(url)
    put_in(store, 1, f"agent{number}")
    store.close()
    return "sealed"


def test_a_batch_sealed_by_six_processes_at_once_is_in_the_box_once(closed, url):
    read_twice(closed.store, "key")
    assert at_once(6, seal, url) == ["sealed"] * 6
    assert len(closed.opened()) == 3 and closed.noted().count("batch_sealed") == 1


@forks
@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_a_batch_killed_at_any_gesture_is_in_the_box_once(closed):
    done, step, killed = 0, 1, True
    while killed:
        number = read_twice(closed.store, f"key-{step}")
        killed = killed_at(step, lambda number=number: put_in(closed.store, number))
        with closed.store.transaction("vote/BP27"):
            pass
        assert len(closed.opened()) == done + (3 if read(closed.store, number)["state"] == "sealed" else 0)
        put_in(closed.store, number)
        done, step = done + 3, step + 7
        assert len(closed.opened()) == done and box.counts(closed.store, "BP27")["paper"] == done
    assert step > 15


@forks
@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_a_line_killed_at_any_gesture_is_on_the_roll_once_with_its_receipt(town):
    sheets.make(town.store, "BP27", "Tournée", 10, "lucie", "key")
    step, killed, typed = 1, True, 0
    with town.app.app_context():
        while killed:
            typed += 1
            where = {"number": (typed - 1) // 10 + 1, "line": (typed - 1) % 10 + 1}
            answers = VOTER | {"name": f"Personne {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[typed]}"}
            entry = enter(town.app, town.page, answers, f"a-key-{typed}", channel="paper", agent="lucie")
            killed = killed_at(step, lambda entry=entry, where=where: sheets.type_line(town.app, entry, **where))
            sheets.type_line(town.app, entry, **where)
            assert town.on_roll() == {"paper": typed} and town.receipts() == typed
            step += 6
    accepted = sum(sheets.counted(one)["accepted"] for one in sheets.every(town.store, "BP27"))
    assert accepted == typed > 3
