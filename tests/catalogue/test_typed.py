"""From strings to things: every mistake is named, with the way to it."""

import pytest

from formservice.catalogue import Activity, Mistakes, typed

SESSION = {"id": "SM-12", "start": "2026-12-03 14:00", "end": "2026-12-03 16:00"}
ACTIVITY = {
    "title": "Premiers pas", "kind": "atelier", "code": "SM", "place": "pole", "capacity": "8", "booking": "session",
    "sessions": [SESSION],
}  # fmt: skip


def mistakes_of(**changes):
    with pytest.raises(Mistakes) as caught:
        typed.read(Activity, ACTIVITY | changes)
    return {mistake.at: mistake.text for mistake in caught.value.found}


def test_what_is_read_is_written_back_the_same():
    activity = typed.read(Activity, ACTIVITY)
    assert typed.read(Activity, typed.dump(activity), editor=False) == activity


def test_every_mistake_of_a_file_is_told_at_once():
    found = mistakes_of(kind="permanance", code="sm", sessions=[SESSION | {"start": "2026-13-03 14:00"}])
    assert set(found) == {("kind",), ("code",), ("sessions", 0, "start")}


def test_an_unknown_key_is_told_with_the_nearest_one():
    found = mistakes_of(sesions="x")
    assert "sessions" in found[("sesions",)]


def test_a_missing_key_is_told_with_the_line_to_add():
    data = {name: value for name, value in ACTIVITY.items() if name != "place"}
    with pytest.raises(Mistakes, match="place: …"):
        typed.read(Activity, data)


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"sessions": [SESSION, SESSION]}, ("sessions", 1, "id")),
        ({"sessions": [SESSION | {"id": "XX-1"}]}, ("sessions", 0, "id")),
        ({"sessions": [SESSION | {"end": "2026-12-03 13:00"}]}, ("sessions", 0, "end")),
        ({"sessions": [SESSION | {"end": "2027-12-03 16:00"}]}, ("sessions", 0, "end")),
        ({"sessions": "SM-12"}, ("sessions",)),
        ({"sessions": ["SM-12"]}, ("sessions", 0)),
        ({"title": ["a"]}, ("title",)),
        ({"title": "  "}, ("title",)),
        ({"capacity": "0"}, ("capacity",)),
        ({"companions": "5", "capacity": "5"}, ("companions",)),
        ({"slug": "autre"}, ("slug",)),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(changes, at):
    assert at in mistakes_of(**changes)


def test_an_activity_has_dates_or_weekly_openings_and_not_both():
    weekly = [{"days": ["mardi"], "hours": "14:00-17:00", "since": "2026-09-01", "until": "2027-06-30"}]
    assert () in mistakes_of(weekly=weekly)
