"""kill -9 between any two gestures: the previous state or the new one, in every partition and its journal."""

import itertools

import pytest

from formservice.storage import Store
from tests.storage.faults import killed_at

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

SESSION, PERSON = "session/SM-12", "person/3f"


def register(store: Store, *partitions: str) -> None:
    with store.transaction(*partitions) as records:
        for partition in partitions:
            records.add(partition, "signups", name="Anna")
            records.note(partition, "registered", channel="web")
        records.queue_mail(partitions[0], to="anna@example.org", template="confirmed", data={})


def counts(store: Store, *partitions: str) -> list[int]:
    """How many were registered according to each partition, and to each journal."""
    found = [len(store.read(partition).find(partition, "signups")) for partition in partitions]
    return found + [len(store.journal(partition)) for partition in partitions]


@pytest.mark.parametrize("partitions", [(SESSION,), (SESSION, PERSON)], ids=["one", "two"])
@pytest.mark.parametrize("mended", [True, False], ids=["checked", "unchecked"])
def test_a_kill_leaves_the_previous_state_or_the_new_one(plain, tmp_path, partitions, mended):
    stored = 0
    for step in itertools.count(1):
        killed = killed_at(step, lambda: register(plain, *partitions))
        after = counts(plain, *partitions)
        assert len(set(after)) == 1, f"killed before gesture {step}"
        assert after[0] in ((stored, stored + 1) if killed else (stored + 1,))
        assert bool(after[0]) <= (list(plain.waiting_mail()) == [SESSION])
        stored = after[0]
        if mended:
            assert plain.check() == []
            assert not list(tmp_path.glob("data/partitions/**/.w-*")) + list(tmp_path.glob("data/intents/*.intent"))
        if not killed:
            break
    assert step > 15
    assert plain.check() == []


def test_a_kill_between_the_two_replaces_hides_nothing(plain, folder):
    register(plain, SESSION, PERSON)
    before = folder.joinpath("records.json").read_bytes()
    # The first replace puts the intent in place, the second person/3f.
    assert killed_at(3, lambda: register(plain, SESSION, PERSON), only=("replace",))

    assert folder.joinpath("records.json").read_bytes() == before
    assert counts(plain, SESSION, PERSON) == [2, 2, 2, 2]
    register(plain, SESSION)
    assert counts(plain, SESSION, PERSON) == [3, 2, 3, 2]
    assert not list(folder.parents[2].glob("intents/*"))


def test_a_first_write_over_two_partitions_is_listed_before_it_is_carried_out(plain):
    assert killed_at(3, lambda: register(plain, SESSION, PERSON), only=("replace",))
    assert list(plain.partitions()) == [PERSON, SESSION]


def test_an_intent_that_comes_back_changes_nothing(plain, folder):
    killed_at(3, lambda: register(plain, SESSION, PERSON), only=("replace",))
    [intent] = folder.parents[2].glob("intents/*")
    copy = intent.read_bytes()
    register(plain, SESSION)
    intent.write_bytes(copy)

    assert counts(plain, SESSION, PERSON) == [2, 1, 2, 1]
    register(plain, PERSON)
    assert counts(plain, SESSION, PERSON) == [2, 2, 2, 2]


def test_the_start_carries_out_what_was_decided(plain, folder):
    killed_at(3, lambda: register(plain, SESSION, PERSON), only=("replace",))
    assert plain.check() == []
    assert not list(folder.parents[2].glob("intents/*"))
    assert counts(plain, SESSION, PERSON) == [1, 1, 1, 1]


def test_a_stale_mark_in_the_outbox_goes_with_the_next_transaction(plain, folder):
    register(plain, PERSON)
    folder.parents[2].joinpath("outbox/session~SM-12").touch()
    assert list(plain.waiting_mail()) == [PERSON, SESSION]
    with plain.transaction(SESSION, PERSON):
        pass
    assert list(plain.waiting_mail()) == [PERSON]


def test_the_start_finds_the_letters_whose_mark_was_lost(plain, folder):
    register(plain, SESSION)
    folder.parents[2].joinpath("outbox/session~SM-12").unlink()
    assert plain.check() == []
    assert list(plain.waiting_mail()) == [SESSION]
