"""An independent reader of the journal tells the story of any idea, and finds in the record what it told."""

import json

import pytest

from formservice.participation import publishing
from formservice.storage import archive
from tests.participation import story
from tests.participation.town import STUDY, an_edition


@pytest.fixture
def read(budget, tmp_path):
    """Publish, back up, read."""

    def read():
        (tmp_path / "content").mkdir()
        publishing.publish(budget.app, an_edition(), tmp_path / "content", agent="cli")
        archive.backup(budget.app.store, tmp_path / "all.tar.gz")
        return story.read(tmp_path / "all.tar.gz", "BP27", tmp_path / "content")

    return read


@pytest.fixture
def lived(budget):
    """A budget where everything happened."""
    budget.file("Anne Exemple")
    budget.file("Badr Exemple", channel="paper", agent="lucie", title="Des bancs")
    budget.file("Célie Exemple", channel="telephone", agent="karim")
    budget.act("complete", 1, agent=None, idea={"what": "Deux bancs."})
    budget.act("ask", 3, text="Où donc ?")
    budget.act("reply", 3, agent="karim", channel="telephone", text="Ici.")
    budget.at(STUDY)
    budget.merge(2, into=1)
    budget.part(2)
    budget.merge(2, into=1)
    budget.act("accept", 1, cost=1800, service="Les espaces verts")
    budget.act("refuse", 3, reason="Le terrain est privé.", service="La voirie")
    budget.act("contest", 3, agent=None, text="Il est à la ville.")
    budget.act("refuse", 3, agent="karim", reason="Il est à un voisin.", service="La voirie")
    return budget


def test_the_story_of_each_idea_is_that_of_its_record(lived, read):
    told = read()
    assert {number: one.faults() for number, one in told.items()} == {1: [], 2: [], 3: []}
    words = " | ".join(told[3].story())
    for part in (
        "karim files it by telephone, rules 2", "lucie asks a question by office", "its author contests by web",
        "karim refuses it by office, service La voirie", "Because: Il est à un voisin.",
    ):  # fmt: skip
        assert part in words


def test_the_journal_tells_of_no_resident_and_nothing_of_what_they_wrote(lived, read):
    lines = json.dumps([one.lines for one in read().values()], ensure_ascii=False)
    for word in ("Exemple", "banc", "Où donc", "Ici.", "privé", "ville", "@"):
        assert word not in lines


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"state": "refused"}, "ends accepted"), ({"joined": []}, "joined [2]"),
        ({"rules_version": "3"}, "without its rules"), ({"steps": []}, "but steps []"),
    ],
)  # fmt: skip
def test_a_record_that_says_otherwise_is_found(lived, read, change, fault):
    one = read()[1]
    one.record |= change
    assert any(fault in wrong for wrong in one.faults())
