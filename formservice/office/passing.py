"""A copy that goes from one request to the next by itself: what the agent who has it in hand must know."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from formservice import telling
from formservice.office.person import ERASED, reach
from formservice.resources import rules


@dataclass(frozen=True)
class Passing:
    """The other request: where the copy went, or came from."""

    name: str
    reference: str
    address: str
    to_call: tuple[str, ...] = ()
    """How to reach who must still be told."""
    written: bool = False
    """Whether a letter tells them."""


def passed_to(loan: dict[str, Any], found: list[dict[str, Any]], calls: list[dict[str, Any]]) -> Passing | None:
    """For whom the copy of a request that is over was set aside, while it waits for them."""
    then = next((one for one in found if one["id"] == loan.get("passed_to")), None)
    if then is None or then["state"] != rules.READY:
        return None
    call = any(one["signup"] == then["id"] for one in calls)
    return _passing(then, reach(then["answers"]) if call else (), not call and telling.by_email(then))


def came_from(loan: dict[str, Any], found: list[dict[str, Any]]) -> Passing | None:
    """Whose copy is kept for a request that is ready."""
    if loan["state"] != rules.READY:
        return None
    before = [one for one in found if one.get("passed_to") == loan["id"]]
    return _passing(before[-1]) if before else None


def _passing(loan: dict[str, Any], to_call: tuple[str, ...] = (), written: bool = False) -> Passing:
    address = url_for("office.request_page", identifier=loan["told"]["id"], record=loan["id"])
    return Passing(loan["answers"].get("name") or ERASED, loan["reference"], address, to_call, written)
