"""What the office prints, as a PDF that the browser opens."""

from dataclasses import replace
from typing import Any

from flask import Response

from formservice.catalogue import Site
from formservice.export import disposition
from formservice.office.guard import draw
from formservice.paper import PaperError, render
from formservice.service import Service, service

LATER = "L’impression ne marche pas pour le moment. Prévenez la personne qui gère le serveur."


def printed(template: str, data: dict[str, Any], back: tuple[str, str], name: str = "") -> Response:
    """A PDF, named when it is to be told from others; or why there is none, and the way back."""
    try:
        pdf = render(template, data)
    except PaperError as error:
        service().logger.error("%s", error)
        return draw("not_printed.html", 503, words=LATER, back=back)
    return Response(pdf, content_type="application/pdf", headers={"Content-Disposition": shown(name)} if name else None)


def site_of(app: Service) -> Site:
    """The town on paper: of a rehearsal, each page says so."""
    site = app.releases.current().catalogue.site
    return replace(site, rehearsal=True) if app.rehearsal else site


def shown(name: str) -> str:
    """Opened rather than put away: a file with names must not stay among the downloads."""
    return disposition(name).replace("attachment", "inline", 1)
