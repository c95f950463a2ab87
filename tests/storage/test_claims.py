"""Values that only one record may hold."""

import pytest

from formservice.storage import BadText, Full, Store, Taken
from tests.storage.processes import at_once
from tests.storage.processes import claim as claim_anna

SESSION, PERSON = "session/SM-12", "person/3f"


def claim(store: Store, value: str, record: str = "somebody") -> None:
    with store.transaction(PERSON) as records:
        records.claim(PERSON, "vote", value, record)


def test_a_value_is_claimed_once(store):
    claim(store, "anna", "first")
    claim(store, "anna", "first")
    with pytest.raises(Taken):
        claim(store, "anna", "second")

    view = store.read(PERSON)
    assert (view.holder(PERSON, "vote", "anna"), view.holder(PERSON, "vote", "badr")) == ("first", None)
    claim(store, "badr", "second")
    with store.transaction("person/40") as records:
        records.claim("person/40", "vote", "anna", "elsewhere")


def test_a_refused_claim_does_not_end_the_transaction(store):
    claim(store, "anna", "first")
    with store.transaction(PERSON) as records:
        with pytest.raises(Taken):
            records.claim(PERSON, "vote", "anna", "second")
        records.add(PERSON, "refusals", holder=records.holder(PERSON, "vote", "anna"))
    assert store.read(PERSON).find(PERSON, "refusals")[0]["holder"] == "first"


def test_what_is_released_or_whose_record_is_removed_can_be_claimed_again(store):
    with store.transaction(PERSON) as records:
        hold = records.add(PERSON, "holds")
        for value in ("anna", "badr"):
            records.claim(PERSON, "vote", value, hold["id"])
    with store.transaction(PERSON) as records:
        records.release(PERSON, "vote", "anna")
        records.release(PERSON, "vote", "nobody")
    claim(store, "anna", "second")
    with store.transaction(PERSON) as records:
        records.remove(PERSON, "holds", hold["id"])
    claim(store, "badr", "third")
    assert store.read(PERSON).holder(PERSON, "vote", "anna") == "second"


def test_an_aborted_claim_holds_nothing(store):
    with pytest.raises(RuntimeError), store.transaction(PERSON) as records:
        records.claim(PERSON, "vote", "anna", "first")
        raise RuntimeError
    claim(store, "anna", "second")


def test_both_ways_of_writing_a_value_are_one_and_its_length_is_bounded(store):
    claim(store, "Chloe\u0301", "first")
    with pytest.raises(Taken):
        claim(store, "Chlo\u00e9", "second")
    for bad in ("", "x" * 201, "a\0"):
        with pytest.raises(BadText):
            claim(store, bad)


def test_a_partition_holds_five_hundred_values_and_no_more(store):
    with store.transaction(PERSON) as records:
        for number in range(500):
            records.claim(PERSON, "vote", str(number), "somebody")
    with pytest.raises(Full):
        claim(store, "anna")


def test_of_eight_processes_one_registers_the_person(store, store_url):
    told = at_once(8, claim_anna, store_url)

    assert [type(answer) for answer in told if not isinstance(answer, int)] == [Taken] * 7
    [signup] = store.read(SESSION).find(SESSION, "signups")
    assert store.read(SESSION).holder(SESSION, "person", "anna") == signup["id"]
