"""The one way in: what a resident posts and what an agent types from paper or the telephone.

`submit` takes the answers of a form, decides with the rules and writes, in one transaction.
The key is looked up before any rule: who is already in is never told that it is full.
"""

from dataclasses import dataclass
from typing import Any

from formservice.catalogue.french import typeset
from formservice.handlers import HANDLERS, Entry
from formservice.identity import person_of
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import StoreError

SERVED = (
    "Cet écran a déjà servi pour {reference}. Ce qui est écrit ici est autre chose, et n’est pas enregistré : "
    "relisez, puis enregistrez."
)
OTHER = "encore"
"""At the end of the address of a confirmation: something else was sent from the same page, and is not kept."""
CHANNELS = {
    "web": "par internet",
    "telephone": "par téléphone",
    "counter": "au guichet",
    "paper": "sur papier",
}


@dataclass(frozen=True)
class Receipt:
    """Where the record is. `again`: the person was in before, by another form."""

    partition: str
    record: dict[str, Any]
    again: bool = False
    other: bool = False
    """Whether this form had served for something else, which alone is kept, and whose page does not show what."""


class Reused(Refused):
    """An agent went back to a screen that has served, and typed something else into it."""

    reason = "reused"


def enter(app: Service, page: Any, answers: dict[str, Any], key: str, **how: Any) -> Entry:
    """Make an entry of answers, at the present time."""
    # Who answers a consultation may be nobody in particular.
    person = person_of(app.store, answers) if answers.get("name") else ""
    return Entry(page, answers, person, key, app.clock.wall(), app.clock.utc().isoformat(timespec="seconds"), **how)


def preview(app: Service, entry: Entry) -> dict[str, Any]:
    """What the check page says that confirming will give. Raises rules.Refused, which is noted."""
    try:
        return HANDLERS[entry.page.form].preview(app, entry)
    except Refused as why:
        note_refusal(app, entry, why)
        raise


def submit(app: Service, entry: Entry) -> Receipt:
    """Store an entry once. Raises rules.Refused, which is noted, KeyError or a StoreError; then nothing is stored."""
    try:
        return store(app, entry)
    except Refused as why:
        note_refusal(app, entry, why)
        raise


def note_refusal(app: Service, entry: Entry, why: Refused) -> None:
    """Let the kind note it. Never in the way of the answer."""
    try:
        HANDLERS[entry.page.form].turned_away(app, entry, why)
    except StoreError as error:
        app.logger.error("%s", error)


def store(app: Service, entry: Entry) -> Receipt:
    """`submit`, in one transaction."""
    handler = HANDLERS[entry.page.form]
    partitions = handler.partitions(entry)
    with app.store.transaction(*partitions) as records:
        found = handler.same(records, entry)
        if found:
            again = found["key"] != entry.key
            asked = entry.agent or handler.silent
            other = bool(asked) and not again and not handler.repeats(records, found, entry)
            if other and entry.agent:
                raise Reused(typeset(SERVED.format(reference=found["reference"])))
            return Receipt(partitions[0], found, again, other)
        record = handler.write(app, records, entry)
        if handler.journaled(entry):
            records.note(
                partitions[0], "submit", agent=entry.agent, channel=entry.channel, record=record["id"],
                after=record["state"], **{"rules": entry.page.version} | handler.noted(record),
            )  # fmt: skip
    return Receipt(partitions[0], record)


def made_by_key(app: Service, kind: str, partition: str, key: str) -> Receipt | None:
    """The receipt of a check page already used: found by its key, whatever became of the page since."""
    if not partition:
        return None
    found = app.store.read(partition).find(partition, HANDLERS[kind].table, key=key)
    return Receipt(partition, found[0]) if found else None


def made_before(app: Service, entry: Entry) -> Receipt | None:
    """The receipt of a person already in, whatever the rules would say now."""
    handler = HANDLERS[entry.page.form]
    partition = handler.partitions(entry)[0]
    found = handler.same(app.store.read(partition), entry)
    return Receipt(partition, found, again=found["key"] != entry.key) if found else None
