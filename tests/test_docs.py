"""What the documents say is there, is there; what must be written, is written."""

import re
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from formservice.cli import main
from formservice.config import Config
from formservice.count.ties import drawn
from formservice.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "content" / "README.md"])
OURS = r"(?:formservice|plugins|deploy|theme|content|tests|requirements|docs)/[\w./~-]*\w/?"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def packages() -> set[str]:
    lines = "\n".join(path.read_text() for path in (ROOT / "requirements").glob("*.in"))
    return set(re.findall(r"^[A-Za-z][\w-]*", lines, flags=re.MULTILINE))


def test_the_readme_can_be_read_in_one_sitting():
    assert 80 <= len(read("README.md").splitlines()) <= 120


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/installer.md", "docs/editer.md"])
def test_every_target_that_is_named_can_be_made(name):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    # Between backticks or on a line of its own: elsewhere, « make » is an English word.
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", read(name), flags=re.MULTILINE))

    assert named and named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|mailto:|tel:|/|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(page):
    named = re.findall(rf"`({OURS})`", page.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("setting", [field.name for field in fields(Config)])
def test_every_setting_is_explained_to_the_operator(setting):
    assert f"| `FORMSERVICE_{setting}` |" in read("docs/installer.md")


def test_every_setting_that_is_explained_is_read():
    explained = set(re.findall(r"\| `FORMSERVICE_(\w+)` \|", read("docs/installer.md")))

    assert explained == {field.name for field in fields(Config)}


@pytest.mark.parametrize("package", sorted(packages()))
def test_every_dependency_has_its_reason(package):
    assert re.search(rf"^\| {re.escape(package)} \| [\w.]+ \| \w", read("docs/decisions.md"), flags=re.MULTILINE)


def test_the_versions_of_the_decisions_are_those_that_are_locked():
    locks = "\n".join(path.read_text() for path in (ROOT / "requirements").glob("*.txt"))
    told = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \|", read("docs/decisions.md"), flags=re.MULTILINE)

    assert told
    assert [pair for pair in told if f"{pair[0].lower()}=={pair[1]} " not in locks] == []


@pytest.mark.parametrize("name", ["docs/installer.md", "docs/vie-privee.md", "docs/voter.md", "docs/recompter.md"])
def test_every_command_of_the_service_that_is_named_exists(name):
    named = set(re.findall(r"(?:^|[`/|] ?)(?:commune|formservice) ([a-z][a-z-]*)", read(name), flags=re.MULTILINE))

    assert named and named <= set(main.commands)


def test_every_ceremony_of_a_vote_that_is_named_exists_and_none_is_left_out():
    named = set(re.findall(r"commune vote ([a-z][a-z-]*)", read("docs/voter.md")))

    assert named == set(main.commands["vote"].commands)


def programs() -> list[str]:
    """The Python of docs/recompter.md: the draw, the votes of an area."""
    return re.findall(r"```python\n(.*?)```", read("docs/recompter.md"), flags=re.DOTALL)


def test_the_draw_that_anyone_can_make_is_ours(capsys):
    exec(programs()[0], {})  # noqa: S102

    assert capsys.readouterr().out == f"{drawn('BP27', ['12', '7'])}\n"


def test_the_draw_of_the_page_for_residents_is_ours_in_short_lines(capsys):
    lines = [line for line in read("content/pages/recompter.md").splitlines() if line.startswith("    ") or not line]
    program = "\n".join(line.removeprefix("    ") for line in lines)
    exec(program, {})  # noqa: S102

    assert capsys.readouterr().out.replace("'", "") == f"{drawn('BP27', ['12', '7'])}\n".replace("'", "")
    assert max(map(len, program.splitlines())) <= 20, "a telephone cuts no line"


def test_the_votes_that_anyone_can_count_are_those_of_the_file(capsys, monkeypatch, tmp_path):
    ballots = "META\nkey;value\nPROJECTS\nproject_id;cost\n3;10\n8;5\nVOTES\nvoter_id;vote\n1;3,8\n2;8\n"
    (tmp_path / "nord.pb").write_text(ballots)
    monkeypatch.chdir(tmp_path)
    exec(programs()[1], {})  # noqa: S102

    assert capsys.readouterr().out == "Counter({'8': 2, '3': 1})\n"


def test_no_word_of_the_town_is_defined_twice():
    lines = read("docs/architecture.md").partition("## Words of the town")[2].partition("\n## ")[0].splitlines()
    words = [word.strip() for line in lines if line.startswith("| ") for word in line.split("|")[1].split(",")]
    assert len(words) > 20 and sorted(set(words)) == sorted(words)


def test_privacy_names_every_file_of_forms():
    named = read("docs/vie-privee.md")
    files = {kind.form.__module__.replace(".", "/") + ".py" for kind in KINDS.values()}
    assert files and not [file for file in files if file not in named]


def objectives() -> list[tuple[str, str, str]]:
    """(objective, whether it is met, what shows it) of docs/menaces.md."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in read("docs/menaces.md").splitlines()]
    found = [(row[0], row[1], row[3]) for row in rows if len(row) == 4 and row[0] and not row[0].startswith("---")]
    return found[1:]


@pytest.mark.parametrize(("met", "shown"), [one[1:] for one in objectives()], ids=[one[0] for one in objectives()])
def test_an_objective_of_the_vote_that_is_met_names_the_tests_that_show_it(met, shown):
    named = re.findall(r"`(tests/[\w/]+\.py)`", shown)

    assert all((ROOT / name).is_file() for name in named)
    assert bool(named) or met.strip("*") in ("non", "en partie")


def test_the_objectives_of_the_vote_are_all_there():
    assert len(objectives()) == 11 and sum(met.startswith("oui") for _, met, _ in objectives()) == 7


def test_the_clock_of_the_rehearsal_reaches_the_end_of_the_vote():
    text = read("docs/voter.md")
    start = datetime.fromisoformat(re.search(r"CLOCK=(\S+)", text)[1])
    edition = read("content/participation/budget-participatif-2027.md")
    since, until = re.search(r"name: vote, since: ([\d: -]+), until: ([\d: -]+)}", edition).groups()
    later = start + timedelta(days=int(re.search(r"formservice clock \+(\d+)d", text)[1]))

    assert datetime.fromisoformat(since) <= start < datetime.fromisoformat(until) < later


def test_a_rehearsal_of_the_vote_is_typed_as_it_is_written():
    text = read("docs/voter.md").partition("## Répéter")[2]
    settings = re.findall(r"^export FORMSERVICE_(\w+)=", text, flags=re.MULTILINE)
    assert settings == ["VAR", "STORE", "RELEASE"] and "VAR=repetition" in text
    assert not re.search(r"(?<!\.venv/bin/)formservice [a-z]", text.partition("```")[2])


def test_every_command_that_the_service_names_exists():
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "formservice").rglob("*.py"))
    named = set(re.findall(r"formservice ([a-z][a-z-]{2,20})", texts)) - {"import"}
    assert len(named) > 8 and named <= set(main.commands), named - set(main.commands)
