"""Somebody who votes on the web, without JavaScript."""

from typing import Any

from tests.pages import Client, Page, form_of
from tests.voting.town import URL

WRITTEN = {
    "version": "0123abcd", "area": "nord", "name": "Anne Exemple", "birth": "12/03/1950",
    "address": "3 rue des Prés, Exemple-sur-Canal", "eligible": "yes",
}  # fmt: skip


class Voter(Client):
    """Somebody who votes, page after page."""

    page: Page

    def begin(self, status: int | None = None, headers: dict[str, str] | None = None, **said: Any) -> "Voter":
        """Send the first page: good answers but for those given; None takes one away."""
        told = {name: text for name, text in (WRITTEN | said).items() if text is not None}
        self.page = self.post(URL, told, status, headers=headers)
        return self

    def press_on(self, action: str, status: int | None = None, **filled: Any) -> "Voter":
        """Press a button of the ballot, or of what follows; the boxes are as shown but for those given."""
        self.page = self.send(self.page, action, status, **filled)
        return self

    def send(self, page: Page, action: str, status: int | None = None, **filled: Any) -> Page:
        """Send a page that was shown, which may be an old one."""
        headers = filled.pop("headers", None)
        data = form_of(page).to_dict(flat=False) | filled | {"action": action}
        return self.post(URL, data, status, headers=headers)

    def choose(self, *numbers: int) -> "Voter":
        """Tick these projects and go on."""
        return self.press_on("check", project=[str(number) for number in numbers])

    def cast(self) -> "Voter":
        """Press the last button, and be led to the receipt."""
        self.page = self.follow(self.press_on("cast", 303).page)
        return self
