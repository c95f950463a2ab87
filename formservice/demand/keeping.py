"""What is known of who missed a date, settled a month after: once the person is erased nobody could tell any more."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from formservice.agenda import refusals, signups
from formservice.demand import programme
from formservice.demand.counting import in_time, is_served, seats_of
from formservice.demand.model import AGAIN, NEVER, REFUSED, SERVED, Demand, Request
from formservice.demand.reading import present
from formservice.demand.seasons import season_of
from formservice.service import Service
from formservice.storage import StoreError

AFTER = timedelta(days=30)
DONE = {"settled": ("demande ancienne comptée", "demandes anciennes comptées")}
SETTLED = "demand_settled"
"""The setting that says the day of the last look."""


def run(app: Service) -> Counter[str]:
    """Note the programme, settle what is a month old: how many of these. Trouble here keeps nothing from others."""
    done: Counter[str] = Counter()
    try:
        programme.note(app)
        done["settled"] += settle(app)
    except StoreError as error:
        app.logger.error("%s", error)
        done["failed"] += 1
    return done


def settle(app: Service) -> int:
    """Settle what is a month old, once a day; how many requests."""
    today = app.clock.today().isoformat()
    if app.store.get_setting(SETTLED) == today:
        return 0
    by_partition: dict[str, list[tuple[Request, str]]] = defaultdict(list)
    for one, word in due(present(app), app.clock.wall()):
        by_partition[one.place[0]].append((one, word))
    done = sum(_write(app, partition, lines) for partition, lines in by_partition.items())
    app.store.set_setting(SETTLED, today)
    return done


def due(found: Demand, now: datetime) -> list[tuple[Request, str]]:
    """(request, what is known of it) for those missed a month ago and not settled yet. Pure."""
    seats, seen = seats_of((*found.requests, *found.elsewhere)), set[tuple[str, ...]]()
    settled = []
    for one in in_time(found.requests):
        person = (one.who, one.offer.code, season_of(one.offer.start.date()).id)
        if not one.missed or not one.offer.over(now):
            continue
        word = one.settled or (SERVED if is_served(one, seats) else AGAIN if person in seen else NEVER)
        if not one.settled and one.offer.end + AFTER <= now:
            settled.append((one, word))
        if word != SERVED:
            seen.add(person)
    return settled


def _write(app: Service, partition: str, lines: list[tuple[Request, str]]) -> int:
    """Write it beside each request that is still there."""
    done = 0
    with app.store.transaction(partition) as records:
        for one, word in lines:
            table = refusals.TABLE if one.state == REFUSED else signups.TABLE
            if records.get(partition, table, one.place[1]):
                records.update(partition, table, one.place[1], settled=word)
                done += 1
    return done
