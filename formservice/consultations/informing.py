"""Telling who asked: once when the results are published, once when the town says what it did of them.

A letter, or a call. Where they were to be reached is erased after the last; nothing links it to an answer.
"""

from collections import Counter
from typing import Any

from formservice import mail, telling
from formservice.catalogue import Consultation
from formservice.consultations.stored import INFORM
from formservice.mail.letters import TABLE as LETTERS
from formservice.mail.letters import WAITING, one_address
from formservice.service import Service
from formservice.storage import Records, StoreError
from formservice.storage.transfer import Progress, silent

RESULTS, DONE_SAID = "results_published", "results_done"
"""The two letters, in order."""
DONE = {
    "informed": ("personne prévenue des résultats", "personnes prévenues des résultats"),
    "forgotten": ("adresse effacée après les résultats", "adresses effacées après les résultats"),
}
Found = tuple[str, dict[str, Any]]


def run(app: Service, progress: Progress = silent) -> Counter[str]:
    """Tell who is to be told; how many. A partition in trouble keeps nothing from the others."""
    done: Counter[str] = Counter()
    catalogue = app.releases.current().catalogue
    published = {one.consultation for one in catalogue.results}
    for known in (one for one in catalogue.consultations if one.slug in published):
        for partition in progress(known.code, list(app.store.partitions(f"inform/{known.code}/"))):
            try:
                done += look(app, known, partition)
            except StoreError as error:
                app.logger.error("%s", error)
                done["unreadable"] += 1
    return done


def look(app: Service, known: Consultation, partition: str) -> Counter[str]:
    """Those of one partition."""
    due, done = DONE_SAID if known.done else RESULTS, Counter[str]()
    if not any(one["heard"] != due or due == DONE_SAID for one in app.store.read(partition).find(partition, INFORM)):
        return done
    with app.store.transaction(partition) as records:
        for one in records.find(partition, INFORM):
            if one["heard"] not in (due, DONE_SAID):
                tell(records, partition, known, one, due)
                done["informed"] += 1
            elif one["heard"] == DONE_SAID and is_over(records, partition, one):
                forget(records, partition, one)
                done["forgotten"] += 1
    return done


def tell(records: Records, partition: str, known: Consultation, one: dict[str, Any], what: str) -> None:
    """A letter, or a call; who was never told of the results is told of both at once."""
    telling.drop_calls(records, partition, one["id"])
    for letter in records.find(partition, LETTERS, state=WAITING):
        if letter["data"].get("signup") == one["id"]:
            records.remove(partition, LETTERS, letter["id"])
    records.update(partition, INFORM, one["id"], heard=what)
    told = {"title": known.title, "url": f"{known.url}resultats/", "when": "", "place": "", "address": ""}
    address = one_address(one["contact"]) if "@" in one["contact"] else ""
    person = {"id": one["id"], "told": told, "answers": {"reach": "email", "email": address}}
    if not mail.queue(records, partition, person, what, table=INFORM, answer="\n\n".join(known.done)):
        telling.add_call(records, partition, one["id"], what)
    records.note(partition, "inform", record=one["id"], letter=what)


def is_over(records: Records, partition: str, one: dict[str, Any]) -> bool:
    """Whether the last word left: no letter waits, no call is to be made."""
    waiting = any(
        letter["data"].get("signup") == one["id"] for letter in records.find(partition, LETTERS, state=WAITING)
    )
    return not waiting and not records.find(partition, telling.CALLS, signup=one["id"])


def forget(records: Records, partition: str, one: dict[str, Any]) -> None:
    """Erase where a person was to be reached, in the letters too."""
    mail.forget(records, partition, one["id"])
    records.remove(partition, INFORM, one["id"])


def to_call(app: Service, code: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(partition, who asked, call) of each call to make."""
    found = []
    for partition, call in app.store.search(f"inform/{code}/", telling.CALLS):
        one = app.store.read(partition).get(partition, INFORM, call["signup"])
        if one:
            found.append((partition, one, call))
    return found
