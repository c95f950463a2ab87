"""The strict header of a content file: strings as typed, lines known, nothing taken in silence."""

from itertools import pairwise

import pytest

from plugins.frontmatter import split


def test_values_stay_as_they_were_typed():
    found = split("---\nstart: 14:00\nbooking: no\ncode: 012\n---\nTexte.\n")
    assert found.data == {"start": "14:00", "booking": "no", "code": "012"}
    assert found.body == "Texte.\n"


def test_each_value_knows_its_line():
    found = split("---\ntitle: A\nsessions:\n  - {id: SM-1}\n  - {id: SM-2}\n---\n")
    assert found.line_of(("sessions", 1, "id")) == 5
    assert found.line_of(("sessions", 1, "start")) == 5


def test_a_key_written_twice_is_a_mistake_at_its_second_line():
    found = split("---\ntitle: A\ncode: SM\ntitle: B\n---\n")
    assert [found.line_of(mistake.at) for mistake in found.mistakes] == [4]
    assert found.data["title"] == "A"


def test_a_file_without_its_two_rules_says_so():
    for text in ("", "title: A\n", "---\ntitle: A\n", "\n---\ntitle: A\n---\n"):
        assert "---" in split(text).mistakes[0].text


def test_broken_yaml_is_told_with_its_line():
    found = split("---\ntitle: A\nprice: 12: 30\n---\n")
    assert [found.line_of(mistake.at) for mistake in found.mistakes] == [3]


BOMB = "".join(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in pairwise("abcdefgh"))


@pytest.mark.parametrize(
    ("top", "line"),
    [("title: &x [*x]\n", 2), ("title: A\nwhere: &here Mairie\nplace: *here\n", 3), (f"a: &a [x]\n{BOMB}", 2)],
)
def test_a_value_that_is_another_is_refused_at_its_line_without_being_followed(top, line):
    found = split(f"---\n{top}---\nx")
    assert [found.line_of(mistake.at) for mistake in found.mistakes] == [line] and found.data == {}
    assert "entre guillemets droits" in found.mistakes[0].text


def test_a_first_level_heading_in_the_text_is_refused_at_its_line():
    found = split("---\ntitle: A\n---\nTexte.\n\n#Un titre\n\n## Un autre\n")
    assert [found.line_of(mistake.at) for mistake in found.mistakes] == [6]
    assert "« ## Un titre »" in found.mistakes[0].text
    assert split("---\ntitle: A\n---\n```\n# code\n```\n").mistakes == []


def test_yaml_that_would_make_an_object_stays_text():
    found = split("---\ntitle: !!python/object/apply:os.system [ls]\n---\n")
    assert found.data == {"title": ["ls"]}
