"""The roll as agents have it in hand: what a screen is known by, a mark taken back, a name asked for."""

import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from formservice.doubt import WINDOW
from formservice.handlers import Entry
from formservice.participation import codes, roll
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Record, Records, Store
from formservice.submit import CHANNELS
from formservice.theme import day_words
from formservice.voting import elections, receipts
from formservice.voting.handling import mark_of, right_of
from formservice.voting.numbers import NotDone
from formservice.voting.page import Voting

MOST = 20
"""Names that one agent may ask for in a quarter of an hour: more is fishing."""
REASONS = {
    "person": "Ce n’était pas la bonne personne", "gone": "La personne est repartie avec son enveloppe",
    "twice": "La ligne ou l’écran a été saisi pour quelqu’un d’autre",
}  # fmt: skip


class TooMany(Refused):
    """This agent asked for many names in a row."""

    reason = "flood"


def key_of(store: Store, page: Voting, answers: Mapping[str, str], key: str) -> str:
    """What an agent's entry is known by: its screen and its voter together. A screen that was gone back to and filled
    in for another voter is another entry, or that voter would not be on the roll."""
    marked = mark_of(store, page, answers) or ""
    return hashlib.sha256(f"{key}|{marked}".encode()).hexdigest()


def undo(
    app: Service, entry: Entry, reference: str, why: str, more: tuple[str, ...] = (),
    then: Callable[[Records], None] = lambda records: None,
) -> None:  # fmt: skip
    """Take back a mark made today by an agent: roll, receipt and code together; `then` writes in `more`.

    The journal says who and why, never of whom. Raises NotDone, TooMany.
    """
    code, marked = entry.page.edition.code, mark_of(app.store, entry.page, entry.answers)
    # What it refuses tells who has not voted: it is asked as often as the roll, and no more.
    brake(app, code, entry.agent or "")
    place, receipt = receipt_of(app.store, code, reference)
    home, today = elections.partition_of(code), entry.now.date().isoformat()
    shards = [roll.partition_of(right_of(entry.page), marked)] if marked else []
    shards += [codes.partition_of(app.store, code, entry.answers["code"])] if "code" in entry.answers else []
    with app.store.transaction(*dict.fromkeys((home, place, *shards, *more))) as records:
        known = records.get(place, receipts.TABLE, receipt["id"]) or receipt
        check_undo(known, today)
        check_stands(records, code)
        if marked:
            give_back(app.store, records, entry, marked, known)
        if "code" in entry.answers:
            codes.unuse(records, app.store, code, entry.answers["code"])
        records.update(place, receipts.TABLE, known["id"], state=receipts.UNDONE)
        records.note(home, "mark_undone", agent=entry.agent, channel=known["channel"], why=why)
        then(records)


def give_back(store: Store, records: Records, entry: Entry, marked: str, receipt: Record) -> None:
    """Give its right back to the person of a receipt. Raises NotDone for another person."""
    right = right_of(entry.page)
    theirs = hmac.compare_digest(receipt["proof"], roll.proof_of(store, right, marked, receipt["reference"]))
    if not (theirs and roll.give_back(records, right, marked, receipt["channel"], receipt["day"])):
        raise NotDone("Cette personne n’est pas sur la liste avec ce numéro. Relisez le nom, la date, le numéro.")


def check_undo(receipt: Record, today: str) -> None:
    """Raise NotDone but for a mark that an agent made today."""
    if receipt["channel"] not in ("counter", "paper"):
        raise NotDone("Un vote par internet ne s’annule pas : le bulletin est dans l’urne.")
    if receipt["state"] != receipts.VOTED:
        raise NotDone("Ce numéro est déjà annulé.")
    if receipt["day"] != today:
        raise NotDone("Un émargement s’annule le jour même, avant que l’enveloppe soit dans l’urne. C’est trop tard.")


def check_stands(records: Records, code: str) -> None:
    """Raise NotDone once the election is closed."""
    found = elections.find(records, code)
    if found is None or found.state != elections.OPEN:
        raise NotDone("L’urne est fermée : la liste d’émargement ne change plus.")


def receipt_of(store: Store, code: str, reference: str) -> tuple[str, Record]:
    """(partition, receipt) of a number. Raises NotDone."""
    prefix = f"{receipts.PREFIX}/{code}/"
    for partition, record in store.search(prefix, receipts.TABLE, reference=reference):
        return partition, record
    raise NotDone("Aucun émargement n’a ce numéro. Relisez-le, lettre par lettre.")


def consult(app: Service, page: Voting, answers: dict[str, Any], by: str) -> str:
    """When and how a person voted, in words; "" when they have not. Noted with the agent alone. Raises TooMany."""
    if page.edition.identity == "libre":
        raise NotDone("Le règlement de cette édition ne compare personne : il n’y a pas de liste d’émargement.")
    brake(app, page.edition.code, by)
    home, right = elections.partition_of(page.edition.code), right_of(page)
    marked = mark_of(app.store, page, answers) or ""
    with app.store.transaction(home) as records:
        records.note(home, "roll_consulted", agent=by, channel="office")
    used = roll.uses(app.store.read(roll.partition_of(right, marked)), right, marked)
    return "\u202f; ".join(when(channel, day) for channel, day in used)


def brake(app: Service, code: str, by: str) -> None:
    """Count one more name that an agent asks the roll for. Raises TooMany."""
    digest = hashlib.sha256(f"consult|{code}|{by}".encode()).hexdigest()
    if app.store.tally(digest, int(time.time()) // WINDOW) > MOST:
        raise TooMany(f"Vous avez consulté la liste {MOST} fois de suite. Reprenez dans un quart d’heure.")


def when(channel: str, day: str) -> str:
    """« au guichet, le lundi 12 avril 2027 »."""
    return f"{CHANNELS.get(channel, channel)}, le {day_words(date.fromisoformat(day))}"


def uses(store: Store, page: Voting) -> Iterator[tuple[str, str]]:
    """(channel, ISO day) of each vote: from the roll, or from the receipts where the edition compares nobody."""
    if page.edition.identity == "libre":
        for _, one in store.search(f"{receipts.PREFIX}/{page.edition.code}/", receipts.TABLE, state=receipts.VOTED):
            yield one["channel"], one["day"]
        return
    for _, one in store.search(f"roll/{right_of(page).edition}/", roll.TABLE):
        yield from ((channel, day) for channel, day in one["uses"])


def by_agent(store: Store, code: str) -> Counter[tuple[str, str]]:
    """How many marks that stand each agent made, by (ISO day, login)."""
    found = store.search(f"{receipts.PREFIX}/{code}/", receipts.TABLE, state=receipts.VOTED)
    return Counter((one["day"], one["by"]) for _, one in found if one["by"])
