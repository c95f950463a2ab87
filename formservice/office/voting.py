"""The votes of the office: a list, and a board for each. How many came by which channel; never a choice."""

from collections import Counter
from datetime import date

from flask import Response

from formservice.office.guard import bp, draw
from formservice.office.voting_known import Known, find, known_of
from formservice.office.voting_next import state_words, what_next
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import CHANNELS
from formservice.theme import day_words
from formservice.voting import batches, doubted, marking, sheets

CHANNELS_SHOWN = ("web", "counter", "paper")


@bp.get("/votes/")
@audience("vote")
def votes() -> Response:
    """Every vote, the newest first."""
    app = service()
    codes = {one.code for one in app.releases.current().catalogue.editions}
    codes |= {name.split("/")[1] for name in app.store.partitions("vote/")}
    found = [known for code in codes if (known := find(app, code))]
    found.sort(key=lambda one: (one.since, one.code), reverse=True)
    return draw("votes.html", lines=[(one, state_words(one, app.clock.wall())) for one in found])


@bp.get("/votes/<code>/")
@audience("vote")
def vote_board(code: str) -> Response:
    """One vote."""
    app, known = service(), known_of(code)
    now = app.clock.wall()
    turnout = turnout_of(app, known) if known.election else []
    return draw(
        "vote_board.html", known=known, state=state_words(known, now), next=what_next(app, known, now),
        days=turnout, total=sum(sum(counts) for _, counts in turnout), channels=[CHANNELS[c] for c in CHANNELS_SHOWN],
        sums=[sum(column) for column in zip(*(counts for _, counts in turnout), strict=True)],
        sheets=len(sheets.every(app.store, known.code)), open_sheets=len(sheets.pending(app.store, known.code)),
        marks=marks_of(app, known), takes_marks=known.takes_marks(now),
        doubted=doubted.words(doubted.count(app.store, known.code)),
        batches=len(batches.every(app.store, known.code)), open_batches=len(batches.pending(app.store, known.code)),
    )  # fmt: skip


def turnout_of(app: Service, known: Known) -> list[tuple[str, list[int]]]:
    """(day, votes by each channel), the first day first."""
    found = Counter(marking.uses(app.store, known.page))
    days = sorted({day for _, day in found})
    return [
        (day_words(date.fromisoformat(day)), [found[channel, day] for channel in CHANNELS_SHOWN]) for day in days
    ]  # fmt: skip


def marks_of(app: Service, known: Known) -> list[tuple[str, str, int]]:
    """(day, agent, marks made), the first day first."""
    found = marking.by_agent(app.store, known.code)
    return [(day_words(date.fromisoformat(day)), login, found[day, login]) for day, login in sorted(found)]
