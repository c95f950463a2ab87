"""What the documents say is there, is there; what must be written, is written."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from formservice.cli import main
from formservice.config import Config

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


@pytest.mark.parametrize("name", ["docs/installer.md", "docs/vie-privee.md"])
def test_every_command_of_the_service_that_is_named_exists(name):
    named = set(re.findall(r"(?:^|[`/|] ?)(?:commune|formservice) ([a-z][a-z-]*)", read(name), flags=re.MULTILINE))

    assert named and named <= set(main.commands)
