"""Turnout during a vote, for everybody: how many voted, by day and by channel. Never for what.

`tick` writes it from the receipts, at most every quarter of an hour; the page only reads it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from formservice.catalogue import Edition
from formservice.consultations.masking import LEAST, MASKED, line
from formservice.service import Service
from formservice.storage import StoreError
from formservice.theme import day_words
from formservice.voting import receipts
from formservice.voting.elections import partition_of, read

TABLE = "turnout"
CHANNELS = {"web": "Par internet", "counter": "Au guichet", "paper": "Sur papier"}
EVERY, A_DAY_MORE = timedelta(minutes=15), timedelta(days=1, hours=6)
DONE = {"turnout": ("participation écrite", "participations écrites")}
Counts = Mapping[tuple[str, str], int]
"""How many voted, by (ISO day, channel)."""


@dataclass(frozen=True)
class Row:
    """Some days in a row, so many that nobody is told of a few people."""

    since: str
    until: str
    cells: tuple[str, ...]
    total: int

    @property
    def words(self) -> str:
        """`samedi 10 avril`, `du samedi 10 avril au lundi 12 avril`."""
        first, last = date.fromisoformat(self.since), date.fromisoformat(self.until)
        if first == last:
            return day_words(first, year=False)
        return f"du {day_words(first, year=False)} au {day_words(last, year=False)}"


def table(counts: Counts, today: str) -> list[Row]:
    """The turnout as it is published: each line stands alone, and none ever changes, for a day is told once it is over.

    Told while it goes on, the difference of two quarters of an hour would say by which channel the last one voted. Days
    of fewer than 5 votes wait for the next ones: they are in no line and in no total until then. No total by channel is
    published while one votes: a subtraction would give away what a line masks. After the count they are: see
    docs/menaces.md.
    """
    made: list[Row] = []
    waiting: list[str] = []
    for day in sorted({day for (day, _), count in counts.items() if count and day < today}):
        waiting.append(day)
        sums = [sum(counts.get((one, channel), 0) for one in waiting) for channel in CHANNELS]
        if sum(sums) >= LEAST:
            made.append(Row(waiting[0], waiting[-1], line(sums) or (MASKED,) * len(sums), sum(sums)))
            waiting = []
    return made


def so_far(counts: Counts, today: str) -> int:
    """How many voted on a day that is not over, by whatever channel, in steps of five: at least so many."""
    return sum(count for (day, _), count in counts.items() if day == today) // LEAST * LEAST


def counted(found: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    """The receipts of votes that stand, by day and channel."""
    return Counter((one["day"], one["channel"]) for one in found if one["state"] == receipts.VOTED)


def run(app: Service) -> Counter[str]:
    """Write the turnout of each vote that is under way, where it is old; how many."""
    done, now = Counter[str](), app.clock.wall()
    for edition in app.releases.current().catalogue.editions:
        try:
            done["turnout"] += is_due(app, edition, now) and write(app, edition, now)
        except StoreError as error:
            app.logger.error("%s", error)
            done["unreadable"] += 1
    return +done


def is_due(app: Service, edition: Edition, now: datetime) -> bool:
    """Whether there may be something new to write; sheets are typed after the close, and the last day is to end."""
    vote = edition.phase("vote")
    if vote is None or not vote.since <= now < vote.until + edition.paper + A_DAY_MORE:
        return False
    return read(app.store, edition.code) is not None and _is_old(published(app, edition), now)


def write(app: Service, edition: Edition, now: datetime) -> bool:
    """Write it, unless another run just did."""
    counts = counted(one for _, one in app.store.export(f"{receipts.PREFIX}/{edition.code}/", receipts.TABLE))
    today = now.date().isoformat()
    rows = [[one.since, one.until, list(one.cells), one.total] for one in table(counts, today)]
    under_way = so_far(counts, today)
    partition, at = partition_of(edition.code), now.isoformat(timespec="minutes")
    with app.store.transaction(partition) as records:
        found = records.find(partition, TABLE)
        if found and not _is_old(found[0], now):
            return False
        if found:
            records.update(partition, TABLE, found[0]["id"], at=at, rows=rows, today=under_way)
        else:
            records.add(partition, TABLE, at=at, rows=rows, today=under_way)
    return True


def published(app: Service, edition: Edition) -> dict[str, Any] | None:
    """What was last written; None before."""
    return next(iter(app.store.read(partition_of(edition.code)).find(partition_of(edition.code), TABLE)), None)


def rows_of(record: Mapping[str, Any] | None) -> list[Row]:
    """The lines that were written."""
    return [Row(since, until, tuple(cells), total) for since, until, cells, total in record["rows"]] if record else []


def _is_old(record: Mapping[str, Any] | None, now: datetime) -> bool:
    return record is None or not timedelta() <= now - datetime.fromisoformat(record["at"]) < EVERY
