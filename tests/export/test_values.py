"""What a cell becomes, before any format."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from formservice.export import Column, Table
from formservice.export.table import typed


@pytest.mark.parametrize("moment", [datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "2026-07-01T12:00:00Z"])
def test_an_instant_is_shown_at_the_hour_of_the_town(moment):
    assert typed("datetime", moment) == datetime(2026, 7, 1, 14, 0)


def test_an_hour_without_a_zone_is_already_the_towns():
    assert typed("datetime", datetime(2026, 12, 3, 14, 0, 59)) == datetime(2026, 12, 3, 14, 0)


def test_the_hour_that_happens_twice_is_told_apart_in_the_utc_column():
    first, second = datetime(2026, 10, 25, 0, 30, 5, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, 5, tzinfo=UTC)
    assert typed("datetime", first) == typed("datetime", second)
    assert typed("utc", first) == "2026-10-25T00:30:05Z"
    assert typed("utc", second) == "2026-10-25T01:30:05Z"


def test_a_day_stays_a_day():
    assert typed("datetime", date(2026, 12, 3)) == date(2026, 12, 3)
    assert typed("date", datetime(2026, 12, 3, 23, 30, tzinfo=UTC)) == date(2026, 12, 4)
    assert type(typed("date", "2026-12-03")) is date


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(1899, 5, 12), "12/05/1899"), ("1900-02-28", "28/02/1900"), (date(1, 1, 1), "01/01/0001")],
)
def test_a_day_that_excel_cannot_count_is_words(day, shown):
    assert typed("date", day) == shown


@pytest.mark.parametrize("kind", ["date", "datetime", "utc"])
@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
@pytest.mark.parametrize("hours", [-14, 14])
def test_the_ends_of_time_break_nothing(kind, moment, hours):
    assert typed(kind, moment.replace(tzinfo=timezone(timedelta(hours=hours)))) is not None


@pytest.mark.parametrize("text", ["2026-02-30", "20261203", "2026-W01-1", "03/12/2026", "demain", "2026-12-03T99:99"])
def test_what_is_not_a_date_stays_as_typed(text):
    assert typed("date", text) == text
    assert typed("datetime", text) == text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [(12, 12), ("12", 12), ("-3,5", Decimal("-3.5")), (0, 0), (0.1, Decimal("0.1")), (1e-7, Decimal("1E-7"))],
)
def test_a_declared_number_is_a_number(raw, kept):
    assert typed("number", raw) == kept
    assert isinstance(typed("number", raw), Decimal)


@pytest.mark.parametrize("text", ["007", "1E5", "+3", "1 000", "9007199254740993", "٣", "=1", "", "nan", "1,2,3", "1."])
def test_a_number_that_would_change_stays_text(text):
    assert typed("number", text) == (text or None)


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), Decimal("-Infinity"), 10**15])
def test_a_number_that_no_cell_can_hold_is_words(raw):
    assert typed("number", raw) == str(raw)


def test_a_number_is_one_only_where_it_is_declared():
    assert typed("text", 12) == "12"
    assert typed("text", 3.5) == "3,5"


@pytest.mark.parametrize(("raw", "shown"), [(True, "Oui"), (0, "Non"), ("oui", "Oui"), ("peut-être", "peut-être")])
def test_yes_and_no_are_said_in_french(raw, shown):
    assert typed("yesno", raw) == shown


def test_several_choices_are_joined():
    assert typed("text", ["Lundi", "Mardi"]) == "Lundi ; Mardi"
    assert typed("text", []) is None


def test_an_unknown_kind_of_column_is_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        Column("Nom", "name", "string")


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="argument 2 is longer"):
        list(Table("Inscrits", (Column("Nom", "name"),), [("Anna", "de trop")]).values())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inscriptions : SM-12/13", "Inscriptions SM-12 13"),
        ("=1+1", "1 1"),
        ("'[x]'!A1", "x A1"),
        ("é" * 40, "é" * 31),
        ("😀" * 40, "Données"),
        ("𝒜" * 40, "𝒜" * 15),
        ("History", "Données"),
        ("lisez-moi", "Données"),
        ("\0\n", "Données"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title, name):
    assert Table(title, (), []).sheet_name() == name
