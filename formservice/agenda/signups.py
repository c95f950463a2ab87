"""Sign-ups in the store: booked, waiting, cancelled. The rules decide, this writes."""

from typing import Any

from formservice.agenda import rules, units
from formservice.agenda.forms import when
from formservice.agenda.units import Unit, partition_of
from formservice.catalogue import Activity, Place
from formservice.identity import new_reference
from formservice.service import Service
from formservice.storage import Records, View
from formservice.submit import Entry

TABLE = "signups"
HOLDS = "holds"
PREFIX = {"atelier": "AT", "permanence": "PM", "poste": "PO", "evenement": "EV"}


def person_partition(person: str) -> str:
    """Where it is known what a person holds."""
    return f"person/{person[:2]}"


def signups_of(view: View, unit_id: str) -> list[dict[str, Any]]:
    """Every sign-up of a unit, in order of arrival."""
    # The partition of a day holds every slot of it.
    return [one for one in view.find(partition_of(unit_id), TABLE) if one["told"]["unit"] == unit_id]


def unit_of(entry: Entry) -> Unit:
    """The unit an entry asks for. Raises KeyError for one that is not of the page."""
    return chosen(entry.page, entry.answers)


def chosen(page: Activity, answers: dict[str, Any]) -> Unit:
    """The unit that answers name; the only one of a cycle."""
    if page.booking == "cycle":
        return units.units_of(page)[0]
    return units.unit_of(page, answers.get("session", ""))


def add(app: Service, records: Records, entry: Entry) -> dict[str, Any]:
    """Give a seat or a rank, and remember what the person was told. Raises Refused."""
    unit = unit_of(entry)
    rules.check_open(unit, entry.now, entry.made)
    party = rules.party_of(entry.answers)
    standing = rules.standing(unit, signups_of(records, unit.id), party)
    place = app.releases.current().catalogue.place(unit.activity.place)
    record = records.add(
        partition_of(unit.id), TABLE, state=standing.state, party=party, told=told(unit, place),
        answers=entry.answers, person=entry.person, key=entry.key, at=entry.at, channel=entry.channel,
        typed_by=entry.agent, rules=entry.page.version, token_version=1, finished=False,
        doubt=list(entry.doubt),
        reference=new_reference(PREFIX[unit.activity.kind]),
    )  # fmt: skip
    records.add(
        person_partition(entry.person), HOLDS, person=entry.person, unit=unit.id, signup=record["id"],
        start=record["told"]["start"], end=record["told"]["end"], activity=unit.activity.code,
        theme=unit.activity.theme,
    )  # fmt: skip
    return record


def told(unit: Unit, place: Place) -> dict[str, Any]:
    """What the person was told, kept with the record: it must outlive the file."""
    return {
        "unit": unit.id, "slug": unit.activity.slug, "url": unit.activity.url, "title": unit.activity.title,
        "start": unit.start.isoformat(), "end": unit.end.isoformat(), "when": when(unit),
        "place": place.title, "address": place.address, "phone": place.phone,
        "sessions": [
            {"id": one.id, "start": one.start.isoformat(), "end": one.end.isoformat()}
            for one in unit.sessions if not one.cancelled
        ],
    }  # fmt: skip


def cancel(
    app: Service, partition: str, signup: dict[str, Any], channel: str = "web", agent: str | None = None
) -> None:
    """Cancel a sign-up and give the seats left free, in one transaction. Once cancelled, does nothing."""
    holders = [person_partition(signup["person"])] if signup["person"] else []
    with app.store.transaction(partition, *holders) as records:
        signup = records.get(partition, TABLE, signup["id"]) or signup
        if signup["state"] == rules.CANCELLED:
            return
        before = signup["state"]
        records.update(partition, TABLE, signup["id"], state=rules.CANCELLED)
        for person in holders:
            for hold in records.find(person, HOLDS, signup=signup["id"]):
                records.remove(person, HOLDS, hold["id"])
        records.note(
            partition,
            "cancel",
            agent=agent,
            channel=channel,
            record=signup["id"],
            before=before,
            after=rules.CANCELLED,
        )
        _promote(app, records, partition, signup["told"]["unit"])


def _promote(app: Service, records: Records, partition: str, unit_id: str) -> None:
    unit = known_unit(app, unit_id)
    if unit is None or unit.cancelled or unit.start <= app.clock.wall():
        return
    for lucky in rules.promoted(unit, signups_of(records, unit_id)):
        # Nobody has told them yet: the list shows it until an agent has called.
        records.update(partition, TABLE, lucky["id"], state=rules.CONFIRMED, to_tell="promoted")
        records.note(partition, "promote", record=lucky["id"], before=rules.WAITING, after=rules.CONFIRMED)


def known_unit(app: Service, unit_id: str) -> Unit | None:
    """The unit as the site offers it now; None when its file is gone."""
    return units.known(app.releases.current().catalogue, unit_id)
