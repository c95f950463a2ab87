"""The answers of a consultation as files, once it is over: what was said, never by whom; the results to publish."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request

from formservice.catalogue import Consultation
from formservice.catalogue.consultations import FREE, Question
from formservice.consultations import gathering, publishing, reading, stored
from formservice.consultations.gathering import Version
from formservice.consultations.masking import LEAST
from formservice.consultations.objecting import despite
from formservice.consultations.steps import chosen, is_shown
from formservice.consultations.stored import Answer
from formservice.export import FORMATS, Column, Table, disposition, file_name, write
from formservice.office import sheets
from formservice.office.consultations import known_of
from formservice.office.guard import agent, bp, draw
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import CHANNELS
from formservice.theme import plural

NOT_ASKED = "question non posée"
FEW = "par une voie peu suivie"
KINDS = {"number": "number", "scale": "number", "date": "date"}


@bp.post("/consultations/<code>/telecharger")
@audience("participation")
def answers_files(code: str) -> Response:
    """A file. A post, since it leaves a line in the journal."""
    app, known, asked = service(), known_of(code), request.form.get("format", "")
    try:
        if asked == "zip":
            said = despite(request.form.getlist("despite"), request.form.get("reason", ""))
            made = publishing.archive(app, known, agent().login, said)
            return sent(made, "application/zip", f"resultats-{known.slug}.zip")
        return answers(app, known, asked)
    except Refused as refusal:
        return draw("answers_refused.html", 409, known=known, notice=str(refusal))


def answers(app: Service, known: Consultation, name: str) -> Response:
    """The answers to one version."""
    kind = FORMATS.get(name) or abort(400)
    if not reading.may_read(known, app.clock.wall()):
        raise publishing.NotYet("Les réponses ne se téléchargent qu’après la fin de la consultation.")
    found = gathering.versions(app, known.code, [one for _, one in gathering.everything(app, known.code)])
    version = next((one for one in found if one.asked == request.form.get("asked")), None) or abort(404)
    stream = io.BytesIO()
    rows = write(kind.name, table(app, version, agent().login), stream).rows
    partition = stored.definitions_of(known.code)
    with app.store.transaction(partition) as records:
        records.note(
            partition, "download", agent=agent().login, channel="office", format=kind.name, rows=rows,
            rules=version.asked,
        )  # fmt: skip
    title = f"reponses {known.code} questionnaire {version.since:%Y-%m-%d}"
    return sent(stream.getvalue(), kind.mimetype, file_name(title, kind.name, app.clock.today()))


def sent(content: bytes, mimetype: str, name: str) -> Response:
    """A download."""
    return Response(content, content_type=mimetype, headers={"Content-Disposition": disposition(name)})


def table(app: Service, version: Version, by: str) -> Table:
    """One sheet: a line for each answer, a column for each question, or for each option where several are chosen."""
    known = version.known
    head = [Column("Reçue", "channel", width=14), Column("Quartier", "quartier")]
    head += [column for one in known.questions for column in columns(one)]
    # By a random name: the order of arrival would tell, beside the roll, whose answer it is.
    ways = ways_of(Counter(one["channel"] for one in version.answers))
    rows = [row(known, one, ways) for one in sorted(version.answers, key=lambda one: one["id"])]
    what = f"{known.title} : {plural(len(rows), 'réponse')} au questionnaire du {version.since:%d/%m/%Y}"
    about = sheets.about(what, len(rows), by, app.clock.wall(), "Les réponses comptées")
    return Table(f"Réponses {known.code}", tuple(head), rows, about)


def ways_of(counts: Counter[str]) -> dict[str, str]:
    """The words of each channel; those of a few answers are put together: beside the roll, one tells whose it is."""
    few: Counter[str] = Counter()
    for name, count in sorted(counts.items(), key=lambda one: (one[1], one[0])):
        if count < LEAST or 0 < few.total() < LEAST:
            few[name] = count
    return {name: FEW if name in few else CHANNELS.get(name, name) for name in counts}


def columns(question: Question) -> Iterator[Column]:
    """The columns of one question."""
    if question.kind in ("several", "rank"):
        for n, option in enumerate(question.options, 1):
            yield Column(f"{question.text} : {option}", f"{question.id}.{n}", width=16)
    else:
        yield Column(question.text, question.id, KINDS.get(question.kind, "text"), 24)
    if question.kind in FREE:
        yield Column(f"{question.text} : thème", f"{question.id}.theme")


def row(known: Consultation, answer: Answer, ways: dict[str, str]) -> tuple[Any, ...]:
    """One answer."""
    found = [ways[answer["channel"]], answer["quartier"]]
    return tuple(found + [cell for one in known.questions for cell in cells(known, one, answer)])


def cells(known: Consultation, question: Question, answer: Answer) -> Iterator[Any]:
    """The cells of one question."""
    said = answer["said"]
    asked = is_shown(known, question, said)
    if question.kind in ("several", "rank"):
        found = chosen(question, said)
        for option in question.options:
            place = str(found.index(option) + 1) if option in found else ""
            yield NOT_ASKED if not asked else place if question.kind == "rank" else "Oui" if place else ""
    elif question.kind == "one":
        yield "".join(chosen(question, said)) if asked else NOT_ASKED
    else:
        yield said.get(question.id, "") if asked else NOT_ASKED
    if question.kind in FREE:
        yield answer["read"].get(question.id, {}).get("theme", "")
