"""A year of a participatory budget: its people, what each filed, and what each must have been told in the end."""

import io
import random
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from PIL import Image

from formservice.catalogue import Edition
from formservice.participation.filing import Proposing
from tests.browser.steps import READING
from tests.rehearsal.season import Season, link_in, text_of
from tests.rehearsal.web import Answer, Clerk, Fields, Web
from tests.running import PASSWORD

TITLES = (
    "Un banc", "🌳🌳", "# Des arbres", "<b>Un jeu</b>", "Une fontaine : de l’eau", "L'abri d'attente", "1. Un jardin",
    "*Un* mur peint", "Une boîte à livres", "---", "Des pistes [cyclables](/x)", "Un terrain de boules",
)  # fmt: skip
CHANNELS = {"web": 60, "telephone": 18, "paper": 16, "counter": 6}
WAYS = {"web": ("email", "email", "email", "phone", "post"), "telephone": ("phone", "phone", "other", "post"),
        "paper": ("post", "phone", "email"), "counter": ("phone", "email", "post")}  # fmt: skip

APART = 9_000
"""The person before a real browser, whose idea is not drawn for anything."""


@dataclass
class Person:
    """Who files, and how to reach them."""

    number: int
    channel: str
    reach: str
    born: str
    web: Web

    @property
    def name(self) -> str:
        """Nobody's."""
        return f"Personne {self.number} Exemple"

    @property
    def email(self) -> str:
        """Where letters go."""
        return f"personne-{self.number}@example.org"

    @property
    def contact(self) -> Fields:
        """The box that the way of answering needs."""
        phone = f"06 39 98 {self.number // 100:02d} {self.number % 100:02d}"
        said = {"email": self.email, "phone": phone, "post": f"{self.number} rue du Secret"}
        said["other"] = f"Voisine {self.number} Exemple, {phone}"
        return {"contact" if self.reach == "other" else self.reach: said[self.reach]}


@dataclass
class Filed:
    """An idea, and the truth about it."""

    person: Person
    answers: Fields
    photo: bytes = b""
    number: int = 0
    link: str = ""
    state: str = "received"
    into: int = 0
    cost: int = 0
    told: list[str] = field(default_factory=list)
    """What the last message says."""

    @property
    def area(self) -> str:
        """Its quartier."""
        return str(self.answers["area"])


class Year(Season):
    """A commune with an edition that takes ideas."""

    filed: list[Filed]
    clerks: list[Clerk]

    def begin(self, many: int) -> None:
        """Hire two agents, draw who files what."""
        self.draw, self.filed = random.Random(self.commune.seed), []
        for login in ("lucie", "karim"):
            words = ("agent", "add", login, "--role", "participation", "--password-stdin")
            self.live.command(*words, given=PASSWORD)
        self.clerks = [Clerk(self.live, login, self.edition.code) for login in ("lucie", "karim")]
        people: list[Person] = []
        for n in range(1, many + 1):
            again = people and self.draw.random() < 0.2 and people[-1] not in [one.person for one in self.filed[:-1]]
            person = people[-1] if again else self.somebody(n)
            people.append(person)
            self.filed.append(Filed(person, self.answers(person, n), a_photo(n) if self.draw.random() < 0.15 else b""))

    def somebody(self, number: int) -> Person:
        """One person, at a household of their own."""
        channel = self.draw.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        born = f"{self.draw.randrange(1, 29)}/{self.draw.randrange(1, 13)}/{self.draw.randrange(1930, 2000)}"
        return Person(number, channel, self.draw.choice(WAYS[channel]), born, Web(self.live, number))

    def answers(self, person: Person, n: int, **more: Any) -> Fields:
        """The form, filled in."""
        return {
            "version": self.edition.version, "title": self.draw.choice(TITLES), "where": f"Devant le n° {n}",
            "area": self.draw.choice(self.edition.areas).slug, "what": f"{n}. Il manque quelque chose ici.\n\n# {n}",
            "why": "Pour se reposer, jouer, lire.\n- à tout âge", "estimate": self.draw.choice(("", "1 500 €", "300")),
            "who": "self", "name": person.name, "birth": person.born, "eligible": "yes", "reach": person.reach,
            "signature": self.draw.choice(("", "", "", f"Un voisin, n° {n}")),
        } | person.contact | more  # fmt: skip

    @property
    def edition(self) -> Edition:
        """As the site has it now."""
        return self.live.site.catalogue.edition(self.commune.edition)

    @property
    def form(self) -> str:
        """The address of the filing form."""
        return Proposing(self.edition).url

    @property
    def content(self) -> Path:
        """The editor's folder."""
        return self.commune.folder / "content"

    # Filing

    def check(self, person: Person, answers: Fields, photo: bytes = b"") -> Answer:
        """Fill in the form: the check page, or what is wrong."""
        return person.web.post(self.form, answers, {"photo_file": ("IMG_1.jpg", photo)} if photo else None)

    def by_web(self, some: Iterable[Filed]) -> None:
        """All fill in the form, read, and confirm, several at once."""
        waiting = list(some)
        with ThreadPoolExecutor(6) as pool:
            pages = list(pool.map(lambda one: self.check(one.person, one.answers, one.photo), waiting))
            time.sleep(READING / 1000)
            confirmed = list(
                pool.map(lambda pair: pair[0].person.web.press(pair[1], "confirm"), zip(waiting, pages, strict=True))
            )
        for one, page in zip(waiting, confirmed, strict=True):
            assert page.url.startswith("/suivi/"), f"{page.status}: {page.text[:600]}"
            one.link, one.number = page.url, int(re.findall(r"Idée n° (\d+)", page.text)[0])
            one.told = [f"n° {one.number}"]

    def by_agent(self, one: Filed) -> None:
        """An agent types it."""
        clerk = self.draw.choice(self.clerks)
        answer = clerk.type_in(one.answers, one.person.channel)
        assert answer.status == 303, f"{answer.status}: {answer.text[:600]}"
        one.number = int(re.findall(r"/(\d+)(?:\?|$)", answer.where)[0])
        one.told = [f"n° {one.number}"]

    def of_person(self, number: int) -> Filed:
        """The idea of a person."""
        return next(one for one in self.filed if one.person.number == number)

    def some(self, share: float, kept: Callable[[Filed], bool]) -> list[Filed]:
        """A share of those, at least one: drawn."""
        found = [one for one in self.filed if kept(one) and one.person.number < APART]
        return self.draw.sample(found, min(len(found), max(1, round(share * len(found)))))

    # The post

    def post(self) -> dict[str, list[EmailMessage]]:
        """All letters that left, by address, oldest first."""
        self.live.command("send-mail")
        files = sorted((self.live.settings.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found: dict[str, list[EmailMessage]] = {}
        for path in files:
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            found.setdefault(str(letter["To"]), []).append(letter)
        return found

    def letter(self, one: Filed, post: dict[str, list[EmailMessage]]) -> EmailMessage:
        """The last letter about an idea."""
        about = [letter for letter in post.get(one.person.email, []) if f"Idée n° {one.number} " in text_of(letter)]
        assert about, f"no letter about {one.number} to {one.person.email}"
        return about[-1]

    def links(self) -> None:
        """Who has e-mail and filed otherwise finds the link in a letter."""
        post = self.post()
        for one in self.filed:
            if one.person.reach == "email" and not one.link:
                one.link = link_in(self.letter(one, post))

    def said(self, one: Filed) -> str:
        """What an agent is to say, or to post."""
        page = self.clerks[0].page(one.number)
        if page.tree.xpath("//a[contains(@href, '/lettre')]"):
            return self.clerks[0].get(f"{self.clerks[0].base}{one.number}/lettre").text
        return " ".join(page.tree.xpath("//*[@aria-label='À dire à l’auteur']//*[@class='say']//text()"))

    def author(self, one: Filed, action: str, **given: str) -> None:
        """The author presses a button of the follow-up page."""
        page = one.person.web.press(one.person.web.get(one.link), action, **given)
        assert page.status == 200, f"{action} of {one.number}: {page.status} {page.text[:600]}"

    # The editor

    def set_status(self, number: int, status: str) -> None:
        """The editor changes the status of a project."""
        [path] = (self.content / "projets").glob(f"{self.commune.edition}-{number:03d}*.md")
        text, count = re.subn(r"^status: .*$", f"status: {status}", path.read_text(encoding="utf-8"), flags=re.M)
        assert count == 1
        if status == "abandonne":
            text = re.sub(r"^(reason|decided): .*\n", "", text, flags=re.M)
            given = f"reason: Le terrain a été vendu.\ndecided: {self.edition.phase('vote').until:%Y-%m-%d}\nstatus:"
            text = text.replace("status:", given, 1)
        path.write_text(text, encoding="utf-8")

    def phase(self, name: str) -> None:
        """It is the first morning of a phase."""
        phase = self.edition.phase(name)
        assert phase is not None
        self.later(phase.since + timedelta(hours=10))


def a_photo(n: int = 0) -> bytes:
    """A picture that a telephone took, with where it was: each its own."""
    image, out = Image.new("RGB", (640, 480), (n % 200, n * 7 % 200, n * 31 % 200)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Telephone", {1: "N", 2: (50.0, 26.0, 0.0)}
    image.save(out, "jpeg", exif=exif)
    return out.getvalue()
