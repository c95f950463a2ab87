"""The board of an edition: its ideas by state and by quartier, so many a page; and the box that finds one."""

import re
from typing import Any

from flask import Response, request, url_for

from formservice import paging
from formservice.export import FORMATS
from formservice.folding import words
from formservice.forms import clean
from formservice.office import agents, idea_lines, idea_place, matching
from formservice.office.guard import bp, draw
from formservice.office.idea_lines import STATES, Found
from formservice.office.idea_place import WORDS
from formservice.office.idea_view import areas, asked, edition_of
from formservice.participation import rules
from formservice.participation.words import wording
from formservice.security import audience
from formservice.service import see_other, service

MOST, LONGEST = 40, 100
NUMBER = re.compile(r"(?:n\s*[°o]?\s*)?0*([0-9]{1,6})", re.IGNORECASE)


@bp.get("/participation/<code>/")
@audience("participation")
def ideas_board(code: str) -> Response:
    """The ideas, by number."""
    edition, every = edition_of(service(), code)
    kept = asked(edition, every)
    here = request.args.get("ici", "")
    # An idea that was just decided may have left the filter: its line stays in its place, where one looks for it.
    found = [one for one in every if kept.keeps(one) or str(one.idea["number"]) == here]
    numbers = [one.idea["number"] for one in found]
    last = paging.pages(len(found), kept.size)
    page = paging.asked(request.args.get("page", ""), last)
    if here.isascii() and here.isdecimal() and len(here) < 7:
        page = idea_place.page_of(numbers, int(here), kept.size)
    some = found[(page - 1) * kept.size : page * kept.size]
    return draw(
        "ideas.html", **frame(code, edition, every), lines=lines(some), kept=kept, total=len(found), page=page,
        last=last, states=counted(every, kept.area), areas=areas(edition, every), sizes=idea_place.SIZES,
    )  # fmt: skip


def frame(code: str, edition: Any, every: list[Found]) -> dict[str, Any]:
    """What the board and the search are given alike."""
    return {
        "code": code, "edition": edition, "title": edition.title if edition else f"Édition {code}",
        "formats": FORMATS.values(), "typing": bool(edition and rules.may_type(edition, service().clock.wall())),
        "pressing": idea_lines.pressing(every, service().clock.today()),
    }  # fmt: skip


def lines(some: list[Found]) -> list[idea_lines.Line]:
    """Ideas in words."""
    app = service()
    names, today = agents.names(app.store), app.clock.today()
    return [idea_lines.line(one, today, names) for one in some]


def counted(every: list[Found], area: str) -> list[tuple[str, str, int]]:
    """(word of the address, words, how many) of each state, in one quartier or in all."""
    here = [one.idea["state"] for one in every if area in ("", one.idea["idea"]["area"])]
    by_state = {state: word for word, state in WORDS.items()}
    return [(by_state[state], words, here.count(state)) for state, words in STATES.items()]


@bp.post("/participation/<code>/chercher")
@audience("participation")
def find_idea(code: str) -> Response:
    """The idea of a number or a reference, or those of some words: of the title, or of who filed it."""
    edition, every = edition_of(service(), code)
    typed = clean(request.form.get("words"))[:LONGEST]
    number = NUMBER.fullmatch(typed)
    known = {one.idea["number"] for one in every}
    found = [int(number[1])] if number and int(number[1]) in known else [] if number else of_words(every, typed)
    if len(found) == 1:
        query = asked(edition, every).query()
        return see_other(url_for("office.idea_page", code=code, number=found[0]) + query)
    by_number = {one.idea["number"]: one for one in every}
    some = lines([by_number[one] for one in found[:MOST]])
    status = 200 if found else 404 if typed else 422
    return draw(
        "ideas_found.html", status, **frame(code, edition, every), lines=some, typed=typed, more=len(found) > MOST
    )


def of_words(every: list[Found], typed: str) -> list[int]:
    """The numbers of the ideas of a reference, a telephone, a name or a title: the nearest first."""
    seen, asked_for = matching.wanted(typed), tuple(words(typed))
    scored = []
    for one in every:
        far = [matching.score(seen, one.idea["reference"], one.idea["answers"]), of_title(asked_for, one)]
        if any(score is not None for score in far):
            scored.append((min(score for score in far if score is not None), one.idea["number"]))
    return [number for _, number in sorted(scored)]


def of_title(asked_for: tuple[str, ...], one: Found) -> int | None:
    """How far the words are from a title, the author's or the published one; None when one of them is not there."""
    if sum(map(len, asked_for)) < matching.SHORTEST:
        return None
    title = words(f"{one.idea['idea']['title']} {wording(one.idea)['title']}")
    near = [[far for word in title if (far := matching.of_word(asked, word)) is not None] for asked in asked_for]
    return sum(map(min, near)) if all(near) else None
