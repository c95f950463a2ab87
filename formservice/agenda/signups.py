"""Sign-ups in the store: what is kept of each, and who holds what. The rules decide, this writes."""

from datetime import datetime
from typing import Any

from formservice import room
from formservice.agenda import limits, refusals, rules, units
from formservice.agenda.calendar import revisions_after
from formservice.agenda.forms import when
from formservice.agenda.units import Unit, partition_of
from formservice.catalogue import Activity, Place
from formservice.handlers import Entry
from formservice.identity import HOLDS, new_reference, person_partition
from formservice.service import Service
from formservice.storage import Records, View

TABLE = "signups"
ATTENDED = "attended"
PREFIX = {"atelier": "AT", "permanence": "PM", "poste": "PO", "evenement": "EV"}
SignUp = dict[str, Any]


def partitions_of(partition: str, signup: SignUp) -> list[str]:
    """All that changes with a sign-up: its own partition, its person's, the list it came from."""
    wish = [signup["wish"][0]] if signup.get("wish") else []
    return [partition, *([person_partition(signup["person"])] if signup["person"] else []), *wish]


def signups_of(view: View, unit_id: str) -> list[SignUp]:
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


def place_of(app: Service, unit: Unit) -> Place:
    """Where a unit takes place."""
    return app.releases.current().catalogue.place(unit.activity.place)


def add(app: Service, records: Records, entry: Entry) -> SignUp:
    """Give a seat or a rank, and remember what the person was told. Raises Refused."""
    unit = unit_of(entry)
    rules.check_open(unit, entry.now, entry.made, entry.agent is not None)
    room.make(records, partition_of(unit.id))
    party, newcomer = rules.party_of(entry.answers), may_hold(records, unit, entry.person, entry.now)
    found = signups_of(records, unit.id)
    state, over = stand(unit, found, entry, party, newcomer)
    living = [one for one in found if one["state"] in rules.LIVING]
    near = [f"un nom presque pareil : {ref}" for ref in limits.lookalikes(entry.answers["name"], living)]
    signup = record(
        app, unit, entry.answers, state=state, party=party, newcomer=newcomer, person=entry.person, key=entry.key,
        at=entry.at, channel=entry.channel, typed_by=entry.agent, doubt=[*entry.doubt, *near], overbooked=over,
    )  # fmt: skip
    kept = put(records, unit, signup)
    if over:
        seats = f"{rules.seats_taken(found) + party}/{unit.capacity}"
        records.note(partition_of(unit.id), "overbook", agent=entry.agent, record=kept["id"], reason=over, seats=seats)
    return kept


def stand(unit: Unit, found: list[SignUp], entry: Entry, party: int, newcomer: bool) -> tuple[str, str]:
    """(state, why it is beyond the seats there are). Raises Full."""
    if entry.over and not rules.is_free(unit, found, party, newcomer, entry.now):
        return rules.CONFIRMED, entry.over
    state = rules.standing(unit, found, party, entry.now, newcomer).state
    if state == rules.WAITING and entry.now >= unit.start:
        raise rules.Full("La séance a commencé, et toutes les places sont prises.")
    return state, ""


def may_hold(view: View, unit: Unit, person: str, now: datetime) -> bool:
    """Whether the person is new to the theme. Raises Refused for one booking too many."""
    partition = person_partition(person)
    limits.check_holds(unit, view.find(partition, HOLDS, person=person), now)
    return limits.is_newcomer(unit.activity.theme, view.find(partition, ATTENDED, person=person), now)


def record(app: Service, unit: Unit, answers: dict[str, Any], **known: Any) -> SignUp:
    """A sign-up to be put in the store, new but for what is known of it."""
    blank = {
        "told": told(unit, place_of(app, unit)), "answers": answers, "rules": unit.activity.version,
        "token_version": 1, "finished": False, "overbooked": "", "offer": None, "passed": 0, "news": None,
        "attendance": {}, "calls": [],
        "reminded": app.clock.wall() >= rules.reminder_from(unit.start), "wish": None, "revisions": 0,
        "reference": new_reference(PREFIX[unit.activity.kind]),
    }  # fmt: skip
    return blank | known


def put(records: Records, unit: Unit, signup: SignUp) -> SignUp:
    """Keep a sign-up, and that its person holds it."""
    kept = records.add(partition_of(unit.id), TABLE, **signup | {"revisions": revisions_of(records, unit, signup)})
    put_hold(records, unit, kept)
    return kept


def came(signup: SignUp) -> dict[str, str]:
    """By which channel and when a person first asked, whatever dates they took since."""
    return dict(signup.get("came") or {"channel": signup["channel"], "at": signup["at"]})


def revisions_of(view: View, unit: Unit, signup: SignUp) -> int:
    """Where the calendar of a person who may have left this unit before goes on."""
    person = signup["person"]
    former = view.find(partition_of(unit.id), TABLE, person=person) if person else ()
    return revisions_after(one for one in former if one["told"]["unit"] == unit.id)


def put_hold(records: Records, unit: Unit, signup: SignUp) -> None:
    """Remember what a person holds, so that limits are true across sessions. Nothing for one who was erased."""
    if not signup["person"]:
        return
    hold = {
        "person": signup["person"], "unit": unit.id, "signup": signup["id"], "activity": unit.activity.code,
        "theme": unit.activity.theme or "", "slot": bool(unit.activity.slot),
        "start": unit.start.isoformat(), "end": unit.end.isoformat(),
    }  # fmt: skip
    records.add(person_partition(signup["person"]), HOLDS, **hold)
    refusals.drop(records, signup["person"], unit.id)


def let_go(records: Records, signup: SignUp) -> None:
    """The person holds it no more."""
    person = person_partition(signup["person"])
    for kept in records.find(person, HOLDS, signup=signup["id"]) if signup["person"] else ():
        records.remove(person, HOLDS, kept["id"])


def told(unit: Unit, place: Place) -> dict[str, Any]:
    """What the person was told, kept with the record: it must outlive the file."""
    return {
        "unit": unit.id, "slug": unit.activity.slug, "url": unit.activity.url, "title": unit.activity.title,
        "start": unit.start.isoformat(), "end": unit.end.isoformat(), "when": when(unit),
        "place": place.title, "address": place.address, "phone": place.phone,
        "sessions": [
            {"id": one.id, "start": one.start.isoformat(), "end": one.end.isoformat(), "sequence": len(one.changes)}
            for one in unit.sessions if not one.cancelled
        ],
    }  # fmt: skip


def known_unit(app: Service, unit_id: str) -> Unit | None:
    """The unit as the site offers it now; None when its file is gone."""
    return units.known(app.releases.current().catalogue, unit_id)
