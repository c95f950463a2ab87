"""Finding a request or a question of the centre: by a number, a name, a telephone, or the document.

A search is a post: no name stands in an address.
"""

from collections.abc import Iterator
from typing import Any

from flask import Response, request

from formservice import telling
from formservice.forms import clean
from formservice.kinds import KINDS
from formservice.office import borrowed, matching
from formservice.office.borrowed import Line
from formservice.office.desks import DESKS
from formservice.office.guard import bp, draw, go
from formservice.office.matching import Wanted
from formservice.resources import loans, questions, rules
from formservice.resources.asking import WAYS
from formservice.security import audience
from formservice.service import Service, service

MOST, LONGEST = 40, 100
LIVING = {*rules.LIVING, *questions.LIVING}
Found = tuple[tuple[int, bool, str], Line]


@bp.post("/ressources/chercher")
@audience("resources")
def find_request() -> Response:
    """Who holds or waits for a document, or the requests of a person; a document that nobody has leads to its form."""
    typed, app = clean(request.form.get("code"))[:LONGEST], service()
    leads = (desk.lead(app, typed.upper()) for desk in mine())
    lead = next(filter(None, leads), None) if typed else None
    held = of_document(app, lead["code"]) if lead else []
    if lead and not held:
        return go("office.entry", **lead)
    lines = held or of_person(app, typed)
    status = 200 if lines else 404 if typed else 422
    shown = {"typed": typed, "code": lead["code"] if lead else "", "example": example(app)}
    return draw("found.html", status, lines=lines[:MOST], more=len(lines) > MOST, **shown)


def mine() -> list[Any]:
    """The desks of the centre."""
    return [desk for kind, desk in DESKS.items() if KINDS[kind].audience == "resources"]


def example(app: Service) -> str:
    """The identifier of something that may be asked for; "" without any."""
    held = app.releases.current().catalogue.holdings
    return next((one.id for one in held if WAYS.keys() & set(one.consult)), "")


def of_document(app: Service, code: str) -> list[Line]:
    """Who holds a document, then who waits for it."""
    lines = [one for one in borrowed.of_partition(app, loans.partition_of(code)) if one.section != "said"]
    return sorted(lines, key=lambda one: (borrowed.SECTIONS.index(one.section), one.rank, one.sort))


def of_person(app: Service, typed: str) -> list[Line]:
    """The requests and questions of a person or a number: the nearest first, those under way before the others."""
    seen = matching.wanted(typed)
    return matching.best(candidates(app, seen), MOST + 1) if seen != Wanted() else []


def candidates(app: Service, seen: Wanted) -> Iterator[Found]:
    """All that is like what is looked for, with how far it is."""
    for partition in app.store.partitions(f"{loans.PREFIX}/"):
        view = app.store.read(partition)
        found = view.find(partition, loans.TABLE)
        calls = {one["signup"]: one for one in view.find(partition, telling.CALLS)}
        for rank, one in _near(seen, found):
            yield rank, borrowed.line(app, partition, one, found, calls.get(one["id"]))
    for partition in app.store.partitions(f"{questions.PREFIX}/"):
        for rank, one in _near(seen, app.store.read(partition).find(partition, questions.TABLE)):
            yield rank, borrowed.question_line(partition, one, None)


def _near(seen: Wanted, found: list[dict[str, Any]]) -> Iterator[tuple[tuple[int, bool, str], dict[str, Any]]]:
    for one in found:
        far = matching.score(seen, one["reference"], one["answers"])
        if far is not None:
            yield (far, one["state"] not in LIVING, one["reference"]), one
