"""What a person does in a browser, in one line each."""

import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error

from formservice.agenda.units import open_units
from formservice.catalogue import Activity
from tests.running import Live

READING = 2100
"""Milliseconds to read a check page: whoever is faster is asked to read again."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


def settings(live: Live, **options: Any) -> dict[str, Any]:
    """The settings of a browser window on the site: no JavaScript, a wide screen, unless told otherwise."""
    return {"viewport": WIDE, "java_script_enabled": False, "base_url": live.url("")} | options


class Visitor:
    """A person before a browser window."""

    def __init__(self, browser: Any, live: Live, **options: Any):
        self.enter(browser.new_context(**settings(live, **options)), live)

    def enter(self, context: Any, live: Live) -> None:
        """Sit down before a window."""
        self.live, self.context, self.page = live, context, context.new_page()

    def open(self, url: str) -> None:
        """Go to an address of the site."""
        self.page.goto(url, wait_until="load")

    @property
    def h1(self) -> str:
        """The heading read."""
        return re.sub(r"\s+", " ", self.page.inner_text("h1"))

    @property
    def text(self) -> str:
        """The words read, with plain spaces."""
        return re.sub(r"\s+", " ", self.page.inner_text("main"))

    @property
    def reference(self) -> str:
        """The number one is given."""
        return str(self.page.inner_text(".reference"))

    def press(self, words: str) -> None:
        """Press a button and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=words, exact=True).click()

    def fill_in(self, activity: Activity, name: str, phone: str = "06 39 98 01 02", unit: int = -1) -> None:
        """Open an activity and send its form for one of its dates."""
        self.open(activity.url)
        if activity.booking == "session":
            chosen = open_units(activity, self.live.site.now)[unit].id
            self.page.check(f"input[name=session][value='{chosen}']")
        self.page.check("input[name=who][value=self]")
        self.page.fill("input[name=name]", name)
        self.page.check("input[name=reach][value=phone]")
        self.page.fill("input[name=phone]", phone)
        self.press("M’inscrire")

    def register(self, activity: Activity, name: str, **answers: Any) -> str:
        """Go the whole way and give the reference."""
        self.fill_in(activity, name, **answers)
        self.confirm()
        return self.reference

    def confirm(self) -> None:
        """Read the check page, then confirm."""
        self.page.wait_for_timeout(READING)
        self.press("Confirmer mon inscription")

    def log_in(self) -> None:
        """Enter the office, by the password and a recovery code."""
        agent, code = self.live.agent(), self.live.code()
        self.give_password(*agent)
        self.page.fill("input[name=recovery]", code)
        self.press("Entrer")

    def give_password(self, login: str, password: str) -> None:
        """Go to the door of the office."""
        self.open("/agents/connexion")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.press("Me connecter")

    def back(self) -> None:
        """Press Back. For the answer to a post the browser asks before sending again: it shows nothing."""
        with suppress(Error):
            self.page.go_back(wait_until="load")
        self.page.wait_for_timeout(300)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the keyboard is on this; AssertionError when it never comes there."""
        for _ in range(80):
            if self.focused(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def focused(self, selector: str) -> bool:
        """Whether the keyboard is on this."""
        return bool(self.page.evaluate("one => document.activeElement.matches(one)", selector))
