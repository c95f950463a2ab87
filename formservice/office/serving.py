"""« Service rendu »: who was served in a year, for those who decide; nothing of anybody."""

import io

from flask import Response, abort, request

from formservice.demand import proof_lines, proof_words, published, served
from formservice.export import FORMATS, disposition, file_name, write
from formservice.office import counter, serving_file
from formservice.office.guard import agent, bp, draw
from formservice.security import audience
from formservice.service import service


@bp.get("/agenda/service-rendu/")
@audience("agenda")
def serving() -> Response:
    """A year, to read and to print."""
    year, themes = asked(request.args.get("annee", "")), counter.names()
    known = published.year(served.of_year(service(), year))
    shown = {
        "months": proof_lines.months(known, served.kept(service(), year)),
        "said": proof_words.said(known), "waiting": proof_words.waiting(known),
        "splits": proof_lines.splits(known, themes),
    }  # fmt: skip
    return draw("serving.html", year=year, years=served.years(service()), formats=FORMATS.values(), **shown)


@bp.post("/agenda/service-rendu/telecharger")
@audience("agenda")
def serving_table() -> Response:
    """The same month by month, as a file. A post, since it leaves a line in the journal."""
    app, year = service(), asked(request.form.get("annee", ""))
    kind = FORMATS.get(request.form.get("format", "")) or abort(400)
    known = published.year(served.of_year(app, year))
    stream = io.BytesIO()
    made = serving_file.table(known, year, counter.names(), agent().login, app.clock.wall())
    rows = write(kind.name, made, stream).rows
    partition = served.partition_of(year)
    with app.store.transaction(partition) as records:
        records.note(partition, "download", agent=agent().login, channel="office", format=kind.name, rows=rows)
    name = file_name(f"service rendu {year}", kind.name, app.clock.today())
    return Response(stream.getvalue(), content_type=kind.mimetype, headers={"Content-Disposition": disposition(name)})


def asked(text: str) -> int:
    """The year of an address, this one when it says none; 404 for one there is nothing of."""
    app = service()
    if not text:
        today = app.clock.today()
        # In January no month of the year is over: the year before is what is wanted.
        return today.year - 1 if today.month == 1 and today.year - 1 in served.years(app) else today.year
    return next((year for year in served.years(app) if str(year) == text), 0) or abort(404)
