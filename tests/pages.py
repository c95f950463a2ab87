"""A visitor without a browser: opens pages, fills forms, presses buttons, and checks every page seen."""

import re
from typing import Any

from lxml import html as lxml_html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from formservice.security import HEADERS
from formservice.service import Service
from tests import markup
from tests.builders import answers as good_answers

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
"""What a browser sends with a post from a page of the site."""


class Page:
    """An answer, read as a person reads it."""

    def __init__(self, url: str, response: TestResponse):
        self.url, self.status, self.headers = url, response.status_code, response.headers
        self.body = response.get_data()
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html" and bool(self.body) and not self.location

    @property
    def html(self) -> str:
        """The page as it came."""
        return self.body.decode()

    @property
    def tree(self) -> lxml_html.HtmlElement:
        """The page, parsed."""
        return markup.parse(self.html)

    @property
    def title(self) -> str:
        """The name of the window."""
        return plain(self.tree.findtext(".//title") or "")

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return plain(self.tree.find(".//h1").text_content())

    @property
    def text(self) -> str:
        """The words of the content, with plain spaces."""
        return plain(self.tree.find(".//main").text_content())

    def says(self, words: str) -> bool:
        """Whether these words are in the content, whatever the spaces."""
        return plain(words) in self.text

    def links(self) -> list[str]:
        """Where the links of the content lead."""
        return self.tree.xpath("//main//a/@href")

    def field(self, name: str) -> str | None:
        """What a box holds: its value, or that of the button chosen; None when there is none."""
        found = self.tree.xpath("//*[@name=$name][not(@type='radio' or @type='checkbox') or @checked]", name=name)
        return found[0].get("value", found[0].text) if found else None

    def errors(self) -> list[str]:
        """The lines of the summary of mistakes."""
        return [plain(line.text_content()) for line in self.tree.xpath("//*[contains(@class,'summary')]//li")]


def plain(text: str) -> str:
    """Text on one line, with plain spaces only."""
    return re.sub(r"\s+", " ", text).strip()


class Client:
    """Opens pages of the service. An unexpected status or a bad page is an AssertionError."""

    def __init__(self, app: Service):
        self.app = app
        self.flask = app.test_client()

    def get(self, url: str, status: int = 200, typography: bool = True, **options: Any) -> Page:
        """Open an address."""
        return self._seen(Page(url, self.flask.get(url, **options)), status, typography)

    def post(
        self,
        url: str,
        data: Any = None,
        status: int | None = None,
        typography: bool = True,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> Page:
        """Post to an address as a page of the site does; without `status`, anything that is not an error."""
        sent = OURS if headers is None else headers
        return self._seen(Page(url, self.flask.post(url, data=data, headers=sent, **options)), status, typography)

    def follow(self, page: Page) -> Page:
        """Go where an answer sends; a page that sends nowhere is itself."""
        return self.get(page.location) if page.location else page

    def press(self, page: Page, button: str, status: int | None = None, **filled: str) -> Page:
        """Press a button by its value or its words, with the hidden boxes of its form, and follow."""
        for found in page.tree.iter("button"):
            if found.get("value") == button or plain(found.text_content()) == plain(button):
                form = next(found.iterancestors("form"))
                data = {box.get("name"): box.get("value", "") for box in form.xpath(".//input[@type='hidden']")}
                data |= {found.get("name"): found.get("value", "")} if found.get("name") else {}
                return self.follow(self.post(form.get("action") or page.url, data | filled, status))
        raise AssertionError(f"no button {button!r} on {page.url}: {page.text[:300]}")

    def fill_in(self, activity: Any, status: int | None = None, **answers: Any) -> Page:
        """Send the form of an activity, with good answers but for those given."""
        return self.post(activity.url, good_answers(activity, **answers), status)

    def register(self, activity: Any, **answers: Any) -> Page:
        """Go the whole way to the confirmation."""
        return self.press(self.fill_in(activity, 200, **answers), "confirm")

    def _seen(self, page: Page, status: int | None, typography: bool) -> Page:
        where = f"{page.url} answered {page.status}"
        assert page.status == status or (status is None and page.status < 400), f"{where}: {page.body[:600]!r}"
        assert page.status not in (301, 302, 307, 308), f"{where}: {page.location}"
        wrong = {name for name, value in HEADERS.items() if page.headers.get(name) != value}
        assert not wrong, f"{where} without {wrong}"
        assert page.headers["Cache-Control"] == "no-store", where
        assert "Set-Cookie" not in page.headers or page.url.startswith("/agents"), where
        assert not page.location or page.location.startswith("/"), f"{where}, sends to {page.location}"
        if page.is_html:
            found = markup.faults(page.html, typography)
            assert not found, f"{where}, where " + "; ".join(found)
        return page


def form_of(page: Page, number: int = 0) -> MultiDict:
    """The boxes of a form of a page as a browser would send them, unchanged."""
    form = page.tree.xpath("//main//form")[number]
    return MultiDict(form.form_values())
