"""Printed codes: a slip of the pen is told, a code serves once, a lost letter is replaced once."""

import itertools
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice import doubt
from formservice.consultations import forms, keeping
from formservice.consultations.handling import Answered
from formservice.letters import ALPHABET, check_letter
from formservice.participation import codes, guesses, issuing, reprinting
from formservice.participation.codes import BadCode
from formservice.participation.issuing import By, NotIssued
from formservice.participation.written_codes import DRAWN, LENGTH, bare, new_code, slip
from formservice.storage import archive
from tests.consultations.test_answering import Reader
from tests.consultations.town import CLOSES, Asked

OPERATOR = By("cli", "cli")


@pytest.fixture
def lettered(tmp_path, url, asked) -> Asked:
    """The town, whose consultation asks for a code."""
    asked.publish(identity="code")
    return asked


def issue(asked, count=3, label="lettres", work="w1"):
    """Codes by serial number, as they are on the letters."""
    first = issuing.reserve(asked.app.store, "BA27", work, label, count, OPERATOR)
    made = {first + n: new_code() for n in range(count)}
    for _ in issuing.keep(asked.app.store, "BA27", label, made):
        pass
    return made


def stored(asked):
    return [one for _, one in asked.app.store.search("codes/", codes.TABLE)]


@pytest.mark.parametrize("at", range(DRAWN))
def test_every_wrong_letter_is_found_and_every_swap_of_neighbours(at):
    """Each pair of letters at each place: the rest adds the same to both sides, so that one rest stands for all."""
    around = new_code().replace("-", "")[:DRAWN]
    for first, second in itertools.product(ALPHABET, repeat=2):
        drawn = around[:at] + (first + second + around[at + 2 :])[: DRAWN - at]
        whole = drawn + check_letter(drawn)
        assert slip(whole) == ""
        wrong = whole[:at] + second + whole[at + 1 :]
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        assert wrong == whole or slip(wrong), f"{second} for {first}"
        assert swapped == whole or slip(swapped), f"{first}{second} the other way round"


@given(st.text(ALPHABET, min_size=DRAWN, max_size=DRAWN))
def test_no_slip_of_one_letter_passes(drawn):
    whole = drawn + check_letter(drawn)
    wrong = [whole[:n] + letter + whole[n + 1 :] for n in range(LENGTH) for letter in ALPHABET]
    swapped = [whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(LENGTH - 1)]

    assert slip(whole) == ""
    assert [one for one in {*wrong, *swapped} if not slip(one)] == [whole]


def test_a_code_is_read_however_it_is_written():
    code = new_code()

    assert re.fullmatch(r"(\w{4}-){2}\w{4}", code)
    assert {bare(one) for one in (code, code.lower(), code.replace("-", " . "), f" {code}\u00a0")} == {bare(code)}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("7KM4-3QXW-9PB", "il y en a 11 ici"), ("7KM4-3QXW-9PBO", "pas de « O »"), ("", "Écrivez le code")],
)
def test_what_is_wrong_is_told_on_the_field(lettered, typed, told):
    form = forms.whole(lettered.page)(data={"code": typed})
    form.fit(lettered.page, None)
    form.validate()

    assert told in form.code.errors[0].replace("\u00a0", " ").replace("\u202f", " ")


def test_a_slip_is_told_before_any_code_is_looked_up(lettered):
    code = new_code()
    wrong = code[:-1] + next(letter for letter in ALPHABET if letter != code[-1])

    page = typed(lettered, wrong, 422).page
    assert "Une lettre de ce code ne va pas" in page.html and 'href="#code"' in page.html
    assert list(lettered.app.store.partitions("guesses/")) == []


def test_a_code_that_is_none_of_ours_is_refused_with_another_word(lettered):
    assert "n’est pas l’un des nôtres" in typed(lettered, new_code(), 409).page.html


def typed(asked, code, status=200):
    """Somebody who types a code on the last page."""
    reader = Reader(asked.app).begin(asked).fill(q_usage="3").fill().fill()
    return reader.fill(status, code=code)


def test_a_code_answers_once(lettered):
    code = issue(lettered)[1]
    lettered.answer(code=code)

    with pytest.raises(Answered, match="par internet, le mardi 12"):
        lettered.answer(code=code.lower(), channel="paper", agent="lucie")
    assert issuing.counts(lettered.app.store, "BA27") == {"lettres": {"issued": 2, "used": 1}}
    assert len(lettered.answers()) == 1


def test_the_store_knows_no_code(lettered):
    made = issue(lettered)
    lettered.answer(code=made[1])
    with lettered.app.store.snapshot() as view:
        everything = str([
            (name, view.claims(name), view.journal(name), [list(view.find(name, one)) for one in view.tables(name)])
            for name in view.partitions()
        ])  # fmt: skip

    assert "codes/BA27/" in everything
    assert not [code for code in made.values() if bare(code) in everything or code in everything]


def test_the_key_of_the_hashes_is_in_no_ordinary_backup(lettered):
    issue(lettered)
    with lettered.app.store.snapshot() as view:
        kept, apart = archive.split(view.settings())

    assert "roll-ba27-codes" in apart and not [name for name in kept if "code" in name]


def test_serial_numbers_go_on_from_one_batch_to_the_next(lettered):
    assert [*issue(lettered), *issue(lettered, 2, "accueil", "w2")] == [1, 2, 3, 4, 5]
    assert list(issue(lettered, 2, "accueil", "w2")) == [4, 5], "the same work again"


def test_a_lost_letter_is_revoked_and_one_that_has_served_is_not(lettered):
    made, store = issue(lettered), lettered.app.store
    lettered.answer(code=made[1])
    issuing.revoke(store, "BA27", 2, OPERATOR)

    with pytest.raises(BadCode, match="annulé"):
        lettered.answer(code=made[2])
    with pytest.raises(NotIssued, match="a déjà servi"):
        issuing.revoke(store, "BA27", 1, OPERATOR)
    with pytest.raises(NotIssued, match="Aucun code n’a le n° 9"):
        issuing.revoke(store, "BA27", 9, OPERATOR)


def test_all_the_codes_of_a_label_are_revoked_but_those_that_have_served(lettered):
    made, store = issue(lettered), lettered.app.store
    issue(lettered, 2, "accueil", "w2")
    lettered.answer(code=made[1])

    assert issuing.revoke_all(store, "BA27", "lettres", OPERATOR) == 2
    assert issuing.revoke_all(store, "BA27", "lettres", OPERATOR) == 0
    assert issuing.counts(store, "BA27") == {"accueil": {"issued": 2}, "lettres": {"revoked": 2, "used": 1}}


def test_killed_while_codes_are_revoked_the_journal_has_said_which(lettered, monkeypatch):
    issue(lettered, 6)
    store, revoke = lettered.app.store, issuing._revoke_in

    def killed(*given):
        revoke(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(issuing, "_revoke_in", killed)
        issuing.revoke_all(store, "BA27", "lettres", OPERATOR)
    gone = issuing.revoke_all(store, "BA27", "lettres", OPERATOR)
    lines = store.journal(issuing.numbers_of("BA27"))[1:]
    assert [(one["verb"], one["label"], one["count"]) for one in lines] == [
        ("codes_revoking", "lettres", 6), ("codes_revoking", "lettres", gone), ("codes_revoked", "lettres", gone),
    ]  # fmt: skip


def replaced(asked, old):
    """The letter that is printed in the place of a lost one."""
    store, code = asked.app.store, new_code()
    serial = issuing.next_serial(store, "BA27")
    reprinting.replace(store, "BA27", old, serial, code, OPERATOR)
    return serial, code


def test_a_letter_is_reprinted_once_and_the_old_one_serves_no_more(lettered):
    made = issue(lettered)
    serial, code = replaced(lettered, 2)

    with pytest.raises(BadCode):
        lettered.answer(code=made[2])
    for again in (2, serial):
        with pytest.raises(NotIssued, match="déjà été remplacé par le n° 4|ne se réimprime qu’une fois"):
            replaced(lettered, again)
    lettered.answer(code=code)
    assert issuing.counts(lettered.app.store, "BA27") == {"lettres": {"issued": 2, "revoked": 1, "used": 1}}


def test_a_code_that_has_served_is_not_reprinted(lettered):
    lettered.answer(code=issue(lettered)[1])

    with pytest.raises(NotIssued, match="a déjà servi"):
        replaced(lettered, 1)


def printed(asked, old):
    """The code of a letter that was printed in the place of a lost one, and not confirmed."""
    store, code = asked.app.store, new_code()
    serial = issuing.next_serial(store, "BA27")
    reprinting.print_again(store, "BA27", old, serial, code, OPERATOR)
    return code


@pytest.mark.parametrize("first", [0, 1, 2])
def test_of_a_letter_and_those_printed_in_its_place_the_first_that_serves_counts_alone(lettered, first):
    old = issue(lettered)[2]
    those = [old, printed(lettered, 2), printed(lettered, 2)]
    lettered.answer(code=those.pop(first))

    for code in those:
        with pytest.raises(BadCode, match="annulé|a déjà servi"):
            lettered.answer(code=code)
    assert len(lettered.answers()) == 1
    assert issuing.counts(lettered.app.store, "BA27") == {"lettres": {"issued": 2, "used": 1, "revoked": 2}}


def test_a_code_that_is_revoked_takes_with_it_the_letter_printed_in_its_place(lettered):
    issue(lettered)
    store, new = lettered.app.store, printed(lettered, 2)
    issuing.revoke(store, "BA27", 2, OPERATOR)

    with pytest.raises(BadCode, match="annulé"):
        lettered.answer(code=new)
    for again in (lambda: reprinting.in_hand(store, "BA27", 4, OPERATOR), lambda: printed(lettered, 2)):
        with pytest.raises(NotIssued, match="annulé sans être remplacé"):
            again()
    assert issuing.counts(store, "BA27") == {"lettres": {"issued": 2, "revoked": 2}}


def test_once_in_hand_the_new_letter_alone_serves(lettered):
    old, store = issue(lettered)[2], lettered.app.store
    new = printed(lettered, 2)
    for _ in range(2):
        reprinting.in_hand(store, "BA27", 4, OPERATOR)

    with pytest.raises(BadCode, match="annulé"):
        lettered.answer(code=old)
    lettered.answer(code=new)
    assert [line["verb"] for line in store.journal("series/BA27")][1:] == ["code_printed", "code_replaced"]


def test_a_lost_letter_that_answered_meanwhile_is_not_replaced(lettered):
    old = issue(lettered)[2]
    printed(lettered, 2)
    lettered.answer(code=old)

    with pytest.raises(NotIssued, match="a déjà servi"):
        reprinting.in_hand(lettered.app.store, "BA27", 4, OPERATOR)


def test_the_journal_names_serials_and_never_codes(lettered):
    made = issue(lettered)
    _, code = replaced(lettered, 2)
    lines = lettered.app.store.journal(issuing.numbers_of("BA27"))

    assert [one["verb"] for one in lines] == ["codes_issued", "code_replaced"]
    assert not [one for one in (*made.values(), code) if one in str(lines) or bare(one) in str(lines)]


def test_who_tries_codes_is_slowed_down_and_a_neighbour_is_not(lettered, monkeypatch):
    monkeypatch.setattr(doubt, "window", lambda: 1)
    code = issue(lettered)[1]
    for _ in range(guesses.MOST):
        typed(lettered, new_code(), 409)

    braked = typed(lettered, code, 429)
    assert "appelez-nous" in braked.page.html
    assert typed_from(lettered, "198.51.100.7", code).page.html.count("Vérifiez vos réponses")


def test_who_asks_whether_the_neighbours_have_answered_learns_no_more_and_is_slowed_down(asked, monkeypatch):
    monkeypatch.setattr(doubt, "window", lambda: 1)
    asked.publish(identity="declaree")
    asked.answer(name="Anne Exemple", birth="1950-03-12", channel="telephone", agent="lucie")
    for _ in range(guesses.MOST):
        told = named(asked, "exemple anne", 409).page
        assert told.says("Une réponse a déjà été donnée. Si ce n’est pas par vous")
        assert not told.says("le mardi 12") and not told.says("ainsi, par téléphone")
    assert named(asked, "Badr Exemple", 429).page.says("appelez-nous")


def named(asked, name, status):
    """Somebody who gives a name on the last page."""
    reader = Reader(asked.app).begin(asked).fill(q_usage="3").fill().fill()
    return reader.fill(status, name=name, birth="12/03/1950")


def test_the_tries_of_a_connection_are_forgotten_after_a_day(lettered, monkeypatch):
    monkeypatch.setattr(doubt, "window", lambda: 1000)
    typed(lettered, new_code(), 409)
    for later, gone in ((guesses.A_DAY, 0), (guesses.A_DAY + 1, 1), (guesses.A_DAY + 1, 0)):
        monkeypatch.setattr(doubt, "window", lambda later=later: 1000 + later)
        assert guesses.forget(lettered.app) == gone
    assert list(lettered.app.store.search("guesses/", guesses.TABLE)) == []


def test_the_codes_of_a_consultation_go_a_year_after_its_close(lettered):
    made = issue(lettered)
    typed(lettered, made[1], 200)
    lettered.clock.at = CLOSES + timedelta(days=366)
    assert keeping.forget_rights(lettered.app) == 0 and len(stored(lettered)) == 3
    lettered.clock.at += timedelta(minutes=1)
    assert keeping.forget_rights(lettered.app) >= 4
    assert keeping.forget_rights(lettered.app) == 0
    left = lettered.app.store.read("series/BA27")
    assert lettered.app.store.get_setting("roll-ba27-codes") is None
    assert stored(lettered) == [] and not any(left.find("series/BA27", name) for name in ("batches", "counter"))


def typed_from(asked, address, code):
    """The same from another connection."""
    reader = Reader(asked.app)
    reader.flask.environ_base["REMOTE_ADDR"] = address
    return reader.begin(asked).fill(q_usage="3").fill().fill().fill(code=code)


def test_no_part_of_a_series_is_full_after_a_town_had_its_letters(lettered):
    """By the arithmetic of chance: 90,000 codes in 256 parts of 500."""
    mean = issuing.MOST / 256
    assert mean + 7 * mean**0.5 < 500
