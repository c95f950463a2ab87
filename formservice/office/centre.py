"""The desks of the resource centre: a record by its identifier, the research question by QR; and their spreadsheets."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, request, url_for

from formservice.export import FORMATS, Column, disposition, file_name, write
from formservice.office import sheets
from formservice.office.borrowed import QUESTION_STATES, STATES
from formservice.office.desks import DESKS, Desk, at
from formservice.office.guard import agent, bp, draw, go
from formservice.resources import following
from formservice.resources.asking import Asking, Research, asking, research
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import Receipt

WRITTEN = re.compile(r"([A-Za-z]{2,4})[\s.\-\u2010-\u2015]*0*([0-9]{1,6})")
"""How people write an identifier."""


@at("loan")
class Lending(Desk):
    """A record by its identifier, MLB-12."""

    export, sheet, dates = "prets", "Prêts et consultations", ("day",)
    otherwise = "Proposez un autre jour ou un autre document. Rien n’a été enregistré."
    facts_columns = (
        Column("Notice", "id", width=10), Column("Titre", "title", width=32), Column("Cote", "call_number"),
        Column("État", "state", width=12), Column("Mis de côté jusqu’au", "until", "date"),
        Column("À rendre le", "due", "date"), Column("Prolongé", "renewed", "yesno"),
        Column("Fini le", "ended", "date"), Column("Raison du refus", "reason", width=24),
    )  # fmt: skip

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """The document, and where the request stands."""
        told = record["told"]
        return (
            told["id"], told["title"], told["call_number"], STATES[record["state"]], record["until"], record["due"],
            bool(record["renewed"]), record["ended"], following.why(record),
        )  # fmt: skip

    def lead(self, app: Service, typed: str) -> dict[str, str] | None:
        """`mlb 1`, `MLB1` and `mlb-001` are MLB-1."""
        read = WRITTEN.fullmatch(typed.strip())
        page = self.page(app, f"{read[1]}-{int(read[2])}") if read else None
        return {"code": page.code} if page else None

    def page(self, app: Service, code: str) -> Asking | None:
        """The form of a record, in capitals or not."""
        with suppress(KeyError):
            return asking(app.releases.current().catalogue, code)
        return None

    def address(self, page: Asking) -> str:
        """By its identifier."""
        return url_for("office.entry", code=page.code)

    def as_of(self, page: Asking, now: datetime) -> datetime:
        """Who stands at the counter may read today, until the house closes."""
        return now - timedelta(days=1) if page.still_open(now) else now

    def after(self, receipt: Receipt) -> Response:
        """The page of the request: it may be lent at once."""
        told, again = receipt.record["told"], "1" if receipt.again else None
        return go("office.request_page", identifier=told["id"], record=receipt.record["id"], deja=again)


@at("question")
class Wondering(Desk):
    """The research question, QR."""

    export, sheet = "questions", "Questions"
    facts_columns = (
        Column("État", "state", width=18), Column("Réponse attendue le", "due", "date"),
        Column("Prise en charge par", "taken_by"), Column("Finie le", "ended", "date"),
        Column("Réponse", "answer", width=60),
    )  # fmt: skip

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """Where it stands."""
        return QUESTION_STATES[record["state"]], record["due"], record["taken_by"], record["ended"], record["answer"]

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """It is always open."""
        page = self.page(app, Research.code)
        return [(page.code, page.title)] if page else []

    def page(self, app: Service, code: str) -> Research | None:
        """The only one."""
        with suppress(KeyError):
            return research(app.releases.current().catalogue) if code.upper() == Research.code else None
        return None

    def address(self, page: Research) -> str:
        """By its code."""
        return url_for("office.entry", code=page.code)

    def after(self, receipt: Receipt) -> Response:
        """The page of the question."""
        _, month, shard = receipt.partition.split("/")
        again = "1" if receipt.again else None
        return go("office.question_page", month=month, shard=shard, record=receipt.record["id"], deja=again)


@bp.route("/ressources/telecharger", methods=["GET", "POST"])
@audience("resources")
def centre_files() -> Response:
    """The loans or the questions as a file. A post, since it leaves a line in the journal."""
    if request.method == "GET":
        return draw("centre_files.html", formats=FORMATS.values())
    kind, form = request.form.get("kind", ""), FORMATS.get(request.form.get("format", ""))
    if kind not in ("loan", "question") or form is None:
        abort(400)
    app, stream = service(), io.BytesIO()
    found = sheets.stored(app, kind)
    write(form.name, sheets.table(app, kind, found, agent().login), stream)
    for partition, rows in Counter(partition for partition, _ in found).items():
        with app.store.transaction(partition) as records:
            records.note(partition, "download", agent=agent().login, channel="office", format=form.name, rows=rows)
    name = file_name(DESKS[kind].export, form.name, app.clock.today())
    headers = {"Content-Disposition": disposition(name)}
    return Response(stream.getvalue(), content_type=form.mimetype, headers=headers)
