"""A service that is stopped while somebody confirms."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.town import ask_to_stop


def test_who_confirms_while_the_service_stops_is_answered_and_kept(place):
    with place.serving() as (town, service), ThreadPoolExecutor(1) as pool:
        token = town.check("Anna Exemple")
        with town.held():
            answering = pool.submit(town.confirm, token)
            time.sleep(1)
            ask_to_stop(service)
            time.sleep(0.4)
            assert not answering.done()
        answer = answering.result(30)
        service.process.wait(30)
    assert answer.status == 303
    [kept] = town.stored()

    with place.serving() as (town, _):
        again = town.confirm(token)
        assert (again.status, again.location) == (303, answer.location)
        assert kept["reference"] in town.ask("GET", answer.location).body.decode()
    assert town.stored() == [kept]


def test_who_was_killed_with_the_service_has_one_registration_after_a_retry(place):
    with place.serving() as (town, service), ThreadPoolExecutor(1) as pool:
        token = town.check("Anna Exemple")
        with town.held():
            answering = pool.submit(town.confirm, token)
            time.sleep(0.4)
            killed(service)
        assert isinstance(answering.exception(30), OSError), "no answer was promised"
    assert len(town.stored()) <= 1

    with place.serving() as (town, _):
        first, second = town.confirm(token), town.confirm(token)
        assert (first.status, first.location) == (303, second.location)
    assert len(town.stored()) == 1


def killed(service) -> None:
    """kill -9, the workers with their master: they are a session of their own."""
    os.killpg(service.process.pid, signal.SIGKILL)
    service.process.wait(30)
