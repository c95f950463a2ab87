"""The calendar of an edition as its pages say it, and what they say of a refusal."""

from datetime import date, datetime, timedelta

import pytest

from formservice.catalogue.participation import Area, Edition, Phase, Rules
from formservice.catalogue.projects import Project
from plugins.participation.budgets import budgets, contested
from plugins.participation.calendar import last, stretch

NOW = datetime(2026, 12, 1, 10)


def a_phase(since, until, name="depot"):
    """A phase between two moments as an editor writes them."""
    return Phase(name, datetime.fromisoformat(since), datetime.fromisoformat(until))


def an_edition(**given):
    """An edition with one area, whose filing is under way."""
    phases = (
        a_phase("2026-11-16 08:00", "2027-02-01 00:00"),
        a_phase("2027-02-01 00:00", "2027-04-01 00:00", "etude"),
    )
    known = {"slug": "idees", "url": "/participation/idees/", "phases": phases, "rules": Rules("1", date(2026, 10, 15))}
    return Edition("Vos idées", "BP27", "s", (Area("nord", "Nord", ("Les Prés",)),), **known | given)


def a_project(number, **given):
    """A project of that edition."""
    return Project(f"Projet {number}", "idees", number, "nord", "s", **given)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2027-04-10 00:00", "2027-04-26 00:00", "du samedi 10 avril au dimanche 25 avril 2027"),
        ("2026-11-16 08:00", "2027-02-01 00:00", "du lundi 16 novembre 2026 à 8 h au dimanche 31 janvier 2027"),
        ("2027-04-10 08:00", "2027-04-12 18:30", "du samedi 10 avril à 8 h au lundi 12 avril 2027 à 18 h 30"),
        ("2027-06-01 00:00", "2027-07-01 00:00", "en juin 2027"),
        ("2026-12-01 00:00", "2027-01-01 00:00", "en décembre 2026"),
        ("2027-06-01 00:00", "2027-08-01 00:00", "du mardi 1er juin au samedi 31 juillet 2027"),
    ],
)
def test_a_stretch_is_said_as_people_say_it(since, until, words):
    assert stretch(a_phase(since, until)).replace("\u00a0", " ") == words


def test_what_ends_at_midnight_ends_with_the_day_before():
    assert last(a_phase("2027-01-01 00:00", "2027-02-01 00:00")).startswith("dimanche 31")
    assert last(a_phase("2027-01-01 00:00", "2027-01-31 17:00")).endswith("à 17\u00a0h")


def test_one_knows_what_is_under_way():
    (budget,) = budgets({"participation": [an_edition()], "projets": []}, NOW).all
    assert [step.state for step in budget.steps] == ["now", "coming"]
    assert budget.open and budget.current.title == "Dépôt des idées"

    (budget,) = budgets({"participation": [an_edition()], "projets": []}, datetime(2027, 2, 1)).all
    assert [step.state for step in budget.steps] == ["over", "now"]
    assert not budget.open and budget.filing == ""


def test_an_edition_of_the_past_comes_last_and_says_no_date():
    past = an_edition(slug="passe", phases=(), rules=Rules("", date.min))
    found = budgets({"participation": [past, an_edition()], "projets": []}, NOW)
    assert [one.edition.slug for one in found.all] == ["idees", "passe"]
    assert found.all[1].steps == [] and not found.all[1].open


def test_a_refusal_may_be_contested_until_a_day():
    refused = a_project(3, status="refuse", reason="Trop près de la route.", decided=date(2026, 11, 30))
    assert contested(an_edition(contest=timedelta(days=15)), refused) == date(2026, 12, 15)
    assert contested(an_edition(phases=()), refused) is None
    assert contested(an_edition(), a_project(4, decided=date(2026, 11, 30))) is None
