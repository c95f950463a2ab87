"""Visitors of the generated commune, each with a browser window of their own."""

import pytest

from tests.browser.steps import Visitor


@pytest.fixture
def visit(browser, live):
    """Open a window: `visit(viewport=…, color_scheme=…)`; all are closed at the end."""
    opened = []

    def make(**options):
        opened.append(Visitor(browser, live, **options))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


@pytest.fixture
def visitor(visit):
    """One visitor."""
    return visit()


@pytest.fixture
def activity(live, commune):
    """Give an activity of the commune by what it is for."""
    return lambda role: live.site.catalogue.activity(commune.roles[role])
