"""What an editor may write, and what is refused with the mend."""

from datetime import date, datetime, time, timedelta

import pytest

from formservice.catalogue import kinds


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (kinds.DAY, "2028-02-29", date(2028, 2, 29)),
        (kinds.MOMENT, "2026-12-03 14:00", datetime(2026, 12, 3, 14)),
        (kinds.HOURS, "14:00-17:00", kinds.Hours(time(14), time(17))),
        (kinds.SPANS, "9:00-12:00, 14:00-17:00", (kinds.Hours(time(9), time(12)), kinds.Hours(time(14), time(17)))),
        (kinds.DURATION, "30 min", timedelta(minutes=30)),
        (kinds.DURATION, "8 weeks", timedelta(weeks=8)),
        (kinds.PHONE, "03 53 01 00 00", "03 53 01 00 00"),
        (kinds.whole(1, 400), "12", 12),
    ],
)
def test_a_value_is_read_and_written_back(kind, text, value):
    assert kind.read(text) == value
    assert kind.read(kind.write(value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "mend"),
    [
        (kinds.LINE, "«" * 151, "300 caractères"),
        (kinds.DAY, "03/12/2026", "2026-12-03"),
        (kinds.DAY, "2026-02-30", "n’existe pas"),
        (kinds.MOMENT, "2026-12-03", "2026-12-03 14:00"),
        (kinds.MOMENT, "2026-12-03 25:00", "14:00"),
        (kinds.HOURS, "14h-17h", "14:00-17:00"),
        (kinds.HOURS, "17:00-14:00", "après l’ouverture"),
        (kinds.SPANS, "9:00-14:00, 13:00-17:00", "se chevauchent"),
        (kinds.DURATION, "une heure", "30 min"),
        (kinds.whole(1, 400), "012", "entier"),
        (kinds.whole(1, 400), "٣", "entier"),
        (kinds.choice("atelier", "permanence"), "permanance", "permanence"),
        (kinds.YES, "no", "true"),
        (kinds.PHONE, "+33353010000", "03 53 01 02 03"),
        (kinds.CODE, "sm", "majuscules"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(kind, text, mend):
    with pytest.raises(ValueError, match=mend):
        kind.read(text)
