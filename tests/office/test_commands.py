"""The office from the command line: agents, and the same lists as on the screen."""

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from formservice.office import agents, second
from formservice.office.commands import agent, export
from tests.office.conftest import PASSWORD

GOOD = "trois-girafes-et-un-banc"


@pytest.fixture
def run(app):
    """Run a command and give its result."""

    def run(command, *words, given=""):
        with app.app_context():
            return CliRunner().invoke(command, list(words), input=given)

    return run


def add(run, login="nadia", *words, password=GOOD):
    return run(agent, "add", login, "--role", "agenda", *words, "--password-stdin", given=f"{password}\n")


def test_an_added_agent_can_come_in(run, stranger):
    result = add(run, "Nadia", "--role", "contact", "--name", "Nadia B.")

    assert (result.exit_code, result.output) == (0, "Agent ajouté\xa0: nadia (Nadia B.), agenda et contact\n")
    stranger.log_in("nadia", GOOD)


WEAK = (
    "short",
    "motdepasse2026!",
    "azertyuiop123",
    "aaaaaaaaaaaaaaaa",
    "2026120311223344",
    "nadia-2026-xyz",
    "",
    "xy" * 200,
)


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused(run, store, password):
    result = add(run, password=password)

    assert result.exit_code == 1 and "mot de passe" in result.output
    assert agents.find(store, "nadia") is None


@pytest.mark.parametrize(
    ("login", "role"), [("lucie", "agenda"), ("é", "agenda"), ("a/../b", "agenda"), ("nadia", "king")]
)
def test_what_cannot_be_added_says_why(run, store, login, role):
    before = agents.everyone(store)
    result = run(agent, "add", login, "--role", role, "--password-stdin", given=f"{GOOD}\n")

    assert result.exit_code != 0 and result.output
    assert agents.everyone(store) == before


def test_the_list_is_one_line_an_agent_and_nothing_of_their_password(run):
    run(agent, "disable", "omar")

    assert run(agent, "list").output == "lucie (Lucie), agenda\nomar (Omar), resources, compte fermé\n"


def test_the_list_says_who_has_a_second_factor_and_who_must_take_one(run):
    run(agent, "change", "lucie", "--role", "admin")
    assert run(agent, "list").output.splitlines()[0] == "lucie (Lucie), admin, sans second facteur"

    run(agent, "second", "lucie", "--recovery")
    assert run(agent, "list").output.splitlines()[0] == "lucie (Lucie), admin, second facteur"


def test_recovery_codes_are_printed_once_alone_and_open_the_office(run, stranger):
    run(agent, "change", "lucie", "--role", "admin")
    codes = run(agent, "second", "LUCIE", "--recovery").stdout.split()
    assert len(codes) == 10

    stranger.post("/agents/connexion", {"login": "lucie", "password": PASSWORD}, 303)
    stranger.give_code(recovery=codes[9])
    assert stranger.get("/agents/").h1 == "Bonjour, Lucie"


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31mNadia", "Nadia\u202e", "a\u2028b", "\udcff"])
def test_a_name_with_what_is_not_seen_is_refused(run, store, name):
    add(run, "karima")
    for result in (add(run, "nadia", "--name", name), run(agent, "change", "karima", "--name", name)):
        assert result.exit_code == 1 and "caractère invisible" in result.output
    assert agents.find(store, "nadia") is None and agents.find(store, "karima").name == "karima"


def test_a_lost_telephone_is_forgotten(run, store):
    run(agent, "second", "lucie", "--recovery")

    assert "second facteur oublié" in run(agent, "second", "lucie", "--reset").output
    assert not second.standing(store, "lucie")
    assert "n’a pas de second facteur" in run(agent, "second", "lucie", "--reset").output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("lucie",), 2),
        (("lucie", "--reset", "--recovery"), 2),
        (("nobody", "--reset"), 1),
        (("é", "--recovery"), 1),
    ],
)
def test_a_second_factor_that_cannot_be_changed_says_why(run, words, code):
    assert run(agent, "second", *words).exit_code == code


def test_a_disabled_agent_is_out_at_once_and_can_come_back(run, desk):
    assert run(agent, "disable", "lucie").exit_code == 0
    assert desk.get("/agents/", 303).location == "/agents/connexion"

    run(agent, "change", "lucie", "--enable")
    desk.log_in()


def test_a_new_password_replaces_the_old_one(run, stranger):
    assert run(agent, "change", "lucie", "--password-stdin", given=f"{GOOD}\n").exit_code == 0

    stranger.log_in(status=422)
    stranger.log_in(password=GOOD)


def test_changing_nobody_or_nothing_fails(run):
    assert run(agent, "disable", "nobody").exit_code == 1
    assert run(agent, "change", "lucie").exit_code == 2


def test_the_export_of_one_session_is_the_list_of_the_screen(run, desk, workshop, store, tmp_path):
    desk.type_in(workshop, session="SM-1")
    path = tmp_path / "liste.xlsx"
    result = run(export, "agenda", "--output", str(path), "--session", "SM-1")
    line = store.journal("session/SM-1")[-1]

    assert result.output == f"{path}\xa0: 1\xa0inscription de 1\xa0séance.\n"
    assert load_workbook(path).worksheets[0].max_row == 2
    assert (line["agent"], line["format"], line["rows"]) == ("cli", "xlsx", 1)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_the_export_holds_every_session(run, desk, workshop, tmp_path, kind):
    desk.type_in(workshop, session="SM-1")
    desk.type_in(workshop, session="SM-2", phone="06 39 98 00 09", key="a-key-of-the-screen-2")
    result = run(export, "agenda", "--format", kind, "--output", str(tmp_path / "tout"))

    assert "2\xa0inscriptions de 2\xa0séances" in result.output
    assert (tmp_path / "tout").stat().st_size > 100


def test_an_export_that_cannot_be_written_says_so(run, tmp_path):
    assert run(export, "agenda", "--output", str(tmp_path / "none" / "a.csv")).exit_code == 1
    assert run(export, "agenda", "--output", str(tmp_path / "a.csv"), "--session", "ZZ-1").exit_code == 1
    assert run(export, "agenda", "--output", str(tmp_path / "a.exe")).exit_code == 2
    assert list(tmp_path.glob("*.part")) == []


def test_the_lists_by_theme_are_exported_too(run, desk, store, tmp_path):
    given = {"who": "self", "name": "Dina Exemple", "reach": "phone", "phone": "06 39 98 00 07"}
    desk.send("/agents/themes/photos", given | {"channel": "telephone", "consent": "agreed"}, 303)
    path = tmp_path / "listes.csv"

    assert run(export, "themes", "--output", str(path)).output == f"{path}\xa0: 1\xa0demande.\n"
    assert "Les photos" in path.read_text("utf-8-sig") and "Dina Exemple" in path.read_text("utf-8-sig")
    assert store.journal("theme/photos")[-1]["verb"] == "download"
    assert run(export, "themes", "--output", str(path), "--session", "SM-1").exit_code == 2
