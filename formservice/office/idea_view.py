"""The page of one idea: all that an agent reads of it, and where it stands in the list it was opened from."""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request
from PIL import Image

from formservice import telling
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Edition
from formservice.folding import order
from formservice.office import agents, idea_acts, idea_lines, idea_near, idea_place, idea_story, idea_told
from formservice.office.guard import agent, draw
from formservice.office.idea_acts import Act
from formservice.office.idea_lines import Found
from formservice.office.idea_place import Filter, Place
from formservice.office.person import call_words, doubts
from formservice.participation import rules
from formservice.participation.ideas import Idea
from formservice.participation.words import wording
from formservice.people import TOLD
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.submit import CHANNELS
from formservice.theme import euros

WHO = {"self": "Elle-même", "group": "Un groupe", "other": "Une autre personne"}


CALLED = {
    telling.TOLD: "L’auteur est prévenu", telling.POSTED: "La lettre est postée",
    telling.NO_ANSWER: "Pas de réponse\xa0: il reste à appeler",
}  # fmt: skip
"""What was noted of a call."""


@dataclass(frozen=True)
class Here:
    """One idea among those of its edition, and the list it is read in."""

    edition: Edition | None
    found: Found
    every: list[Found]
    filter: Filter

    @property
    def place(self) -> Place:
        """Where it stands in that list."""
        return idea_place.place_of([one.idea["number"] for one in self.every if self.filter.keeps(one)], self.number)

    @property
    def number(self) -> int:
        """Of the idea."""
        return int(self.found.idea["number"])


def here(code: str, number: int) -> Here:
    """The idea of an address, or 404."""
    edition, every = edition_of(service(), code)
    found = next((one for one in every if one.idea["number"] == number), None)
    return Here(edition, found or abort(404), every, asked(edition, every))


def edition_of(app: Service, code: str) -> tuple[Edition | None, list[Found]]:
    """An edition with its ideas; None in its place when the site has it no more. 404 for neither."""
    edition = None
    with suppress(KeyError):
        edition = app.releases.current().catalogue.edition_by_code(code)
    every = idea_lines.gathered(app, code) if code.isascii() and code.isalnum() else []
    return (edition, every) if edition or every else abort(404)


def asked(edition: Edition | None, every: list[Found]) -> Filter:
    """The filter of the address of this request."""
    return idea_place.asked(request.args, list(areas(edition, every)))


def areas(edition: Edition | None, every: list[Found]) -> dict[str, str]:
    """The areas by their word: of the edition, or of what was filed when the site has it no more."""
    kept = {one.idea["idea"]["area"]: one.idea["told"]["place"] for one in every}
    return {area.slug: area.title for area in edition.areas} if edition else kept


def shown(
    at: Here, status: int = 200, notice: str = "", tried: Act | None = None, verb: str = "", seen: int | None = None
) -> Response:
    """The page of one idea. `tried`: the form that was just refused; `seen`: the version its agent had before them."""
    app, idea = service(), at.found.idea
    names, verbs = agents.names(app.store), idea_acts.offered(idea)
    barred = {one: why for one in verbs if (why := forbidden(app, at, one, agent().login))}
    forms = {
        one: tried if tried and one == verb else idea_acts.form_for(one, idea) for one in verbs if one not in barred
    }  # fmt: skip
    since = [step for step in idea["steps"] if seen is not None and step["version"] > seen]
    notice = notice or (idea_story.overtaken(since, names) if since else "")
    return draw(
        "idea.html", status, record=idea, version=idea["version"] if seen is None else seen,
        at=at, place=at.place, query=at.filter.query(), notice=notice, tried=tried,
        verb=verb, forms=forms, titles=idea_acts.titles_of(idea), barred=sorted(set(map(typeset, barred.values()))),
        near=near(at), envelope=envelope(at), services=services(at.every), done=done(at, names),
        again=request.args.get("deja") == "1",
        typed=request.args.get("saisie") == "1", **read(app, at, names),
    )  # fmt: skip


def read(app: Service, at: Here, names: Mapping[str, str]) -> dict[str, Any]:
    """What is known of an idea, in words."""
    idea, call = at.found.idea, at.found.call
    return {
        "line": idea_lines.line(at.found, app.clock.today(), names), "words": wording(idea),
        "photo": photo_size(app, idea), "person": person(idea, names), "story": idea_story.story(idea, names),
        "latest": idea_story.latest(idea, names), "by_post": idea_lines.by_post(idea), "call": call,
        "say": idea_told.say(app, idea, call) if call else "",
        "tries": [call_words(named(one, names)) for one in (call or {}).get("tries", ())],
    }  # fmt: skip


def forbidden(app: Service, at: Here, verb: str, login: str) -> str:
    """Why an act is not to be done now, in words; "" when it may be."""
    idea = at.found.idea
    if at.edition is None:
        return "Cette édition n’est plus sur le site : rien ne peut changer."
    try:
        rules.check_study(at.edition, verb, app.clock.wall(), idea["state"])
        rules.check_second_look(idea["steps"], verb, login)
        if verb == "complete":
            rules.check_complete(at.edition, idea["state"], app.clock.wall())
        if verb == "contest":
            rules.check_contest(at.edition, idea["state"], idea["steps"], app.clock.today())
    except Refused as refusal:
        return str(refusal)
    return ""


def near(at: Here) -> list[Found]:
    """Ideas of the same quartier that say nearly the same thing, while it may be joined to one."""
    idea = at.found.idea
    if idea["state"] not in rules.MOVES["merge"]:
        return []
    others = {
        one.idea["number"]: one for one in at.every
        if one.idea["idea"]["area"] == idea["idea"]["area"] and one.idea["id"] != idea["id"]
        and one.idea["state"] in rules.MOVES["merge"]
    }  # fmt: skip
    titles = [(number, one.idea["idea"]["title"]) for number, one in others.items()]
    return [others[number] for number in idea_near.near(idea["idea"]["title"], titles)]


def person(idea: Idea, names: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Who filed it and how to reach them, in words: kept apart from the idea. What was erased is not there."""
    answers, typed = idea["answers"], names.get(idea["typed_by"] or "", idea["typed_by"])
    ways = {"phone": "Téléphone", "email": "E-mail", "post": "Adresse postale", "contact": "Par une autre personne"}
    preferred = {"phone": "phone", "email": "email", "post": "post", "other": "contact"}.get(answers.get("reach", ""))
    said = [
        ("Personne", answers.get("name") or "Nom effacé"), ("Propose pour", WHO.get(answers.get("who", ""), "")),
        *((words + (", moyen préféré" if way == preferred else ""), answers.get(way)) for way, words in ways.items()),
        ("Rempli par", answers.get("helper")), ("D’accord", TOLD.get(answers.get("told") or "", "")),
        ("Arrivée", CHANNELS.get(idea["channel"], "") + (f", saisie par {typed}" if typed else "")),
    ]  # fmt: skip
    kept = [(label, (value,)) for label, value in said if value]
    calls = tuple(call_words(named(one, names)) for one in idea["calls"])
    return kept + [(label, some) for label, some in (("À vérifier", doubts(idea)), ("Déjà dit", calls)) if some]


def named(call: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A call with the name of who made it."""
    return call | {"agent": names.get(call["agent"], call["agent"])}


def done(at: Here, names: Mapping[str, str]) -> tuple[int, str] | None:
    """The idea that an agent just left, and what was done of it."""
    asked_for = request.args.get("fait", "")
    found = (one.idea for one in at.every if str(one.idea["number"]) == asked_for)
    left = next(found, None)
    if left and (told := CALLED.get(request.args.get("dit", ""))):
        return left["number"], told
    return (left["number"], idea_story.last_deed(left, names)) if left else None


def envelope(at: Here) -> str:
    """What its quartier may spend."""
    with suppress(KeyError):
        area = at.edition.area(at.found.idea["idea"]["area"]) if at.edition else None
        return euros(area.envelope) if area and area.envelope else ""
    return ""


def services(every: list[Found]) -> list[str]:
    """The services already named in this edition."""
    return sorted({one.idea["service"] for one in every if one.idea["service"]}, key=order)


def photo_size(app: Service, idea: Idea) -> tuple[int, int] | None:
    """The size of its photo; None without one that can be read."""
    try:
        return Image.open(io.BytesIO(app.store.get_blob(idea["photo"]))).size if idea["photo"] else None
    except (StoreError, OSError, ValueError):
        return None
