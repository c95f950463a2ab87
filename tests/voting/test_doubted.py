"""Votes from connections that had sent many are counted, and told; each of them counts."""

import pytest

from formservice import doubt
from formservice.voting import doubted
from tests.voting.town import CODE
from tests.voting.voter import Voter


@pytest.fixture
def many(polls, monkeypatch):
    """Two votes of one connection, of which the second is one too many."""
    monkeypatch.setattr(doubt, "window", lambda: 1)
    monkeypatch.setattr(doubt, "MANY", 2)
    polls.open()
    for name in ("Anne Exemple", "Badr Exemple"):
        Voter(polls.app).begin(name=name).choose(3).cast()
    return polls


def test_a_vote_of_a_connection_that_sent_many_counts_and_is_told(many):
    assert len(many.ballots()) == 2 and doubted.count(many.app.store, CODE) == 1
    assert doubted.words(1).startswith("1\N{NO-BREAK SPACE}vote vient d’une connexion qui en a envoyé beaucoup")
    assert doubted.words(0) == ""


def test_the_receipt_alone_says_so_and_leads_nowhere(many):
    [told] = [one for one in many.receipts() if one["doubt"]]
    assert told["doubt"] == [doubt.MARK] and (told["by"], told["proof"], told["answers"]) == ("", "", {})
