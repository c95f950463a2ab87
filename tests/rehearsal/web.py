"""Browsers without a window, for the many: they remember a cookie, send forms as a page of the site does."""

import http.client
import re
import secrets
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests import markup
from tests.running import PASSWORD, Live

Fields = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    url: str
    status: int
    where: str
    body: bytes

    @property
    def tree(self) -> Any:
        """The page."""
        return markup.parse(self.body.decode())

    @property
    def text(self) -> str:
        """The words of the content, with plain spaces."""
        return re.sub(r"\s+", " ", self.tree.find(".//main").text_content()).strip()

    def says(self, words: str) -> bool:
        """Whether these words are there, whatever the spaces and apostrophes."""
        return level(words) in level(self.text)

    def form(self, action: str) -> tuple[str, Fields]:
        """(address, hidden boxes and the button) of the form that has this button."""
        button = self.tree.xpath("//button[@value=$value]", value=action)
        assert button, f"no button {action!r} on {self.url} ({self.status}): {self.text[:400]}"
        form = next(button[0].iterancestors("form"))
        hidden = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@type='hidden']")}
        return form.get("action") or self.url, hidden | {button[0].get("name"): action}


def level(text: str) -> str:
    """The text as one compares it: typography aside."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("…", "...")).strip()


class Web:
    """One browser, at an address of its own: a household, for the service."""

    def __init__(self, live: Live, household: int = 0):
        self.live, self.cookie = live, ""
        self.address = f"198.51.{household // 250}.{household % 250 + 1}"

    def ask(self, method: str, url: str, body: bytes = b"", kind: str = "") -> Answer:
        """One request."""
        where = urlsplit(self.live.url(url) if url.startswith("/") else url)
        headers = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin"}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Cookie": self.cookie} if self.cookie else {}
        # Who is cut off by a fault leaves no socket open.
        with closing(http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=60)) as connection:
            connection.request(method, where.path + (f"?{where.query}" if where.query else ""), body, headers)
            answer = connection.getresponse()
            data = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.partition(";")[0]
        return Answer(url, answer.status, answer.getheader("Location", "") or "", data)

    def get(self, url: str) -> Answer:
        """Open a page."""
        return self.ask("GET", url)

    def post(self, url: str, fields: Fields, files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        """Send a form, with files where there are some."""
        if not files:
            return self.ask("POST", url, urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded")
        mark = secrets.token_hex(8)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, values in fields.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        for name, (file, data) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
        parts.append(f"--{mark}--\r\n".encode())
        return self.ask("POST", url, b"".join(parts), f"multipart/form-data; boundary={mark}")

    def press(self, page: Answer, action: str, **filled: Any) -> Answer:
        """Press the button of an action, and go where it leads."""
        url, hidden = page.form(action)
        return self.follow(self.post(url, hidden | filled))

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer sends."""
        return self.get(answer.where) if answer.status == 303 else answer


class Clerk(Web):
    """An agent of participation at work on an edition."""

    def __init__(self, live: Live, login: str, code: str):
        super().__init__(live)
        self.login, self.base = login, f"/agents/participation/{code}/"
        self.entry = f"/agents/saisie/{code}"
        answer = self.post("/agents/connexion", {"login": login, "password": PASSWORD})
        assert answer.status == 303, answer.text
        self.token = re.findall(r'name="token" value="(\w+)"', self.get("/agents/").body.decode())[0]

    def page(self, number: int) -> Answer:
        """The page of an idea."""
        return self.get(f"{self.base}{number}")

    def send(self, page: Answer, verb: str, /, **given: Any) -> Answer:
        """Press a button of that page, as it was read then."""
        version = re.findall(r'name="version" value="(\d+)"', page.body.decode())
        fields = {f"{verb}-{name}": value for name, value in given.items()}
        carried = {"token": self.token, "action": verb, "version": version[0] if version else "0"}
        return self.post(page.url, carried | fields)

    def act(self, number: int, verb: str, /, **given: Any) -> None:
        """Do it; it must be done."""
        answer = self.send(self.page(number), verb, **given)
        assert answer.status == 303, f"{verb} of {number}: {answer.status} {answer.text[:600]}"

    def type_in(self, answers: Fields, channel: str) -> Answer:
        """Type what came by telephone or on paper."""
        more = {"token": self.token, "key": secrets.token_hex(10), "channel": channel, "consent": "agreed"}
        return self.post(self.entry, answers | more)
