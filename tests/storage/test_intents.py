"""An intent that is not as it was written: reading goes on, and only what it may concern is not written."""

import pytest
from click.testing import CliRunner

from formservice.storage import Corrupt
from formservice.storage.commands import repair
from tests.storage.faults import killed_at

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

SESSION, PERSON, OTHER = "session/SM-12", "person/3f", "session/SM-13"


def add(store, *partitions, name: str) -> None:
    with store.transaction(*partitions) as records:
        for partition in partitions:
            records.add(partition, "signups", name=name)
            records.note(partition, "registered")


def names(store, partition) -> list[str]:
    return [record["name"] for record in store.read(partition).find(partition, "signups")]


@pytest.fixture
def intent(plain, tmp_path):
    """The intent of a writer killed before it put Badr in place; Anna was there, and another partition."""
    add(plain, SESSION, PERSON, name="Anna")
    add(plain, OTHER, name="Chloé")
    assert killed_at(2, lambda: add(plain, SESSION, PERSON, name="Badr"), only=("replace",))
    [path] = (tmp_path / "data/intents").glob("*.intent")
    return path


def flip(path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_an_intent_stops_only_the_partitions_it_names(plain, intent):
    flip(intent, -5)
    [trouble] = plain.alarms()
    assert SESSION in trouble and PERSON in trouble and "formservice repair" in trouble
    assert plain.check() == [trouble]
    for partition in (SESSION, PERSON):
        with pytest.raises(Corrupt):
            add(plain, partition, name="Djamel")
    add(plain, OTHER, name="Djamel")
    # The first named, person/3f, is whole in the intent; of the other, what stood before is read.
    assert (names(plain, PERSON), names(plain, SESSION)) == (["Anna", "Badr"], ["Anna"])


def test_an_intent_whose_names_are_lost_stops_all_writes_and_no_reading(plain, intent):
    flip(intent, 70)
    for partition in (SESSION, PERSON, OTHER):
        with pytest.raises(Corrupt, match="plus rien ne peut"):
            add(plain, partition, name="Djamel")
    assert (names(plain, SESSION), names(plain, OTHER)) == (["Anna"], ["Chloé"])
    assert list(plain.partitions()) == [PERSON, SESSION, OTHER]
    with plain.snapshot() as view:
        assert len(view.find(SESSION, "signups")) == 1
    assert len(plain.alarms()) == len(plain.check()) == 1


@pytest.mark.parametrize(("place", "kept"), [(-5, ["Anna", "Badr"]), (70, ["Anna"])], ids=["a state", "the names"])
def test_an_operator_puts_it_right(plain, intent, place, kept):
    flip(intent, place)
    url = f"tinydb:{intent.parents[1]}"
    first, second = (CliRunner().invoke(repair, ["--store", url]) for _ in range(2))
    assert "de nouveau en service" in first.output and "rien à faire" in second.output
    assert (names(plain, PERSON), names(plain, SESSION)) == (kept, ["Anna"])
    add(plain, SESSION, PERSON, name="Djamel")
    assert plain.alarms() == plain.check() == []
    assert len(list(intent.parents[1].glob("quarantine/*.intent~*"))) == 2


def test_what_was_lost_with_an_intent_is_in_the_journal_and_its_numbers_are_not_given_again(plain, intent):
    flip(intent, -5)
    plain.restore(SESSION, agent="lea")
    add(plain, SESSION, name="Djamel")
    assert plain.read(SESSION).find(SESSION, "signups")[-1]["seq"] > 2
    verbs = [(line["verb"], line["agent"]) for line in plain.journal(SESSION)]
    assert verbs == [("registered", None), ("restore", "lea"), ("registered", None)]


def test_wherever_a_bit_is_flipped_no_reading_fails_and_a_repair_ends_it(plain, intent):
    good = intent.read_bytes()
    for place in [*range(0, len(good), 61), len(good) - 1]:
        intent.write_bytes(good)
        flip(intent, place)
        assert names(plain, SESSION)[0] == names(plain, PERSON)[0] == "Anna"
        assert len(plain.alarms()) == 1, place
    assert plain.restore() is True
    assert plain.check() == []
