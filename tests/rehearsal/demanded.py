"""A season of workshops as a town lives it: people ask by four channels, an agent answers, calls, marks who came."""

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from formservice.catalogue import Activity
from tests.browser.steps import READING
from tests.builders import answers
from tests.commune import LEVELS, Writer, working, written
from tests.rehearsal.season import Season
from tests.rehearsal.web import Answer, Web
from tests.running import PASSWORD

MANY = int(os.environ.get("REHEARSAL_REGISTRATIONS", "300"))
"""Registrations of the season."""
WAVES, APART = (9 if MANY > 1000 else 6), timedelta(days=9)
CHANNELS = ("web", "web", "telephone", "telephone", "counter", "paper")
RECEIVED = {"web": "par internet", "telephone": "par téléphone", "counter": "au guichet", "paper": "sur papier"}
HOME = Path(__file__).with_name("home_demand.py")


def workshops(writer: Writer) -> None:
    """In place of the agenda that was drawn, workshops with enough seats for two of three who ask."""
    for path in (writer.commune.folder / "content/agenda").glob("*.md"):
        path.unlink()
    draw = writer.draw
    count = max(4, MANY // 180)
    seats = max(2, round(MANY * 0.6 / (count * WAVES)))
    titles = draw.sample(["Photos", "Courriels", "Impôts en ligne", "Tablette", "Visio", "Clavier", "Sécurité", "Santé",
                          "Transports", "Généalogie", "Musique", "Cartes", "Banque", "Dessin", "Écriture", "Achats",
                          "Carnet", "Téléphone"], count)  # fmt: skip
    for n, title in enumerate(titles):
        code = writer.codes.pop()
        first = working(writer.now.date() + timedelta(days=3 + n % 5))
        days = [working(first + k * timedelta(days=7)) for k in range(WAVES + 3)]
        hour = draw.choice((9, 14, 18))
        dates = [
            {"id": f"{code}-{k + 1}", "start": written(datetime(day.year, day.month, day.day, hour)),
             "end": written(datetime(day.year, day.month, day.day, hour + 2))}
            for k, day in enumerate(dict.fromkeys(days))
        ]  # fmt: skip
        writer._file(
            "agenda", title, title=title, kind="atelier", code=code, place=draw.choice(writer.places),
            theme=draw.choice(writer.themes)["slug"], level=draw.choice(LEVELS), summary="On apprend ensemble.",
            capacity=str(seats + draw.randrange(3)), waiting=str(draw.choice((0, 2, seats))), booking="session",
            companions="1" if n % 3 == 0 and seats > 1 else "0", sessions=dates,
        )  # fmt: skip


class Autumn(Season):
    """The season, its agent, and what its people noted by themselves."""

    def open(self, draw: Any) -> None:
        """An agent comes to work; nobody has asked for anything."""
        self.draw, self.asked, self.refused, self.hopes = draw, set[tuple[str, str]](), [], dict[str, list[str]]()
        self.looks: list[str] = []
        self.came: Counter[str] = Counter()
        self.told: list[str] = []
        self.lists = self.folder / "home" / "lists"
        self.lists.mkdir(parents=True)
        self.live.command("agent", "add", "lucie", "--role", "agenda", "--password-stdin", given=PASSWORD)
        self.lucie = Web(self.live)
        assert self.lucie.post("/agents/connexion", {"login": "lucie", "password": PASSWORD}).status == 303
        self.token = self.lucie.get("/agents/").tree.xpath("string(//input[@name='token']/@value)")
        self.people = [(f"Personne {word(n)}", f"06 39 98 {n // 100 % 100:02d} {n % 100:02d}", draw.choice(CHANNELS))
                       for n in range(max(20, MANY * 2 // 3))]  # fmt: skip
        self.liked = {one.code: draw.choice((1, 2, 6)) for one in self.activities}

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What the site offers."""
        return self.live.site.catalogue.activities

    def days_later(self) -> None:
        """The clock moves, and what was due is done: the command does both."""
        self.now += APART
        self.looks.append(f"{self.now:%Y-%m-%d %H:%M}")
        self.live.command("clock", f"+{APART.days}d")

    # People ask

    def wave(self, number: int) -> None:
        """So many ask for a date of the next four weeks, all by their own channel."""
        wants = [one for one in (self.want() for _ in range(number)) if one]
        by_web = [one for one in wants if one[2] == "web"]
        self.by_web(by_web)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(self.by_agent, (one for one in wants if one[2] != "web")))

    def want(self) -> tuple[str, str, str, Activity, str, str] | None:
        """Somebody and the date they want: nobody asks twice for the same one."""
        name, phone, channel = self.draw.choice(self.people)
        [one] = self.draw.choices(self.activities, [self.liked[one.code] for one in self.activities])
        soon = [s.id for s in one.sessions if self.now < s.start < self.now + timedelta(days=28)]
        unit = self.draw.choice(soon) if soon else ""
        if not unit or (name, unit) in self.asked:
            return None
        self.asked.add((name, unit))
        return name, phone, channel, one, unit, self.draw.choice(("0", "0", "1")) if one.companions else "0"

    def form(self, want: tuple[str, str, str, Activity, str, str]) -> dict[str, Any]:
        """What they fill in."""
        name, phone, _, one, unit, companions = want
        more = {"companions": companions} if one.companions else {}
        return answers(one, self.now, name=name, phone=phone, session=unit, **more).to_dict(flat=False)

    def by_web(self, wants: list[Any]) -> None:
        """They fill in, read, and press the last button, several at once."""
        with ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda one: Web(self.live).post(one[3].url, self.form(one)), wants))
            time.sleep(READING / 1000)
            for want, page, done in zip(wants, pages, pool.map(self.confirm, pages), strict=True):
                self.note(want, done if page.status == 200 else page)

    def confirm(self, page: Answer) -> Answer:
        """The last button, where there is one."""
        return Web(self.live).post(*page.form("confirm")) if page.status == 200 else page

    def by_agent(self, want: tuple[str, str, str, Activity, str, str]) -> None:
        """Lucie types what was said or written."""
        more = {"token": self.token, "key": secrets.token_hex(10), "channel": want[2], "consent": "agreed"}
        self.note(want, self.send(f"/agents/saisie/{want[3].code}", self.form(want) | more))

    def send(self, url: str, fields: dict[str, Any]) -> Answer:
        """A post of Lucie's."""
        web = Web(self.live)
        web.cookie = self.lucie.cookie
        return web.post(url, {"token": self.token} | fields)

    def note(self, want: tuple[str, str, str, Activity, str, str], answer: Answer) -> None:
        """What became of it, as the person saw it."""
        name, _, channel, _, unit, companions = want
        assert answer.status in (303, 409), (want, answer.status, answer.text[:600])
        if answer.status == 409:
            assert answer.says("complète"), answer.text[:600]
            asked = {"who": name, "unit": unit, "party": 1 + int(companions), "channel": RECEIVED[channel]}
            self.refused.append(asked | {"asked": f"{self.now.date()}"})
        self.came[channel] += 1

    def hope(self, number: int) -> None:
        """Some want to be told of the next date of a theme, and ask on the site."""
        slug = self.activities[0].theme
        theme = self.live.site.catalogue.theme(slug)
        for n in range(number):
            person = {"name": f"Espoir {word(n + len(self.told) * 50)}", "phone": f"06 39 98 99 {len(self.told):02d}"}
            filled = answers(self.activities[0], self.now, session=None, version=theme.version, **person)
            page = Web(self.live).post(f"/agenda/theme/{slug}/", filled.to_dict(flat=False))
            time.sleep(READING / 1000)
            assert self.confirm(page).status == 303, page.text[:400]
            self.hopes.setdefault(theme.title, []).append(f"{self.now.date()}")
            self.told.append(person["name"])

    # The office

    def some_cancel(self) -> None:
        """At one coming date of three somebody calls to give a place, or a rank, back."""
        for one in self.activities:
            for date in one.sessions:
                if date.start > self.now and self.draw.random() < 1 / 3:
                    page = self.lucie.get(f"/agents/agenda/{date.id}/")
                    known = set(re.findall(rf"/agents/agenda/{date.id}/([\w-]+)/annuler", page.body.decode()))
                    if known:
                        address = f"/agents/agenda/{date.id}/{self.draw.choice(sorted(known))}/annuler"
                        done = self.send(address, {"channel": "telephone"})
                        assert done.status in (303, 409), done.text[:400]

    def some_are_called(self) -> None:
        """Half of those who are offered a seat take it, a few do not answer."""
        page = self.lucie.get("/agents/appels/")
        for line in page.tree.xpath("//ol[contains(@class, 'calls')]/li"):
            [form] = line.xpath(".//form")
            outcomes = form.xpath(".//button/@value")
            wanted = self.draw.choice(("accepted", "accepted", "refused", "no_answer"))
            if wanted in outcomes:
                assert self.send(form.get("action"), {"outcome": wanted}).status in (303, 409)

    def who_came(self, since: datetime) -> None:
        """After each date Lucie marks who came: one of five did not, two of five at the first workshop."""
        for one in self.activities:
            for date in one.sessions:
                if since < date.start <= self.now:
                    self.mark(one, date.id, date.start)

    def mark(self, one: Activity, unit: str, start: datetime) -> None:
        """The page of one date."""
        address = f"/agents/agenda/{unit}/presences/{start.date()}"
        page = self.lucie.get(address)
        if page.status != 200:
            return
        names = dict.fromkeys(page.tree.xpath("//main//input[@type='radio']/@name"))
        away = 0.4 if one is self.activities[0] else 0.15
        marks = {
            name: "absent" if self.draw.random() < away else self.draw.choice(("present", "present", "excused"))
            for name in names
        }
        if marks:
            assert self.send(address, marks).status == 303

    # What is taken home

    def download(self) -> None:
        """The lists of this moment."""
        path = self.lists / f"{self.now:%Y-%m-%dT%H_%M_%S}.csv"
        self.live.command("export", "agenda", "--format", "csv", "--output", str(path))

    def recount(self) -> dict[str, Any]:
        """What the other program makes of the lists, in a folder of its own."""
        home = self.folder / "home"
        places = {one.slug: one.title for one in self.live.site.catalogue.places}
        themes = {one.slug: one.title for one in self.live.site.catalogue.site.themes}
        units = [
            {"id": date.id, "code": one.code, "title": one.title, "theme": themes[one.theme or ""], "level": one.level,
             "place": places[one.place], "start": f"{date.start:%Y-%m-%d %H:%M}", "end": f"{date.end:%Y-%m-%d %H:%M}",
             "seats": date.capacity or one.capacity}
            for one in self.activities for date in one.sessions
        ]  # fmt: skip
        (home / "programme.json").write_text(json.dumps({"units": units, "looks": self.looks, "hopes": self.hopes}))
        (home / "refused.json").write_text(json.dumps(self.refused))
        alone = [sys.executable, "-I", "-B", str(HOME), str(home)]
        given = json.dumps({"now": f"{self.now:%Y-%m-%dT%H:%M:%S}"})
        done = subprocess.run(alone, input=given, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))


def word(number: int) -> str:
    """A number in letters: names are not digits."""
    letters = ""
    for _ in range(3):
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
    return letters.title()
