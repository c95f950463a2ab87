"""The journal: a chain that agrees with the records after any fault and tells when it was touched."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from formservice.storage import Corrupt, open_store

SESSION = "session/SM-12"


def note(store, *verbs: str, **facts) -> None:
    with store.transaction(SESSION) as records:
        for verb in verbs:
            records.note(SESSION, verb, **facts)


def test_a_line_says_who_did_what_to_what_and_when(tmp_path):
    paris = datetime(2026, 12, 3, 15, 0, tzinfo=timezone(timedelta(hours=1)))
    store = open_store(f"tinydb:{tmp_path}", now=lambda: paris)
    note(store, "moved", agent="lea", channel="telephone", record="abc", before="waiting", after="confirmed")

    [line] = store.journal(SESSION)
    assert datetime.fromisoformat(line["at"]) == paris
    assert datetime.fromisoformat(line["at"]).tzinfo == UTC
    assert list(line)[3:-1] == ["verb", "agent", "channel", "record", "before", "after"]
    assert (line["n"], line["verb"], line["agent"], line["after"]) == (1, "moved", "lea", "confirmed")


def test_lines_follow_one_another(store):
    note(store, "one", "two")
    note(store, "three")
    lines = store.journal(SESSION)
    assert [line["verb"] for line in lines] == ["one", "two", "three"]
    assert [line["n"] for line in lines] == [1, 2, 3]
    assert [line["prev"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]


def test_a_partition_never_written_has_an_empty_journal(store):
    assert store.journal(SESSION) == []


def test_the_journal_outlives_the_record(store):
    with store.transaction(SESSION) as records:
        given = records.add(SESSION, "signups", name="Anna")
        records.note(SESSION, "registered", record=given["id"])
    with store.transaction(SESSION) as records:
        records.remove(SESSION, "signups", given["id"])
    assert [line["record"] for line in store.journal(SESSION)] == [given["id"]]


@pytest.mark.parametrize("name", ["n", "at", "prev", "hash"])
def test_the_names_of_the_chain_are_taken(store, name):
    with pytest.raises(ValueError, match=name):
        note(store, "moved", **{name: 1})
    assert store.journal(SESSION) == []


TOUCHED = {
    "a word": lambda data: data.replace(b'"two"', b'"twa"'),
    "a line less": lambda data: data.split(b"\n", 1)[1],
    "two lines swapped": lambda data: b"".join(data.splitlines(True)[place] for place in (1, 0, 2)),
    "a space": lambda data: data.replace(b'"verb":', b'"verb": ', 1),
    "nothing left": lambda data: b"",
}


@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED)
def test_a_journal_that_was_touched_is_said_so(plain, folder, touch):
    for verb in ("one", "two", "three", "four"):
        note(plain, verb)
    file = folder / "journal.jsonl"
    file.write_bytes(touch(file.read_bytes()))

    with pytest.raises(Corrupt):
        plain.journal(SESSION)
    assert len(plain.check()) == 1


def test_lines_added_by_another_hand_stop_the_next_write(plain, folder):
    note(plain, "one")
    with folder.joinpath("journal.jsonl").open("a") as file:
        file.write('{"n":2}\n')
    with pytest.raises(Corrupt):
        note(plain, "two")


@pytest.mark.parametrize("lost", [1, 40, 200])
def test_a_torn_tail_is_read_whole_and_written_again(plain, folder, lost):
    note(plain, "one")
    note(plain, "two")
    file = folder / "journal.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-lost])

    assert [line["verb"] for line in plain.journal(SESSION)] == ["one", "two"]
    assert plain.check() == []
    assert file.read_bytes() == whole


def test_a_tail_of_zeros_is_written_again(plain, folder):
    note(plain, "one")
    file = folder / "journal.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:50] + b"\0" * (len(whole) - 50))
    note(plain, "two")
    assert file.read_bytes().startswith(whole)
    assert len(plain.journal(SESSION)) == 2
