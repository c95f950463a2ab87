"""Who was served in a month, counted by date, by way of coming, by theme and by age."""

from datetime import date, datetime

from formservice.demand.model import Demand, Offer, Request
from formservice.demand.proof import month_of, next_month, read, served, written

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
LATER = datetime(2027, 1, 5, 10)


def an_offer(*days, id="SM-1", **given):
    dates = {f"SM-{n}": datetime(2026, *day, 14) for n, day in enumerate(days or ((11, 5),), 1)}
    start = min(dates.values())
    known = {"theme": "smartphone", "level": "", "place": "", "seats": 8, "dates": dates}
    return Offer(id, "SM", "Premiers pas", start=start, end=start.replace(hour=16), **known | given)


def a_request(who="anna", offer=None, marks=None, **given):
    known = {"party": 1, "state": "confirmed", "channel": "web", "asked": date(2026, 10, 1)} | given
    marks = {"SM-1": "present"} if marks is None else marks
    return Request(offer or an_offer(), who, marks=marks, **known)


def november(*requests, visits=None, now=LATER):
    return served(Demand((), requests), visits or {}, NOVEMBER, now)


def test_who_came_is_counted_with_who_they_brought():
    month = november(a_request(party=2), a_request("badr", channel="telephone"))
    assert (month.came, month.people, month.held) == (3, 3, 1)
    assert month.channels == {"web": 2, "telephone": 1} and month.themes == {"smartphone": 3}


def test_who_did_not_come_is_not_served():
    marks = ({"SM-1": "absent"}, {"SM-1": "excused"}, {})
    month = november(*(a_request(f"person {n}", marks=one) for n, one in enumerate(marks)))
    assert (month.came, month.absent, month.unmarked, month.held) == (0, 2, 1, 1)


def test_who_waited_or_cancelled_or_was_called_off_was_not_expected():
    states = ("waiting", "cancelled", "called_off", "refused", "lapsed")
    off = a_request(offer=an_offer(cancelled=True))
    assert not november(*(a_request(state, state=state) for state in states), off)


def test_a_cycle_counts_in_the_month_of_each_date():
    cycle = an_offer((10, 29), (11, 5), (11, 12), (12, 3))
    month = november(a_request(offer=cycle, marks={f"SM-{n}": "present" for n in (1, 2, 3, 4)}))
    assert (month.came, month.held) == (2, 2)


def test_an_appointment_counts_once_whatever_its_hour():
    half_day = an_offer(id="PN-2026-11-05 matin", slots=True, dates={})
    month = november(*(a_request(hour, half_day, {f"PN-261105-{hour}": "present"}) for hour in ("0900", "0930")))
    assert (month.came, month.held) == (2, 1)


def test_visits_without_an_appointment_are_served_too():
    month = november(a_request(), visits={"photos": 7, "autre": 0})
    assert (month.people, month.walked_in, month.visits) == (8, 7, {"photos": 7})


def test_an_age_that_is_not_told_is_counted_nowhere():
    month = november(a_request(age="70-79", party=2), a_request("badr", age="untold"), a_request("chloé"))
    assert month.ages == {"70-79": 1} and month.came == 4


def test_one_is_new_to_a_theme_once():
    twice = (a_request(newcomer=True), a_request(newcomer=True, offer=an_offer((11, 12), id="SM-2")))
    assert november(*twice, a_request("badr")).newcomers == 1


def test_what_has_not_begun_is_not_counted():
    assert not november(a_request(), now=datetime(2026, 11, 5, 13))


def test_a_month_is_read_again_as_it_was_kept():
    month = november(a_request(age="80-up", newcomer=True), visits={"photos": 5})
    assert read({"id": "x", "seq": 1} | written(month)) == month


def test_two_months_together_are_their_sum():
    month = november(a_request(), visits={"photos": 5})
    both = month.and_then(served(Demand((), ()), {"photos": 2}, DECEMBER, LATER))
    assert (both.first, both.last, both.people, both.visits) == (NOVEMBER, DECEMBER, 8, {"photos": 7})


def test_months_follow_one_another():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1) and month_of(date(2026, 12, 31)) == DECEMBER
