"""Anyone counts an election at home, from its file alone."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from formservice import cli
from tests.count.files import GOOD, changed

pytestmark = pytest.mark.usefixtures("nowhere")


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine with neither settings nor store nor site."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FORMSERVICE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path):
    """A file of that content; its path."""

    def file(content=None, name="banc.pb"):
        path = tmp_path / name
        path.write_bytes(GOOD.encode() if content is None else content)
        return str(path)

    return file


def run(*words):
    return CliRunner().invoke(cli.main, ["count", *words])


def test_a_count_is_one_object_on_the_output(file):
    result = run(file(), "--format", "json")
    told = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (told["winners"], told["cost"], told["rule"]) == (["12", "3"], 100, "greedy")
    assert told["ties"] == [{"projects": ["12", "7"], "decides": True}]
    assert (told["budget"], told["ballots"], told["share"], told["same"]) == (100, 5, None, True)
    assert [line["project_id"] for line in told["projects"]] == ["12", "7", "3"]


def test_a_count_is_told_in_french(file):
    told = run(file()).stdout.replace("\xa0", " ")

    assert "Saint-Exemple, 2027\nRègle : greedy\nBudget : 100 €. 3 projets, 5 bulletins." in told
    assert "  2. - n° 7 Deux bancs\n       3 voix, 50 €. Il coûte 50 €, et il ne restait que 40 €." in told
    assert "2 projets choisis, 100 € sur 100 € : 12, 3" in told
    assert "Les projets n° 12 et n° 7 étaient à égalité." in told
    assert told.endswith("Ce sont les projets que le fichier dit choisis (selected).\n")


def test_winners_that_are_not_those_of_the_file_are_told(file):
    told = run(file(changed("Deux bancs;0", "Deux bancs;1"))).stdout.replace("\xa0", " ")

    assert "Ce ne sont pas les projets que le fichier dit choisis (selected) : en moins, 7." in told


def test_the_same_ballots_under_another_rule(file):
    told = json.loads(run(file(), "--format", "json", "--rule", "equalshares/add1").stdout)

    assert (told["rule"], told["counted_by"]["rule"]) == ("greedy", "equalshares/add1")
    assert told["share"] >= 20


def test_equals_are_drawn_from_the_words_that_are_given(file):
    drawn = {
        tuple(json.loads(run(file(), "--format", "json", "--seed", f"BP{at}").stdout)["winners"]) for at in range(8)
    }

    assert drawn == {("12", "3"), ("7", "3")}


def test_the_currency_is_that_of_the_file(file):
    told = run(file(changed("budget;100", "budget;100\ncurrency;PLN"))).stdout.replace("\xa0", " ")

    assert "Il coûte 50 PLN" in told
    assert "€" not in told


BROKEN = {
    "empty.pb": (b"", ", ligne 1 : la partie META manque"),
    "picture.pb": (b"\x89PNG\r\n\x1a\n\x00\xff", ", ligne 1 : ce n’est pas du texte en UTF-8"),
    "decompte.zip": (b"PK\x03\x04\x14\x00\xff", " : c’est une archive. Ouvrez-la d’abord, puis indiquez son dossier."),
    "cut.pb": (GOOD[:-13].encode(), ", ligne 8 : num_votes dit 5, le fichier en a 4."),
    "nobody.pb": (
        GOOD.split("1;12,7")[0].replace("num_votes;5", "num_votes;0").encode(),
        ", ligne 8 : num_votes dit 0",
    ),
    "wrong.pb": (changed("3;12;", "3;99\x1b[2J;"), ", ligne 23 : le projet « 99?[2J »"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("shape", ["text", "json"])
def test_what_is_not_an_election_is_refused_in_a_line(file, name, shape):
    content, piece = BROKEN[name]
    path = file(content, name)
    result = run(path, "--format", shape)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{path}{piece}")
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_nor_a_file_is_told(tmp_path):
    for path, piece in (
        (tmp_path / "rien.pb", "il n’y a pas de fichier"),
        ("/dev/null", "ce n’est pas un fichier"),
        (tmp_path, "Indiquez le dossier"),
    ):
        result = run(str(path))
        assert (result.exit_code, result.stdout) == (1, "")
        assert piece in result.stderr


def test_a_file_too_big_to_be_an_election_is_told(file):
    path = file()
    os.truncate(path, 60_000_001)
    assert "dépasse 60" in run(path).stderr


def test_a_name_in_a_file_cannot_turn_the_object_of_the_count_over(file):
    told = run(file(changed("Un banc", "Un \u202e\x9bbanc")), "--format", "json").stdout
    assert json.loads(told)["projects"][0]["name"] == "Un ??banc"


def test_a_file_whose_bytes_do_not_come_is_told():
    # A regular file that opens, whose first byte is an error whoever reads it.
    assert "ne se lit pas" in run("/proc/self/mem").stderr


def test_a_name_cannot_move_the_terminal(file):
    told = run(file(changed("Un banc", "Un banc\x1b]0;x\x07\u202e"))).stdout

    assert not {"\x1b", "\x07", "\u202e"} & set(told)


def test_it_needs_no_settings_as_a_program_of_its_own(file):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FORMSERVICE_")}
    code = "from formservice.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "count", file(), "--format", "json"], capture_output=True, text=True,
        env=clean | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["winners"] == ["12", "3"]
