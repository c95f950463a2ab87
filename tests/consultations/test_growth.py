"""A consultation that everybody answers: each answer costs as the first did, and no partition overflows."""

import os
from collections import Counter
from itertools import count

import pytest

from formservice.consultations import stored
from formservice.storage import MOST_RECORDS
from formservice.submit import enter, submit
from tests.consultations.town import SAID

ANSWERS = 20_000


def shards(answers):
    """How many answers each part gets, by the very draw that places them."""
    return Counter(stored.drawn(f"a-key-{n}")[:2] for n in range(answers))


def test_twenty_thousand_answers_are_spread_over_parts_that_hold_them():
    found = shards(ANSWERS)
    assert len(found) == 256
    assert max(found.values()) < MOST_RECORDS / 3


@pytest.fixture
def work(monkeypatch):
    """How many times something is made durable, and how many bytes are written."""
    done = Counter()
    fsync, write = os.fsync, os.write
    monkeypatch.setattr(os, "fsync", lambda fd: (done.update(fsync=1), fsync(fd))[1])
    monkeypatch.setattr(os, "write", lambda fd, data: (done.update(bytes=len(data)), write(fd, data))[1])
    return done


def answer_in(asked, shard, known=count(100_000)):  # noqa: B008 - no key is used twice
    """Somebody answers, and chance places it there."""
    key = next(f"a-key-{n}" for n in known if stored.drawn(f"a-key-{n}").startswith(shard))
    with asked.app.app_context():
        return submit(asked.app, enter(asked.app, asked.page, {"said": SAID, "quartier": "1"}, key)).record


def test_the_last_of_twenty_thousand_costs_as_the_first(asked, work):
    """As work: what is made durable, which is what takes time; the bytes stay small."""
    answer_in(asked, "ab")
    work.clear()
    first = answer_in(asked, "ab")
    early = work["fsync"]
    copied = {name: value for name, value in first.items() if name not in ("id", "seq", "version")}
    with asked.app.store.transaction("answer/BA27/ab") as records:
        for _ in range(max(shards(ANSWERS).values())):
            records.add("answer/BA27/ab", stored.TABLE, **copied)
    work.clear()
    answer_in(asked, "ab")
    assert work["fsync"] <= 1.5 * early
    assert work["bytes"] < 150_000
