"""A vote of a commune: its ballot drawn by chance, its people, what each has voted, and the two that serve."""

import os
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from deploy.service import Service
from tests.rehearsal.asking import Survey
from tests.rehearsal.drawn_up import a_word, at_the_vote
from tests.rehearsal.season import Season
from tests.rehearsal.web import Fields, Web
from tests.running import Live, free_port

MANY = int(os.environ.get("REHEARSAL_VOTES") or 60)
VOTED = "Votre vote est compté"


@dataclass
class Paper:
    """A ballot of paper: what is written on it, and what is to be made of it."""

    area: str
    text: str = ""
    said: str = ""
    """Why it is not counted, where an agent sees it; the service sees the rest."""
    choices: dict[int, int] = field(default_factory=dict)
    invalid: str = ""

    @property
    def known(self) -> tuple[Any, ...]:
        """As it must come out of the box."""
        return self.area, "paper", () if self.invalid else told(self.choices), self.invalid


@dataclass
class Voter:
    """Who votes, and the truth about it."""

    number: int
    web: Web
    area: str
    name: str
    birth: str
    address: str
    choices: dict[int, int]
    code: str = ""
    places: dict[int, int] = field(default_factory=dict)
    """Where each project stood on the page that was seen."""
    channel: str = ""
    """How the vote came, once it was acknowledged."""
    day: str = ""
    receipt: str = ""
    paper: Paper | None = None

    @property
    def known(self) -> tuple[Any, ...]:
        """As a vote on the web must come out of the box."""
        return self.area, "web", told(self.choices, self.places), ""


def told(choices: dict[int, int], places: dict[int, int] | None = None) -> tuple[tuple[int, int, int], ...]:
    """(number, points, place on the page) of each choice."""
    return tuple((n, points, (places or {}).get(n, 0)) for n, points in sorted(choices.items()))


class Polls(Season):
    """A commune at the vote."""

    def begin(self, url: str, edition: dict[str, Any], second: Live) -> None:
        """Know the ballot; nobody has voted."""
        self.url_of_store, self.edition, self.code = url, edition, str(edition["code"])
        self.draw, self.numbers = random.Random(self.commune.seed), count(1)
        self.served = [self.live.settings, second.settings]
        self.base = f"/participation/{self.commune.voting}/"
        self.vote, self.board = f"{self.base}voter/", f"/agents/votes/{self.code}/"
        self.projects = at_the_vote(self.commune.folder, self.commune.voting)
        self.people: list[Voter] = []
        self.urn: list[Paper] = []
        self.codes: list[str] = []
        self.papers: list[str] = []
        self.aside, self.lost, self.quarter = 0, None, timedelta(minutes=20)
        self.recovery: dict[str, list[str]] = {"lucie": [], "karim": []}
        self.since, self.until = (datetime.fromisoformat(self.phase[name]) for name in ("since", "until"))

    @property
    def phase(self) -> dict[str, str]:
        """When one votes."""
        return next(one for one in self.edition["phases"] if one["name"] == "vote")

    @property
    def coded(self) -> bool:
        """Whether one votes with a printed code."""
        return bool(self.edition["identity"] == "code")

    @property
    def data(self) -> Path:
        """Where the files of the service are."""
        return self.live.settings.var

    def seconds_before(self, moment: datetime, seconds: int) -> None:
        """Move the running clock to so many seconds before a moment."""
        Survey.seconds_before(self, moment, seconds, self.url_of_store)  # type: ignore[arg-type]

    # People

    def somebody(self) -> Voter:
        """One more, who knows what they want; by turns before one of the two processes."""
        number = next(self.numbers)
        area = self.draw.choice([one["slug"] for one in self.edition["areas"]])
        live = Live(self.served[number % 2], self.live.site)
        return Voter(
            number, Web(live, number), area, f"{self.word().title()} {self.word().title()}",
            f"{self.draw.randrange(1, 29):02d}/0{self.draw.randrange(1, 10)}/{self.draw.randrange(1930, 2010)}",
            f"{number} rue {self.word().title()}, 59999 Exempleville", self.choice(area),
            self.codes.pop() if self.coded else "",
        )  # fmt: skip

    def word(self) -> str:
        """A word that is nowhere else."""
        return a_word(self.draw)

    def identity(self, one: Voter) -> Fields:
        """What is asked of who votes."""
        who = {"code": one.code} if self.coded else {"name": one.name, "address": one.address}
        return {"area": one.area, "birth": one.birth, "eligible": "yes"} | who

    def enrol(self, one: Voter, channel: str, receipt: str) -> None:
        """The vote was acknowledged."""
        one.channel, one.receipt, one.day = channel, receipt, self.now.date().isoformat()
        assert re.fullmatch(r"VO-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt), receipt
        self.people.append(one)

    def came(self) -> Counter[str]:
        """How many votes were acknowledged, by channel."""
        return Counter(one.channel for one in self.people)

    # Ballots

    def offered(self, area: str) -> dict[int, int]:
        """Cost by number of the projects of an area."""
        return {one["number"]: one["cost"] for one in self.projects if one["area"] == area}

    def envelope(self, area: str) -> int:
        """How much an area has."""
        return next(int(one["envelope"]) for one in self.edition["areas"] if one["slug"] == area)

    def choice(self, area: str) -> dict[int, int]:
        """A ballot that the rules take."""
        rule, offered = self.edition["ballot"], self.offered(area)
        numbers = self.draw.sample(sorted(offered), len(offered))
        if rule["kind"] == "budget":
            left, chosen = self.envelope(area), []
            for one in numbers:
                if offered[one] <= left and self.draw.random() < 0.7 or not chosen and one == numbers[-1]:
                    chosen.append(one)
                    left -= offered[one]
            return dict.fromkeys(chosen, 1)
        least, most = (min(int(rule[name]), len(offered)) for name in ("least", "most"))
        chosen = numbers[: self.draw.randrange(least, most + 1)]
        if rule["kind"] == "approbation":
            return dict.fromkeys(chosen, 1)
        left, shared = int(rule["points"]) - len(chosen), {}
        for one in chosen:
            shared[one] = 1 + self.draw.randrange(0, left + 1)
            left -= shared[one] - 1
        return shared

    def paper(self, one: Voter) -> Paper:
        """What somebody wrote: one in five is not as it should be."""
        if self.draw.random() < 0.2:
            said = self.draw.choice(["blank", "empty", "several", "unreadable", "marked", "foreign"])
            return Paper(one.area, said=said, invalid=said)
        choices, why = one.choices, ""
        if self.draw.random() < 0.2:
            choices, why = self.wrong(one.area)
        points = self.edition["ballot"]["kind"] == "points"
        text = " ".join(f"{n}:{some}" if points else str(n) for n, some in choices.items())
        return Paper(one.area, text, choices=choices, invalid=why)

    def wrong(self, area: str) -> tuple[dict[int, int], str]:
        """Choices that the rules refuse, and the word for it."""
        rule, offered = self.edition["ballot"], self.offered(area)
        if rule["kind"] == "points" and self.draw.random() < 0.5:
            few = sorted(offered)[: int(rule["least"])]
            return dict.fromkeys(few, 1) | {few[0]: int(rule["points"]) + 1}, "too_many"
        if rule["kind"] == "budget" and sum(offered.values()) > self.envelope(area) and self.draw.random() < 0.5:
            return dict.fromkeys(sorted(offered), 1), "too_dear"
        if rule["kind"] == "approbation" and len(offered) > int(rule["most"]) and self.draw.random() < 0.5:
            return dict.fromkeys(sorted(offered), 1), "too_many"
        return {min(offered): 1, 9999: 1}, "foreign"

    # Many at once

    def all_at_once(self, act: Callable[[Any], Any], some: list[Any], hands: int = 8) -> list[Any]:
        """What each does, several at the same moment."""
        with ThreadPoolExecutor(hands) as pool:
            return list(pool.map(act, some))


@contextmanager
def a_second_service(live: Live) -> Iterator[tuple[Live, Service]]:
    """Another process on the same store."""
    settings = replace(live.settings, port=free_port())
    with Service(settings) as service:
        assert service.answers(threading.Event())
        yield Live(settings, live.site), service
