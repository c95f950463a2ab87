"""Urgent letters while mail is down, or has had its number of the hour: after a time, an agent calls instead.

A pass stops at the first letter that finds the server closed: the others wait without ever being tried.
"""

import time
from typing import Any

from formservice.mail import rules
from formservice.mail.letters import DROPPED, PARKED, TABLE, WAITING, about
from formservice.mail.outcome import end
from formservice.service import Service
from formservice.storage import Records, StoreError, View

Letter = dict[str, Any]
WHY = "courrier en panne"


def call_instead(app: Service) -> int:
    """Note since when each urgent letter is stuck; those that are stuck for too long become calls. How many."""
    called = 0
    for partition in app.store.waiting_mail():
        try:
            if any(_is_to_settle(app, one) for one in _waiting(app.store.read(partition), partition)):
                called += _settle(app, partition)
        except StoreError as error:
            app.logger.error("%s", error)
        except (ValueError, TypeError, KeyError) as error:
            # A letter that cannot be read: the sender parks it when its turn comes.
            app.logger.error("%s: %s", partition, type(error).__name__)
    return called


def _waiting(view: View, partition: str) -> list[Letter]:
    found: list[Letter] = view.find(partition, TABLE, state=WAITING)
    return found


def _is_to_settle(app: Service, letter: Letter) -> bool:
    wall, utc = app.clock.wall(), app.clock.utc()
    new = not letter.get("stuck_since")
    return rules.is_stuck(letter, wall, utc, time.time()) and (new or rules.is_too_late(letter, wall, utc))


def _settle(app: Service, partition: str) -> int:
    with app.store.transaction(partition) as records:
        found = [one for one in _waiting(records, partition) if _is_to_settle(app, one)]
        return sum(_settle_one(app, records, partition, letter) == PARKED for letter in found)


def _settle_one(app: Service, records: Records, partition: str, letter: Letter) -> str:
    if why := rules.outdated(letter["template"], letter["data"], about(records, partition, letter), app.clock.wall()):
        return end(app, records, partition, letter, DROPPED, why)
    if rules.is_too_late(letter, app.clock.wall(), app.clock.utc()):
        return end(app, records, partition, letter, PARKED, WHY)
    records.update(partition, TABLE, letter["id"], stuck_since=app.clock.utc().isoformat())
    return WAITING
