"""The words that no page answers, counted by month so that editors write what is missing. Nobody's: no address, no
question, no time; never a figure, which could be of a telephone number."""

import logging
import re
from collections.abc import Iterator
from datetime import date

from formservice.folding import order
from formservice.search.finding import Answer
from formservice.service import Service
from formservice.storage import Store, StoreError

log = logging.getLogger(__name__)
SERIES = "missed-words"
WORD = re.compile(r"[a-z]{3,30}")
ASKED = 3
"""A word asked for less often in a month is not read out: it may be a name."""
KEPT = 3
"""Months, the present one included."""


def window(day: date) -> int:
    """The number of a month."""
    return day.year * 12 + day.month - 1


def count(store: Store, answer: Answer, month: int) -> None:
    """Count one more of each word that was lost. Never in the way of the answer."""
    try:
        for part in answer.lost:
            if WORD.fullmatch(part.word):
                store.count_word(SERIES, part.word, month)
    except StoreError:
        # Whoever is in charge hears of a store in trouble by what matters more.
        log.debug("a word was not counted")


def months(app: Service) -> Iterator[tuple[date, list[tuple[str, int]]]]:
    """The present month and the one before: the words asked for often enough, the most wanted first."""
    now = window(app.clock.today())
    for number in (now, now - 1):
        words = app.store.counted_words(SERIES, number).items()
        kept = [(word, times) for word, times in words if times >= ASKED]
        yield date(number // 12, number % 12 + 1, 1), sorted(kept, key=lambda one: (-one[1], order(one[0])))


def forget(app: Service) -> int:
    """Let go of the months that were kept long enough; how many words."""
    return app.store.forget_words(SERIES, window(app.clock.today()) - KEPT + 1)
