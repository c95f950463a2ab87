"""One pass of the sender: take a letter, send it with no lock held, say what became of it.

A letter taken stays "waiting" with a lease, so that the marks of the store still name its partition: the sender that
dies after the server said yes leaves a letter that is sent again, under the same Message-ID, when the lease is over.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from formservice import links
from formservice.catalogue import Site
from formservice.mail import caps, rules, stuck
from formservice.mail.compose import Frame, NoAddress, compose
from formservice.mail.deliver import place_of
from formservice.mail.errors import Never, NotNow, Unreachable
from formservice.mail.letters import DROPPED, PARKED, SENT, TABLE, WAITING, about
from formservice.mail.outcome import end, settle
from formservice.service import Service
from formservice.storage import Records, StoreError

Letter = dict[str, Any]
Found = tuple[str, Letter]
"""A partition, and a letter of it."""
LONGEST_PASS = 200.0
"""Seconds after which a pass takes no more letters: the next one goes on."""
HELD = "held"


class HourFull(Exception):
    """No more letters in this hour."""


@dataclass
class Pass:
    """What a pass did."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many letters were sent, dropped, parked, held back, or are to be tried again (waiting)."""
    trouble: str = ""
    """Why the pass stopped before its end."""


def due(app: Service) -> list[Found]:
    """The letters that may leave now: urgent ones first, then in order of arrival in each partition."""
    wall, utc, found = app.clock.wall(), app.clock.utc(), []
    for partition in app.store.waiting_mail():
        try:
            letters = app.store.read(partition).find(partition, TABLE, state=WAITING)
            if not letters:
                # What a crash left: a transaction puts it right.
                with app.store.transaction(partition):
                    pass
        except StoreError as error:
            app.logger.error("%s", error)
            continue
        found += [(partition, one) for one in letters if rules.is_due(one, wall, utc, time.time())]
    return sorted(found, key=lambda one: rules.urgency(one[1]))


def run(app: Service, shown: Callable[[list[Found]], Iterable[Found]] = iter) -> Pass:
    """Send what may leave, urgent letters first; those that mail which is down kept too long become calls.

    `shown` goes through the letters, to say how far it is. BadSetting, BadCatalogue.
    """
    done, over = Pass(), time.monotonic() + LONGEST_PASS
    place = place_of(app)
    app.releases.current()
    for partition, letter in shown(due(app)):
        if time.monotonic() > over:
            break
        try:
            done.counts[send_one(app, place, partition, letter)] += 1
        except (HourFull, Unreachable) as error:
            done.counts[HELD if isinstance(error, HourFull) else WAITING] += 1
            done.counts += Counter({PARKED: stuck.call_instead(app)})
            done.trouble = str(error)
            break
        except StoreError as error:
            app.logger.error("%s", error)
    return done


def send_one(app: Service, place: Any, partition: str, letter: Letter) -> str:
    """What became of one letter; an empty text when somebody else has it. Unreachable, HourFull, StoreError."""
    try:
        taken = take(app, partition, letter)
    except (ValueError, TypeError, KeyError) as error:
        # A letter that cannot even be read: no other may wait behind it.
        return settle(app, partition, letter, PARKED, type(error).__name__)
    if not isinstance(taken, tuple):
        return taken
    letter, record = taken
    try:
        place.deliver(compose(letter, record, frame(app), link(app, partition, record)), app.clock.wall())
    except (Never, NoAddress) as error:
        return settle(app, partition, letter, PARKED, _why(error))
    except NotNow as error:
        outcome = settle(app, partition, letter, WAITING, _why(error))
        if isinstance(error, Unreachable):
            raise
        return outcome
    except Exception as error:  # noqa: BLE001 - a letter that nobody foresaw must not stop the others
        app.logger.error("letter %s of %s: %s", letter["template"], partition, type(error).__name__)
        return settle(app, partition, letter, WAITING, type(error).__name__)
    return settle(app, partition, letter, SENT)


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, (Never, NotNow)) else type(error).__name__


def frame(app: Service) -> Frame:
    """What letters are drawn with now. BadCatalogue."""
    release, base = app.releases.current(), app.settings.BASE_URL
    return Frame(release.catalogue, release.templates, base, sender(app, release.catalogue.site), app.clock.wall())


def sender(app: Service, site: Site) -> str:
    """The address letters come from: the one that was set, the town's, or one of this very host."""
    host = urlsplit(app.settings.BASE_URL).hostname or ""
    return app.settings.MAIL_FROM or site.email or f"formulaires@{'localhost' if ':' in host else host}"


def link(app: Service, partition: str, record: dict[str, Any] | None) -> str:
    """The whole address of a record's follow-up; empty when it has none."""
    if not record or "token_version" not in record:
        return ""
    return app.settings.BASE_URL.rstrip("/") + links.address(app.store, partition, record)


def take(app: Service, partition: str, letter: Letter) -> str | tuple[Letter, dict[str, Any] | None]:
    """The letter under a lease and the record it is about, or what became of it instead. HourFull."""
    shard, line = caps.place(app.store, letter["to"])
    counted = () if letter["tries"] else (shard, caps.ALL)
    with app.store.transaction(partition, *counted) as records:
        now = records.get(partition, TABLE, letter["id"])
        wall, utc = app.clock.wall(), app.clock.utc()
        if now is None or now["state"] != WAITING or not rules.is_due(now, wall, utc, time.time()):
            return ""
        record = about(records, partition, now)
        if why := rules.outdated(now["template"], now["data"], record, wall):
            return end(app, records, partition, now, DROPPED, why)
        if rules.is_hopeless(now):
            # Each time its sender died.
            return end(app, records, partition, now, PARKED, "trop d’essais")
        if counted and not caps.count(records, shard, line, utc):
            return hold(app, records, partition, now)
        if counted and not caps.count_hour(records, app.settings.MAIL_PER_HOUR, utc):
            raise HourFull
        lease = time.time() + rules.LEASE
        return records.update(partition, TABLE, now["id"], lease=lease, tries=now["tries"] + 1), record


def hold(app: Service, records: Records, partition: str, letter: Letter) -> str:
    """Keep back a letter to an address that has had many; an agent calls when it cannot wait."""
    utc = app.clock.utc()
    if rules.must_call(letter, utc):
        return end(app, records, partition, letter, PARKED, "adresse qui a reçu beaucoup de courriels")
    since = letter.get("held_since") or utc.isoformat()
    records.update(partition, TABLE, letter["id"], held_since=since, retry_at=time.time() + caps.HOUR)
    return HELD
