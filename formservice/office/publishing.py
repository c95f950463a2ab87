"""The projects of an edition for an editor, as a zip: a post, since it leaves lines in the journal."""

import io
import zipfile

from flask import Response, abort

from formservice.export import disposition
from formservice.office.guard import agent, bp
from formservice.participation import publishing
from formservice.participation.commands import words
from formservice.security import audience
from formservice.service import service


@bp.post("/participation/<code>/publier")
@audience("participation")
def publish_edition(code: str) -> Response:
    """The files to put in content/, with what is kept back and why."""
    app = service()
    try:
        edition = app.releases.current().catalogue.edition_by_code(code)
    except KeyError:
        abort(404)
    made, done = publishing.archive(app, edition, agent().login)
    stream = io.BytesIO(made)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZ-MOI.txt", f"{words(done)}\n")
    headers = {"Content-Disposition": disposition(f"{app.clock.today()}_projets-{code.lower()}.zip")}
    return Response(stream.getvalue(), content_type="application/zip", headers=headers)
