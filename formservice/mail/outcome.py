"""What became of a letter, written in the store and the journal: sent, to be tried again, or a call to make."""

import random
import time
from typing import Any

from formservice.mail import rules
from formservice.mail.letters import PARKED, TABLE, WAITING
from formservice.service import Service
from formservice.storage import Records

CALLS = "calls"
Letter = dict[str, Any]


def settle(app: Service, partition: str, letter: Letter, state: str, why: str = "") -> str:
    """Write what became of a letter that was taken: sent, refused for good, or to be tried again."""
    with app.store.transaction(partition) as records:
        now = records.get(partition, TABLE, letter["id"])
        if now is None or now["state"] != WAITING:
            return ""
        if state == WAITING and not rules.is_hopeless(now):
            # Somebody else may have it by now, if we were very slow.
            if now.get("lease") == letter["lease"]:
                wait = rules.wait_before(now["tries"], random.random())  # noqa: S311 - spreads, hides nothing
                records.update(partition, TABLE, now["id"], lease=0, retry_at=time.time() + wait, why=why)
            return WAITING
        return end(app, records, partition, now, PARKED if state == WAITING else state, why)


def end(app: Service, records: Records, partition: str, letter: Letter, state: str, why: str) -> str:
    """Close a letter, in the journal too; one that could not be delivered becomes a call."""
    if letter["template"] in rules.ALONE:
        # Its link opens something, and its hour would tell who was there.
        records.remove(partition, TABLE, letter["id"])
        return state
    at = app.clock.utc().isoformat(timespec="seconds")
    records.update(partition, TABLE, letter["id"], state=state, ended=at, lease=0, why=why)
    about = letter["data"].get("signup") or None
    records.note(partition, "mail", record=about, letter=letter["template"], after=state, why=why)
    if state == PARKED and about and letter["data"].get("table") != "wishes":
        call(records, partition, letter)
    return state


def call(records: Records, partition: str, letter: Letter) -> None:
    """Ask the agents to say it by telephone, once for each letter."""
    data = letter["data"]
    same = {"signup": data["signup"], "why": "mail", "letter": letter["template"]}
    if not records.find(partition, CALLS, **same):
        records.add(partition, CALLS, **same, until=data.get("until") or "", tries=[])
