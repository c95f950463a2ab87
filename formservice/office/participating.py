"""The desk of participation: an edition by its code, and the spreadsheet of its ideas."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Response, url_for

from formservice import pages
from formservice.export import Column
from formservice.office import desks
from formservice.office.desks import Desk, at
from formservice.office.guard import go
from formservice.office.idea_lines import STATES
from formservice.participation import photos, rules
from formservice.participation.filing import Proposing, proposing_by_code
from formservice.service import Service, service
from formservice.submit import Receipt


@at("proposal")
class Proposals(Desk):
    """An edition by its code, BP27."""

    body = photos.MOST_BYTES
    export, sheet, said = "idees", "Idées", ("area", "birth", "eligible", "photo")
    facts_columns = (
        Column("N°", "number", "number", width=6), Column("Édition", "edition", width=8),
        Column("État", "state", width=20), Column("Quartier", "area"), Column("Coût retenu", "cost", "number"),
        Column("Service", "service"), Column("Raison", "reason", width=40), Column("Réunie au n°", "into", "number"),
        Column("Photo", "photo", width=8),
    )  # fmt: skip

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """Where it stands."""
        reasons = [step.get("reason", "") for step in record["steps"] if step["verb"] in ("accept", "refuse")]
        return (
            record["number"], record["edition"], STATES[record["state"]], record["told"]["place"], record["cost"],
            record["service"], reasons[-1] if reasons else "", record["into"][2] if record["into"] else None,
            "oui" if record["photo"] else "non",
        )  # fmt: skip

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """The editions that take ideas, on paper at least."""
        now = app.clock.wall()
        editions = app.releases.current().catalogue.editions
        return [(one.code, f"{one.title}\xa0: une idée") for one in editions if rules.may_type(one, now)]

    def page(self, app: Service, code: str) -> Proposing | None:
        """The form of an edition."""
        with suppress(KeyError):
            return proposing_by_code(app.releases.current().catalogue, code)
        return None

    def address(self, page: Proposing) -> str:
        """By its code."""
        return url_for("office.entry", code=page.code)

    def as_of(self, page: Proposing, now: datetime) -> datetime:
        """What came on paper in time may be typed some days more."""
        phase = page.edition.phase("depot")
        return phase.since if phase and rules.may_type(page.edition, now) else now

    def closed(self, page: Proposing, status: int) -> Response:
        """The dates, and the rule they are from."""
        text = [rules.why_not_typed(page.edition, service().clock.wall()), desks.OTHERWISE]
        return pages.notice("Rien à saisir ici", text, status, ways=[("Saisir autre chose", "/agents/saisie/", "")])

    def after(self, receipt: Receipt) -> Response:
        """The page of the idea."""
        record, again = receipt.record, "1" if receipt.again else None
        return go("office.idea_page", code=record["edition"], number=record["number"], deja=again, saisie="1")
