"""The people of a season, and what each sees: residents, agents, editors, on real processes, by HTTP and browser."""

import http.client
import io
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import openpyxl
import vobject

from formservice.catalogue import Activity
from tests import markup
from tests.browser.steps import READING, Visitor
from tests.builders import answers
from tests.built import build
from tests.commune import Commune, written
from tests.running import Live

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class Season:
    """A commune that lives: its clock runs, its editor publishes."""

    def __init__(self, live: Live, commune: Commune, folder: Path) -> None:
        self.live, self.commune, self.folder = live, commune, folder
        self.now, self.builds, self.read = commune.now, 0, set[str]()

    def activity(self, role: str) -> Activity:
        """An activity by what it is for, as the site has it now."""
        return self.live.site.catalogue.activity(self.commune.roles[role])

    # The editor

    def edit(self, role: str, before: str, after: str) -> None:
        """Change the words of an activity's file."""
        path = self.commune.folder / "content/agenda" / f"{self.commune.roles[role]}.md"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{path.name} says {text.count(before)} times {before!r}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def publish(self) -> None:
        """Build the site again and put it on line by one switch."""
        self.builds += 1
        made = build(self.commune.folder, self.folder / f"release-{self.builds}", self.now)
        link = self.folder / "next"
        link.symlink_to(made.folder)
        link.replace(self.live.settings.link)
        self.live = Live(self.live.settings, made, self.live.codes)

    def run(self, *words: str) -> tuple[int, str]:
        """(exit code, what was printed) of a command."""
        process = self.live.settings.start_formservice(*words)
        said, _ = process.communicate(timeout=300)
        return process.returncode, said.replace("\u00a0", " ")

    def commit(self, words: str) -> None:
        """The editor commits what changed."""
        git = ["git", "-c", "user.name=Essai", "-c", "user.email=essai@example.org", "-C", str(self.commune.folder)]
        if not (self.commune.folder / ".git").exists():
            subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", words], check=True)

    # Time

    def later(self, until: datetime) -> str:
        """Move the running clock of all processes; what was due is done."""
        minutes = int((until - self.now) / timedelta(minutes=1))
        self.now = until
        return (
            self.live.command("clock", f"+{minutes // 1440}d") + self.live.command("clock", f"+{minutes % 1440}min")
            if minutes >= 1440
            else self.live.command("clock", f"+{minutes}min")
        )

    def tick(self) -> str:
        """What a timer does each minute."""
        return self.live.command("tick")

    # The post

    def letters(self, to: str) -> list[EmailMessage]:
        """The letters to an address, oldest first, once all have left."""
        self.live.command("send-mail")
        files = sorted((self.live.settings.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [letter for letter in found if letter["To"] == to]

    def last_letter(self, to: str) -> EmailMessage:
        """The last of them."""
        found = self.letters(to)
        assert found, f"no letter to {to}"
        return found[-1]

    # Many at once, by HTTP

    def ask(self, url: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """(status, where it leads, page) of a post."""
        where = urlsplit(self.live.url(url))
        connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=30)
        connection.request("POST", where.path, urlencode(fields), FORM)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, answer.getheader("Location", "") or "", body

    def rush(self, activity: Activity, unit: str, people: list[str]) -> list[str]:
        """Everybody fills in the form, reads, and presses the last button at once: the heading each one sees."""
        tokens = []
        for name in people:
            given = answers(activity, self.now, name=name, session=unit).to_dict()
            _, _, page = self.ask(activity.url, given)
            tokens += markup.parse(page).xpath("//input[@name='sealed']/@value")
        time.sleep(READING / 1000)
        with ThreadPoolExecutor(len(tokens)) as pool:
            told = list(pool.map(lambda token: self.ask(activity.url, {"sealed": token, "action": "confirm"}), tokens))
        return [heading(self.page(where)) if status == 303 else heading(page) for status, where, page in told]

    def page(self, url: str) -> str:
        """A page, by GET."""
        where = urlsplit(self.live.url(url))
        connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=30)
        connection.request("GET", url)
        body = connection.getresponse().read().decode()
        connection.close()
        return body


def heading(page: str) -> str:
    """The words of the first heading, with plain spaces."""
    return re.sub(r"\s+", " ", markup.parse(page).xpath("string(//h1)")).strip()


def link_in(letter: EmailMessage) -> str:
    """The follow-up address that a letter gives."""
    [found] = set(re.findall(r"https?://\S+(/suivi/\S+)", text_of(letter)))
    return str(found)


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return re.sub(r"\s+", " ", str(body.get_content()))


def events(letter: EmailMessage) -> list[tuple[str, Any]]:
    """(method, event) of each calendar part, read by vobject."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    found = [(part, vobject.readOne(part.get_content())) for part in parts]
    for part, calendar in found:
        assert part.get_param("method") == calendar.method.value
    return [(calendar.method.value, event) for _, calendar in found for event in calendar.vevent_list]


class Agent(Visitor):
    """An agent at the office."""

    def type_in(self, activity: Activity, unit: str, name: str, channel: str = "telephone", **more: str) -> str:
        """Register somebody on the telephone or at the counter; the reference to read out."""
        self.open(f"/agents/saisie/{activity.code}?seance={unit}")
        self.page.check("[name=who][value=self]")
        self.page.fill("[name=name]", name)
        [(way, contact)] = more.items()
        self.page.check(f"[name=reach][value={way}]")
        self.page.fill(f"[name={way}]", contact)
        self.page.check(f"[name=channel][value={channel}]")
        self.page.check("[name=consent]")
        self.press("Enregistrer l’inscription")
        return self.reference

    def call(self, name: str, outcome: str) -> str:
        """Call somebody of the list and press what they answered; the call as it was written."""
        self.open("/agents/appels/")
        line = self.page.locator("ol.calls > li").filter(has=self.page.get_by_role("heading", name=name))
        said = re.sub(r"\s+", " ", line.inner_text())
        with self.page.expect_navigation(wait_until="load"):
            line.get_by_role("button", name=outcome, exact=True).click()
        return said

    def calls(self) -> list[str]:
        """Who is to be called."""
        self.open("/agents/appels/")
        return [re.sub(r"\s+", " ", one) for one in self.page.locator("ol.calls > li h2").all_inner_texts()]

    def table(self, unit: str) -> list[dict[str, Any]]:
        """The list of a session, downloaded as XLSX and read by openpyxl."""
        self.open(f"/agents/agenda/{unit}/")
        with self.page.expect_download() as download:
            self.page.locator("form[action$=telecharger] button[value=xlsx]").click()
        sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        start = next(n for n, row in enumerate(rows) if row[0] == "Code de la séance")
        return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]]


def day_at(moment: datetime, hours: int, minutes: int = 0) -> datetime:
    """The same day at another hour."""
    return moment.replace(hour=hours, minute=minutes)


def session_line(session: Any, **more: str) -> str:
    """A session as the generated file writes it."""
    import json

    return json.dumps({"id": session.id, "start": written(session.start), "end": written(session.end)} | more)
