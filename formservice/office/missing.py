"""« Ce que les habitants cherchent en vain »: the words to write a page for, or a line of synonyms."""

from flask import Response

from formservice.office.guard import bp, draw
from formservice.search import missed
from formservice.security import audience
from formservice.service import service


@bp.get("/recherches/")
@audience("contact", "admin")
def missing() -> Response:
    """The words asked for often enough, of this month and the one before."""
    return draw("missing.html", months=list(missed.months(service())), asked=missed.ASKED, kept=missed.KEPT)
