"""A town whose box was opened: its ballots are given, all the rest is what the ceremonies leave."""

from dataclasses import replace
from pathlib import Path

from formservice.catalogue.ballots import Count
from formservice.office.agents import Agent
from formservice.voting import box, elections, unsealing
from formservice.voting.ballots import PAPER, WEB, Cast
from formservice.voting.elections import CLOSED, partition_of
from tests.voting.site import CODE, PROJECTS
from tests.voting.town import SLUG

AGENTS = tuple(Agent(login, login.title(), ("vote",), False, 1) for login in ("anne", "badr"))
EDITION_FILE = "---\ntitle: Le budget du canal\n---\n"
PROJECT_FILE = """---
title: "{title}"
edition: {slug}   # celle du canal
number: {number}
status: au-vote
area: {area}
cost: {cost}
---
status: au-vote, c’est ce que l’on voit ici.
"""


def ballot(area, *numbers, channel=WEB, points=None, invalid=""):
    """A ballot that chose these projects, the first at the second place of its page."""
    given = dict(zip(numbers, points or [1] * len(numbers), strict=True))
    return Cast(area, channel, given, dict.fromkeys(numbers[:1], 2) if channel == WEB else {}, invalid)


def nord(channel=WEB):
    """Twelve ballots of the north: 3 has 8 votes, 12 has 6, 5 has 5, 8 has 4."""
    chosen = [(3, 5), (3, 12), (3, 12), (3, 8), (3, 5), (3, 12), (5, 8), (5, 12), (3, 8), (3, 12), (5,), (8, 12)]
    return [ballot("nord", *numbers, channel=channel) for numbers in chosen]


def sud(channel=WEB):
    """Seven of the south, where 7 and 9 are equal and not both paid for."""
    chosen = [(7,), (9,), (7, 9), (7,), (9,), (7, 9), (7, 9)]
    return [ballot("sud", *numbers, channel=channel) for numbers in chosen]


def opened(polls, casts, kind="approbation", signed=None, **given):
    """Open the election, put these ballots in, close it, open the box."""
    polls.open(kind, **given)
    store, election = polls.app.store, elections.read(polls.app.store, CODE)
    for channel in (WEB, PAPER):
        sealed = [box.seal(election.public, one, election.length) for one in casts if one.channel == channel]
        with store.transaction(part := f"{box.parts(CODE)}0a") as records:
            box.put(records, part, channel, sealed)
    inside = {channel: sum(one.channel == channel for one in casts) for channel in (WEB, PAPER)}
    told = {"roll": signed or {"web": inside[WEB], "counter": inside[PAPER]}, "box": inside}
    with store.transaction(partition_of(CODE)) as records:
        elections.move(records, CODE, CLOSED, totals=told, unreadable=[], doubted=0)
    found = unsealing.decrypt(store, elections.read(store, CODE), polls.key)
    with polls.app.app_context():
        unsealing.keep(polls.app, elections.read(store, CODE), found, AGENTS)
    return elections.read(store, CODE)


def counted(rule="glouton", **given):
    """How an edition counts, to be given to `opened`."""
    return {"count": replace(Count(), rule=rule, **given)}


def editor(folder: Path, slug: str = SLUG) -> Path:
    """The content folder of an editor, with the edition and its projects at the vote."""
    content = folder / "content"
    for name in ("participation", "projets"):
        (content / name).mkdir(parents=True)
    (content / "participation" / f"{slug}.md").write_text(EDITION_FILE, encoding="utf-8")
    for number, (area, title, cost) in PROJECTS.items():
        text = PROJECT_FILE.format(title=title, slug=slug, number=number, area=area, cost=cost)
        (content / "projets" / f"projet-{number}.md").write_text(text, encoding="utf-8")
    return content


def status_of(content: Path, number: int) -> str:
    """The status that the file of a project says."""
    lines = (content / "projets" / f"projet-{number}.md").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("status:"))
