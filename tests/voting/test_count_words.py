"""What is said, before the vote, of how it is counted."""

from dataclasses import replace
from datetime import date

import pytest

from formservice.catalogue.ballots import Ballot, Candidate, Count
from formservice.catalogue.participation import Area, Edition, Rules
from formservice.voting.count_words import count_words

NORTH = Area("nord", "Nord", ("Les Prés",), 10_000)
EDITION = Edition("Le budget", "BC27", "Votez.", (NORTH,), Rules("3", date(2026, 10, 15)), slug="canal")


def said(count=None, ballot=None, candidates=()):
    """All that is said, with all its spaces alike."""
    edition = replace(EDITION, count=count or Count(), ballot=ballot or Ballot())
    return " ".join(" ".join(count_words(edition, candidates)).split())


def candidate(number, *incompatible, edition="canal"):
    return Candidate(edition, number, "nord", f"Projet {number}", 4_000, "Un projet.", "/p/", incompatible)


def test_the_plain_rule_is_said_in_four_sentences():
    told = count_words(EDITION)

    assert len(told) == 4 and all(len(one) < 200 for one in told)
    assert "classés par nombre de voix" in told[0] and "n’est pas dépensé" in told[2] and "BC27" in told[3]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count("glouton-arret"), "on s’arrête là"),
        (Count("parts-egales"), "parts égales"),
        (Count(threshold=20), "Il faut au moins 20 voix"),
        (Count(threshold=20, guaranteed=True), "son premier, même sous ce nombre, si l’enveloppe le paie"),
        (Count(guaranteed=True), "son premier, si l’enveloppe le paie"),
        (Count("glouton-arret", leftover="complete"), "paie les projets suivants, tant qu’il suffit"),
        (Count(leftover="commun"), "mis en commun"),
        (Count(seed="loto du 26 avril"), "« loto du 26 avril »"),
    ],
)
def test_each_article_of_the_rule_has_its_words(count, words):
    assert words in said(count)


def test_points_are_ranked_and_asked_for_as_points():
    told = said(Count(threshold=60), Ballot("points"))

    assert "nombre de points" in told and "au moins 60 points" in told and "voix" not in told


def test_equal_shares_rank_nothing():
    assert "classés" not in said(Count("parts-egales"))


def test_projects_that_exclude_each_other_are_named_once():
    told = said(candidates=[candidate(3, 7), candidate(7, 3), candidate(9), candidate(4, 5, edition="autre")])

    assert "n° 3 et n° 7." in told and "n° 4" not in told and "n° 7 et n° 3" not in told
