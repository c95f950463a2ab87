"""« Chercher une personne », across all that is to come. A search is a post: no name stands in an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from formservice.agenda import current, rules, signups, wishes
from formservice.forms import clean
from formservice.office import matching
from formservice.office.guard import bp, draw
from formservice.office.matching import Wanted
from formservice.office.person import ERASED, STATES, reach
from formservice.security import audience
from formservice.service import Service, service
from formservice.theme import initial

MOST = 40
"""Results shown."""
LONGEST = 100
NOTHING = "Écrivez un nom, au moins quatre chiffres d’un téléphone, ou un numéro comme AT-7KM4-3QXP."
WISHES = {
    wishes.WAITING: "Attend le prochain atelier", wishes.OFFERED: "Une place lui est proposée",
    wishes.DONE: "A eu une place", wishes.CANCELLED: "Ne veut plus être appelé",
}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """Something of a person's: a registration, or a wish for a theme."""

    name: str
    reach: tuple[str, ...]
    helper: str
    title: str
    when: str
    state: str
    reference: str
    address: str
    """The page of the registration, or of the list of a theme."""


@bp.get("/chercher/")
@audience("agenda")
def search() -> Response:
    """The box to type in."""
    return draw("search.html", typed="", mistake="", results=None, more=False)


@bp.post("/chercher/")
@audience("agenda")
def search_for() -> Response:
    """What was found."""
    typed = clean(request.form.get("person"))[:LONGEST]
    seen = matching.wanted(typed)
    if seen == Wanted():
        return draw("search.html", 422, typed=typed, mistake=NOTHING, results=None, more=False)
    found = matching.best(candidates(service(), seen), MOST + 1)
    return draw("search.html", typed=typed, mistake="", results=found[:MOST], more=len(found) > MOST)


def candidates(app: Service, seen: Wanted) -> Iterator[tuple[tuple[int, bool, str], Result]]:
    """All that is like what is looked for, with how far it is: what still counts before what is over."""
    for partition in current.partitions(app):
        for signup in app.store.read(partition).find(partition, signups.TABLE):
            far = matching.score(seen, signup["reference"], signup["answers"])
            if far is not None:
                yield (far, signup["state"] not in rules.LIVING, signup["told"]["start"]), of_signup(signup)
    themes = {theme.slug: theme.title for theme in app.releases.current().catalogue.site.themes}
    for partition, wish in app.store.search("theme/", wishes.TABLE):
        far = matching.score(seen, wish.get("reference") or "", wish["answers"])
        if far is not None:
            theme = partition.removeprefix("theme/")
            yield (far, wish["state"] != wishes.WAITING, ""), of_wish(wish, theme, themes.get(theme, theme))


def of_signup(signup: dict[str, Any]) -> Result:
    """A registration in words."""
    answers, told = signup["answers"], signup["told"]
    return Result(
        answers.get("name") or ERASED, reach(answers), answers.get("helper") or "", told["title"],
        initial(told["when"]), STATES[signup["state"]], signup["reference"],
        url_for("office.one", unit=told["unit"], record=signup["id"]),
    )  # fmt: skip


def of_wish(wish: dict[str, Any], slug: str, theme: str) -> Result:
    """A wish in words."""
    answers = wish["answers"]
    return Result(
        answers.get("name") or ERASED, reach(answers), answers.get("helper") or "", f"Liste d’attente\xa0: {theme}",
        "", WISHES.get(wish["state"], ""), wish.get("reference") or "", url_for("office.theme_list", slug=slug),
    )  # fmt: skip
