"""What becomes of an idea, act by act: each once, between two agents, with what it says to people, in one transaction.

Nothing is deleted: an idea keeps its first words, every step has its date, and the journal its line.
"""

from typing import Any

from formservice.catalogue import Edition
from formservice.participation import roll, rules, staging
from formservice.participation.hearing import SHARED, edition_of, tell
from formservice.participation.ideas import TABLE, Idea, Place, right_named
from formservice.participation.rules import NotNow, TooLate
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records

KEPT = ("text", "reason", "cost", "service", "number", "status")
"""What a step keeps of what was given."""
MOST_VERSIONS = 20
"""How many times an idea may be completed: all its words are kept."""


class Overtaken(Refused):
    """Somebody else acted meanwhile: `steps` is what they did."""

    reason = "overtaken"

    def __init__(self, steps: list[dict[str, Any]]):
        self.steps = steps
        super().__init__("")


def act(
    app: Service, place: Place, verb: str, *, channel: str = "web", agent: str | None = None,
    version: int | None = None, **given: Any,
) -> Idea:  # fmt: skip
    """Do what a button says, once. `version`: of the idea as it was seen; None for its author, who saw a state.

    `given`: text (ask, reply, contest), reason (public), cost (euros), service, idea (complete: the new words),
    public (word). Raises Overtaken, NotNow, TooLate, KeyError: nothing changed then.
    """
    before = app.store.read(place[0]).get(place[0], TABLE, place[1])
    if before is None:
        raise KeyError(place[1])
    with app.store.transaction(*partitions_of(place[0], before, verb)) as records:
        if version is None and is_repeated(now := records.get(*at(place)) or before, verb, given):
            return now
        current = check(app, records, place, before, verb, agent, version, given)
        return current if is_done(current, verb, version, agent, given) else change(
            app, records, place, current, verb, channel, agent, version, **given
        )  # fmt: skip


def partitions_of(partition: str, idea: Idea, verb: str) -> list[str]:
    """All that changes with it: its own, those of the ideas joined to it, the roll when the right comes back, the shard
    of the photo that goes."""
    joined = [where for where, _, _ in idea["joined"]] if verb in SHARED else []
    spent = (
        [roll.partition_of(right_named(idea["edition"]), idea["mark"])] if verb == "withdraw" and idea["mark"] else []
    )
    photo = [staging.partition_of(idea["photo"])] if verb == "unphoto" and idea["photo"] else []
    return [*dict.fromkeys([partition, *joined, *spent, *photo])]


def check(
    app: Service, records: Records, place: Place, before: Idea, verb: str, agent: str | None, version: int | None,
    given: dict[str, Any],
) -> Idea:  # fmt: skip
    """The idea as it is, when the act may be done on it. Raises Overtaken, NotNow, TooLate."""
    current = records.get(*at(place)) or before
    if is_done(current, verb, version, agent, given):
        return current
    since = [step for step in current["steps"] if step["version"] > (before["version"] if version is None else version)]
    # What brings no step (« Terminer », a call) changes nothing for who decides.
    if version is not None and (since or version > current["version"]) or current["joined"] != before["joined"]:
        raise Overtaken(since)
    edition = edition_of(app, current)
    if agent is None and verb in ("complete", "withdraw") and not rules.may_change(
        edition, current["state"], app.clock.wall()
    ):  # fmt: skip
        raise TooLate(current["state"])
    rules.move(current["state"], verb, back_to(current, verb))
    rules.check_study(edition, verb, app.clock.wall(), standing(current))
    rules.check_second_look(current["steps"], verb, agent)
    if verb == "unphoto" and current["photo"] != before["photo"]:
        raise TooLate(current["state"])
    if verb == "complete":
        check_complete(edition, app, current, agent, given)
    if verb == "accept":
        rules.check_cost(edition, current["idea"]["area"], given.get("cost"))
    if verb == "contest":
        rules.check_contest(edition, current["state"], current["steps"], app.clock.today())
    if verb in ("withdraw", "merge") and current["joined"]:
        raise NotNow("D’autres idées sont réunies à celle-ci : séparez-les d’abord.")
    return current


def check_complete(edition: Edition, app: Service, current: Idea, agent: str | None, given: dict[str, Any]) -> None:
    """Raise Overtaken for words written over others that were not seen, NotNow for too many, or too late."""
    if agent:
        rules.check_complete(edition, current["state"], app.clock.wall())
    if given.get("seen", len(current["versions"])) != len(current["versions"]):
        raise Overtaken([step for step in current["steps"] if step["verb"] == "complete"][-1:])
    if len(current["versions"]) >= MOST_VERSIONS:
        raise NotNow(f"Cette idée a déjà été complétée {MOST_VERSIONS} fois.")


def is_done(current: Idea, verb: str, version: int | None, agent: str | None, given: dict[str, Any]) -> bool:
    """Whether this very act was done: the same agent with the same words, or the state that its author aims at."""
    if version is None:
        return bool(verb == "withdraw" and current["state"] == rules.WITHDRAWN)
    done = next((step for step in current["steps"] if step["version"] > version), None)
    if done is None or (done["verb"], done["agent"]) != (verb, agent or ""):
        return False
    return said(done) == said(given) and (verb != "word" or bool(current["public"] == given["public"]))


def said(given: dict[str, Any]) -> dict[str, Any]:
    """What a step keeps of what was given."""
    return {name: given[name] for name in KEPT if given.get(name) not in (None, "")}


def is_repeated(current: Idea, verb: str, given: dict[str, Any]) -> bool:
    """Whether its author said just that already: the same words, or the same answer as the last."""
    if verb == "complete":
        return bool(current["idea"] | given["idea"] == current["idea"])
    last: dict[str, Any] = next((step for step in reversed(current["steps"]) if step["verb"] == verb), {})
    aim = {"reply": current["steps"][-1]["verb"] == "reply", "contest": current["state"] == rules.CONTESTED}
    return aim.get(verb, False) and bool(last.get("text") == given.get("text"))


def change(
    app: Service, records: Records, place: Place, current: Idea, verb: str, channel: str, agent: str | None,
    version: int | None, **given: Any,
) -> Idea:  # fmt: skip
    """Write an act, its step, its line, and tell who must hear of it."""
    partition, state = place[0], rules.move(current["state"], verb, back_to(current, verb))
    step = step_of(app, current, verb, channel, agent, state, given)
    changes: dict[str, Any] = {
        "state": state, "steps": [*current["steps"], step],
        **facts(current, verb, given),
    }  # fmt: skip
    after = records.update(partition, TABLE, place[1], **changes)
    if verb == "withdraw" and current["mark"]:
        first = current["steps"][0]
        roll.give_back(records, right_named(current["edition"]), current["mark"], first["channel"], first["at"][:10])
    if verb == "unphoto" and current["photo"]:
        staging.drop(records, current["photo"])
    note(records, partition, after, step)
    tell(app, records, partition, after, verb, given)
    return after


def back_to(current: Idea, verb: str) -> str:
    """The state that an answer, or a separation, leads back to."""
    return str(current.get("alone") or current["before"] if verb == "part" else current["before"])


def step_of(
    app: Service, current: Idea, verb: str, channel: str, agent: str | None, state: str, given: dict[str, Any]
) -> dict[str, Any]:
    """One dated step."""
    return {
        "at": app.clock.wall().isoformat(timespec="seconds"), "verb": verb, "agent": agent or "", "channel": channel,
        "before": current["state"], "after": state, "version": current["version"] + 1, **said(given),
        **({"late": True} if verb == "accept" and votes(app, current) else {}),
    }  # fmt: skip


def votes(app: Service, idea: Idea) -> bool:
    """Whether the vote of its edition is open, or was."""
    vote = edition_of(app, idea).phase("vote")
    return vote is not None and app.clock.wall() >= vote.since


def standing(idea: Idea) -> str:
    """Its state, but for a question that waits: the one it comes back to."""
    return str(idea["before"] if idea["state"] == rules.QUESTIONED else idea["state"])


def facts(current: Idea, verb: str, given: dict[str, Any]) -> dict[str, Any]:
    """What an act changes besides the state."""
    if verb == "complete":
        title = {"title": given["idea"].get("title") or current["told"]["title"]}
        return {
            "idea": current["idea"] | given["idea"], "versions": [*current["versions"], current["idea"]],
            "told": current["told"] | title,
        }  # fmt: skip
    if verb == "word":
        return {"public": given["public"]}
    if verb == "unphoto":
        return {"photo": "", "public": {name: said for name, said in current["public"].items() if name != "photo_alt"}}
    if verb == "ask":
        return {"before": current["state"]}
    if verb == "merge":
        return {"alone": current["state"], "into": given["into"]}
    if verb == "part":
        return {"into": None}
    if verb in SHARED:
        return {"cost": given.get("cost"), "service": given.get("service") or ""}
    return {}


def note(records: Records, partition: str, idea: Idea, step: dict[str, Any]) -> None:
    """The line of the journal: who, what, which rules; never a resident nor what they wrote."""
    more = {name: step[name] for name in ("cost", "service", "number", "status") if name in step}
    records.note(
        partition, step["verb"], agent=step["agent"] or None, channel=step["channel"], record=idea["id"],
        before=step["before"], after=step["after"], rules=idea["rules_version"], idea=idea["number"], **more,
    )  # fmt: skip


def at(place: Place) -> tuple[str, str, str]:
    """Where the store has it."""
    return place[0], TABLE, place[1]
