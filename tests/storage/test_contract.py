"""What every store promises."""

import pytest

from formservice.storage import BadName, Conflict, Full, Missing, Store, StoreError, open_store

SESSION, PERSON = "session/SM-12", "person/3f"


def add(store: Store, partition: str = SESSION, **fields) -> dict:
    with store.transaction(partition) as records:
        return records.add(partition, "signups", **fields)


def test_a_record_comes_back_as_it_was_given(store):
    given = add(store, name="Anna", needs=["boucle", {"lift": True}], age=None)

    assert store.read(SESSION).get(SESSION, "signups", given["id"]) == given
    assert (given["name"], given["version"], len(given["id"])) == ("Anna", 1, 16)


def test_records_come_in_order_of_arrival_and_are_found_by_what_they_hold(store):
    names = ["Anna", "Badr", "Chloé", "Badr"]
    seqs = [add(store, name=name)["seq"] for name in names]

    view = store.read(SESSION)

    assert [record["name"] for record in view.find(SESSION, "signups")] == names
    assert [record["seq"] for record in view.find(SESSION, "signups", name="Badr")] == [seqs[1], seqs[3]]
    assert view.find(SESSION, "loans") == []


def test_a_record_is_found_by_its_own_fields_and_not_by_what_stands_in_its_texts(store):
    add(store, name='Zoë "\\/" Œ', of={"name": "Badr"}, note='"name":"Badr"')
    badr = add(store, name="Badr", age=3)

    assert store.read(SESSION).find(SESSION, "signups", name="Badr") == [badr]
    with store.transaction(SESSION) as records:
        assert records.find(SESSION, "signups", name="Badr", age=3) == [badr]
        assert [one["seq"] for one in records.find(SESSION, "signups", name='Zoë "\\/" Œ')] == [1]
        assert records.find(SESSION, "loans", name="Badr") == []
        again = records.add(SESSION, "signups", name="Badr")
        assert records.find(SESSION, "signups", name="Badr") == [badr, again]


def test_true_is_not_one(store):
    add(store, seat=1)
    assert store.read(SESSION).find(SESSION, "signups", seat=True) == []


def test_an_update_raises_the_version_and_keeps_the_rest(store):
    given = add(store, name="Anna", state="waiting")
    with store.transaction(SESSION) as records:
        changed = records.update(SESSION, "signups", given["id"], expected=1, state="confirmed")

    assert changed == given | {"state": "confirmed", "version": 2}
    assert store.read(SESSION).find(SESSION, "signups") == [changed]


def test_two_agents_do_not_write_over_each_other(store):
    given = add(store, state="waiting")
    with store.transaction(SESSION) as records:
        records.update(SESSION, "signups", given["id"], expected=1, state="confirmed")

    with pytest.raises(Conflict), store.transaction(SESSION) as records:
        records.update(SESSION, "signups", given["id"], expected=1, state="cancelled")
    assert store.read(SESSION).get(SESSION, "signups", given["id"])["state"] == "confirmed"


def test_a_number_of_arrival_is_never_given_again(store):
    add(store)
    last = add(store)
    with store.transaction(SESSION) as records:
        records.remove(SESSION, "signups", last["id"])

    assert add(store)["seq"] > last["seq"]


@pytest.mark.parametrize("verb", ["update", "remove"])
def test_what_does_not_exist_is_not_changed(store, verb):
    add(store)
    with pytest.raises(Missing), store.transaction(SESSION) as records:
        getattr(records, verb)(SESSION, "signups", "nobody")


def test_a_refusal_leaves_no_trace_in_any_partition(store):
    with pytest.raises(RuntimeError), store.transaction(SESSION, PERSON) as records:
        records.add(SESSION, "signups", name="Anna")
        records.add(PERSON, "holds", session="SM-12")
        records.queue_mail(SESSION, to="anna@example.org", template="confirmed", data={})
        records.note(SESSION, "registered")
        raise RuntimeError

    assert list(store.partitions()) == list(store.waiting_mail()) == store.journal(SESSION) == []
    assert add(store)["seq"] == 1


def test_a_transaction_sees_its_own_changes_and_nobody_else_does(store):
    with store.transaction(SESSION) as records:
        given = records.add(SESSION, "signups", state="waiting")
        records.update(SESSION, "signups", given["id"], state="confirmed")
        assert records.find(SESSION, "signups", state="confirmed")
        assert store.read(SESSION).find(SESSION, "signups") == []


def test_several_partitions_change_together(store):
    with store.transaction(PERSON, SESSION) as records:
        signup = records.add(SESSION, "signups", name="Anna")
        records.add(PERSON, "holds", partition=SESSION, table="signups", id_of=signup["id"])

    assert store.read(PERSON).find(PERSON, "holds", partition=SESSION)[0]["id_of"] == signup["id"]
    assert list(store.partitions()) == [PERSON, SESSION]
    assert list(store.partitions("session/")) == [SESSION]


def test_a_partition_that_was_not_asked_for_is_a_mistake(store):
    with pytest.raises(KeyError), store.transaction(SESSION) as records:
        records.add(SESSION, "signups")
        records.add(PERSON, "holds")
    assert store.read(SESSION).find(SESSION, "signups") == []


def test_a_transaction_that_is_over_writes_no_more(store):
    with store.transaction(SESSION) as records:
        records.add(SESSION, "signups")
    with pytest.raises(KeyError):
        records.add(SESSION, "signups")


def test_what_one_is_given_is_a_copy(store):
    needs = ["boucle"]
    with store.transaction(SESSION) as records:
        given = records.add(SESSION, "signups", needs=needs)
        needs.append("later")
        given["needs"].append("too")
        records.find(SESSION, "signups")[0]["needs"].append("late")

    assert store.read(SESSION).find(SESSION, "signups")[0]["needs"] == ["boucle"]


def test_a_partition_holds_five_hundred_records_of_all_tables_and_no_more(store):
    with store.transaction(SESSION) as records:
        for number in range(499):
            records.add(SESSION, "signups", number=number)
        records.queue_mail(SESSION, to="anna@example.org", template="t", data={})
        records.note(SESSION, "filled")
    with pytest.raises(Full):
        add(store)
    assert len(store.read(SESSION).find(SESSION, "signups")) == 499


@pytest.mark.parametrize("given", ["id", "seq", "version"])
def test_what_the_store_gives_is_not_for_others_to_set(store, given):
    with pytest.raises((ValueError, TypeError)), store.transaction(SESSION) as records:
        records.add(SESSION, "signups", **{given: 7})


def test_a_letter_waits_until_it_is_sent(store):
    with store.transaction(SESSION) as records:
        letter = records.queue_mail(SESSION, to="a@example.org", template="confirmed", data={"when": "14 h"})
    assert list(store.waiting_mail()) == [SESSION]
    assert (letter["state"], letter["tries"], letter["not_before"]) == ("waiting", 0, None)

    with store.transaction(SESSION) as records:
        sent = records.update(SESSION, "outbox", letter["id"], state="sent")
    assert list(store.waiting_mail()) == []
    assert sent["message_id"] == letter["message_id"]


def test_the_partition_stays_in_the_outbox_while_one_letter_waits(store):
    with store.transaction(SESSION) as records:
        first, _ = (records.queue_mail(SESSION, to="a@example.org", template=t, data={}) for t in ("a", "b"))
    with store.transaction(SESSION) as records:
        records.update(SESSION, "outbox", first["id"], state="sent")
    assert list(store.waiting_mail()) == [SESSION]


def test_the_same_bytes_are_kept_once(store):
    digest = store.put_blob(b"photo")
    assert store.put_blob(b"photo") == digest
    assert store.get_blob(digest) == b"photo"


def test_a_blob_that_is_dropped_is_gone_and_may_come_back(store):
    digest, other = store.put_blob(b"photo"), store.put_blob(b"plan")

    assert [store.drop_blob(digest), store.drop_blob(digest)] == [True, False]

    assert list(store.blobs()) == [other]
    with pytest.raises(Missing):
        store.get_blob(digest)
    assert store.get_blob(store.put_blob(b"photo")) == b"photo"
    assert store.check() == []


def test_a_blob_dropped_while_all_are_read_is_passed_over(store):
    digest = store.put_blob(b"photo")
    assert store.blob_unless_dropped(digest) == b"photo"
    store.drop_blob(digest)
    assert store.blob_unless_dropped(digest) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "A" * 64])
def test_only_a_digest_names_a_blob_to_drop(store, name):
    store.put_blob(b"photo")
    with pytest.raises(BadName):
        store.drop_blob(name)


def test_an_unknown_blob_is_said_so(store):
    with pytest.raises(Missing):
        store.get_blob("0" * 64)
    with pytest.raises(BadName):
        store.get_blob("../../etc/passwd")


def test_a_setting_is_seen_by_all(store, store_url):
    other = open_store(store_url)
    assert other.get_setting("clock_offset", 0) == 0
    for offset in (3600, 7200):
        store.set_setting("clock_offset", offset)
        assert other.get_setting("clock_offset") == offset


def test_a_setting_given_is_a_copy(store):
    store.set_setting("keys", ["one"])
    store.get_setting("keys").append("two")
    assert store.get_setting("keys") == ["one"]


def test_a_setting_that_is_dropped_is_gone_for_all(store, store_url):
    store.set_setting("roll-bp-2027", "secret")
    other = open_store(store_url)
    assert other.get_setting("roll-bp-2027") == "secret"

    assert store.drop_setting("roll-bp-2027") is True

    assert store.get_setting("roll-bp-2027") is other.get_setting("roll-bp-2027") is None
    assert other.drop_setting("roll-bp-2027") is False
    assert store.get_setting("rehearsal") is False
    assert store.check() == []


def test_a_key_asked_for_after_its_end_is_another(store):
    store.ensure_setting("roll-bp-2027", lambda: "first")
    store.drop_setting("roll-bp-2027")
    assert store.ensure_setting("roll-bp-2027", lambda: "second") == "second"


def test_only_the_name_of_a_setting_drops_one(store):
    with pytest.raises(BadName):
        store.drop_setting("../settings")


def test_a_store_is_a_rehearsal_from_its_creation_or_never(store, store_url):
    assert store.get_setting("rehearsal") is False
    with pytest.raises(StoreError):
        open_store(store_url, rehearsal=True)


def test_a_rehearsal_stays_one(store_url):
    open_store(store_url, rehearsal=True)
    assert open_store(store_url).get_setting("rehearsal") is True


def test_a_sound_store_has_nothing_to_report(store):
    add(store, name="Anna")
    store.put_blob(b"photo")
    assert store.check() == []


def test_blobs_can_be_listed(store):
    digests = [store.put_blob(content) for content in (b"photo", b"plan")]
    assert list(store.blobs()) == sorted(digests)


def test_a_sound_store_has_no_alarm_and_nothing_to_restore(store):
    add(store)
    assert store.alarms() == []
    assert store.restore(SESSION) is False
    assert store.restore("session/never-written") is False


def test_keys_keep_their_order_and_numbers_their_kind(store):
    answers = {"zeta": 1.0, "b": -0.0, "alpha": 1e16, "a": 10**16, "é": 5e-324}
    add(store, answers=answers)
    [found] = store.read(SESSION).find(SESSION, "signups")
    assert repr(found["answers"]) == repr(answers)


def test_forgetting_former_copies_changes_nothing_that_is_read(store):
    for name in ("Anna", "Badr"):
        with store.transaction(SESSION) as records:
            records.add(SESSION, "signups", name=name)
            records.note(SESSION, "registered")
    before = store.read(SESSION).find(SESSION, "signups"), store.journal(SESSION)
    for _ in range(2):
        store.forget(SESSION)
    assert (store.read(SESSION).find(SESSION, "signups"), store.journal(SESSION)) == before
    store.forget("session/never-written")
    assert store.check() == [] and list(store.partitions()) == [SESSION]
