"""What everybody may read of the turnout, compared with what was acknowledged."""

import re
from collections import Counter

from tests.rehearsal.web import Web

LEAST = 5
CHANNELS = ("web", "counter", "paper")


def published(polls):
    """The lines of the public page, once it was written again: header, total, cells; and how many it says in all."""
    polls.later(polls.now + polls.quarter)
    polls.tick()
    page = Web(polls.live).get(f"{polls.vote}participation/")
    assert page.status == 200, page.text
    rows = [row.xpath("*") for row in page.tree.xpath("//tbody/tr")]
    told = [[re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row] for row in rows]
    [shown] = re.findall(r"(\d+) personnes avaient voté", page.text) or [0]
    return told, int(shown)


def agrees(polls):
    """Each line is of the days it says, each number is true or masked, no small one is told."""
    rows, shown = published(polls)
    today = polls.now.date().isoformat()
    over = [one for one in polls.people if one.day < today]
    # A day under way may be told once it is over; until then by fives.
    wanted = next(each for each in (by_days(polls.people), by_days(over)) if len(each) == len(rows))
    for (head, total, *cells), (days, counts) in zip(rows, wanted, strict=True):
        for day in (days[0], days[-1]):
            assert re.search(rf"\b{int(day[-2:])}(er)?\b", head), (head, day)
        assert int(total) == sum(counts) >= LEAST, (total, counts)
        for cell, count in zip(cells, counts, strict=True):
            assert fits(cell, count), (cells, counts)
        assert sum(not cell.isdigit() for cell in cells) != 1, f"found by a subtraction: {cells}"
    lines = sum(sum(counts) for _, counts in wanted)
    assert shown - lines in (0, (len(polls.people) - len(over)) // LEAST * LEAST), (shown, lines)
    return shown


def by_days(people):
    """(days, votes by channel), days of fewer than five put with the next."""
    came = Counter((one.day, one.channel) for one in people)
    found, waiting = [], []
    for day in sorted({one.day for one in people}):
        waiting.append(day)
        counts = [sum(came[each, channel] for each in waiting) for channel in CHANNELS]
        if sum(counts) >= LEAST:
            found.append((waiting, counts))
            waiting = []
    return found


def fits(cell, count):
    """Whether this may be said of that many."""
    if cell.isdigit():
        return int(cell) == count and not 0 < count < LEAST
    low, dash, high = cell.replace("\u2013", "-").partition("-")
    return int(low) <= count <= int(high) if dash else {"<5": 0 < count < LEAST, "*": True}[cell]
