"""Who was reading when it closed has a quarter of an hour, the same everywhere."""

from datetime import timedelta

import pytest

from formservice.agenda import rules as dates
from formservice.consultations import rules as answers
from formservice.participation import rules as ideas
from formservice.refusal import Refused
from tests.agenda.test_rules import a_unit
from tests.consultations.town import CLOSES, a_consultation
from tests.participation.test_rules import CLOSES as FILED
from tests.participation.test_rules import EDITION

SECOND = timedelta(seconds=1)
UNIT, ASKED = a_unit(), a_consultation()
CHECKS = {
    "a date": (UNIT.start, lambda now, made: dates.check_open(UNIT, now, made)),
    "an idea": (FILED, lambda now, made: ideas.check_dates(EDITION, now, made)),
    "answers": (CLOSES, lambda now, made: answers.check_open(ASKED, now, made, by_agent=False)),
}


@pytest.mark.parametrize(("closes", "check"), CHECKS.values(), ids=CHECKS)
def test_what_was_read_in_time_is_taken_for_fifteen_minutes_the_last_moment_included(closes, check):
    read, quarter = closes - SECOND, timedelta(minutes=15)
    assert check(closes, read) is check(closes + quarter, read) is None
    for now, made in ((closes + quarter + SECOND, read), (closes + SECOND, closes), (closes, None)):
        with pytest.raises(Refused):
            check(now, made)
