"""Photos that wait for their idea: kept as they come, taken when it is confirmed, swept up when it never is.

All that concerns one photo goes through the shard of its digest, whatever the day: who sends it, who confirms it, who
sweeps it up. So none is dropped that an idea is about to show.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from formservice.participation.ideas import PREFIX, TABLE
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records, StoreError, View

STAGING, WAITING = "staging", "photos"
KEPT = timedelta(days=2)
"""How long a photo waits for the idea to be confirmed."""
LONG_AGO = "2000-01-01T00:00:00+00:00"
"""When a photo came that no idea shows any more: the next sweep drops it."""
MOST_WAITING = 20
"""Photos that wait in one of 256 shards: about two gigabytes in all, however many are sent."""
NOT_KEPT = (
    "La photo n’a pas été gardée : elle attendait depuis trop longtemps. Choisissez-la de nouveau, ou continuez sans."
)


DONE = {"photos": ("photo laissée de côté effacée", "photos laissées de côté effacées")}
"""What `formservice tick` says that it did."""


class PhotoGone(Refused):
    """The photo of the form does not wait any more."""

    reason, field = "photo", "photo"

    def __init__(self) -> None:
        super().__init__(NOT_KEPT)


class TooMany(Exception):
    """So many photos wait already that no more are taken."""


class Waiting(NamedTuple):
    """A photo that waits: its SHA-256, and the record that says so."""

    digest: str
    record: str

    @property
    def partition(self) -> str:
        """The shard that all who touch this photo hold."""
        return partition_of(self.digest)


def partition_of(digest: str) -> str:
    """The shard of a photo."""
    return f"{STAGING}/{digest[:2]}"


def stage(app: Service, photo: bytes) -> Waiting:
    """Let a photo wait: once for all who send the same, with how many may show it. Raises TooMany."""
    digest, now = hashlib.sha256(photo).hexdigest(), app.clock.utc().isoformat(timespec="seconds")
    partition = partition_of(digest)
    with app.store.transaction(partition) as records:
        known = records.find(partition, WAITING, digest=digest)
        if known:
            found = records.update(partition, WAITING, known[0]["id"], count=known[0]["count"] + 1, at=now)
        elif len(records.find(partition, WAITING)) >= MOST_WAITING:
            raise TooMany
        else:
            found = records.add(partition, WAITING, digest=digest, count=1, at=now)
    # After the record, so that no blob is ever without one: whatever stops here, the sweep finds it.
    app.store.put_blob(photo)
    return Waiting(digest, found["id"])


def is_waiting(app: Service, view: View, waiting: Waiting) -> bool:
    """Whether a photo waits still. One that waited too long does not, swept or not."""
    found = view.get(waiting.partition, WAITING, waiting.record)
    return found is not None and found["digest"] == waiting.digest and found["count"] > 0 and not _is_old(app, found)


def claim(app: Service, records: Records, waiting: Waiting) -> str:
    """The digest of a photo, which waits once less: an idea refers to it. Raises PhotoGone."""
    found = records.get(waiting.partition, WAITING, waiting.record)
    if found is None or not is_waiting(app, records, waiting):
        raise PhotoGone
    if found["count"] > 1:
        records.update(waiting.partition, WAITING, waiting.record, count=found["count"] - 1)
    else:
        records.remove(waiting.partition, WAITING, waiting.record)
    return waiting.digest


def let_go(app: Service, digest: str) -> None:
    """Let the next sweep drop a photo that an idea shows no more, unless another does."""
    with app.store.transaction(partition_of(digest)) as records:
        drop(records, digest)


def drop(records: Records, digest: str) -> None:
    """The same within a transaction, that what stops showing it holds with the shard of the photo."""
    # Who waits for it will let go of it in turn.
    if not records.find(partition_of(digest), WAITING, digest=digest):
        records.add(partition_of(digest), WAITING, digest=digest, count=0, at=LONG_AGO)


def sweep(app: Service) -> tuple[int, list[str]]:
    """Let go of what nobody confirmed in time: how many photos, and what could not be done. Safe beside anybody."""
    count, troubles = 0, []
    for partition in app.store.partitions(f"{STAGING}/"):
        try:
            if old(app, app.store.read(partition), partition):
                count += sweep_shard(app, partition)
        except StoreError as error:
            troubles.append(str(error))
    return count, troubles


def run(app: Service) -> Counter[str]:
    """The same, as `formservice tick` counts it."""
    count, troubles = sweep(app)
    for trouble in troubles:
        app.logger.error("%s", trouble)
    return +Counter(photos=count, unreadable=len(troubles))


def sweep_shard(app: Service, partition: str) -> int:
    """The same for one shard. Who confirms holds it too: no idea begins to show one of these meanwhile."""
    with app.store.transaction(partition) as records:
        late = old(app, records, partition)
        for one in late:
            records.remove(partition, WAITING, one["id"])
        gone = {one["digest"] for one in late}
        return sum(app.store.drop_blob(digest) for digest in sorted(gone - shown(app, gone)))


def old(app: Service, view: View, partition: str) -> list[dict[str, Any]]:
    """The photos of a shard that waited too long."""
    return [one for one in view.find(partition, WAITING) if _is_old(app, one)]


def _is_old(app: Service, found: dict[str, Any]) -> bool:
    return app.clock.utc() - datetime.fromisoformat(found["at"]) > KEPT


def shown(app: Service, digests: Iterable[str]) -> set[str]:
    """Those of these photos that an idea shows."""
    return {digest for digest in digests if any(app.store.search(f"{PREFIX}/", TABLE, None, photo=digest))}
