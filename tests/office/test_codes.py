"""Printed codes in the office: counted, revoked, reprinted once; an agent never sees one but on its letter."""

import re

import pytest

from formservice.office import agents
from formservice.participation import issuing
from formservice.participation.issuing import By
from formservice.participation.written_codes import bare, new_code
from tests.builders import NOW, a_catalogue, a_release
from tests.consultations.town import a_consultation
from tests.office.conftest import PASSWORD
from tests.paper.town import an_edition, words_of

PAGE = "/agents/consultations/BA27/codes"
CODES = {n: new_code() for n in range(1, 4)}


@pytest.fixture
def app(app_on, tmp_path):
    """A town that consults by letters, and one consultation without."""
    asked = {"opens": "2026-01-01 08:00", "closes": "2027-12-31 08:00"}
    free = a_consultation(code="LI27", **asked)
    editions = (an_edition(identity="code"),)
    catalogue = a_catalogue(consultations=(a_consultation(identity="code", **asked), free), editions=editions)
    app = app_on(a_release(tmp_path / "release", catalogue), NOW)
    agents.add(app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    agents.add(app.store, "omar", PASSWORD, ["resources"], "Omar")
    return app


@pytest.fixture
def letters(app, store):
    """Three letters that were printed."""
    issuing.reserve(store, "BA27", "work", "quartier-gare", len(CODES), By("cli", "cli"))
    list(issuing.keep(store, "BA27", "quartier-gare", CODES))
    return CODES


def act(desk, action, serial, status=None):
    return desk.send(PAGE, {"action": action, "serial": serial}, status)


def counted(desk):
    """How many are to be used, used, revoked."""
    return [int(one) for one in re.findall(r"(\d+) (?:à utiliser|utilisé|annulé)", desk.get(PAGE).text)]


def test_an_agent_sees_counts_and_never_a_code(desk, letters):
    seen = desk.get(PAGE)

    assert "quartier-gare" in seen.text and counted(desk) == [3, 0, 0]
    assert not [code for code in letters.values() if code in seen.html or bare(code) in seen.html]


def test_a_lost_letter_is_revoked_by_its_number(desk, letters):
    assert act(desk, "revoke", "n° 2", 200).says("Le code n° 2 est annulé")
    assert counted(desk) == [2, 0, 1]


def test_a_lost_letter_is_reprinted_as_a_file_and_the_old_one_goes_once_it_is_printed(desk, letters):
    sheet = act(desk, "reprint", "2", 200)

    assert sheet.headers["Content-Type"] == "application/pdf"
    assert "code-BA27-00004.pdf" in sheet.headers["Content-Disposition"]
    read = words_of(sheet.body)
    assert "n° 4" in read and len(re.findall(r"\w{4} ?- ?\w{4} ?- ?\w{4}", read)) == 1
    assert counted(desk) == [3, 0, 0]
    waiting = desk.get(PAGE)
    assert waiting.says("Lettre n° 4, à la place du n° 2") and waiting.says("1 réimprimé à confirmer")
    assert act(desk, "printed", "4", 200).says("l’ancien code ne sert plus") and counted(desk) == [3, 0, 1]
    assert act(desk, "reprint", "2", 409).says("a déjà été remplacé par le n° 4")
    assert act(desk, "reprint", "4", 409).says("ne se réimprime qu’une fois")
    assert "Lettre n°" not in desk.get(PAGE).text


def test_a_file_that_was_lost_on_the_way_is_printed_again(desk, letters):
    act(desk, "reprint", "2", 200)
    assert "code-BA27-00005.pdf" in act(desk, "reprint", "2", 200).headers["Content-Disposition"]
    act(desk, "printed", "5", 200)
    assert counted(desk) == [3, 0, 2]
    assert act(desk, "printed", "4", 409).says("a déjà été remplacé par le n° 5")


def test_only_a_letter_printed_again_is_to_be_confirmed(desk, letters):
    assert act(desk, "printed", "1", 409).says("n’attend pas d’être confirmé")
    act(desk, "reprint", "1", 200)
    act(desk, "revoke", "4", 200)
    assert act(desk, "printed", "4", 409).says("n’attend pas d’être confirmé") and counted(desk) == [3, 0, 1]


def test_the_journal_tells_who_and_which_letter_but_no_code(desk, letters, store):
    act(desk, "revoke", "1")
    act(desk, "reprint", "2")
    act(desk, "printed", "4")
    lines = store.journal(issuing.numbers_of("BA27"))[1:]

    assert [(one["verb"], one["agent"], one["channel"], one["serial"]) for one in lines] == [
        ("code_revoked", "lucie", "office", 1), ("code_printed", "lucie", "office", 2),
        ("code_replaced", "lucie", "office", 2),
    ]  # fmt: skip
    assert not [code for code in letters.values() if code in str(lines) or bare(code) in str(lines)]


@pytest.mark.parametrize("serial", ["", "abc", "7KM4-3QXW-9PBT", "-1", "٣", "1" * 40])
def test_what_is_no_serial_number_is_told_on_the_field(desk, letters, serial):
    assert act(desk, "revoke", serial, 422).says("numéro de la lettre")
    assert counted(desk) == [3, 0, 0]


def test_a_number_that_no_letter_has_is_told(desk, letters):
    assert act(desk, "revoke", "77", 409).says("Aucun code n’a le n° 77")


def test_an_act_that_does_not_exist_is_refused(desk, letters):
    act(desk, "print-all", "1", 400)


def test_a_consultation_without_codes_says_so(desk):
    assert desk.get("/agents/consultations/LI27/codes").says("n’a pas de codes")
    desk.get("/agents/consultations/XX99/codes", 404)


def test_before_any_printing_the_page_says_how(desk):
    assert desk.get(PAGE).says("formservice codes BA27")


def test_the_vote_of_an_edition_has_codes_too(desk):
    seen = desk.get("/agents/consultations/BP/codes")

    assert seen.says("Budget participatif 2027. Jusqu’au 30 mai 2027.") and seen.says("formservice codes BP")


def test_an_agent_of_another_role_does_not_see_it(stranger, letters):
    stranger.log_in("omar")
    stranger.get(PAGE, 404)


def test_when_nothing_can_be_printed_nothing_is_changed(desk, letters, monkeypatch):
    from formservice.office import coding
    from formservice.paper import PaperError

    def broken(*_):
        raise PaperError("Pas d’encre.")

    monkeypatch.setattr(coding, "sheets", broken)
    assert act(desk, "reprint", "1", 503).says("rien n’a été changé")
    assert counted(desk) == [3, 0, 0]
