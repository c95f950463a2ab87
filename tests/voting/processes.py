"""A vote that several real processes hold at once: each has a service of its own, on one store and one release."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from formservice import create_app, sealed, theme
from formservice.catalogue.ballots import Ballot
from formservice.catalogue.participation import Phase
from formservice.participation import issuing, roll
from formservice.refusal import Refused
from formservice.service import Service
from formservice.submit import enter, submit
from formservice.voting import box, elections, handling, marking, sheets
from formservice.voting.page import Voting, voting
from tests.builders import a_catalogue, a_release
from tests.pages import OURS, Page, form_of
from tests.voting.site import CODE
from tests.voting.town import EDITION, SLUG, URL, candidates
from tests.voting.voter import Voter

ALWAYS = Phase("vote", datetime(2020, 1, 1, 8), datetime(2099, 1, 1, 18))
"""Real processes have the real clock: they vote whatever the day."""
KEY = box.new_key()
Person = dict[str, str]
"""What the first page of a vote asks: who one is, and where one lives."""
Press = Callable[[], str]
"""The last gesture of a vote; what it was told: the channel when it stands, else why not."""


def people(count: int, codes: list[str] | None = None) -> list[Person]:
    """So many residents; with the codes of their letters, where one votes by these."""
    same = {"area": "nord", "birth": "12/03/1950", "eligible": "yes"}
    if codes:
        return [same | {"code": code} for code in codes[:count]]
    named = [f"Anne {'abcdefghij'[n // 10]}{'klmnopqrst'[n % 10]} Exemple" for n in range(count)]
    return [same | {"name": name, "address": "3 rue des Prés, Exemple-sur-Canal"} for name in named]


def prepared(folder: Path, url: str, identity: str, codes: list[str], lines: int) -> dict[str, str]:
    """The settings of a service whose vote is open, with sheets of so many lines and the codes of letters."""
    edition = EDITION.__class__(**{
        **vars(EDITION), "identity": identity, "phases": (ALWAYS,), "ballot": Ballot("approbation"),
    })  # fmt: skip
    known = a_catalogue(editions=(edition,), candidates=candidates())
    made = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(a_release(folder / "release", known)), "CLOCK": ""}
    made |= {"BASE_URL": "http://localhost", "TOWN_NETWORKS": "127.0.0.0/8", "MAIL": f"file:{folder / 'mail'}"}
    app = create_app(**made)
    with app.store.transaction(elections.partition_of(CODE)) as records:
        elections.begin(records, known, edition, box.public_of(KEY), ("anne", "badr"))
    list(issuing.keep(app.store, CODE, "lettres", dict(enumerate(codes, 1))))
    sheets.make(app.store, CODE, "Tournée", -(-lines // sheets.LINES), "lucie", "the-key-of-a-form")
    app.store.close()
    return made


def opened(settings: dict[str, str]) -> Service:
    """The service of this process, where no one is too fast. Templates are compiled once for all."""
    sealed.TOO_FAST = 0
    # The process of the tests has its own cache, and keeps it: this one is for those that it starts.
    theme.OPTIONS.setdefault("bytecode_cache", FileSystemBytecodeCache(os.environ["TEMPLATES_COMPILED"]))
    return create_app(**settings)


def page_of(app: Service) -> Voting:
    """The vote."""
    return voting(app.releases.current().catalogue, SLUG)


def on_the_web(app: Service, person: Person, number: int) -> Press:
    """Somebody reads their check page; pressing the last button says « web » or why not."""
    voter = Voter(app)
    none = dict.fromkeys({"name", "address"} - set(person))
    last = voter.begin(200, **(none | person)).choose(3, 8).page

    def press() -> str:
        sent = form_of(last).to_dict(flat=False) | {"action": "cast"}
        answer = Page(URL, voter.flask.post(URL, data=sent, headers=OURS))
        if answer.status == 303:
            return "web"
        return "voted" if answer.status == 409 and answer.says("Un vote est déjà enregistré") else answer.h1

    return press


def by_an_agent(app: Service, person: Person, number: int, channel: str, sheet: bool = False) -> Press:
    """An agent marks somebody at a counter, or types the line of a sheet."""
    answers = person | {"birth": "1950-03-12"}

    def press() -> str:
        with app.app_context():
            key = marking.key_of(app.store, page_of(app), answers, f"screen-{channel}-{number}-{sheet}")
            filled = enter(app, page_of(app), answers, key, channel=channel, agent="lucie")
            try:
                if sheet:
                    sheets.type_line(app, filled, number // sheets.LINES + 1, number % sheets.LINES + 1)
                else:
                    submit(app, filled)
            except Refused as refusal:
                return refusal.reason
            return "sheet" if sheet else channel

    return press


def uses_of(app: Service, person: Person) -> list[str]:
    """By which channels somebody has voted, as the roll says it."""
    answers, right = person | {"birth": "1950-03-12"}, handling.right_of(page_of(app))
    marked = roll.mark_of(app.store, right, answers) or ""
    return [channel for channel, _ in roll.uses(app.store.read(roll.partition_of(right, marked)), right, marked)]
