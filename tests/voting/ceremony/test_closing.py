"""Closing a box: when, what is counted without being opened, and what does not agree; the words, tried any day."""

import pytest

from formservice.participation import roll
from formservice.refusal import Refused
from formservice.voting import box, closing, elections, sheets, words
from tests.paper.town import words_of
from tests.voting.ceremony.conftest import TWO
from tests.voting.site import CODE

FORCE = [*TWO, "fermer quand même"]


def voted(town):
    """Three votes on the web, and two at the counter."""
    key = town.open()
    for n, choices in enumerate([(3, 8), (5,), (3, 5, 12)]):
        town.cast(f"Anna Exemple{n}", choices=choices)
    for n in range(2):
        town.mark(f"Badr Exemple{n}")
    return key


@pytest.mark.parametrize(("time", "says"), [({"hours": -1}, "L’urne se ferme à partir"), ({"seconds": 59}, "18 h 01")])
def test_a_box_is_not_closed_before_the_last_vote_is_in(plain, time, says):
    plain.open()
    plain.after(**time)
    # No agent is asked for a code, which serves once.
    assert says in plain.run("close", CODE, "--stdin", lines=[], code=1)
    assert plain.election.state == elections.OPEN


def test_while_sheets_may_come_a_box_is_closed_only_by_who_writes_it(plain):
    plain.open()
    plain.after(days=1)
    assert "L’urne reste ouverte" in plain.run("close", CODE, "--stdin", lines=[*TWO, "oui"], code=1)
    assert plain.election.state == elections.OPEN
    plain.run("close", CODE, "--stdin", lines=FORCE)
    assert plain.election.state == elections.CLOSED


def test_a_sheet_that_is_not_typed_to_its_end_is_named(plain):
    plain.open()
    with plain.store.transaction("sheet/BC27/4") as records:
        records.add("sheet/BC27/4", sheets.TABLE, number=4, state="made")
    plain.after(days=9)
    assert "Feuille d’émargement à finir : n° 4" in plain.run("status", CODE)
    assert "n° 4." in plain.run("close", CODE, "--stdin", lines=[*TWO, ""], code=1)
    assert "Procès-verbal" in plain.run("close", CODE, "--stdin", lines=FORCE)


def test_what_came_is_counted_by_channel_and_nothing_is_opened(town, tmp_path):
    voted(town)
    town.after(days=5, minutes=1)
    said = town.run("close", CODE, "--stdin", "--report", "pv.pdf")

    totals = {"roll": {"counter": 2, "web": 3}, "box": {"web": 3}}
    assert town.election.story["totals"] == totals and town.verbs() == ["vote_opened", "vote_closed", "vote_totals"]
    assert town.store.journal(elections.partition_of(CODE))[-1]["box"] == {"web": 3}
    assert "est le même à l’émargement et dans l’urne" in said
    assert "par internet 3" in words_of((tmp_path / "pv.pdf").read_bytes())


def test_votes_of_connections_that_sent_many_are_told_before_the_close_and_in_its_report(town):
    voted(town)
    place, one = next((place, one) for place, one in town.store.search(f"receipt/{CODE}/", "receipts", channel="web"))
    assert "envoyé beaucoup" not in town.run("status", CODE)
    with town.store.transaction(place) as records:
        records.update(place, "receipts", one["id"], doubt=["beaucoup d’envois"])
    assert "envoyé beaucoup" in town.run("status", CODE)
    town.after(days=5, minutes=1)
    assert "d’une connexion qui en a envoyé beaucoup" in town.run("close", CODE, "--stdin")
    assert town.election.story["doubted"] == 1


def test_a_ballot_that_is_missing_is_said_and_kept_and_stops_nothing(town):
    voted(town)
    part = next(name for name in town.store.partitions(box.parts(CODE)))
    with town.store.transaction(part) as records:
        held = records.find(part, box.TABLE)[0]
        records.update(part, box.TABLE, held["id"], web=held["web"][1:])
    town.after(days=6)
    said = town.run("close", CODE, "--stdin")
    assert "Par internet : 3 votes émargés, 2 bulletins dans l’urne ; il manque 1 bulletin." in said
    assert town.election.state == elections.CLOSED


def test_after_the_close_neither_a_vote_nor_a_mark_comes_in(town):
    voted(town)
    town.after(days=1)
    town.run("close", CODE, "--stdin", lines=FORCE)
    town.after(days=-1)
    for late in (lambda: town.cast("Célia Exemple"), lambda: town.mark("Célia Exemple", "paper")):
        with pytest.raises(Refused, match="fermée"):
            late()
    assert box.counts(town.store, CODE) == {"web": 3, "paper": 0}
    assert roll.totals(town.store, roll.Right(f"{CODE}-vote", "declared")).total() == 5


def test_a_close_that_was_cut_short_is_ended_by_the_next(town, monkeypatch):
    voted(town)
    town.after(days=6)
    with monkeypatch.context() as cut:
        cut.setattr(closing, "count", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert "elle finit ce qui est commencé" in town.run("close", CODE, "--stdin", code=1)
    assert town.election.state == elections.CLOSED and "totals" not in town.election.story
    assert "n’est pas finie" in town.run("status", CODE, "--report", "pv.pdf", code=1)
    town.run("close", CODE, "--stdin")
    town.run("close", CODE, "--stdin")
    assert town.verbs() == ["vote_opened", "vote_closed", "vote_totals"]


def test_two_papers_are_tried_any_day_and_only_the_journal_keeps_it(town):
    town.open()
    said = town.run("rehearse", CODE, "--stdin", lines=[*TWO, town.papers[2], town.papers[0]])
    assert "Les papiers n° 1 et n° 3 redonnent la clé" in said
    line = town.store.journal(elections.partition_of(CODE))[-1]
    assert (line["agent"], line["second"], line["papers"], line["good"]) == ("lucie", "karim", [1, 3], True)


def test_papers_of_another_box_or_twice_the_same_are_told_and_noted(plain):
    plain.open()
    other = words.split(box.new_key())
    for papers, says in (([other[0], other[1]], "autre urne"), ([plain.papers[0]] * 2, "les mots de 2 papiers")):
        assert says in plain.run("rehearse", CODE, "--stdin", lines=[*TWO, *papers], code=1)
    assert [line["good"] for line in plain.store.journal(elections.partition_of(CODE))[1:]] == [False, False]


def test_four_letters_of_each_word_are_enough(plain):
    plain.open()
    short = [" ".join(word[:4] for word in paper.split()) for paper in plain.papers[:2]]
    assert "redonnent la clé" in plain.run("rehearse", CODE, "--stdin", lines=[*TWO, *short])


def test_the_state_of_a_vote_says_counts_and_no_choice(town):
    assert "n’a pas été ouverte" in town.run("status", CODE, code=1)
    voted(town)
    said = town.run("status", CODE)
    assert "l’urne est ouverte" in said and "2 au guichet et 3 par internet" in said
    assert "Dans l’urne, scellés : 3 par internet." in said and "Nord" not in said
