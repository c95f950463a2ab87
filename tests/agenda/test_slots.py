"""Weekly openings cut into slots: the right hours, on the right days, under names that last."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.agenda import slots, units
from formservice.catalogue import Closure, Weekly
from formservice.catalogue.kinds import HOURS, WEEKDAYS
from tests.builders import NOW, a_catalogue, a_session, an_activity, an_opening

THURSDAY = date(2026, 12, 3)
PARIS = ZoneInfo("Europe/Paris")


def hours(activity, day):
    return [f"{unit.start:%H:%M}" for unit in units.units_of(slots.on_day(activity, day))]


def test_an_opening_is_cut_into_slots_named_after_their_hour():
    found = units.units_of(slots.on_day(an_opening(), THURSDAY))

    assert [unit.id for unit in found] == [f"PN-261203-{hour}" for hour in (1400, 1430, 1500, 1530, 1600, 1630)]
    assert found[0].end == datetime(2026, 12, 3, 14, 30)
    assert found[0].activity.url == "/agenda/permanence/2026-12-03/"


def test_what_is_left_of_the_hours_is_not_a_slot():
    assert hours(an_opening(slot=timedelta(minutes=50)), THURSDAY) == ["14:00", "14:50", "15:40"]


def test_two_openings_of_one_day_follow_each_other():
    opening = an_opening(hours=("14:00-15:00", "9:00-10:00"))
    assert hours(opening, THURSDAY) == ["09:00", "09:30", "14:00", "14:30"]


def test_nothing_can_be_booked_without_saying_the_day():
    assert units.units_of(an_opening()) == ()


@pytest.mark.parametrize("day", ["2026-12-02", "2026-08-27", "2027-07-01"])
def test_a_day_without_opening_has_no_slot(day):
    assert hours(an_opening(), date.fromisoformat(day)) == []


@pytest.mark.parametrize("id", ["PN-261203-1415", "PN-261202-1400", "PN-261203-1700", "SN-261203-1400", "PN-1", ""])
def test_a_slot_that_no_opening_makes_is_unknown(id):
    with pytest.raises(KeyError):
        units.unit_of(slots.on_day(an_opening(), THURSDAY), id)
    assert units.known(a_catalogue(an_opening()), id) is None


@pytest.mark.parametrize("id", ["PN-261340-1400", "PN-261203-2561", "PN-690101-1400", "pn-261203-1400", "PN-٢61203-14"])
def test_what_is_not_a_slot_is_never_read_as_one(id):
    with pytest.raises(KeyError):
        units.parse_slot(id)
    assert units.partition_of(id) == f"session/{id}"


def test_a_slot_a_session_and_a_cycle_are_found_by_their_name():
    workshop = an_activity(booking="cycle", sessions=(a_session("SM-1"),))
    catalogue = a_catalogue(an_opening(), workshop)

    assert units.known(catalogue, "PN-261203-1430").start == datetime(2026, 12, 3, 14, 30)
    assert units.known(catalogue, "SM-1-cycle").activity == workshop
    assert units.known(catalogue, "SM-1") is None


def test_the_slots_of_a_day_are_kept_together_and_sessions_apart():
    assert units.partition_of("PN-261203-1400") == units.partition_of("PN-261203-1630") == "day/PN-2026-12-03"
    assert units.partition_of("SM-12") == "session/SM-12"


def test_editing_the_openings_never_renames_a_slot():
    before, after = an_opening(), an_opening(hours=("9:00-12:00", "13:00-18:00"), slot=timedelta(minutes=60))
    kept = {unit.id: unit.start for unit in units.units_of(slots.on_day(before, THURSDAY))}
    now = {unit.id: unit.start for unit in units.units_of(slots.on_day(after, THURSDAY))}

    assert {"PN-261203-1400", "PN-261203-1500"} <= kept.keys() & now.keys()
    assert all(kept[id] == now[id] for id in kept.keys() & now.keys())


# The days that can be asked for


def test_days_are_open_until_the_horizon_and_no_further():
    opening = an_opening(horizon=timedelta(weeks=2))
    days = slots.open_days(opening, NOW)

    assert [str(day) for day in days] == ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-10", "2026-12-15"]
    (late, *_) = units.units_of(slots.on_day(opening, date(2026, 12, 17)))
    assert units.too_far(late, NOW) and units.open_units(late.activity, NOW) == []


def test_a_closed_day_is_told_and_not_offered():
    opening = an_opening(shut=(Closure(date(2026, 12, 3), date(2026, 12, 8), "peinture"),))
    unit = units.known(a_catalogue(opening), "PN-261203-1400")

    assert unit.cancelled == "peinture" and units.open_units(unit.activity, NOW) == []
    assert [str(day) for day in slots.open_days(opening, NOW)][:2] == ["2026-12-01", "2026-12-10"]
    assert slots.shut_days(opening, NOW) == [slots.Shut(date(2026, 12, 3), date(2026, 12, 8), "peinture")]


def test_days_closed_for_two_reasons_are_told_apart():
    shut = (Closure(THURSDAY, THURSDAY, "peinture"), Closure(date(2026, 12, 7), date(2026, 12, 11), "inventaire"))
    found = slots.shut_days(an_opening(shut=shut), NOW)
    assert [(str(one.since), str(one.until), one.why) for one in found] == [
        ("2026-12-03", "2026-12-03", "peinture"), ("2026-12-08", "2026-12-10", "inventaire"),
    ]  # fmt: skip


def test_today_is_offered_until_its_last_slot_has_begun():
    opening, day = an_opening(), date(2026, 12, 1)
    assert day in slots.open_days(opening, datetime(2026, 12, 1, 16, 29))
    assert day not in slots.open_days(opening, datetime(2026, 12, 1, 16, 30))
    assert [unit.id for unit in units.open_units(slots.on_day(opening, day), datetime(2026, 12, 1, 16, 0))] == [
        "PN-261201-1630"
    ]


def test_a_door_open_without_appointment_has_days_and_no_slot():
    opening = an_opening(slot=None, horizon=None, capacity=0)
    assert str(slots.open_days(opening, NOW)[1]) == "2026-12-03"
    assert hours(opening, THURSDAY) == []


def test_the_day_before_and_the_day_after_are_open_ones():
    opening = an_opening(shut=(Closure(date(2026, 12, 8), date(2026, 12, 8), "fermé"),))
    assert slots.around(slots.on_day(opening, THURSDAY), NOW) == (date(2026, 12, 1), date(2026, 12, 10))
    assert slots.around(slots.on_day(opening, date(2026, 12, 1)), NOW)[0] is None


# The clock and the calendar


@pytest.mark.parametrize(("sunday", "offset"), [("2026-10-25", 1), ("2027-03-28", 2), ("2026-10-18", 2)])
def test_on_the_sunday_the_clocks_change_two_in_the_afternoon_is_two_on_the_wall(sunday, offset):
    opening = an_opening(days=("dimanche",))
    first, *_, last = units.units_of(slots.on_day(opening, date.fromisoformat(sunday)))

    assert first.id.endswith("-1400") and last.end.time() == time(17)
    assert first.start.replace(tzinfo=PARIS).utcoffset() == timedelta(hours=offset)
    assert all(unit.end - unit.start == timedelta(minutes=30) for unit in units.units_of(first.activity))


def test_the_horizon_counts_days_of_the_calendar_across_a_change_of_clocks():
    opening = an_opening(days=("dimanche",), horizon=timedelta(weeks=1))
    late_evening = datetime(2026, 10, 18, 23, 59)
    assert [str(day) for day in slots.open_days(opening, late_evening)] == ["2026-10-25"]


def test_the_year_ends_and_the_slots_go_on():
    opening = an_opening()
    days = [str(day) for day in slots.open_days(opening, datetime(2026, 12, 30, 9))]
    assert days[:2] == ["2026-12-31", "2027-01-05"]
    assert units.known(a_catalogue(opening), "PN-270105-1400").start == datetime(2027, 1, 5, 14)


def test_the_twenty_ninth_of_february_is_a_day_like_another():
    opening = an_opening(until=date(2028, 12, 31))
    assert date(2028, 2, 29) in slots.open_days(opening, datetime(2028, 2, 20, 9))
    assert units.known(a_catalogue(opening), "PN-280229-1400") is not None
    assert units.known(a_catalogue(opening), "PN-270229-1400") is None


@given(
    opens=st.integers(0, 22), length=st.integers(1, 8), minutes=st.integers(5, 120),
    day=st.dates(date(2026, 9, 1), date(2028, 12, 31)),
)  # fmt: skip
def test_whatever_the_hours_slots_touch_fill_and_come_back_by_name(opens, length, minutes, day):
    span = HOURS.read(f"{opens}:00-{min(23, opens + length)}:59")
    weekly = Weekly(WEEKDAYS, span, date(2026, 9, 1), date(2028, 12, 31))
    opening = replace(an_opening(), weekly=(weekly,), slot=timedelta(minutes=minutes))
    found = units.units_of(slots.on_day(opening, day))

    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert all(one.start.date() == day and span.opens <= one.start.time() for one in found)
    left = weekly.length - sum((one.end - one.start for one in found), timedelta())
    assert timedelta() <= left < opening.slot
    assert all(units.known(a_catalogue(opening), one.id) == one for one in found)
    assert all(units.partition_of(one.id) == f"day/PN-{day}" for one in found)
