"""What the service does by itself: one worker at a time, whatever fails."""

import threading
import time

import pytest

from formservice import background
from formservice.background import Background
from tests.mail.letters import outbox_of, sign_up


def until(true, seconds=5.0):
    """Wait until it is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "never came"
        time.sleep(0.02)


@pytest.fixture
def started(plain):
    """Start workers that share a folder; all are stopped at the end."""
    threads: list[Background] = []

    def start(*jobs):
        threads.append(Background(plain, 0.02, list(jobs) or None))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.stop()
        assert not thread.is_alive()


def test_letters_leave_by_themselves(plain, started):
    started()
    sign_up(plain)
    until(lambda: outbox_of(plain)[0]["state"] == "sent")


def test_today_and_tomorrow_are_put_on_paper_by_themselves(plain, started, tmp_path):
    started()
    until(lambda: len(list(tmp_path.glob("var/jour/jour-*.pdf"))) == 2, 30)


def test_one_worker_at_a_time_does_it_and_another_takes_over(started):
    rounds: list[int] = []
    first, second = (started(lambda app, n=n: rounds.append(n)) for n in (1, 2))
    until(lambda: len(rounds) > 3)
    [busy] = set(rounds)
    (first if busy == 1 else second).stop()
    until(lambda: set(rounds) == {1, 2})


def test_a_job_that_fails_stops_no_other_and_is_said_once(started, caplog):
    done = threading.Semaphore(0)

    def broken(app):
        raise OSError("panne")

    started(broken, lambda app: done.release())
    assert all(done.acquire(timeout=5) for _ in range(3))
    assert [record.message for record in caplog.records].count("broken : panne") == 1


def test_it_starts_only_where_it_is_asked_for(on):
    assert background.start(on()) is None
    thread = background.start(on(BACKGROUND="60"))
    assert thread.is_alive()
    thread.stop()
