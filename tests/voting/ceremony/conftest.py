"""A town whose vote is near, on either store, with two agents; its ceremonies through the commands that people type."""

import io
import re
import secrets
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from formservice import submit
from formservice.office import agents, proving
from formservice.office.agents import BadAgent
from formservice.voting import box, elections, opening, words
from formservice.voting.ballots import on_line
from formservice.voting.handling import PART, SEALED
from formservice.voting.open_command import vote
from formservice.voting.page import voting
from tests.paper.town import words_of
from tests.voting.site import CODE, SLUG, with_a_vote

NOW = datetime(2027, 4, 12, 10)
PASSWORDS = {"lucie": "quatre mots sans rapport", "karim": "cinq autres mots tout neufs"}
TWO = [line for login, password in PASSWORDS.items() for line in (login, password, "123456")]


@pytest.fixture(scope="session")
def vote_site(tmp_path_factory):
    """A site whose vote opened two days ago."""
    return with_a_vote(tmp_path_factory.mktemp("vote"), 7, NOW)


class Town:
    """The service during a vote, and what its agents and residents do."""

    def __init__(self, app, clock):
        self.app, self.store, self.clock = app, app.store, clock
        self.papers: list[str] = []
        for login, password in PASSWORDS.items():
            agents.add(self.store, login, password, ["vote"], login.title())

    @property
    def page(self):
        return voting(self.app.releases.current().catalogue, SLUG)

    @property
    def election(self):
        return elections.read(self.store, CODE)

    def agents(self):
        return tuple(agents.find(self.store, login) for login in PASSWORDS)

    def open(self):
        """Open the box as the ceremony does, and keep the words."""
        key = box.new_key()
        self.papers = words.split(key)
        with self.app.app_context():
            opening.record(self.app, opening.ready(self.app, CODE), box.public_of(key), self.agents())
        return key

    def cast(self, name, area="nord", choices=(3, 8), born="1950-03-12"):
        """A vote on the web, through the very transaction of the last button; its receipt."""
        election = self.election
        ballot = on_line(election.slate(area), dict.fromkeys(choices, 1), secrets.token_hex(8))
        sealed = box.seal(election.public, ballot, election.length)
        return self._submit(name, born, area, "web", None, {SEALED: sealed, PART: box.draw_part(CODE)})

    def mark(self, name, channel="counter", born="1950-03-12"):
        """An agent marks the roll: the paper is in an envelope."""
        return self._submit(name, born, "nord", channel, "lucie", {})

    def _submit(self, name, born, area, channel, agent, more):
        answers = {"name": name, "birth": born, "address": "2 rue Haute", "area": area, "eligible": "yes"} | more
        with self.app.app_context():
            entry = submit.enter(
                self.app, self.page, answers, secrets.token_hex(16), channel=channel, agent=agent
            )  # fmt: skip
            return submit.submit(self.app, entry)

    def paper(self, ballot):
        """A ballot of a sealed batch."""
        part = box.draw_part(CODE)
        with self.store.transaction(part) as records:
            box.put(records, part, "paper", [box.seal(self.election.public, ballot, self.election.length)])

    def after(self, **time):
        """So long after the end of the vote."""
        self.clock.at = self.page.edition.phase("vote").until + timedelta(**time)

    def run(self, *told, lines=TWO, code=0):
        """A command of `formservice vote`; what it said. `lines` may be drawn one by one, when they are asked for."""
        with self.app.app_context():
            result = CliRunner().invoke(vote, [*map(str, told)], input=io.BufferedReader(Lines(lines)))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return re.sub(r"[\u00a0\u202f]", " ", result.output)

    def verbs(self):
        return [line["verb"] for line in self.store.journal(elections.partition_of(CODE))]


class Lines(io.RawIOBase):
    """What is typed, a line at a time: each is drawn only when the command reads it."""

    def __init__(self, lines):
        self.lines = iter(lines)

    def readable(self):
        return True

    def readinto(self, buffer):
        line = next(self.lines, None)
        told = b"" if line is None else f"{line}\n".encode()
        buffer[: len(told)] = told
        return len(told)


def by_password(store, login, password, code):
    found = agents.verify(store, login, password)
    if found is None:
        raise BadAgent("L’identifiant, le mot de passe ou le code ne va pas.")
    return found


@pytest.fixture
def town_on(app_on, vote_site, clock, tmp_path, monkeypatch):
    """Make the town on the eve of its ceremony of opening, on a store."""
    monkeypatch.chdir(tmp_path)
    # A code serves once in thirty seconds, on a clock that no test moves: the second factor has tests of its own.
    monkeypatch.setattr(proving, "prove", by_password)
    made = []

    def make(url):
        made.append(Town(app_on(vote_site.folder, NOW, STORE=url), clock))
        return made[0]

    yield make
    made[0].store.close()


@pytest.fixture
def town(town_on, url):
    """The town, on each store."""
    return town_on(url)


@pytest.fixture
def plain(town_on, tmp_path):
    """The town on plain files, for what asks nothing of a store."""
    return town_on(f"tinydb:{tmp_path / 'data'}")


def printed(folder):
    """The words of each page of a folder, as a person reads them."""
    found = []
    for path in sorted(folder.glob("cle-*.pdf")):
        read = re.findall(r"\b(\d{1,2})\s+([a-z]{4,8})\b", words_of(path.read_bytes()))
        known = {int(n): word for n, word in read if word in words.WORDLIST}
        found.append(" ".join(known[n] for n in range(1, words.COUNT + 1)))
    return found
