"""The result in the report that is signed and posted up, and on the terminal of the status."""

import re

import pytest
from click.testing import CliRunner

from formservice.paper import render
from formservice.voting import elections, printing
from formservice.voting.commands import vote
from tests.paper.town import plain, words_of
from tests.voting.desks.counted import unseal


def status(town):
    with town.app.app_context():
        result = CliRunner().invoke(vote, ["status", "BP27"])
    assert result.exit_code == 0, result.output
    return re.sub(r"[\u00a0\u202f]", " ", result.output)


def report(town, election):
    with town.app.app_context():
        return printing.report_of(town.app, election)


def test_the_report_says_the_votes_of_each_project_and_who_won(town):
    told = report(town, unseal(town, south=[(7,)] * 6))
    north = next(one for one in told["sections"] if one["title"] == "Résultat : Nord")

    assert plain(north["lines"][0]).startswith("14 bulletins comptés. Projets choisis : n° 8, n° 3 et n° 12.")
    assert [[plain(cell) for cell in row] for row in north["table"][1:3]] == [
        ["8", "Projet 8", "choisi, 9 voix"], ["3", "Projet 3", "choisi, 6 voix"],
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_the_report_is_printed_with_its_result(town):
    words = words_of(render("report", report(town, unseal(town, south=[(7,)] * 6))))

    assert "5 Projet 5 pas choisi, 5 voix" in plain(words) and "le conseil municipal décide" in plain(words)


def test_what_is_posted_up_never_tells_the_votes_of_a_few(town):
    told = report(town, unseal(town, north=[(3, 8), (8,), (8,)]))
    said = str([one for one in told["sections"] if one["title"].endswith("Nord")])

    assert "on devinerait qui a choisi quoi" in said and "voix'" not in said and "pas choisi" in said


def test_the_status_never_tells_a_choice_before_the_box_is_opened(town):
    assert "choisi" not in status(town)
    with town.store.transaction("vote/BP27") as records:
        elections.move(records, "BP27", elections.CLOSED, totals={"roll": {"web": 6}, "box": {"web": 6}})
    assert "choisi" not in status(town) and "Émargés : 6 par internet" in status(town)


def test_the_status_ends_with_the_result(town):
    unseal(town)
    said = status(town)

    assert "Projets choisis : n° 8, n° 3 et n° 12." in said and "n° 5, Projet 5, pas choisi, 5 voix" in said


def test_ballots_that_are_lost_leave_a_report_that_says_so(town):
    election = unseal(town)
    with town.store.transaction("opened/BP27/00") as records:
        for one in records.find("opened/BP27/00", "opened"):
            records.update("opened/BP27/00", "opened", one["id"], ballots=[])

    assert "L’urne avait 15\u00a0bulletins" in report(town, election)["sections"][-1]["lines"][0]


def test_the_report_of_the_opening_says_how_votes_are_counted_and_the_draw(town):
    with town.store.transaction("vote/BP27") as records:
        elections.move(records, "BP27", elections.OPEN, opened_at="2027-05-03T06:00:00+00:00")
    told = report(town, elections.read(town.store, "BP27"))
    counting = next(one for one in told["sections"] if one["title"] == "Comment les votes seront comptés")

    assert "classés par nombre de voix" in counting["lines"][0] and "BP27" in counting["lines"][-1]
