"""Opening a box: two agents, three papers that were tried, and nothing opened before the end."""

import stat
from datetime import timedelta
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.office import agents
from formservice.voting import box, elections, opening, words
from formservice.voting.ceremony import NotNow
from tests.paper.town import words_of
from tests.voting.ceremony.conftest import NOW, TWO, printed
from tests.voting.site import CODE


def officers(folder, papers, say="oui", change=lambda n, words: words):
    """What people type: once the pages are printed they are read, then the files must be gone."""
    yield from TWO
    papers += printed(folder)
    papers += [stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]]
    yield say
    assert not folder.exists()
    for n, one in enumerate(papers[:3], 1):
        yield change(n, one)


def test_three_papers_are_printed_tried_and_their_files_destroyed(town, tmp_path):
    folder, papers = tmp_path / "cles", []
    said = town.run("open", CODE, "--stdin", "--to", folder, lines=officers(folder, papers))

    assert papers[3:] == [0o700, 0o600, 0o600, 0o600] and not folder.exists()
    for pair in (papers[0:2], papers[1:3], [papers[2], papers[0]]):
        assert box.public_of(words.join(pair)) == town.election.public
    assert said.count("la clé revient") == 3 and "L’urne est ouverte" in said
    assert town.verbs() == ["vote_opened"] and town.election.opened_by == ("lucie", "karim")


def test_the_report_says_what_the_box_was_opened_on(plain, tmp_path):
    folder = tmp_path / "cles"
    plain.run("open", CODE, "--stdin", "--to", folder, "--report", "pv.pdf", lines=officers(folder, []))

    read = words_of((tmp_path / "pv.pdf").read_bytes())
    told = ("0 bulletin, 0 émargement", "version 3", "Un verger partagé", "9 000 €", "Lucie", "Karim", "12 avril 2027")
    assert [one for one in told if one not in read] == []
    report = page.validate_pdf_bytes((tmp_path / "pv.pdf").read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


@pytest.mark.parametrize("said", ["non", ""])
def test_pages_that_are_badly_printed_open_nothing_and_leave_no_file(plain, tmp_path, said):
    folder = tmp_path / "cles"
    told = plain.run("open", CODE, "--stdin", "--to", folder, lines=officers(folder, [], said), code=1)
    assert "Rien n’est ouvert" in told and plain.election is None and not folder.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda n, told: told if n < 3 else fifth(told, "zoologie"), "Le mot n° 5 n’est pas"),
        (lambda n, told: " ".join([*told.split()[:-1], "academic"]) if n == 2 else told, "Un mot en remplace un autre"),
        (lambda n, told: " ".join(told.split()[:-1]) if n == 2 else told, "Il y a 32 mots au lieu de 33"),
        (lambda n, told: words.split(box.new_key())[n - 1], "n’ouvrent pas l’urne"),
        (lambda n, told: words.split(box.new_key())[0], "C’est le papier n° 1"),
    ],
)
def test_a_paper_that_does_not_bring_the_key_back_opens_nothing(plain, tmp_path, change, says):
    folder = tmp_path / "cles"
    lines = ended(officers(folder, [], change=change))
    assert says in plain.run("open", CODE, "--stdin", "--to", folder, lines=lines, code=1)
    assert plain.election is None and plain.verbs() == []


def fifth(told, word):
    """The words, with this one for the fifth: no other, though one word may hold another."""
    read = told.split()
    return " ".join([*read[:4], word, *read[5:]])


def ended(lines):
    """The lines; an empty one ends a paper that is too short."""
    for line in lines:
        yield line
        if 20 < len(line.split()) < words.COUNT:
            yield ""


def test_a_second_ceremony_says_since_when_the_box_is_open(town):
    town.open()
    said = town.run("open", CODE, "--screen", "--stdin", code=1)
    assert "déjà été ouverte le lundi 12 avril 2027 à 10 h, par lucie et karim" in said


def test_two_ceremonies_at_once_open_one_box(town):
    with town.app.app_context():
        ready = opening.ready(town.app, CODE)
        first = opening.record(town.app, ready, box.public_of(box.new_key()), town.agents())
        with pytest.raises(NotNow):
            opening.record(town.app, ready, box.public_of(box.new_key()), town.agents())
    assert town.election.public == first.public


@pytest.mark.parametrize(
    ("days", "says"), [(-18, "Il est trop tôt"), (30, "Le vote est terminé")],
)  # fmt: skip
def test_a_box_is_opened_near_the_vote_and_not_after(plain, days, says):
    plain.clock.at = NOW + timedelta(days=days)
    assert says in plain.run("open", CODE, "--screen", "--stdin", code=1)


def test_a_box_where_something_is_already_is_not_opened(town):
    with town.store.transaction("box/BC27/a0") as records:
        box.put(records, "box/BC27/a0", "web", ["sealed"])
    assert "L’urne n’est pas vide" in town.run("open", CODE, "--screen", "--stdin", code=1)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (TWO[:3] * 2, "Il faut deux personnes"),
        ([*TWO[:3], "karim", "pas le bon du tout", "1"], "ne va pas"),
        (TWO[:4], "Il manque une ligne"),
    ],
)
def test_two_agents_prove_themselves_or_nothing_is_done(town, lines, says):
    assert says in town.run("open", CODE, "--screen", "--stdin", lines=lines, code=1)
    assert town.election is None


def test_an_agent_of_the_agenda_opens_no_box(plain):
    agents.change(plain.store, "karim", roles=["agenda"])
    assert "n’a pas le rôle" in plain.run("open", CODE, "--screen", "--stdin", code=1)


def test_the_words_never_go_where_the_store_or_the_site_are(plain, tmp_path):
    for folder in (plain.app.settings.RELEASE, f"{plain.app.settings.RELEASE}/site/x"):
        assert "choisissez un autre dossier" in plain.run("open", CODE, "--to", folder, "--stdin", code=1)
    (tmp_path / "papiers").mkdir()
    (tmp_path / "papiers/notes.txt").write_text("à garder")
    assert "n’est pas vide" in plain.run("open", CODE, "--to", tmp_path / "papiers", "--stdin", code=1)


def test_what_a_killed_ceremony_left_is_destroyed_by_the_next(plain, tmp_path):
    folder = tmp_path / "cles"
    folder.mkdir()
    (folder / "cle-BC27-1.pdf").write_bytes(b"old words")
    (folder / ".cle-BC27-2.pdf.part").write_bytes(b"old words")
    plain.run("open", CODE, "--stdin", "--to", folder, lines=officers(folder, []))
    assert plain.election.state == elections.OPEN and not folder.exists()


def test_an_officers_page_can_be_read_by_a_screen_reader_and_holds_on_one_sheet(plain, tmp_path):
    folder, seen = tmp_path / "cles", []

    def lines():
        yield from TWO
        seen.append((folder / "cle-BC27-2.pdf").read_bytes())
        yield "non"

    plain.run("open", CODE, "--stdin", "--to", folder, lines=lines(), code=1)
    report = page.validate_pdf_bytes(seen[0], profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant and len(PdfReader(BytesIO(seen[0])).pages) == 1
    assert "papier 2 sur 3" in words_of(seen[0]) and "c’est la norme" in words_of(seen[0])
