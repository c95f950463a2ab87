"""What the authors of an idea hear of each act on it: a letter, a call to make, or a letter to post."""

from datetime import date
from typing import Any

from formservice import telling
from formservice.catalogue import Edition
from formservice.mail.letters import TABLE as LETTERS
from formservice.mail.letters import WAITING
from formservice.participation import rules
from formservice.participation.ideas import TABLE, Idea
from formservice.participation.rules import NotNow
from formservice.service import Service
from formservice.storage import Records

SAID = {
    "ask": "idea_asked", "accept": "idea_accepted", "refuse": "idea_refused", "merge": "idea_merged",
    "part": "idea_parted", "news": "idea_news",
}  # fmt: skip
"""What an author must hear: a letter, else a call or a letter by post."""
ACKNOWLEDGED = {"contest": "idea_contested", "withdraw": "idea_withdrawn"}
"""What an author did, or asked for: a letter to who has e-mail."""
SHARED = ("accept", "refuse")
"""What is told to the authors of the ideas that were joined to it, too."""


def edition_of(app: Service, idea: Idea) -> Edition:
    """The edition an idea was filed in. Raises NotNow when the site has it no more."""
    try:
        return app.releases.current().catalogue.edition_by_code(idea["edition"])
    except KeyError:
        raise NotNow("Cette édition n’est plus sur le site : rien ne peut changer.") from None


def tell(app: Service, records: Records, partition: str, idea: Idea, verb: str, given: dict[str, Any]) -> None:
    """Say it to its author, and to those of the ideas joined to it."""
    if verb in ACKNOWLEDGED:
        forget_waiting(records, partition, idea["id"])
        telling.drop_calls(records, partition, idea["id"])
        telling.write_to(records, partition, idea, ACKNOWLEDGED[verb], table=TABLE, number=idea["number"])
    if verb in ("reply", "complete"):
        # A question that was answered need not be asked again by telephone.
        telling.drop_calls(records, partition, idea["id"])
    if verb in SAID:
        more = words(app, idea, verb, given)
        say(records, partition, idea, SAID[verb], **more)
        for where, id, _ in idea["joined"] if verb in SHARED else ():
            joined = records.get(where, TABLE, id)
            if joined:
                say(records, where, joined, SAID[verb], **more | {"number": joined["number"], "into": idea["number"]})


def say(records: Records, partition: str, idea: Idea, letter: str, **more: Any) -> None:
    """A letter, else a call to make; nothing to who asked to be erased. What was not sent yet is overtaken."""
    forget_waiting(records, partition, idea["id"])
    if idea["person"]:
        telling.tell(records, partition, idea, letter, table=TABLE, **more)


def words(app: Service, idea: Idea, verb: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a letter says of an act."""
    day: date | None = None
    if verb == "refuse":
        day = rules.contest_until(edition_of(app, idea), idea["state"], idea["steps"])
    elif verb == "accept" and (vote := edition_of(app, idea).phase("vote")) and not rules.is_late(idea["steps"]):
        day = vote.since
    return {
        "number": idea["number"], "answer": given.get("text") or given.get("reason") or "",
        "cost": given.get("cost"), "into": given.get("number"),
        "settled": bool(given.get("settled")), "late": rules.is_late(idea["steps"]), "again": corrects(idea, verb),
        "day": day.isoformat() if day else "",
    }  # fmt: skip


def corrects(idea: Idea, verb: str) -> bool:
    """Whether the last decision only gave another cost."""
    last = next((step for step in reversed(idea["steps"]) if step["verb"] == verb), None)
    return bool(last and (last["verb"], last.get("before")) == ("accept", rules.ACCEPTED))


def forget_waiting(records: Records, partition: str, id: str, only: str = "") -> None:
    """Letters about an idea that did not leave yet: a later one says more. `only`: those of one name."""
    for letter in records.find(partition, LETTERS, state=WAITING):
        name = letter["template"]
        if (letter["data"] or {}).get("signup") == id and (name == only if only else name != "idea_noted"):
            records.remove(partition, LETTERS, letter["id"])
