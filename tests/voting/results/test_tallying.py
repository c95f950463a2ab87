"""From the opened box to the results: who won and why, who voted, and nothing of those who are too few."""

import pytest

from formservice.catalogue import typed
from formservice.catalogue.tallies import Tally
from formservice.voting import batches, elections
from formservice.voting.counting import NotCounted, counting
from formservice.voting.elections import partition_of
from formservice.voting.tallying import tally
from formservice.voting.unsealing import TABLE, part_of
from tests.voting.results.town import ballot, counted, nord, opened, sud
from tests.voting.site import CODE


def told(polls, casts, kind="approbation", signed=None, **given):
    """The results that these ballots give, read back as the site reads them."""
    election = opened(polls, casts, kind, signed, **given)
    with polls.app.app_context():
        found = tally(polls.app, election)
    assert typed.read(Tally, typed.dump(found)) == found
    return found


def test_the_results_say_who_won_and_why(polls):
    found = told(polls, nord() + sud())
    north = found.area("nord")
    assert [(one.number, one.votes, one.chosen) for one in north.choices] == [
        (3, "8", True), (12, "6", True), (5, "5", True), (8, "4", False),
    ]  # fmt: skip
    assert north.choices[3].reason.startswith("Il coûte 15\u00a0000\u00a0€, et il ne restait que 6\u00a0200\u00a0€")
    assert (north.ballots, north.spent, north.file, north.draws) == ("12", 13_800, "nord.pb", ())
    assert found.seed == CODE and found.rules == "3" and found.title == "Résultats\u00a0: Le budget du canal"


def test_a_draw_that_decides_is_told(polls):
    south = told(polls, nord() + sud()).area("sud")
    assert len(south.winners) == 1
    assert len(south.draws) == 1 and "C’est ce qui a décidé." in south.draws[0]


def test_points_rank_where_one_shares_them_out(polls):
    casts = [ballot("nord", 3, 5, points=(1, 6)) for _ in range(6)]
    assert [(one.number, one.points) for one in told(polls, casts, "points").area("nord").winners] == [
        (5, "36"), (3, "6"),
    ]  # fmt: skip


def test_where_fewer_than_five_voted_only_the_winners_are_told(polls):
    few = [ballot("sud", 9), ballot("sud", 9), ballot("sud", 7), ballot("sud", 9, channel="paper")]
    south = told(polls, nord() + few).area("sud")
    assert (south.ballots, south.file, south.draws) == ("<5", None, ())
    assert [(one.number, one.votes, one.chosen) for one in south.choices] == [(7, "*", False), (9, "*", True)]
    assert not any(figure in one.reason for one in south.choices for figure in ("voix.", "manquait", "3 "))


def test_an_equal_in_an_area_where_few_voted_is_not_told_elsewhere(polls):
    """Four votes for n° 8 of the north, and for the one of the south that the pot could pay for."""
    casts = nord() + [ballot("sud", 7, 9) for _ in range(4)]
    found = told(polls, casts, **counted(leftover="commun"))
    assert found.area("sud").masked and found.area("nord").draws == ()
    assert not any("égalité" in one.reason for one in found.area("nord").choices)


def test_where_nobody_voted_it_is_said(polls):
    south = told(polls, nord()).area("sud")
    assert (south.ballots, south.web, south.paper, south.file) == ("0", "0", "0", None)
    assert {(one.votes, one.chosen) for one in south.choices} == {("0", False)}


def test_one_channel_of_few_people_is_masked_there_and_in_another_area(polls):
    north = nord() + [ballot("nord", 3, channel="paper")] * 2
    south = sud() + [ballot("sud", 7, channel="paper")] * 6
    election = opened(polls, north + south, signed={"web": 19, "counter": 8})
    with polls.app.app_context():
        found, said = counting(polls.app, election), tally(polls.app, election)
    assert found.channels["nord"][1] == "<5" and not found.by_channel("nord") and not found.by_channel("sud")
    assert [(one.label, one.count) for one in said.turnout] == [
        ("Par internet", "19"), ("Au guichet", "8"), ("Sur papier", "0"), ("En tout", "27"),
    ]  # fmt: skip


def test_a_channel_of_few_people_is_masked_in_the_turnout(polls):
    found = told(polls, nord() + sud(), signed={"web": 17, "counter": 2})
    assert [one.count for one in found.turnout] == ["15-18", "<5", "0", "19"]
    assert found.notes == (
        "Par internet\u00a0: il y a 2\u00a0bulletins de plus que de votes.",
        "Sur papier\u00a0: il manque 2\u00a0bulletins.",
    )


def test_ballots_that_do_not_count_are_told_by_kind(polls):
    blank = [ballot("nord", channel="paper", invalid="blank"), ballot("nord", channel="paper", invalid="blank")]
    foreign = [ballot("sud", 3)]
    found = told(polls, nord() + blank + foreign)
    assert [(one.label, one.count) for one in found.invalid] == [
        ("Bulletin blanc", "2"), ("Bulletin que l’on ne peut pas lire", "1"),
    ]  # fmt: skip
    assert found.area("nord").ballots == "12"


def test_a_batch_is_told_as_it_was_reconciled(polls):
    election = opened(polls, nord())
    record = {"number": 1, "place": "à la médiathèque", "area": "", "signatures": 9, "envelopes": 9, "ballots": 8}
    with polls.app.store.transaction(partition := batches.partition_of(CODE, 1)) as records:
        records.add(partition, batches.TABLE, state=batches.SEALED, words="une enveloppe vide", **record)
    with polls.app.app_context():
        (one,) = tally(polls.app, election).batches
    assert (one.name, one.signatures, one.ballots) == ("Lot n°\u00a01, à la médiathèque", 9, 8)
    assert one.words == "une enveloppe vide"


def test_what_two_agents_typed_on_two_lines_is_published_on_one(polls):
    election, typed_in = opened(polls, nord()), "Une signature de trop.\nLa personne\x0b est repartie."
    record = {"number": 1, "place": "à la\nmairie", "area": "", "signatures": 9, "envelopes": 9, "ballots": 8}
    with polls.app.store.transaction(partition := batches.partition_of(CODE, 1)) as records:
        records.add(partition, batches.TABLE, state=batches.SEALED, words=typed_in, **record)
    with polls.app.app_context():
        found = tally(polls.app, election)
    assert typed.read(Tally, typed.dump(found)) == found
    assert found.batches[0].words == "Une signature de trop. La personne est repartie."


def test_equal_shares_say_what_each_voter_had(polls):
    north = told(polls, nord(), **counted("parts-egales")).area("nord")
    assert north.share and north.share.endswith("€") and {one.number for one in north.winners} == {3, 5, 12}


@pytest.mark.parametrize("state", [elections.OPEN, elections.CLOSED])
def test_nothing_is_told_of_a_box_that_is_shut(polls, state):
    election = opened(polls, nord())
    with polls.app.store.transaction(partition_of(CODE)) as records:
        elections.move(records, CODE, state)
    with polls.app.app_context(), pytest.raises(NotCounted, match="pas dépouillée"):
        tally(polls.app, elections.read(polls.app.store, election.edition.code))


def test_ballots_that_are_not_all_there_are_not_counted(polls):
    election = opened(polls, nord())
    with polls.app.store.transaction(part := part_of(CODE, 0)) as records:
        kept = records.find(part, TABLE)[0]
        records.update(part, TABLE, kept["id"], ballots=kept["ballots"][1:])
    with polls.app.app_context(), pytest.raises(NotCounted, match="en garde 11"):
        tally(polls.app, election)
