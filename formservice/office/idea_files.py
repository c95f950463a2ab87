"""The ideas of an edition as a file, and the photo of one: for their agents only."""

import io
from collections import Counter

from flask import Response, abort, request

from formservice.export import FORMATS, disposition, file_name, write
from formservice.office import sheets
from formservice.office.guard import agent, bp
from formservice.office.idea_lines import STATES
from formservice.office.idea_place import WORDS, Filter
from formservice.office.idea_view import areas, asked, edition_of, here
from formservice.participation.ideas import everything
from formservice.security import audience
from formservice.service import service
from formservice.storage import StoreError


@bp.post("/participation/<code>/telecharger")
@audience("participation")
def ideas_file(code: str) -> Response:
    """The ideas of the list that is looked at. A post, since it leaves a line in the journal."""
    app, form = service(), FORMATS.get(request.form.get("format", ""))
    if form is None:
        abort(400)
    edition, every = edition_of(app, code)
    kept = asked(edition, every)
    numbers = {one.idea["number"] for one in every if kept.keeps(one)}
    found = [one for one in everything(app, code) if one[1]["number"] in numbers]
    stream = io.BytesIO()
    words = filter_words(kept, areas(edition, every))
    write(form.name, sheets.table(app, "proposal", found, agent().login, words), stream)
    for partition, rows in Counter(partition for partition, _ in found).items():
        with app.store.transaction(partition) as records:
            records.note(partition, "download", agent=agent().login, channel="office", format=form.name, rows=rows)
    name = file_name(f"idees {code}", form.name, app.clock.today())
    headers = {"Content-Disposition": disposition(name)}
    return Response(stream.getvalue(), content_type=form.mimetype, headers=headers)


def filter_words(kept: Filter, titles: dict[str, str]) -> str:
    """What the file leaves out, in words."""
    said = [STATES[WORDS[kept.state]]] if kept.state else []
    said += [titles[kept.area]] if kept.area else []
    said += ["avec quelque chose à dire"] if kept.to_say else []
    return ", ".join(said) or sheets.ALL


@bp.get("/participation/<code>/<int:number>/photo")
@audience("participation")
def idea_photo(code: str, number: int) -> Response:
    """The photo that came with an idea."""
    digest = here(code, number).found.idea["photo"]
    try:
        return Response(service().store.get_blob(digest) if digest else abort(404), content_type="image/jpeg")
    except StoreError:
        abort(404)
