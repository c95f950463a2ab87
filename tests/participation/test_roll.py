"""One right a person, whatever the channel, spent with what it was spent for."""

from collections import Counter

import pytest

from formservice.participation import roll
from formservice.participation.roll import Right, Spent
from formservice.storage import open_store
from formservice.storage.tinydb_locks import Lock
from tests.storage.processes import at_once

VOTE = Right("BP-2027-vote", "declared")
IDEAS = Right("BP-2027-idees", "declared", most=3)
LEA = {"name": "Léa Exemple", "birth": "1950-03-07"}
CHANNELS = ("web", "code", "counter", "paper")
BOX = "box/BP-2027"


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


def spend(store, right, answers, channel="web", day="2027-05-02"):
    """Spend a right and put something in a box, together."""
    mark = roll.mark_of(store, right, answers)
    with store.transaction(roll.partition_of(right, mark), BOX) as records:
        roll.spend(records, right, mark, channel, day)
        records.add(BOX, "ballots", choice="a tree")
    return mark


def ballots(store):
    return len(store.read(BOX).find(BOX, "ballots"))


def test_a_vote_is_given_once_whatever_the_channel(store):
    mark = spend(store, VOTE, LEA, "paper")

    with pytest.raises(Spent) as refusal:
        spend(store, VOTE, {"name": "EXEMPLE lea", "birth": "1950-03-07"}, "web")

    assert refusal.value.uses == [("paper", "2027-05-02")]
    assert ballots(store) == 1
    assert roll.uses(store.read(roll.partition_of(VOTE, mark)), VOTE, mark) == [("paper", "2027-05-02")]


def test_three_ideas_a_person_and_no_fourth(store):
    for _ in range(3):
        spend(store, IDEAS, LEA)

    with pytest.raises(Spent):
        spend(store, IDEAS, LEA)
    assert ballots(store) == 3


def test_an_idea_that_is_withdrawn_gives_its_right_back_once(store):
    mark = [spend(store, IDEAS, LEA) for _ in range(3)][0]
    with store.transaction(roll.partition_of(IDEAS, mark)) as records:
        assert roll.give_back(records, IDEAS, mark, "web", "2027-05-02")
        assert not roll.give_back(records, IDEAS, mark, "telephone", "2027-05-02")

    spend(store, IDEAS, LEA)
    with pytest.raises(Spent):
        spend(store, IDEAS, LEA)


def test_an_edition_knows_nothing_of_another(store):
    assert spend(store, VOTE, LEA) != spend(store, Right("BP-2028-vote", "declared"), LEA)


def test_an_open_right_is_never_used_up(store):
    assert roll.mark_of(store, Right("avis", "open"), {}) is None
    with store.transaction(BOX) as records:
        for _ in range(3):
            roll.spend(records, Right("avis", "open"), None, "web", "2027-05-02")


def test_the_roll_holds_a_channel_and_a_day_and_nothing_of_the_person(store):
    mark = spend(store, VOTE, LEA)

    ((_, record),) = store.export("roll/", roll.TABLE)
    assert set(record) - {"id", "seq", "version"} == {"uses"}
    assert record["uses"] == [["web", "2027-05-02"]]
    assert "exemple" not in str(record).casefold() and mark not in record["id"]


def test_the_totals_are_those_of_each_channel(store):
    for n, channel in enumerate(("web", "web", "paper")):
        spend(store, VOTE, LEA | {"name": f"Personne {n}"}, channel)

    assert roll.totals(store, VOTE) == {"web": 2, "paper": 1}


def try_to_vote(number, url):
    """One of many who are the same person, each by another channel."""
    store = open_store(url, lock_timeout=20)
    try:
        spend(store, VOTE, LEA, CHANNELS[number % 4])
        return CHANNELS[number % 4]
    except Spent:
        return "spent"
    finally:
        store.close()


def try_without_lock(number, url):
    """The same when anybody gets the lock, and with time between looking and writing."""
    import time

    from formservice.storage import postgres_transaction

    Lock.try_take = lambda self: True
    postgres_transaction.LOCK = postgres_transaction.LOCK.replace("FOR UPDATE", "")
    look = roll.check
    roll.check = lambda *args: (look(*args), time.sleep(2))[0]
    return try_to_vote(number, url)


def test_twenty_at_once_by_four_channels_vote_once(url, store):
    told = Counter(at_once(20, try_to_vote, url))

    assert told["spent"] == 19
    assert ballots(store) == 1
    assert sum(roll.totals(store, VOTE).values()) == 1


def test_without_the_lock_two_would_be_told_yes_or_run_into_the_index(url, store):
    roll.mark_of(store, VOTE, LEA)
    told = Counter(map(str, at_once(12, try_without_lock, url)))

    accepted = sum(told[channel] for channel in CHANNELS)
    assert accepted > 1 or accepted + told["spent"] < 12
