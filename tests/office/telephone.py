"""An agent and the telephone of a second factor: the door, what a page shows of it."""

import time

import pyotp

from tests.pages import plain

PASSWORD = "bova-tiku-remo-sali"
CODE, ENROLMENT, MINE = "/agents/connexion/code", "/agents/connexion/second-facteur", "/agents/second-facteur"


class Phone:
    """The application of an agent."""

    def __init__(self, secret):
        self.totp = pyotp.TOTP(secret.replace(" ", ""))

    def shows(self, steps=0):
        """What is read on it now, or so many steps later. The step before is not asked for as this one ends."""
        if steps < 0 and time.time() % 30 > 28:
            time.sleep(30 - time.time() % 30)
        return self.totp.at(int(time.time()) + 30 * steps)


def door(desk, login="vera"):
    """Give the password, and no code."""
    return desk.post("/agents/connexion", {"login": login, "password": PASSWORD}, 303)


def key_on(page):
    """The secret to type by hand."""
    return plain(page.tree.xpath("string(//*[@class='key'])"))


def codes_on(page):
    """The recovery codes of a page."""
    return [plain(one.text_content()) for one in page.tree.xpath("//*[@class='recovery']/li")]


def is_in(desk):
    return desk.flask.get("/agents/").status_code == 200
