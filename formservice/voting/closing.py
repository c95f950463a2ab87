"""Closing the box: nothing comes in any more, and what came is counted, unopened, under the locks."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any

from formservice.catalogue import Edition
from formservice.office.agents import Agent
from formservice.participation import roll
from formservice.service import Service
from formservice.storage import Store
from formservice.storage.progress import Progress, silent
from formservice.voting import box, damaged, doubted, elections, receipts
from formservice.voting.ceremony import NotNow
from formservice.voting.elections import CLOSED, OPEN, Election
from formservice.voting.opening import note, now_at

SHARDS = tuple(f"{n:02x}" for n in range(256))
Totals = dict[str, dict[str, int]]
"""How many, by channel: `roll` (on the roll, or by their receipts where nobody is compared) and `box`."""


def edition_of(app: Service, election: Election) -> Edition:
    """The edition with the calendar of the site; as it was opened when its file is gone, or has no vote any more."""
    with suppress(KeyError):
        now = app.releases.current().catalogue.edition_by_code(election.edition.code)
        return now if now.phase("vote") else election.edition
    return election.edition


def opened(app: Service, code: str) -> Election:
    """The election of a code. NotNow before its ceremony of opening."""
    found = elections.read(app.store, code)
    if found is None:
        raise NotNow("L’urne de ce vote n’a pas été ouverte.")
    return found


def close(
    app: Service, code: str, agents: tuple[Agent, Agent], progress: Progress = silent, leave: bool = False
) -> None:
    """Close, then fix how many votes came. Cut short between the two, again ends it. NotNow when a part is damaged,
    unless agents said to `leave` out those of which no copy is good."""
    partition = elections.partition_of(code)
    with app.store.transaction(partition) as records:
        if (found := elections.find(records, code)) and found.state == OPEN:
            by = [one.login for one in agents]
            elections.move(records, code, CLOSED, closed_at=now_at(app), closed_by=by)
            note(records, code, "vote_closed", agents, record=found.id)
    election = opened(app, code)
    if "totals" in election.story:
        return
    lost = damaged.left_out(app.store, parts(election), leave)
    totals, many = count(app.store, election, progress, lost), doubted.count(app.store, code)
    with app.store.transaction(partition) as records:
        now = elections.find(records, code)
        if now and "totals" not in now.story:
            elections.move(records, code, CLOSED, totals=totals, unreadable=lost, doubted=many)
            note(records, code, "vote_totals", agents, unreadable=lost, **totals)


def count(store: Store, election: Election, progress: Progress = silent, lost: Collection[str] = ()) -> Totals:
    """How many votes came, by channel, once whoever holds a part has ended; `lost` parts aside. Opens nothing."""
    table = receipts.TABLE if election.edition.identity == "libre" else roll.TABLE
    signed, inside = Counter[str](), Counter[str]()
    for part in progress("Émargements et urne", [one for one in parts(election) if one not in lost]):
        # Each part is held: a vote on its way when the box was closed ends before, and is counted.
        with store.transaction(part) as records:
            signed.update(_channels(records.find(part, table)))
            inside.update(channel for channel, _ in box.ballots(records, part))
    return {"roll": dict(sorted(signed.items())), "box": dict(sorted(inside.items()))}


def parts(election: Election) -> list[str]:
    """The parts of the roll, or of the receipts where nobody is compared, and of the box."""
    code = election.edition.code
    signed = f"{receipts.PREFIX}/{code}/" if election.edition.identity == "libre" else f"roll/{code}-vote/"
    return [f"{prefix}{shard}" for prefix in (signed, box.parts(code)) for shard in SHARDS]


def _channels(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The channel of each use of a right, or of each receipt of a vote that stands."""
    for one in found:
        if "uses" in one:
            yield from (channel for channel, _ in one["uses"])
        elif one["state"] == receipts.VOTED:
            yield one["channel"]
