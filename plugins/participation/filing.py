"""The filing form of each edition that takes ideas, drawn as the service draws it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from formservice.catalogue import Catalogue
from formservice.kinds import KINDS
from formservice.participation.filing import proposing
from plugins.drawn import Drawn, with_form


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """Each of them, while it is open; out of its dates the service says when it is."""
    for edition in catalogue.editions:
        with suppress(KeyError):
            page = proposing(catalogue, edition.slug)
            if page.is_open(now):
                yield with_form(page.url, KINDS[page.form].template.removesuffix(".html"), page, now)
