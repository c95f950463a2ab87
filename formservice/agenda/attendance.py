"""Who came: written on the sign-up, and remembered of those present, so that newcomers are known as such."""

from collections import Counter
from datetime import datetime
from typing import Any

from formservice.agenda import rules, signups
from formservice.agenda.signups import ATTENDED, TABLE, SignUp
from formservice.identity import person_partition
from formservice.service import Service
from formservice.storage import Records

PRESENT, EXCUSED, ABSENT = "present", "excused", "absent"
MARKS = (PRESENT, EXCUSED, ABSENT)
Marks = dict[tuple[str, str], str]
"""(sign-up, session) → what is marked."""


def mark(app: Service, partition: str, marks: Marks, agent: str) -> int:
    """Write who came, in one transaction. Marking again corrects. Gives how many marks changed."""
    found = {one["id"]: one for one in app.store.read(partition).find(partition, TABLE)}
    people = {found[id]["person"] for id, _ in marks if id in found and found[id]["person"]}
    shards = {person_partition(person) for person in people}
    with app.store.transaction(partition, *shards) as records:
        changed = Counter(
            what
            for (id, session), what in marks.items()
            if what in MARKS and _mark(app, records, partition, id, session, what, shards)
        )
        if changed:
            records.note(partition, "attendance", agent=agent, channel="office", marks=dict(changed))
        return changed.total()


def _mark(app: Service, records: Records, partition: str, id: str, session: str, what: str, shards: set[str]) -> bool:
    """Mark one person, and remember it of the person; whether that changed anything."""
    signup = records.get(partition, TABLE, id)
    known = signup.get("attendance", {}) if signup else {}
    if signup is None or signup["state"] != rules.CONFIRMED or known.get(session) == what:
        return False
    records.update(partition, TABLE, id, attendance=known | {session: what})
    if signup["person"] and person_partition(signup["person"]) in shards:
        _remember(app, records, signup, session, what)
    return True


def _remember(app: Service, records: Records, signup: SignUp, session: str, what: str) -> None:
    """One line a person, a theme and a month, with the sessions that make it: a correction takes its own away."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    theme = unit.activity.theme if unit else None
    month = next((one["start"][:7] for one in signup["told"]["sessions"] if one["id"] == session), "")
    if not theme or not month:
        return
    shard, of = person_partition(signup["person"]), {"person": signup["person"], "theme": theme}
    line = next(iter(records.find(shard, ATTENDED, month=month, **of)), None)
    sessions = [one for one in (line or {}).get("sessions", []) if one != session]
    sessions += [session] if what == PRESENT else []
    if line and not sessions:
        records.remove(shard, ATTENDED, line["id"])
    elif line:
        records.update(shard, ATTENDED, line["id"], sessions=sessions)
    elif sessions:
        records.add(shard, ATTENDED, month=month, sessions=sessions, **of)


def sessions_of(app: Service, signup: SignUp) -> list[tuple[str, datetime, datetime]]:
    """(id, start, end) of the dates of a sign-up as the site has them now, else as they were told."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    if unit:
        return [(one.id, one.start, one.end) for one in unit.living]
    moments = datetime.fromisoformat
    told: list[dict[str, Any]] = signup["told"]["sessions"]
    return [(one["id"], moments(one["start"]), moments(one["end"])) for one in told]
