"""The result of one area on one page, to pin up: what is chosen, what is not, and why. Pure."""

import re
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import NBSP, figure, typeset
from formservice.catalogue.participation import Edition
from formservice.catalogue.tallies import AreaTally, Choice, Tally
from formservice.count.words import is_drawn, is_plain
from formservice.paper.leaflets import CUT
from formservice.paper.words import letterhead
from formservice.theme import day_words, euros, initial, nowrap, plural

CHOSEN, LOST, FEW = "Choisi", "Pas choisi", "Moins de 5 bulletins : les nombres de voix ne sont pas publiés."
ELSEWHERE = "Pourquoi ? Chaque raison est sur le site, ou au téléphone."
DRAWN = "Départagé par le tirage au sort."
SHORT = 45
"""Characters of a reason that stands beside a title."""


def poster(site: Site, edition: Edition, tally: Tally, area: AreaTally) -> dict[str, Any]:
    """The data of `result.typ`; its projects that are chosen come first."""
    ordered = sorted(area.choices, key=lambda one: not one.chosen)
    shown = not area.masked
    head = letterhead(
        site, f"Résultats – {area.title} – {edition.title}", edition.title, tally.counted, large=False,
        demonstration=tally.demonstration,
    )  # fmt: skip
    return head | {
        "edition": typeset(f"Résultats du vote – {edition.title}"), "area": typeset(area.title),
        "lead": typeset(lead(area)),
        "counted": typeset(f"Votes comptés le {day_words(tally.counted)}."),
        "head": ["N°", "Projet", "Coût", "Voix" if edition.ballot.kind != "points" else "Points", "Résultat"],
        "rows": [row(one, shown) for one in ordered],
        "others": [more(len(ordered) - n) for n in range(len(ordered))],
        "elsewhere": typeset(ELSEWHERE),
        "few": "" if shown or not ordered else typeset(FEW), "closing": [typeset(one) for one in closing(edition)],
        "address": address(site, tally.area_url(area)),
        "telephone": f"Une question{NBSP}? {nowrap(site.telephone)}, {typeset(site.telephone_hours)}",
    }  # fmt: skip


def lead(area: AreaTally) -> str:
    """What was chosen, for how much, by how many."""
    if not area.choices:
        return "Aucun projet n’était au vote."
    hidden = "moins de 5" if area.ballots == "<5" else "nombre masqué"
    ballots = figure(int(area.ballots)) if area.ballots.isdigit() else hidden
    chosen = plural(len(area.winners), "projet choisi", "projets choisis") if area.winners else "Aucun projet choisi"
    spent = f", pour {euros(area.spent)} sur {euros(area.envelope)}" if area.winners else ""
    counted = f"Bulletins comptés : {ballots}." if ballots != "0" else "Personne n’a voté ici."
    return f"{chosen} sur {len(area.choices)}{spent}. {counted}"


def row(one: Choice, shown: bool) -> dict[str, Any]:
    """One line of the table."""
    count = one.votes if one.points is None else one.points
    why = reason(one) if shown and not is_plain(typeset(one.reason)) else ""
    return {
        "number": str(one.number), "title": typeset(one.title), "cost": euros(one.cost), "chosen": one.chosen,
        "score": figure(int(count)) if shown and count.isdigit() else "–", "state": CHOSEN if one.chosen else LOST,
        "why": why, "short": short(why),
    }  # fmt: skip


def reason(one: Choice) -> str:
    """Why, without the word that the last column says."""
    text = one.reason.removeprefix(CHOSEN).lstrip(f" {NBSP}:") if one.chosen else one.reason
    return initial(typeset(text))


def short(why: str) -> str:
    """The sentence that says most: that it lost by the draw, or how many votes it lacked, where that is told."""
    if is_drawn(why):
        return DRAWN
    lacked = re.search(r"Il lui manquait [^.]+\.", why)
    return lacked[0] if lacked else why if len(why) <= SHORT else ""


def more(left: int) -> str:
    """What is not on the page."""
    return typeset(f"Et {plural(left, 'autre projet', 'autres projets')}, sur le site ou au téléphone.")


def closing(edition: Edition) -> list[str]:
    """That it is an advice, or what the council decided."""
    if one := edition.decision:
        return [f"Le conseil municipal a décidé le {day_words(one.on)} : {one.words}"]
    return ["Le vote est un avis : le conseil municipal décide. Sa décision sera publiée."]


def address(site: Site, url: str) -> str:
    """The web address, as one types it, cut where it says."""
    return (site.url.partition("://")[2].rstrip("/") + url.rstrip("/")).replace("/", f"/{CUT}")
