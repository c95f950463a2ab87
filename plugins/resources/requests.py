"""The forms of the centre: one for each record that may be consulted or borrowed, and the research question."""

from collections.abc import Iterator
from datetime import datetime

from formservice.catalogue import Catalogue
from formservice.kinds import KINDS
from formservice.resources import asking
from plugins.drawn import Drawn, with_form


def use(catalogue: Catalogue, identifier: str) -> asking.Asking | None:
    """How a record is asked for; None when it is not."""
    try:
        return asking.asking(catalogue, identifier)
    except KeyError:
        return None


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """Each of them; none without a centre."""
    if catalogue.site.collection is None:
        return
    for one in (*(use(catalogue, holding.id) for holding in catalogue.holdings), asking.research(catalogue)):
        if one:
            yield with_form(one.url, KINDS[one.form].template.removesuffix(".html"), one, now)
