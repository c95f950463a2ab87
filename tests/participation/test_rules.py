"""Who may file an idea, and what may become of it."""

from contextlib import nullcontext
from datetime import date, datetime, timedelta

import pytest

from formservice.catalogue import typed
from formservice.catalogue.participation import Edition
from formservice.participation import rules
from formservice.participation.rules import Decision, NotAllowed, TooLate

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


@pytest.mark.parametrize(
    ("changed", "rule"),
    [({"area": "sud"}, "area"), ({"birth": "2016-03-02"}, "age"), ({"eligible": "no"}, "barred")],
)
def test_a_refusal_names_the_rule_and_its_version(changed, rule):
    rules.check_person(EDITION, ANNE, date(2027, 3, 1))
    with pytest.raises(NotAllowed, match="version 2") as refusal:
        rules.check_person(EDITION, ANNE | changed, date(2027, 3, 1))
    assert refusal.value.rule == rule


def test_who_was_born_on_29_february_is_a_year_older_on_1_march():
    assert rules.age_on(date(2016, 2, 29), date(2027, 2, 28)) == 10
    assert rules.age_on(date(2016, 2, 29), date(2027, 3, 1)) == 11


def test_an_author_may_change_an_idea_until_the_study_begins():
    assert rules.may_change(EDITION, rules.RECEIVED, STUDY - timedelta(seconds=1))
    assert not rules.may_change(EDITION, rules.RECEIVED, STUDY)
    assert not rules.may_change(EDITION, rules.MERGED, OPENS)


def test_a_first_refusal_may_be_contested_for_fifteen_days_and_a_second_may_not():
    first = Decision(date(2027, 3, 1), "refuse", "Le terrain est privé.")
    again = Decision(date(2027, 3, 20), "refuse", "Le terrain est toujours privé.")
    assert rules.may_contest(EDITION, rules.REFUSED, [first], date(2027, 3, 16))
    assert not rules.may_contest(EDITION, rules.REFUSED, [first], date(2027, 3, 17))
    assert not rules.may_contest(EDITION, rules.REFUSED, [first, again], date(2027, 3, 21))
    assert not rules.may_contest(EDITION, rules.CONTESTED, [first], date(2027, 3, 2))


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
    [(rules.MERGED, "accept"), (rules.WITHDRAWN, "refuse"), (rules.ACCEPTED, "withdraw"), (rules.RECEIVED, "contest")],
)
def test_the_second_of_two_agents_is_told_what_it_became(state, verb):
    with pytest.raises(TooLate) as late:
        rules.move(state, verb)
    assert late.value.state == state
