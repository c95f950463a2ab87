"""What a month was is counted while it is known, kept before people are erased, and never counted again."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from formservice.agenda import attendance, signups, visits
from formservice.demand import served
from formservice.purge import purge
from formservice.storage import Corrupt
from tests.builders import a_session, an_activity

DECEMBER = date(2026, 12, 1)
IN_JANUARY, KEPT = datetime(2027, 1, 5, 10), datetime(2027, 3, 2, 4)


@pytest.fixture
def busy(town, workshop):
    """A December: three who came, of whom two said their age; six visits to a café."""
    coffee = an_activity(code="CN", slug="cafe", title="Le café numérique", booking="none", capacity=0)
    wide = an_activity(capacity=8, theme="smartphone", ages=True, sessions=workshop.sessions)
    town.publish(wide, coffee)
    people = {"Anna Un": "70-79", "Badr Deux": "80-up", "Chloé Trois": ""}
    marks = {(town.sign_up(name, age=age)["id"], "SM-1"): "present" for name, age in people.items()}
    for n in range(6):
        visits.count(town.app, "CN", "photos", f"press {n}", "lucie")
    town.clock.at += timedelta(days=2, hours=6)
    attendance.mark(town.app, signups.partition_of("SM-1"), marks, "lucie")
    return town


def of(town, year=2026):
    with town.app.app_context():
        return served.of_year(town.app, year)


def test_a_month_is_told_once_it_is_over(busy):
    assert of(busy) == []
    busy.clock.at = IN_JANUARY
    (december,) = of(busy)
    assert (december.first, december.came, december.walked_in) == (DECEMBER, 3, 6)
    assert december.ages == {"70-79": 1, "80-up": 1} and december.themes == {"smartphone": 3}


def test_it_is_kept_two_months_after_and_once(busy):
    assert busy.later(datetime(2027, 2, 28, 10))["kept"] == 0
    before = of(busy)
    assert busy.later(KEPT)["kept"] == 1 and busy.later(days=1)["kept"] == 0
    kept = served.kept(busy.app, 2026)
    assert [kept[DECEMBER]] == before == of(busy)


def test_what_was_kept_outlives_the_people_and_names_none(busy):
    busy.later(KEPT)
    before = of(busy)
    busy.clock.at = KEPT + timedelta(days=60)
    with busy.app.app_context():
        assert CliRunner().invoke(purge, ["--clock-is-right"]).exit_code == 0
    (record,) = busy.app.store.read("served/2026").find("served/2026", served.TABLE)
    assert not any(one["person"] for _, one in busy.app.store.search("session/", signups.TABLE))
    assert of(busy) == before and "Anna" not in str(record) and "SM-1" not in str(record)


def test_the_purge_keeps_the_ages_that_it_is_about_to_erase(busy):
    busy.clock.at = KEPT + timedelta(days=60)
    with busy.app.app_context():
        CliRunner().invoke(purge, ["--clock-is-right"])
    assert of(busy)[0].ages == {"70-79": 1, "80-up": 1}


def test_an_attendance_noted_after_changes_nothing_of_what_was_kept(busy):
    busy.later(KEPT)
    mark = {(busy.place("Anna Un")["id"], "SM-1"): "absent"}
    attendance.mark(busy.app, signups.partition_of("SM-1"), mark, "lucie")
    assert of(busy)[0].came == 3


def test_a_month_of_nobody_is_kept_once_something_began(busy):
    busy.later(datetime(2027, 4, 15, 10))
    assert sorted(served.kept(busy.app, 2027)) == [date(2027, 1, 1)]
    assert not served.kept(busy.app, 2027)[date(2027, 1, 1)]


def test_a_town_where_nothing_took_place_keeps_nothing(town):
    assert town.later(datetime(2027, 6, 1, 10))["kept"] == 0
    assert list(town.app.store.partitions("served/")) == []


def test_a_cycle_whose_file_is_gone_counts_on_each_of_its_dates(town):
    dates = a_session("SM-1", datetime(2026, 12, 10, 14)), a_session("SM-2", datetime(2027, 1, 10, 14))
    town.publish(an_activity(booking="cycle", sessions=dates))
    anna = town.sign_up("Anna Un", "SM-1")
    town.publish(an_activity(code="ZZ", slug="autre"))
    town.clock.at = datetime(2027, 2, 2, 10)
    attendance.mark(town.app, signups.partition_of(anna["told"]["unit"]), {(anna["id"], "SM-2"): "present"}, "lucie")
    assert [(one.first.month, one.unmarked, one.came) for one in of(town) + of(town, 2027)] == [(12, 1, 0), (1, 0, 1)]


def test_a_damaged_count_keeps_nobody_known(town, monkeypatch):
    def damaged(app):
        raise Corrupt("served/2026 est abîmé.")

    monkeypatch.setattr(served, "keep", damaged)
    town.sign_up("Anna Un")
    town.later(days=100)
    with town.app.app_context():
        done = town.app.test_cli_runner().invoke(purge, ["--clock-is-right"])
    assert done.exit_code == 1 and "served/2026 est abîmé" in done.output
    assert {one["person"] for _, one in town.app.store.search("session/", "signups")} == {""}
