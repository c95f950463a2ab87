"""`formservice codes` for a vote: letters that lead to the vote, whose codes vote."""

import re

import pytest
from click.testing import CliRunner

from formservice.participation.code_commands import codes
from tests.paper.town import words_of
from tests.voting.town import CODE
from tests.voting.voter import Voter

WRITTEN = re.compile(r"[0-9A-Z]{4} ?- ?[0-9A-Z]{4} ?- ?[0-9A-Z]{4}")


def run(polls, *words):
    """What the command does."""
    with polls.app.app_context():
        return CliRunner().invoke(codes, [CODE, *map(str, words)])


def test_a_letter_leads_to_the_vote_and_its_code_votes(polls, tmp_path):
    polls.open(identity="code")
    done = run(polls, "--count", 2, "--to", tmp_path / "codes")
    assert done.exit_code == 0 and not WRITTEN.search(done.output)
    [sheet] = (tmp_path / "codes").glob("*.pdf")
    words = words_of(sheet.read_bytes())
    assert "localhost/participation/canal/voter" in words and "Un code, un vote." in words
    assert "Pour être aidé" in words and "par téléphone" not in words
    voter = Voter(polls.app).begin(code=WRITTEN.findall(words)[0], name=None, address=None)
    assert voter.choose(3).cast().page.h1 == "Votre vote est compté"
    assert "1 utilisé" in run(polls, "--list").output.replace("\u00a0", " ")


@pytest.mark.parametrize("identity", ["declaree", "e-mail", "libre"])
def test_an_edition_that_asks_for_no_code_prints_none(polls, tmp_path, identity):
    polls.open(identity=identity)
    done = run(polls, "--count", 2, "--to", tmp_path / "codes")
    assert done.exit_code != 0 and "identity: code" in done.output
