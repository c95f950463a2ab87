"""The line of a project's file that says its status: it alone changes, and only from « au-vote »."""

import pytest

from formservice.voting.publication import decided

CHANGED = [
    ("status: au-vote", "status: choisi"), ("status:   au-vote  ", "status:   choisi  "),
    ("status: 'au-vote'", "status: 'choisi'"), ('status: "au-vote"', 'status: "choisi"'),
    ("status: au-vote  # depuis mars", "status: choisi  # depuis mars"),
    ("status:\tau-vote\t# a", "status:\tchoisi\t# a"),
]  # fmt: skip
LEFT = [
    "status: choisi", "status: au-vote-2", "status: [au-vote]", "  status: au-vote", "# status: au-vote",
    "Status: au-vote", "status: 'au-vote\"", "status: au-vote#a", "status: au-vote\nstatus: au-vote", "statut: au-vote",
]  # fmt: skip


def a_file(line, newline="\n"):
    """The file of a project with that line, whose text says it too."""
    lines = ["---", "title: Le préau", line, "cost: 15000 # au-vote", "---", "status: au-vote", "L’été."]
    return newline.join(lines).encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_the_status_alone_changes(before, after, newline):
    assert decided(a_file(before, newline), "choisi") == a_file(after, newline)
    assert decided(b"\xef\xbb\xbf" + a_file(before, newline), "choisi") == b"\xef\xbb\xbf" + a_file(after, newline)


@pytest.mark.parametrize("line", LEFT)
def test_anything_else_is_left_alone(line):
    assert decided(a_file(line), "choisi") is None


@pytest.mark.parametrize(
    "content", [b"", b"status: au-vote\n", b"---\nstatus: au-vote\n", b"---\n\xff\nstatus: au-vote\n---\n"]
)
def test_a_file_without_front_matter_is_left_alone(content):
    assert decided(content, "choisi") is None
