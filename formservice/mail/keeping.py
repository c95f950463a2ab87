"""Letters of the past: what they said and to whom goes after a month, that they were sent stays."""

from datetime import datetime, timedelta
from typing import Any

from formservice.mail.letters import TABLE, WAITING
from formservice.service import Service

KEPT = timedelta(days=30)


def is_old(letter: dict[str, Any], now: datetime) -> bool:
    """Whether a letter ended long ago and still says something. `now` is the town's, aware."""
    if letter["state"] == WAITING or not (letter["to"] or letter["data"]):
        return False
    return now - datetime.fromisoformat(letter["ended"]) > KEPT


def old(app: Service) -> list[tuple[str, str]]:
    """(partition, id) of the letters to erase."""
    now = app.clock.utc()
    found = app.store.search("", TABLE, lambda letter: is_old(letter, now))
    return [(partition, letter["id"]) for partition, letter in found]


def erase(app: Service, partition: str, letter_id: str) -> None:
    """Erase what a letter said and its address."""
    with app.store.transaction(partition) as records:
        letter = records.get(partition, TABLE, letter_id)
        if letter and is_old(letter, app.clock.utc()):
            records.update(partition, TABLE, letter_id, to="", data={})
            records.note(partition, "purge", agent="cli", letter=letter["template"])
