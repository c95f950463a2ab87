"""« La demande »: which workshop to multiply, in sentences and in tables; the same as a spreadsheet."""

import io
from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request

from formservice.demand import counting, reading, seasons, tables, wording
from formservice.demand.advice import advise
from formservice.demand.seasons import Season
from formservice.demand.tables import MEASURES, Sheet
from formservice.export import FORMATS, Column, Table, disposition, file_name, write
from formservice.office import sheets
from formservice.office.guard import agent, bp, draw
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import CHANNELS
from formservice.theme import initial

FILTER = "La saison {} ; la colonne « saison d’avant » est {}"
LISTS = 5
"""Lists that a sentence leads to, at most."""
NOBODY = "Ce fichier compte des personnes, sans dire lesquelles."


@bp.get("/agenda/demande/")
@audience("agenda")
def demand() -> Response:
    """The sentences of today, the tables of a season."""
    app, season = service(), asked()
    now = app.clock.wall()
    present, *both = reading.seen(app, season)
    found, former = (counting.counted(one, now) for one in both)
    said = advise(present, now)
    return draw(
        "demand.html", season=season, seasons=seasons.choices(now.date()), formats=FORMATS.values(),
        sentences=[(*wording.sentence(one, themes(app)), one.lists[:LISTS]) for one in said],
        totals=tables.rows({"": found.total}, {"": former.total})[0], measures=MEASURES,
        sheets=[one for one in tables.sheets(found, former, themes(app), channels()) if one.rows],
    )  # fmt: skip


@bp.post("/agenda/demande/telecharger")
@audience("agenda")
def demand_file() -> Response:
    """The tables of a season as one. A post, since it leaves a line in the journal."""
    app, season, kind = service(), asked(), FORMATS.get(request.form.get("format", ""))
    if kind is None:
        abort(400)
    stream = io.BytesIO()
    rows = write(kind.name, table(app, season, agent().login), stream).rows
    partition = partition_of(season)
    with app.store.transaction(partition) as records:
        records.note(partition, "download", agent=agent().login, channel="office", format=kind.name, rows=rows)
    name = file_name(f"demande {season.id}", kind.name, app.clock.today())
    headers = {"Content-Disposition": disposition(name)}
    return Response(stream.getvalue(), content_type=kind.mimetype, headers=headers)


def partition_of(season: Season) -> str:
    """Where it is noted who took the file of a season."""
    return f"demand/{season.id}"


def asked() -> Season:
    """The season of the address, the present one without; 404 for another."""
    today, text = service().clock.today(), request.values.get("saison", "")
    return (seasons.named(text, today) or abort(404)) if text else seasons.season_of(today)


def themes(app: Service) -> dict[str, str]:
    """The titles of the themes."""
    return {one.slug: one.title for one in app.releases.current().catalogue.site.themes}


def channels() -> dict[str, str]:
    """How people ask, in words."""
    return {name: initial(words) for name, words in CHANNELS.items()}


def table(app: Service, season: Season, by: str) -> Table:
    """A line for each line of each table. `by` is who asks for it."""
    now = app.clock.wall()
    found, former = (counting.counted(one, now) for one in reading.seen(app, season)[1:])
    lines = list(_lines(tables.sheets(found, former, themes(app), channels())))
    head = (
        Column("Regroupement", "grouping"), Column("Nom", "name", width=32),
        *(Column(words, name, "number", 12) for name, words in MEASURES),
        Column("Places demandées, saison d’avant", "before", "number", 14),
    )  # fmt: skip
    kept = FILTER.format(season.words, season.before.words)
    about = [
        line for line in sheets.about("La demande de l’agenda", len(lines), by, now, kept) if line[0] != "À savoir"
    ]
    return Table(f"Demande {season.id}", head, lines, (*about, ("À savoir", NOBODY)))


def _lines(found: Iterator[Sheet]) -> Iterator[tuple[Any, ...]]:
    for sheet in found:
        for row in sheet.rows:
            # Seats are not offered by channel: the cell is empty, which is not zero.
            cells = row.cells if sheet.seats else (None, *row.cells[1:])
            yield sheet.title, row.name, *cells, row.before.asked
