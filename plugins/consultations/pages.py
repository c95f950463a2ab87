"""The list of consultations; the first page of each, as the service draws it, and its printed form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from formservice.catalogue import Catalogue, Consultation
from formservice.consultations.answering import Answering
from formservice.consultations.blank import first_page
from plugins.drawn import Drawn
from plugins.paper import Sheet

ROOT = "/consultations/"
FORM = "formulaire.pdf"
"""The last word of the address of the printed form."""


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """All of them, open or not, under the address that lists them."""
    if catalogue.consultations:
        yield ROOT, "consultations", {}
    for one in catalogue.consultations:
        yield one.url, "consultation", first_page(Answering(one), now)


def printed(consultations: Iterable[Consultation], sheets: Iterable[Sheet]) -> list[Consultation]:
    """The same, each knowing what its printed form weighs: the service offers to print what the site does."""
    sizes = {sheet.url: len(sheet.pdf) for sheet in sheets}
    return [replace(one, paper=sizes.get(one.url + FORM, 0)) for one in consultations]
