"""The day on paper as a file: for its owner's eyes, put in place whole, gone once the day is over."""

import os
import stat
import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import page
import pytest
from click.testing import CliRunner

from formservice import create_app
from formservice.office import day_files
from formservice.office.day_command import jour
from formservice.office.day_files import forget, keep
from formservice.office.day_nightly import Nightly, due_since
from formservice.paper import PaperError
from formservice.submit import enter, submit
from tests.agenda.town import ANSWERS
from tests.builders import NOW, ROOT, a_catalogue, a_release, a_session, an_activity
from tests.paper.town import words_of

TOMORROW = NOW.date() + timedelta(days=1)


@pytest.fixture
def app(app_on, tmp_path):
    """A town with a session tomorrow, and its folder."""
    of = a_catalogue(an_activity(sessions=(a_session("SM-1", NOW + timedelta(days=1)),)))
    return app_on(a_release(tmp_path / "release", of), NOW, VAR=str(tmp_path / "var"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "var" / "jour"


def made(app, day=TOMORROW, to=None):
    with app.app_context():
        return keep(app, day, to)


def run(app, *words):
    with app.app_context():
        return CliRunner().invoke(jour, words)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def without_typst(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)


def test_nobody_else_can_read_it(app, folder):
    before = os.umask(0)
    try:
        path = made(app)
    finally:
        os.umask(before)
    assert path == folder / "jour-2026-12-02.pdf" and (mode(path), mode(folder)) == (0o600, 0o700)
    folder.chmod(0o755)
    assert mode(made(app).parent) == 0o700


def test_a_folder_that_was_there_keeps_its_rights_and_the_file_has_its_own(app, tmp_path):
    shared = tmp_path / "partage"
    shared.mkdir(mode=0o755)
    assert mode(made(app, to=shared)) == 0o600 and mode(shared) == 0o755
    assert mode(made(app, to=tmp_path / "cle" / "neuf").parent) == 0o700


def test_it_is_put_in_place_whole_or_not_at_all(app, folder, monkeypatch):
    old = made(app).read_bytes()

    def broken(*_):
        raise OSError(28, "plus de place")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="plus de place"):
        made(app)
    assert [one.name for one in folder.iterdir()] == ["jour-2026-12-02.pdf"] and made_of(folder) == old


def made_of(folder):
    return (folder / "jour-2026-12-02.pdf").read_bytes()


def test_past_days_go_and_nothing_else_does(app, folder, clock):
    made(app, NOW.date())
    (folder / ".jour-2026-11-30.pdf.part").touch()
    others = [folder / name for name in ("jour-2026-11-30.pdf.gpg", "facture-2026-11-30.pdf", "jour-hier.pdf")]
    for one in others:
        one.touch()
    clock.at = NOW + timedelta(days=1)
    made(app)
    assert sorted(folder.iterdir()) == sorted([*others, folder / "jour-2026-12-02.pdf"])
    assert forget(folder / "absent", TOMORROW) == 0


def test_without_typst_past_days_go_all_the_same_and_it_is_told(app, folder, clock, monkeypatch):
    made(app, NOW.date())
    clock.at = NOW + timedelta(days=1)
    without_typst(monkeypatch)
    with pytest.raises(PaperError, match="make paper"):
        made(app)
    assert list(folder.iterdir()) == []
    result = run(app)
    assert result.exit_code == 1 and "make paper" in result.output


@pytest.mark.parametrize("words", [["--day", "hier"], ["--day", "2026-13-45"], ["--day", "é" * 300]])
def test_what_is_no_day_is_refused_with_an_example(app, folder, words):
    result = run(app, *words)
    assert result.exit_code == 2 and "2026-12-03" in result.output and not folder.exists()


def test_a_day_that_is_over_is_not_printed(app, folder):
    result = run(app, "--day", "2026-11-30")
    assert result.exit_code == 1 and "Lundi 30 novembre 2026 est passé" in " ".join(result.output.split())
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_said_in_a_line(app, tmp_path):
    (tmp_path / "fichier").touch()
    result = run(app, "--to", str(tmp_path / "fichier" / "jour"))
    assert result.exit_code == 1 and "impossible d’écrire" in result.output and "Traceback" not in result.output


def test_a_rehearsal_says_so_on_paper(app):
    app.rehearsal = True
    app.store.set_setting("clock_offset", 0)
    assert "rien de ce qui est imprimé ici n’est réel" in words_of(made(app, date(2027, 1, 1)).read_bytes())


def test_the_service_makes_both_days_by_itself_twice_a_day(app, folder, clock, monkeypatch):
    days, job = [], Nightly()
    monkeypatch.setattr("formservice.office.day_nightly.keep", lambda app, day: days.append(day.day))
    for at in (NOW, NOW, NOW.replace(hour=19, minute=29), NOW.replace(hour=19, minute=30), NOW + timedelta(hours=18)):
        clock.at = at
        job(app)
    assert days == [1, 2, 1, 2] and due_since(NOW.replace(hour=4)) == datetime(2026, 11, 30, 19, 30)
    clock.at = NOW - timedelta(days=3)
    job(app)
    assert days[4:] == [28, 29]


def test_without_typst_the_service_says_it_again_and_tries_later(app, clock, folder, monkeypatch):
    tries, job = [], Nightly()
    without_typst(monkeypatch)
    monkeypatch.setattr(day_files, "forget", lambda *_: tries.append(clock.at))
    for minutes in (0, 1, 9, 11):
        clock.at = NOW + timedelta(minutes=minutes)
        with pytest.raises(PaperError, match="make paper"):
            job(app)
    assert len(tries) == 2


def test_the_command_as_it_is_typed(tmp_path, url):
    """In a process of its own, on each store, on the machine's own clock."""
    now = datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None, microsecond=0)
    session = a_session("SM-1", now + timedelta(days=1))
    release = a_release(tmp_path / "release", a_catalogue(an_activity(sessions=(session,))))
    given = {"STORE": url, "RELEASE": str(release), "SECRET_KEY": "k" * 32, "VAR": str(tmp_path / "var"), "CLOCK": ""}
    app = create_app(**given)
    activity = app.releases.current().catalogue.by_code("SM")
    submit(app, enter(app, activity, ANSWERS | {"session": "SM-1", "name": "Anna Exemple"}, key="anna"))

    env = os.environ | {f"FORMSERVICE_{name}": value for name, value in given.items()}
    done = subprocess.run(
        [sys.executable, "-m", "formservice", "jour"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    (path,) = (tmp_path / "var" / "jour").iterdir()
    read = words_of(path.read_bytes())

    assert done.returncode == 0 and str(path) in done.stdout and not done.stderr
    assert "Anna" not in done.stdout and "06 39 98 01 02" in read and read.count("Anna Exemple") == 2
    assert page.validate_pdf_bytes(path.read_bytes(), profile=page.ValidationProfile.PDF_UA_1).is_compliant
