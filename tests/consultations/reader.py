"""Somebody who answers a consultation on the web, without JavaScript."""

from typing import Any

from werkzeug.datastructures import MultiDict

from tests import markup
from tests.consultations.town import Asked
from tests.pages import Client, Page

URL = "/consultations/bancs/"


class Reader(Client):
    """Somebody who answers, page after page."""

    page: Page

    def begin(self, asked: Asked) -> "Reader":
        """Open the consultation."""
        self.page = self.get(URL)
        return self

    def fill(self, status: int | None = None, action: str = "next", **fields: Any) -> "Reader":
        """Fill in the page that is shown and press a button."""
        self.page = self.send(self.page, status, action, **fields)
        return self

    def send(self, page: Page, status: int | None = None, action: str = "next", **fields: Any) -> Page:
        """Send a page that was shown, which may be an old one."""
        headers = fields.pop("headers", None)
        shown = MultiDict(markup.parse(page.html).xpath("//main//form[@method='post']")[0].form_values())
        data = shown.to_dict(flat=False) | {"action": action} | fields
        return self.post(URL, data, status, headers=headers)

    def answer_all(self) -> "Reader":
        """Answer the first question, then go on to the check page."""
        return self.fill(q_usage="3").fill(q_note="4", q_combien="12").fill(q_idee="Un dossier.").fill(quartier="1")

    def confirm(self) -> "Reader":
        """Press the last button, and be led to the confirmation."""
        self.page = self.follow(self.fill(action="confirm", status=303).page)
        return self

    @property
    def fields(self) -> set[str]:
        """The names of what is asked on the page."""
        names = {one.get("name") for one in markup.parse(self.page.html).xpath("//main//form//*[@name]")}
        return names - {"sealed", "version", "action"}
