"""Joining an idea to another of its quartier, and undoing it: both keep their words, their authors and their trail."""

from typing import Any

from formservice.participation import rules
from formservice.participation.ideas import TABLE, Idea, Place, numbered
from formservice.participation.rules import NotNow, TooLate
from formservice.participation.study import at, change, check, is_done, note, step_of
from formservice.service import Service
from formservice.storage import Records


def merge(app: Service, place: Place, into: int, *, agent: str, version: int) -> Idea:
    """Join an idea to another of its edition: the other goes on, both keep their words and their authors.

    Raises Overtaken, NotNow, TooLate, KeyError.
    """
    source = app.store.read(place[0]).get(*at(place))
    if source is None:
        raise KeyError(place[1])
    where, target = numbered(app, source["edition"], into)
    with app.store.transaction(*dict.fromkeys([place[0], where])) as records:
        source = check(app, records, place, source, "merge", agent, version, {"number": into})
        if is_done(source, "merge", version, agent, {"number": into}):
            return source
        target = records.get(where, TABLE, target["id"]) or target
        check_target(source, target)
        given = {
            "into": [where, target["id"], into], "number": into, "settled": target["state"] == rules.ACCEPTED,
        }  # fmt: skip
        after = change(app, records, place, source, "merge", "office", agent, version, **given)
        join(
            app, records, (where, target["id"]), [*target["joined"], [*place, source["number"]]], "join", agent, source
        )
    return after


def check_target(source: Idea, target: Idea) -> None:
    """Raise NotNow for an idea that nothing can be joined to."""
    if target["id"] == source["id"]:
        raise NotNow("Une idée ne se réunit pas à elle-même. Écrivez le numéro de l’autre.")
    if target["state"] not in (*rules.STUDIED, rules.ACCEPTED):
        raise NotNow(f"L’idée n° {target['number']} n’est plus à l’étude : choisissez-en une autre.")
    if target["idea"]["area"] != source["idea"]["area"]:
        raise NotNow(f"L’idée n° {target['number']} est d’un autre quartier : les enveloppes ne se mélangent pas.")


def part(app: Service, place: Place, *, agent: str, version: int) -> Idea:
    """Undo a merge: the idea is studied by itself again. Raises Overtaken, NotNow, TooLate, KeyError."""
    source = app.store.read(place[0]).get(*at(place))
    if source is None:
        raise KeyError(place[1])
    if not source["into"]:
        raise TooLate(source["state"])
    where, id, _ = source["into"]
    with app.store.transaction(*dict.fromkeys([place[0], where])) as records:
        source = check(app, records, place, source, "part", agent, version, {})
        if is_done(source, "part", version, agent, {}):
            return source
        after = change(app, records, place, source, "part", "office", agent, version)
        target = records.get(where, TABLE, id)
        if target:
            left = [one for one in target["joined"] if one[1] != source["id"]]
            join(app, records, (where, id), left, "unjoin", agent, source)
    return after


def join(app: Service, records: Records, place: Place, joined: list[Any], verb: str, agent: str, source: Idea) -> None:
    """The other side of a merge, or of its undoing: a step and a line of its own."""
    target = records.get(*at(place))
    if target is None:
        raise KeyError(place[1])
    step = step_of(app, target, verb, "office", agent, target["state"], {"number": source["number"]})
    after = records.update(place[0], TABLE, place[1], joined=joined, steps=[*target["steps"], step])
    note(records, place[0], after, step)
