"""Slowing down who guesses passwords, without shutting out the agent whose login is guessed.

Each failure counts for the address and for the account; the delay grows with the count. Where an
agent came in before, and in the town's networks, the account counts apart: strangers who try a
login from elsewhere only slow down each other. What is stored is HMACs, never an address or a login.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any

from formservice.config import Config
from formservice.network import household, in_town
from formservice.storage import Records, Store

TABLE = "failures"
FREE = 5
"""Failures without delay: fingers slip."""
FORGET = 3600
"""Seconds after which failures are forgotten."""
KNOWN = 30 * 24 * 3600
"""Seconds for which it is remembered that an agent came in from an address."""
ACCOUNT_MOST, ADDRESS_MOST = 60, 15 * 60
MOST = 400
"""Lines a partition may hold before the oldest ones go."""


@dataclass(frozen=True)
class Counter:
    """What is counted, and the longest delay it leads to, in seconds."""

    key: str
    most: int

    @property
    def partition(self) -> str:
        """Where it is counted."""
        return f"throttle/{self.key[:2]}"


class Throttle:
    """The counters of one attempt: a login, from an address."""

    def __init__(self, store: Store, config: Config | None, login: str, address: str | None):
        self.store = store
        self._secret: str = store.ensure_setting("throttle_key", lambda: secrets.token_hex(32))
        where, town = household(address), config is not None and in_town(config, address)
        self.familiar = Counter(self._key("familiar", login, where), ACCOUNT_MOST)
        here = town or self._known()
        account = self.familiar if here else Counter(self._key("account", login), ACCOUNT_MOST)
        apart = [] if town or not where else [Counter(self._key("address", where), ADDRESS_MOST)]
        self.counters = [account, *apart]

    def attempt(self) -> int:
        """Seconds to wait before trying; 0 counts this attempt as failed until `succeed` says otherwise.

        Counted before the password is looked at, so that a hundred attempts at once are a hundred.
        """
        now = time.time()
        with self.store.transaction(*{counter.partition for counter in self.counters}) as records:
            found = [(counter, _line(records, counter)) for counter in self.counters]
            wait = max(_wait(counter, line, now) for counter, line in found)
            if wait <= 0:
                for counter, line in found:
                    _count(records, counter, line, now)
        return wait

    def take_back(self) -> None:
        """The password was good and a code is still to come: this attempt did not fail, those before stay counted."""
        with self.store.transaction(*{counter.partition for counter in self.counters}) as records:
            for counter in self.counters:
                _uncount(records, counter)

    def succeed(self) -> None:
        """Take the attempt back, forget the failures of the account, remember where its agent comes from."""
        with self.store.transaction(*{one.partition for one in (self.familiar, *self.counters)}) as records:
            for counter in self.counters[1:]:
                _uncount(records, counter)
            for counter in {self.counters[0], self.familiar}:
                _forget(records, counter)
            records.add(
                self.familiar.partition, TABLE, key=self.familiar.key, count=0, last=time.time(), known=time.time()
            )

    def _known(self) -> bool:
        lines = self.store.read(self.familiar.partition).find(self.familiar.partition, TABLE, key=self.familiar.key)
        return any(time.time() - line["known"] < KNOWN for line in lines)

    def _key(self, *told: str) -> str:
        return hmac.new(bytes.fromhex(self._secret), "|".join(told).encode(), hashlib.sha256).hexdigest()[:32]


def _line(records: Records, counter: Counter) -> dict[str, Any] | None:
    return next(iter(records.find(counter.partition, TABLE, key=counter.key)), None)


def _wait(counter: Counter, line: dict[str, Any] | None, now: float) -> int:
    if line is None or line["count"] < FREE or now - line["last"] > FORGET:
        return 0
    delay = min(counter.most, 2 ** min(line["count"] - FREE + 1, 12))
    return max(0, int(line["last"] + delay - now + 0.999))


def _count(records: Records, counter: Counter, line: dict[str, Any] | None, now: float) -> None:
    if line is None:
        _sweep(records, counter.partition, now)
        records.add(counter.partition, TABLE, key=counter.key, count=1, last=now, known=0)
        return
    count = 1 if now - line["last"] > FORGET else line["count"] + 1
    records.update(counter.partition, TABLE, line["id"], count=count, last=now)


def _uncount(records: Records, counter: Counter) -> None:
    line = _line(records, counter)
    if line:
        records.update(counter.partition, TABLE, line["id"], count=max(0, line["count"] - 1))


def _forget(records: Records, counter: Counter) -> None:
    line = _line(records, counter)
    if line:
        records.remove(counter.partition, TABLE, line["id"])


def _sweep(records: Records, partition: str, now: float) -> None:
    lines = sorted(records.find(partition, TABLE), key=lambda line: (line["known"], line["last"]))
    over = [line for line in lines if now - line["last"] > FORGET and now - line["known"] > KNOWN]
    for line in over or lines[: max(0, len(lines) - MOST)]:
        records.remove(partition, TABLE, line["id"])
