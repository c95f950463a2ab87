"""The first page of each vote that is open, drawn as the service draws it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from formservice.catalogue import Catalogue
from formservice.kinds import KINDS
from formservice.voting.page import voting
from plugins.drawn import Drawn, with_form


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """Each of them, while one votes; out of its dates the service says when it is."""
    for edition in catalogue.editions:
        with suppress(KeyError):
            page = voting(catalogue, edition.slug)
            if page.offered and page.is_open(now):
                yield with_form(page.url, KINDS[page.form].template.removesuffix(".html"), page, now)
