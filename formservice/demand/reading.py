"""The demand of a stretch of time, read from the store: the programme, the sign-ups, the refusals, the theme lists."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from formservice.agenda import current, refusals, rules, signups, units, wishes
from formservice.agenda.slots import parse_slot
from formservice.demand import programme
from formservice.demand.model import REFUSED, Demand, Hope, Offer, Request, half_id
from formservice.demand.seasons import Season
from formservice.service import Service

Line = dict[str, Any]
BEYOND = timedelta(days=183)
"""After what is looked at: seats there are looked for too."""
SINCE = timedelta(days=120)
"""Before today, for what is to be advised."""


def present(app: Service) -> Demand:
    """What advice is made of: the last months, and all that is to come."""
    today = app.clock.today()
    return between(app, today - SINCE, today + BEYOND)


def seen(app: Service, season: Season) -> tuple[Demand, Demand, Demand]:
    """The present, a season and the one before it, of one reading of the store."""
    today, former = app.clock.today(), season.before
    lately = today - SINCE, today + BEYOND
    whole = between(app, min(former.first, lately[0]), max(season.after.first, lately[1]))
    return whole.part(*lately), whole.part(season.first, season.after.first), whole.part(former.first, season.first)


def between(app: Service, first: date, until: date) -> Demand:
    """What was offered and asked from a day to the day before another, by the start of what was offered."""
    known = offered(app, first, until + BEYOND)
    found = sorted(
        (*requests(app, known, first, until + BEYOND), *refused(app, known, first, until + BEYOND)),
        key=lambda one: (one.asked, one.offer.start, one.offer.id, one.place),
    )  # fmt: skip
    return Demand(
        tuple(sorted((one for one in known.values() if one.start.date() < until), key=lambda one: (one.start, one.id))),
        tuple(one for one in found if one.offer.start.date() < until),
        tuple(hopes(app)),
        tuple(one for one in found if one.offer.start.date() >= until),
    )


def offered(app: Service, first: date, until: date) -> dict[str, Offer]:
    """By id: what was noted, and what the site says now of what is to come."""
    now = app.clock.wall()
    live = programme.offers_of(app.releases.current().catalogue, now)
    noted = {one.id: one for one in programme.kept(app, first, until)}
    fresh = {one.id: one for one in live if first <= one.start.date() < until}
    # What began is as it was noted: its file may speak of the next season already.
    return fresh | {id: one for id, one in noted.items() if id not in fresh or one.start <= now}


def requests(app: Service, known: dict[str, Offer], first: date, until: date) -> Iterator[Request]:
    """Every sign-up of what was offered between two days; what nobody noted is known by what people were told."""
    for partition in partitions(app, known, first, until):
        for one in app.store.read(partition).find(partition, signups.TABLE):
            offer = offer_of(known, one["told"])
            if one["state"] != rules.MOVED and first <= offer.start.date() < until:
                yield request(app, partition, one, offer)


def partitions(app: Service, known: dict[str, Offer], first: date, until: date) -> Iterator[str]:
    """Where sign-ups of these days may be. The name of a day of slots says so; a session's does not, but what was
    over before the first day is listed."""
    over = {
        one["partition"]
        for month, one in app.store.search(f"{current.OVER}/", current.TABLE)
        if month[5:12] < f"{first:%Y-%m}"
    }
    over -= {units.partition_of(id) for id in known}
    yield from (one for one in app.store.partitions("session/") if one not in over)
    for partition in app.store.partitions("day/"):
        if f"{first}" <= partition[-10:] < f"{until}":
            yield partition


def offer_of(known: dict[str, Offer], told: Line) -> Offer:
    """The offer of what a person was told; one made of these words when it was never noted."""
    start = datetime.fromisoformat(told["start"])
    id = told["unit"]
    try:
        code, start = parse_slot(id)
        id = half_id(code, start)
    except KeyError:
        code = id.partition("-")[0]
    if id in known:
        return known[id]
    end, slots = datetime.fromisoformat(told["end"]), id != told["unit"]
    dates = {} if slots else {one["id"]: datetime.fromisoformat(one["start"]) for one in told["sessions"]}
    return Offer(id, code, told["title"], "", "", told["place"], start, end, 0, slots=slots, dates=dates)


def request(app: Service, partition: str, signup: Line, offer: Offer) -> Request:
    """A sign-up as it is counted."""
    first = signups.came(signup)
    return Request(
        offer, signup["person"] or signup["id"], signup["party"], signup["state"], first["channel"],
        day_of(app, first["at"]), bool(signup.get("newcomer")), signup.get("attendance", {}),
        signup.get("settled", ""), signup["answers"].get("age") or "", place=(partition, signup["id"]),
    )  # fmt: skip


def refused(app: Service, known: dict[str, Offer], first: date, until: date) -> Iterator[Request]:
    """Those who were told « complet », and did not get in since."""
    for shard, line in refusals.kept(app):
        offer = offer_of(known, line | {"sessions": []})
        if first <= offer.start.date() < until:
            yield Request(
                offer, line["person"] or line["id"], line["party"], REFUSED, line["channel"], day_of(app, line["at"]),
                settled=line["settled"], place=(shard, line["id"]),
            )  # fmt: skip


def hopes(app: Service) -> Iterator[Hope]:
    """The lists of the themes."""
    for partition, wish in app.store.search("theme/", wishes.TABLE):
        waiting = wish["state"] in (wishes.WAITING, wishes.OFFERED)
        yield Hope(partition.partition("/")[2], wish["channel"], day_of(app, wish["at"]), waiting)


def day_of(app: Service, at: str) -> date:
    """The town's date of a moment of the store."""
    return datetime.fromisoformat(at).astimezone(app.clock.zone).date()
