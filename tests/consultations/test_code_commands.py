"""`formservice codes`: sheets to cut, hashes in the store, no code on the terminal; stopped, it starts again."""

import os
import re
import signal
import stat
from io import BytesIO

import page
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from formservice.participation import code_commands, code_work, issuing
from formservice.participation.code_commands import codes
from formservice.participation.codes import TABLE
from formservice.participation.written_codes import bare, slip
from tests.paper.town import words_of

CODE = re.compile(r"[0-9A-Z]{4} ?- ?[0-9A-Z]{4} ?- ?[0-9A-Z]{4}")
# The child of a fork only works and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.fixture
def town(asked):
    """A town whose consultation asks for a code."""
    asked.publish(identity="code")
    return asked


@pytest.fixture
def run(town):
    """Run the command; nothing it says may look like a code."""

    def run(*words, code=0):
        with town.app.app_context():
            result = CliRunner().invoke(codes, ["BA27", *map(str, words)])
        assert result.exit_code == code, result.output
        assert not CODE.search(result.output)
        return result.output.replace("\u00a0", " ").replace("\u202f", " ")

    return run


def printed(folder):
    """The codes on the sheets of a folder."""
    read = " ".join(words_of(path.read_bytes()) for path in sorted(folder.glob("*.pdf")))
    return [bare(one) for one in CODE.findall(read)]


def stored(town):
    return sorted(one["serial"] for _, one in town.app.store.search("codes/", TABLE))


def test_fifty_letters_are_printed_on_three_pages_for_their_owners_eyes(run, town, tmp_path):
    said = run("--count", 50, "--to", tmp_path / "codes", "--label", "quartier-gare")

    [sheet] = (tmp_path / "codes").iterdir()
    assert "50 codes, du n° 1 au n° 50, tirage « quartier-gare »" in said
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600 and stat.S_IMODE(sheet.parent.stat().st_mode) == 0o700
    assert len(PdfReader(sheet).pages) == 3
    assert len(set(printed(sheet.parent))) == 50 and not [one for one in printed(sheet.parent) if slip(one)]
    assert stored(town) == list(range(1, 51))


def test_a_letter_says_the_town_the_subject_the_address_and_that_it_serves_once(run, tmp_path):
    run("--count", 1, "--to", tmp_path)
    read = words_of(next(tmp_path.glob("*.pdf")).read_bytes())

    for words in ("Les bancs de la ville", "localhost/consultations/bancs", "03 53 01 00 01", "n° 1"):
        assert words in read
    assert "Un code, une réponse. Jusqu’au 14 février 2027." in read


def test_a_screen_reader_can_read_a_sheet(run, tmp_path):
    run("--count", 30, "--to", tmp_path)
    made = next(tmp_path.glob("*.pdf")).read_bytes()
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert report.is_compliant, [failure.message for failure in report.failures]
    assert len(PdfReader(BytesIO(made)).pages) == 2


def test_a_printed_code_opens_the_consultation(run, town, tmp_path):
    run("--count", 2, "--to", tmp_path)
    town.answer(code=printed(tmp_path)[0])

    assert run("--list") == "lettres, 2 codes : 1 à utiliser, 1 utilisé, 0 annulé\n"


def test_a_letter_is_reprinted_once_by_the_operator(run, town, tmp_path):
    run("--count", 2, "--to", tmp_path / "all")
    said = run("--reprint", 2, "--to", tmp_path / "one")

    assert "Code n° 2 annulé ; le n° 3 le remplace" in said
    assert "a déjà été remplacé par le n° 3" in run("--reprint", 2, "--to", tmp_path / "two", code=1)
    assert not (tmp_path / "two").exists()
    town.answer(code=printed(tmp_path / "one")[0])
    assert "a déjà servi" in run("--reprint", 3, "--to", tmp_path / "two", code=1)


@pytest.mark.parametrize("killed", ["put", "reprinting.in_hand"])
def test_stopped_while_a_letter_is_reprinted_no_sheet_is_dead(run, town, tmp_path, monkeypatch, killed):
    run("--count", 2, "--to", tmp_path / "all")
    old, *_ = printed(tmp_path / "all")

    def stop(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(f"formservice.participation.code_commands.{killed}", stop)
        run("--reprint", 1, "--to", tmp_path / "one", code=1)
    left = printed(tmp_path / "one")
    assert len(left) == (killed != "put")
    town.answer(code=(left or [old])[0])


def test_a_letter_that_served_while_it_was_reprinted_leaves_no_sheet(run, town, tmp_path, monkeypatch):
    run("--count", 1, "--to", tmp_path / "all")
    [old], put = printed(tmp_path / "all"), code_commands.put

    def meanwhile(*given):
        put(*given)
        town.answer(code=old)

    monkeypatch.setattr(code_commands, "put", meanwhile)
    assert "a déjà servi" in run("--reprint", 1, "--to", tmp_path / "one", code=1)
    assert list((tmp_path / "one").iterdir()) == []


def test_lost_letters_and_a_whole_printing_are_revoked(run, tmp_path):
    run("--count", 4, "--to", tmp_path)

    assert run("--revoke", 1, "--revoke", 2) == "Code n° 1 annulé.\nCode n° 2 annulé.\n"
    assert run("--revoke-all", "lettres") == "2 codes annulés.\n"
    assert "Aucun code n’a le n° 9" in run("--revoke", 9, code=1)


@pytest.mark.parametrize(
    "words", [(), ("--count", 5), ("--count", 0, "--to", "x"), ("--list", "--revoke", 1), ("--reprint", 1)]
)
def test_what_is_not_said_well_is_told(run, words):
    assert "Usage" in run(*words, code=2)


def test_a_consultation_that_asks_for_no_code_has_none(town, run, tmp_path):
    town.publish(identity="libre")

    assert "identity: code" in run("--count", 5, "--to", tmp_path, code=1)
    assert list(tmp_path.glob("*.pdf")) == []


def test_killed_between_any_two_shards_it_goes_on_from_there(run, town, tmp_path, monkeypatch):
    """kill -9 after one shard, then after two more: the sheets are those of the codes drawn first, each kept once."""
    folder = tmp_path / "codes"
    for shards in (1, 2):
        assert killed_after(town, folder, shards, monkeypatch)
        assert not list(folder.glob("*.pdf")) and 0 < len(stored(town)) < 12
    drawn = code_work._read(code_work.path_of(folder, "BA27")).codes
    run("--count", 12, "--to", folder)

    assert stored(town) == list(range(1, 13))
    assert printed(folder) == [bare(one) for one in drawn]
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]
    assert sum(line["verb"] == "codes_issued" for line in town.app.store.journal(issuing.numbers_of("BA27"))) == 1


def killed_after(town, folder, shards, monkeypatch):
    """Make twelve codes in a process of its own, killed after some shards; whether it was."""
    child = os.fork()
    if not child:
        try:
            begin_then_die(town, folder, shards)
        finally:
            os._exit(1)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def begin_then_die(town, folder, shards):
    from formservice.storage import open_store

    # A connection is not shared with the parent.
    store = open_store(town.settings["STORE"], rehearsal=town.app.rehearsal)
    work = code_work.begin(folder, "BA27", "lettres", 12)
    first = issuing.reserve(store, "BA27", work.id, work.label, 12, issuing.By("cli", "cli"))
    seen = len({one[0] for one in store.search("codes/", TABLE)})
    for n, _ in enumerate(issuing.keep(store, "BA27", work.label, dict(enumerate(work.codes, first))), 1):
        if n == seen + shards:
            os.kill(os.getpid(), signal.SIGKILL)
