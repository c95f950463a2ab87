"""Consultations of a commune: its residents, what each answered by which channel, and who typed it."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from formservice.storage import open_store
from tests.browser.steps import READING
from tests.rehearsal.filling import Question, Said, by_numbers, front, on_screen, opinion, write
from tests.rehearsal.season import Season
from tests.rehearsal.web import Answer, Clerk, Fields, Web
from tests.running import PASSWORD

BY = {"web": 50, "telephone": 15, "paper": 25, "counter": 10}
SECRET = "motsecret"
"""Written in each free answer: nobody may read it too early."""


@dataclass
class Person:
    """Who answers, and the truth about the answer."""

    number: int
    slug: str
    channel: str
    web: Web
    questions: list[Question]
    """What is asked when they begin."""
    said: Said
    quartier: int
    code: str = ""
    inform: str = ""
    asked: str = ""
    """The version of the questionnaire that was answered."""
    link: str = ""
    reference: str = ""
    state: str = "counted"

    @property
    def person(self) -> Fields:
        """What is asked of who answers, where it is."""
        return {
            "quartier": str(self.quartier or ""), "name": f"Personne {self.number} Exemple", "birth": "12/03/1950",
            "code": self.code, "inform": self.inform,
        }  # fmt: skip


class Survey(Season):
    """A commune that consults its residents."""

    people: list[Person]
    clerks: list[Clerk]
    slugs: dict[str, str]
    """How one is known (libre, declaree, code) → the consultation."""

    def begin(self, slugs: dict[str, str]) -> None:
        """Hire two agents."""
        self.draw, self.people, self.slugs = random.Random(self.commune.seed), [], slugs
        self.numbers = count(1)
        for login in ("lucie", "karim"):
            words = ("agent", "add", login, "--role", "participation", "--password-stdin")
            self.live.command(*words, given=PASSWORD)
        self.clerks = [Clerk(self.live, login, "") for login in ("lucie", "karim")]

    # The file

    def path(self, slug: str) -> Path:
        """The file of a consultation."""
        return self.commune.folder / "content/consultations" / f"{slug}.md"

    def front(self, slug: str) -> dict[str, Any]:
        """What it says: the generated commune writes JSON after each key."""
        return front(self.path(slug))

    def write(self, slug: str, **given: Any) -> None:
        """The editor changes keys of it; None takes one out."""
        write(self.path(slug), **given)

    def code(self, slug: str) -> str:
        """Its code."""
        return str(self.front(slug)["code"])

    def url(self, slug: str) -> str:
        """Its address."""
        return f"/consultations/{slug}/"

    def version(self, slug: str) -> str:
        """The version that is on line."""
        return self.live.site.catalogue.consultation(slug).asked

    # People

    def somebody(self, slug: str, channel: str = "", code: str = "", web: Web | None = None) -> Person:
        """One more person, who knows what they will answer."""
        number, known = next(self.numbers), self.front(slug)
        one = Person(
            number, slug, channel or self.draw.choices(list(BY), list(BY.values()))[0], web or Web(self.live, number),
            known["questions"], {}, self.draw.randrange(len(known["quartiers"]) + 1), code, self.reach(number),
        )  # fmt: skip
        one.said = {q["id"]: self.opinion(q, number) for q in known["questions"]}
        one.said = {id: said for id, said in one.said.items() if said not in ("", [])}
        self.people.append(one)
        return one

    def reach(self, number: int) -> str:
        """One in five asks for the results: by letter or by telephone."""
        phone = f"06 39 98 {number // 100:02d} {number % 100:02d}"
        return self.draw.choice(("", "", "", "", "", "", "", f"lit-{number}@example.org", phone))

    def opinion(self, question: Question, number: int) -> Any:
        """What is answered to a question; "" now and then."""
        return opinion(self.draw, question, f"Mon avis, n° {number}, {question['id']} : {SECRET}{number} !")

    # On the web

    def walk(self, one: Person, steps: int = 99) -> Answer:
        """Go from page to page, as what each asks says: the check page, or what is shown after so many steps."""
        return self.go_on(one, one.web.get(self.url(one.slug)), steps)

    def go_on(self, one: Person, page: Answer, steps: int = 99) -> Answer:
        """The same from a page."""
        known = {q["id"]: q for q in one.questions}
        filled = {f"q_{id}": on_screen(known[id], said) for id, said in one.said.items()} | one.person
        while steps and page.tree.xpath("//button[@value='next']"):
            shown = {box.get("name") for box in page.tree.xpath("//main//form//*[@name]")}
            one.asked = one.asked or (page.tree.xpath("string(//input[@name='version']/@value)"))
            url, hidden = page.form("next")
            page = one.web.post(url, hidden | {name: text for name, text in filled.items() if name in shown})
            steps -= 1
            if page.status != 200:
                break
        return page

    def confirm(self, some: Iterable[Person], pages: list[Answer]) -> list[Answer]:
        """All read, then press the last button, several at once."""
        time.sleep(READING / 1000)
        with ThreadPoolExecutor(6) as pool:
            pairs = list(zip(some, pages, strict=True))
            return list(pool.map(lambda pair: pair[0].web.press(pair[1], "confirm"), pairs))

    def by_web(self, some: list[Person]) -> None:
        """All answer on the web: each is thanked."""
        with ThreadPoolExecutor(6) as pool:
            pages = list(pool.map(self.walk, some))
        self.thanked(some, self.confirm(some, pages))

    def thanked(self, some: list[Person], pages: list[Answer]) -> None:
        """Each sees that the answer is there."""
        for one, page in zip(some, pages, strict=True):
            assert page.says("Merci, votre réponse est enregistrée"), f"{one.number}: {page.status} {page.text[:600]}"
            one.link, one.reference = page.url, page.tree.xpath("string(//*[@class='reference'])")

    # At the office

    def typed(self, one: Person, clerk: int | None = None, version: str = "") -> Answer:
        """An agent types it by the printed numbers."""
        who = self.draw.choice(self.clerks) if clerk is None else self.clerks[clerk]
        entry = f"/agents/saisie/{self.code(one.slug)}"
        who.entry = entry + (f"?questionnaire={version}" if version else "")
        one.asked = version or self.version(one.slug)
        known = {q["id"]: q for q in one.questions}
        said = {f"q_{id}": by_numbers(known[id], said) for id, said in one.said.items()}
        return who.type_in(said | one.person, one.channel)

    def by_agent(self, one: Person, version: str = "") -> None:
        """The same; it is stored."""
        page = self.typed(one, version=version)
        assert page.status == 200 and page.says("Enregistrée :"), f"{one.number}: {page.status} {page.text[:900]}"

    def all_answer(self, some: list[Person]) -> None:
        """Each by their channel."""
        self.by_web([one for one in some if one.channel == "web"])
        for one in some:
            if one.channel != "web":
                self.by_agent(one)

    def of(self, slug: str, kept: Callable[[Person], bool] = lambda one: True) -> list[Person]:
        """Who answered a consultation."""
        return [one for one in self.people if one.slug == slug and one.asked and kept(one)]

    # Time and commands

    def seconds_before(self, moment: datetime, seconds: int, url: str) -> None:
        """Move the running clock to so many seconds before a moment: the command moves it by minutes."""
        store = open_store(url)
        aim = moment.replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp() - seconds
        store.set_setting("clock_offset", aim - time.time())
        store.close()
        self.now = moment - timedelta(seconds=seconds)

    def mail(self) -> Iterator[EmailMessage]:
        """All letters that left."""
        self.live.command("send-mail")
        for path in (self.live.settings.var / "mail").glob("*.eml"):
            yield message_from_bytes(path.read_bytes(), policy=policy.default)
