"""What is read across partitions: a search, a snapshot, an export."""

from formservice.storage import Store

SESSION, PERSON = "session/SM-12", "person/3f"


def add(store: Store, partition: str = SESSION, **fields) -> dict:
    with store.transaction(partition) as records:
        return records.add(partition, "signups", **fields)


def test_a_person_is_found_across_partitions(store):
    for partition in ("session/b", "session/a", "day/PN-2026-12-03"):
        add(store, partition, phone="0639981234", name="anna martin", seat=1)
        add(store, partition, phone="0261910000", name="badr", seat=True)

    found = list(store.search("session/", "signups", phone="0639981234"))
    assert [(partition, record["name"]) for partition, record in found] == [
        ("session/a", "anna martin"),
        ("session/b", "anna martin"),
    ]
    liked = store.search("", "signups", lambda record: record["name"].startswith("anna"), seat=1)
    assert [partition for partition, _ in liked] == ["day/PN-2026-12-03", "session/a", "session/b"]
    assert list(store.search("", "signups", seq=2, id=found[0][1]["id"])) == []
    assert list(store.search("", "loans")) == []


def test_a_search_compares_lists_and_nothing_as_find_does(store):
    add(store, needs=["boucle", "lift"], age=None)
    for equal in ({"needs": ["boucle", "lift"]}, {"age": None}, {"needs": ["lift"]}, {"absent": None}):
        there = store.read(SESSION).find(SESSION, "signups", **equal)
        assert [record for _, record in store.search("session/", "signups", **equal)] == there


def test_a_snapshot_holds_all_that_there_was(store):
    given = add(store, name="Anna")
    with store.transaction(PERSON) as records:
        records.claim(PERSON, "vote", "anna", given["id"])
    store.set_setting("key", ["secret"])
    with store.transaction(SESSION) as records:
        records.note(SESSION, "registered")
    with store.snapshot() as view:
        with store.transaction(SESSION, "session/SM-13", PERSON) as records:
            records.update(SESSION, "signups", given["id"], name="Badr")
            records.note(SESSION, "changed")
            records.add("session/SM-13", "signups")
            records.release(PERSON, "vote", "anna")
        store.set_setting("key", [])

        assert list(view.partitions()) == [PERSON, SESSION]
        assert list(view.records("session/", "signups")) == [(SESSION, given)]
        assert view.get(SESSION, "signups", given["id"]) == given
        assert view.find("session/SM-13", "signups") == view.journal("session/SM-13") == []
        assert (view.tables(SESSION), view.tables(PERSON)) == (["signups"], [])
        assert view.claims(PERSON) == [("vote", "anna", given["id"])]
        assert view.holder(PERSON, "vote", "anna") == given["id"]
        assert [line["verb"] for line in view.journal(SESSION)] == ["registered"]
        assert view.settings()["key"] == ["secret"]
    assert list(store.partitions("session/")) == [SESSION, "session/SM-13"]


def test_an_export_that_is_left_half_way_lets_go(store):
    for number in range(3):
        add(store, f"session/{number}")
    rows = store.export("session/", "signups")
    next(rows)
    rows.close()
    add(store)
    assert store.check() == []
