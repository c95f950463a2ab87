"""The boundary: what goes in comes back the same from any store, or is refused."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.storage import BadText
from formservice.storage.values import clean

SESSION = "session/SM-12"
NESTED: list = []
for _ in range(30):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    "bad",
    ["a\0b", "\ud800", "x\udfff", float("nan"), float("inf"), 10**5000, -(2**64), NESTED, ["\0"], {"k\0": 1}],
    ids=lambda bad: f"{type(bad).__name__}",
)
def test_what_a_store_could_not_give_back_is_refused(store, bad):
    with pytest.raises(BadText), store.transaction(SESSION) as records:
        records.add(SESSION, "signups", answer=bad)
    assert list(store.partitions()) == []


@pytest.mark.parametrize("verb", ["update", "queue_mail", "note"])
def test_every_verb_is_at_the_boundary(store, verb):
    with store.transaction(SESSION) as records:
        given = records.add(SESSION, "signups")
    letter = {"to": "a\0@example.org", "template": "t", "data": {}}
    uses = {
        "update": lambda records: records.update(SESSION, "signups", given["id"], name="\0"),
        "queue_mail": lambda records: records.queue_mail(SESSION, **letter),
        "note": lambda records: records.note(SESSION, "moved", place="\0"),
    }
    with pytest.raises(BadText), store.transaction(SESSION) as records:
        uses[verb](records)


def test_both_ways_of_writing_an_accent_are_one(store):
    with store.transaction(SESSION) as records:
        records.add(SESSION, "signups", name="Chloe\u0301", clé=1)
    [record] = store.read(SESSION).find(SESSION, "signups", name="Chloe\u0301")
    assert record["name"] == "Chlo\u00e9"
    assert record["cl\u00e9"] == 1


def test_two_names_that_become_one_are_refused():
    with pytest.raises(BadText):
        clean({"\u00e9": 1, "e\u0301": 2})


def test_a_date_is_given_as_text_or_not_at_all():
    with pytest.raises(TypeError, match="date"):
        clean({"on": date(2026, 12, 3)})


STRANGE = ["\ufffe", "\u202eabc", "👩‍👩‍👧", "a\u2028b", "\r\n\t\x01\x85", "Z" + "\u0337" * 500, "=1+1", "😀"]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_comes_back_unharmed(store, text):
    with store.transaction(SESSION) as records:
        records.add(SESSION, "signups", text=text)
        records.note(SESSION, "registered", text=text)
    [record] = store.read(SESSION).find(SESSION, "signups")
    assert record["text"] == store.journal(SESSION)[0]["text"] == unicodedata.normalize("NFC", text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(-1e15, 1e15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_accepted_survives_json_and_a_second_cleaning(value):
    try:
        cleaned = clean(value)
    except BadText:
        return
    assert json.loads(json.dumps(cleaned, ensure_ascii=False).encode()) == cleaned == clean(cleaned)
