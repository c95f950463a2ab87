"""The pages of participatory budgets that no file makes: the areas, and the numbers that were merged."""

from collections.abc import Iterator

from formservice.catalogue.projects import project_url
from plugins.drawn import Drawn
from plugins.participation.budgets import Budget, Budgets
from plugins.participation.sheets import shape


def pages(found: Budgets) -> Iterator[Drawn]:
    """Every one of them."""
    for budget in found.all:
        for listing in budget.areas:
            for sheet in listing.sheets:
                yield sheet.url, "area", {"sheet": sheet, "budget": budget, "shape": shape}
        yield from _merged(budget)


def _merged(budget: Budget) -> Iterator[Drawn]:
    """The number of a receipt answers for ever: it leads to what the idea became."""
    for project in (one for listing in budget.areas for one in listing.projects):
        for number in project.merged:
            url = project_url(budget.edition.slug, number)
            yield url, "merged", {"url": url, "number": number, "project": project, "budget": budget}
