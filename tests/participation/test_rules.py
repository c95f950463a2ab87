"""Who may file an idea, and what may become of it."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from wtforms import ValidationError

from formservice.catalogue import typed
from formservice.catalogue.participation import Area, Articles, Edition
from formservice.participation import forms, rules
from formservice.participation.forms import whole_address
from formservice.participation.rules import NotAllowed, TooLate

OPENS, CLOSES, STUDY = datetime(2027, 1, 11, 8), datetime(2027, 2, 15), datetime(2027, 2, 22)
EDITION = typed.read(
    Edition,
    {
        "title": "Budget participatif 2027", "code": "BP", "summary": "Vos idées.",
        "rules": {"version": "2", "adopted": "2026-10-15"},
        "phases": [
            {"name": "depot", "since": "2027-01-11 08:00", "until": "2027-02-15 00:00"},
            {"name": "etude", "since": "2027-02-22 00:00", "until": "2027-04-30 00:00"},
        ],
        "areas": [{"slug": "nord", "title": "Nord", "quartiers": ["Les Prés"], "envelope": "20000"}],
        "who": {"age": "11", "barred": ["les élus du conseil municipal"]},
    },
)  # fmt: skip
ANNE = {"area": "nord", "birth": "2016-02-29", "eligible": "yes"}


@pytest.mark.parametrize(
    ("now", "made", "good"),
    [
        (OPENS - timedelta(seconds=1), None, False),
        (OPENS, None, True),
        (CLOSES - timedelta(seconds=1), None, True),
        (CLOSES, None, False),
        (CLOSES + timedelta(minutes=14), CLOSES - timedelta(minutes=1), True),
        (CLOSES + timedelta(minutes=16), CLOSES - timedelta(minutes=1), False),
        (CLOSES + timedelta(minutes=1), CLOSES + timedelta(seconds=1), False),
    ],
)
def test_an_idea_is_filed_between_two_moments_with_a_grace_for_who_was_reading(now, made, good):
    refused = pytest.raises(NotAllowed, match="« calendrier » du règlement, version 2")
    with nullcontext() if good else refused:
        rules.check_dates(EDITION, now, made)


def test_who_comes_an_hour_early_hears_the_hour():
    with pytest.raises(NotAllowed, match="ouvre le lundi 11\xa0janvier 2027 à 8\xa0h\\."):
        rules.check_dates(EDITION, OPENS - timedelta(hours=1))


@pytest.mark.parametrize(
    ("changed", "rule"),
    [({"area": "sud"}, "area"), ({"birth": "2016-03-02"}, "age"), ({"eligible": "no"}, "barred")],
)
def test_a_refusal_names_the_rule_and_its_version(changed, rule):
    rules.check_person(EDITION, ANNE, date(2027, 3, 1))
    with pytest.raises(NotAllowed, match="version 2") as refusal:
        rules.check_person(EDITION, ANNE | changed, date(2027, 3, 1))
    assert refusal.value.rule == rule


def test_residence_is_certified_on_honour_though_nobody_is_barred():
    who = typed.dataclasses.replace(EDITION.who, barred=())
    edition = typed.dataclasses.replace(EDITION, who=who)
    assert "toute personne qui habite la commune" in forms.certified(edition)
    with pytest.raises(NotAllowed, match="Il faut certifier"):
        rules.check_person(edition, ANNE | {"eligible": ""}, date(2027, 3, 1))


@pytest.mark.parametrize(
    ("title", "quartiers", "words"),
    [
        ("Grise Chemise", ["La Grise Chemise"], "Grise Chemise"),
        ("L’Épine et les Prés", ["L’Épine", "Les Prés"], "L’Épine et les Prés"),
        ("Nord", ["Les Prés", "La Gare"], "Nord : Les Prés et La Gare"),
    ],
)
def test_an_area_does_not_say_its_quartiers_twice(title, quartiers, words):
    assert forms.area_words(Area("nord", title, tuple(quartiers))) == words


def test_who_was_born_on_29_february_is_a_year_older_on_1_march():
    assert rules.age_on(date(2016, 2, 29), date(2027, 2, 28)) == 10
    assert rules.age_on(date(2016, 2, 29), date(2027, 3, 1)) == 11


def test_an_author_may_change_an_idea_until_the_study_begins():
    assert rules.may_change(EDITION, rules.RECEIVED, STUDY - timedelta(seconds=1))
    assert not rules.may_change(EDITION, rules.RECEIVED, STUDY)
    assert not rules.may_change(EDITION, rules.MERGED, OPENS)


def test_a_first_refusal_may_be_contested_for_fifteen_days_and_a_second_may_not():
    first, contest, again = (
        {"at": "2027-03-01T10:00", "verb": "refuse", "agent": "lucie"},
        {"at": "2027-03-05T10:00", "verb": "contest", "agent": ""},
        {"at": "2027-03-20T10:00", "verb": "refuse", "agent": "karim"},
    )
    assert rules.contest_until(EDITION, rules.REFUSED, [first]) == date(2027, 3, 16)
    rules.check_contest(EDITION, rules.REFUSED, [first], date(2027, 3, 16))
    with pytest.raises(rules.NotNow, match="mardi 16\xa0mars 2027"):
        rules.check_contest(EDITION, rules.REFUSED, [first], date(2027, 3, 17))
    with pytest.raises(rules.NotNow, match="déjà été relue"):
        rules.check_contest(EDITION, rules.REFUSED, [first, contest, again], date(2027, 3, 21))
    with pytest.raises(rules.NotNow):
        rules.check_contest(EDITION, rules.CONTESTED, [first, contest], date(2027, 3, 6))


@pytest.mark.parametrize(
    ("state", "verb", "reached"),
    [
        (rules.RECEIVED, "ask", rules.QUESTIONED), (rules.QUESTIONED, "reply", rules.RECEIVED),
        (rules.QUESTIONED, "accept", rules.ACCEPTED), (rules.ACCEPTED, "refuse", rules.REFUSED),
        (rules.REFUSED, "contest", rules.CONTESTED), (rules.CONTESTED, "accept", rules.ACCEPTED),
        (rules.CONTESTED, "merge", rules.MERGED), (rules.RECEIVED, "withdraw", rules.WITHDRAWN),
    ],
)  # fmt: skip
def test_each_act_leads_somewhere(state, verb, reached):
    assert rules.move(state, verb) == reached


def test_a_question_asked_of_a_contested_idea_leads_back_to_the_contest():
    assert rules.move(rules.QUESTIONED, "reply", before=rules.CONTESTED) == rules.CONTESTED


@pytest.mark.parametrize(
    ("state", "verb"),
    [(rules.MERGED, "accept"), (rules.WITHDRAWN, "refuse"), (rules.REFUSED, "withdraw"), (rules.RECEIVED, "contest")],
)
def test_the_second_of_two_agents_is_told_what_it_became(state, verb):
    with pytest.raises(TooLate) as late:
        rules.move(state, verb)
    assert late.value.state == state


def test_a_refusal_names_the_article_of_the_rules_where_they_are_numbered():
    numbered = replace(EDITION, rules=replace(EDITION.rules, articles=Articles(age=4)))
    told = f"du règlement, version {EDITION.rules.version}."

    assert rules.said_in("age", numbered) == f"C’est l’article 4 {told}"
    assert rules.said_in("cap", numbered) == f"C’est la règle « nombre d’idées » {told}"


@pytest.mark.parametrize(("typed", "whole"), [
    ("Lille", False), ("59000 Lille", False), ("1 rue de l’Exemple", True), ("Les Tilleuls, 59230 Ville", True),
])  # fmt: skip
def test_an_address_by_post_has_a_number_and_more_than_a_word(typed, whole):
    with nullcontext() if whole else pytest.raises(ValidationError, match="code postal"):
        whole_address(None, SimpleNamespace(data=typed))
