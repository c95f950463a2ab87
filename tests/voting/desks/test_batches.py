"""Envelopes are opened after the close: typed, read again by another, settled by both, sealed once."""

from threading import Thread

import pytest

from formservice import purge, tick
from formservice.storage import open_store
from formservice.voting import batches, box, sealing
from tests.pages import OURS
from tests.paper.town import words_of
from tests.voting.desks.pile import LOTS, ONE, WORDS, act, fill, new, read_twice, version


def test_no_envelope_is_opened_before_the_close(town, desk):
    assert desk.get(LOTS).says("Les enveloppes restent fermées jusqu’à la clôture")
    assert new(desk, 409).says("Les enveloppes restent fermées jusqu’à la clôture")
    town.close("counted")
    assert new(desk, 409).says("L’urne a été dépouillée : plus aucun lot ne s’y ajoute") and not batches.every(
        town.store, "BP27"
    )


def test_a_batch_is_typed_read_again_sealed_and_forgotten(closed, desk, karim):
    read_twice(closed, desk, karim, ["3 8", "12", "blank"], ["8, 3", "12", "blank"])
    assert desk.get(ONE).says("les trois nombres sont les mêmes")
    act(desk, "seal")
    assert closed.opened() == [("nord", {}, "blank"), ("nord", {3: 1, 8: 1}, ""), ("nord", {12: 1}, "")]
    assert box.counts(closed.store, "BP27") == {"web": 0, "paper": 3}
    kept = batches.every(closed.store, "BP27")[0]
    assert (kept["state"], kept["first"]["lines"], kept["second"]["lines"], kept["ballots"]) == ("sealed", [], [], 3)
    assert batches.pending(closed.store, "BP27") == []


def test_a_batch_says_that_only_the_sealing_is_left_then_that_it_was_unsealed(closed, desk, karim):
    read_twice(closed, desk, karim, ["3", "5", "8"], ["3", "5", "12"])
    assert desk.get(LOTS).says("à rapprocher, puis à sceller")
    act(karim, "settle", place="2", how="first")
    assert karim.get(ONE).says("Lucie le confirme, avec son propre compte")
    act(desk, "agree")
    assert desk.get(LOTS).says("Saisi deux fois, d’accord : à sceller")
    act(desk, "seal")
    closed.close("counted")
    assert desk.get(LOTS).says("Dépouillé") and not desk.get(ONE).says("Scellé, dans l’urne")


def test_no_choice_stays_in_any_file_nor_in_the_journal(town, desk, karim, tmp_path, url):
    town.close()
    read_twice(town, desk, karim, ["12 8 5"], ["12 8 5"], signatures="1", envelopes="1")
    if url.startswith("tinydb"):
        assert any(b"12 8 5" in one.read_bytes() for one in tmp_path.rglob("data/**/*") if one.is_file())
    act(desk, "seal")
    held = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(b"12 8 5" in one for one in held)
    assert "12 8 5" not in str(town.store.journal("vote/BP27")) + str(batches.every(town.store, "BP27"))


def test_the_journal_has_counts_and_both_agents(closed, desk, karim):
    read_twice(closed, desk, karim, ["3", "5", "8"], ["3", "5", "8"])
    act(desk, "seal")
    lines = closed.store.journal("vote/BP27")
    assert [(one["verb"], one["agent"]) for one in lines] == [
        ("batch_made", "lucie"), ("batch_typed", "lucie"), ("batch_read", "karim"), ("batch_sealed", "lucie"),
    ]  # fmt: skip
    assert (lines[0]["signatures"], lines[0]["envelopes"], lines[-1]["ballots"], lines[-1]["even"]) == (3, 3, 3, True)


@pytest.mark.parametrize(
    ("line", "why"),
    [("3 5 8 12", "too_many"), ("3 44", "foreign"), ("7", "foreign"), ("several", "several"), ("marked", "marked")],
)
def test_what_the_rules_do_not_count_goes_into_the_box_with_its_reason(closed, desk, karim, line, why):
    read_twice(closed, desk, karim, [line], [line], signatures="1", envelopes="1")
    act(karim, "seal")
    assert closed.opened() == [("nord", {}, why)]


def test_numbers_that_differ_need_words_which_are_kept(closed, desk, karim):
    read_twice(closed, desk, karim, ["3", "5"], ["3", "5"], signatures="4", envelopes="3")
    assert desk.get(ONE).says("Les nombres ne sont pas les mêmes : 4 signatures, 3 enveloppes, 2 bulletins.")
    for words in ("", "bof", "é" * 500):
        act(desk, "seal", 409, words=words)
    assert closed.opened() == [] and closed.noted()[-1] != "batch_sealed"
    act(desk, "seal", words=WORDS)
    kept = batches.every(closed.store, "BP27")[0]
    assert (kept["signatures"], kept["envelopes"], kept["ballots"], kept["words"]) == (4, 3, 2, WORDS)
    assert desk.get(ONE).says(WORDS) and closed.store.journal("vote/BP27")[-1]["even"] is False


def test_a_batch_is_sealed_once_whoever_presses_and_how_often(closed, desk, karim):
    read_twice(closed, desk, karim, ["3", "5", "8"], ["3", "5", "8"])
    shown = version(closed)
    seal = [Thread(target=sealing.seal, args=(closed.store, "BP27", 1, "", by, shown)) for by in ("lucie", "karim")]
    for one in seal:
        one.start()
    for one in seal:
        one.join()
    act(desk, "seal")
    assert len(closed.opened()) == 3 and closed.noted().count("batch_sealed") == 1


def test_who_is_stopped_while_sealing_has_lost_nothing(closed, desk, karim, monkeypatch):
    read_twice(closed, desk, karim, ["3", "5", "8"], ["3", "5", "8"])

    def stop(*given, **facts):
        raise RuntimeError("stopped")

    with monkeypatch.context() as stopped:
        stopped.setattr(batches, "note", stop)
        with pytest.raises(RuntimeError):
            sealing.seal(closed.store, "BP27", 1, "", "lucie", version(closed))
    assert closed.opened() == [] and batches.pending(closed.store, "BP27") == [1]
    act(desk, "seal")
    assert len(closed.opened()) == 3


def test_who_is_stopped_before_forgetting_forgets_later(closed, desk, karim, monkeypatch, tmp_path):
    read_twice(closed, desk, karim, ["12 8 5"], ["12 8 5"], signatures="1", envelopes="1")
    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(sealing, "clear", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        sealing.seal(closed.store, "BP27", 1, "", "lucie", version(closed))
    assert batches.every(closed.store, "BP27")[0]["state"] == "sealed"
    with closed.app.app_context():
        assert [tick.run(closed.app)["cleared"] for _ in range(2)] == [1, 0]
    assert not any(b"12 8 5" in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())


def test_the_night_clears_every_sealed_batch_again(closed, desk, karim, tmp_path, url):
    read_twice(closed, desk, karim, ["12 8 5"], ["12 8 5"], signatures="1", envelopes="1")
    act(desk, "seal")
    if url.startswith("tinydb"):
        # What a writer that was killed while it kept the ballots has left: a copy that nobody names.
        next(tmp_path.rglob("batch/BP27/1")).joinpath("records~000000001.json").write_bytes(b"12 8 5")
    with closed.app.app_context():
        assert purge.let_go(closed.app) == 0
    assert not any(b"12 8 5" in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())


@pytest.mark.parametrize("given", [{"envelopes": "101"}, {"envelopes": "0"}, {"signatures": "-1"}, {"place": ""}])
def test_a_batch_has_a_place_and_a_hundred_envelopes_at_most(closed, desk, given):
    assert new(desk, 422, **given).errors() and not batches.every(closed.store, "BP27")


@pytest.mark.parametrize("name", ["signatures", "envelopes"])
@pytest.mark.parametrize("said", ["x", "²", "1_0", ""])
def test_what_is_no_number_is_told_in_french(closed, desk, name, said):
    [told] = new(desk, 422, **{name: said}).errors()
    assert told.startswith("Écrivez un nombre entier") and not batches.every(closed.store, "BP27")


def test_a_double_click_opens_one_batch(closed, desk):
    assert new(desk).location == new(desk).location == ONE
    assert len(batches.every(closed.store, "BP27")) == 1
    assert new(desk, key="a-key-of-the-batch-2").location == f"{LOTS}2/"


def test_the_slip_of_a_batch_tells_no_choice(closed, desk):
    new(desk)
    fill(closed, desk, "premiere", "12 8 5", action="keep")
    read = words_of(desk.get(f"{ONE}bordereau").body)
    assert "Lot 1" in read and "Urne de la mairie" in read and "lucie" in read and "12 8 5" not in read


def test_hostile_posts_are_pages_without_traceback(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["5"], signatures="1", envelopes="1")
    for sent, status in (
        ({"action": "burn"}, 400), ({"action": "settle", "place": "é"}, 400),
        ({"action": "settle", "place": "99"}, 409),
        ({"action": "settle", "place": "0", "how": "other"}, 409),
        ({"action": "settle", "place": "0", "how": "x"}, 409),
        ({"action": "settle", "place": "0", "how": "other", "text-0": "zzz"}, 409),
        ({"action": "settle", "place": "0", "how": "other", "invalid-0": "zzz"}, 409),
    ):  # fmt: skip
        found = desk.flask.post(ONE, data=sent | {"token": desk.token()}, headers=OURS)
        assert found.status_code == status, sent
    desk.get(f"{LOTS}99/", 404)
    desk.get(f"{ONE}premiere?a=x", 404)


def test_another_process_sees_what_is_sealed(closed, desk, karim, url):
    read_twice(closed, desk, karim, ["3", "5", "8"], ["3", "5", "8"])
    act(desk, "seal")
    other = open_store(url)
    assert box.counts(other, "BP27")["paper"] == 3
    other.close()
