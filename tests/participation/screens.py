"""What an agent does of an idea on the screen, in one line each."""

from typing import Any

from tests.office.conftest import Desk
from tests.pages import Page

BASE = "/agents/participation/BP27/"
REASON = "Le terrain est à un voisin, qui ne veut pas le vendre."
ACCEPT = {"accept-cost": "1 800 €", "accept-service": "Voirie", "accept-reason": ""}
REFUSE = {"refuse-reason": REASON, "refuse-service": "Foncier"}


def opened(desk: Desk, number: int, query: str = "") -> Page:
    """The page of an idea."""
    return desk.get(f"{BASE}{number}{query}")


def press(
    desk: Desk, number: int, verb: str, status: int = 303, query: str = "", seen: Any = None, **given: str
) -> Page:
    """Press a button of that page, as it was seen or as it is."""
    version = (seen or opened(desk, number, query)).field("version")
    return desk.send(f"{BASE}{number}{query}", {"action": verb, "version": version} | given, status)


def rows(page: Page) -> list[int]:
    """The numbers of the ideas of a list."""
    return [int(row.get("id").removeprefix("idee-")) for row in page.tree.xpath("//tbody/tr[@id]")]
