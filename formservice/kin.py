"""The records of one request: a wish for a theme, the seats it was offered, the dates it was changed for.

Each may have a number of its own. Whoever asks to be erased reads out one, and means them all.
"""

from typing import Any

from formservice.handlers import HANDLERS, Handler
from formservice.service import Service

Found = tuple[str, Handler, dict[str, Any]]
"""A partition, the kind it holds, and the record."""
LINKS = ("wish", "offered", "moved_to")
"""The fields that lead to another record: its partition, its id."""


def whole(app: Service, named: list[Found]) -> list[Found]:
    """These records and all that they lead to, or come from. Those who wait first: nothing brings them back then."""
    found = {place[2]["id"]: place for place in named}
    ahead = list(named)
    while ahead:
        near = {place[2]["id"]: place for place in beside(app, ahead.pop()[2])}
        ahead += [place for id, place in near.items() if id not in found]
        found = near | found
    return sorted(found.values(), key=lambda place: "offered" not in place[2])


def beside(app: Service, record: dict[str, Any]) -> list[Found]:
    """The records one step away from this one."""

    def is_beside(one: dict[str, Any]) -> bool:
        same = bool(record.get("reference")) and one.get("reference") == record["reference"]
        return same or one["id"] in linked(record) or record["id"] in linked(one)

    return [
        (partition, handler, one)
        for handler in HANDLERS.values()
        for prefix in handler.prefixes
        for partition, one in app.store.search(f"{prefix}/", handler.table, is_beside)
    ]


def linked(record: dict[str, Any]) -> set[str]:
    """The ids that a record leads to."""
    return {record[name][1] for name in LINKS if record.get(name)}
