"""Editions, areas and projects in the words they are looked for by."""

from collections.abc import Iterator

from formservice.catalogue import Tally
from formservice.catalogue.french import NBSP
from formservice.catalogue.projects import project_url
from plugins.entries import PAST, SOFT, Entry, text_of
from plugins.participation.budgets import Budget, Budgets
from plugins.participation.sheets import AreaList

KIND = "participation"
WORDS = "budget participatif idée idées proposer projet projets vote voter habitants quartier"
DONE = ("termine", "abandonne", "non-choisi", "refuse")
ENDED = 0.15
"""What has ended comes after what may still be followed, and after the places and services of the same words."""


def found(all: Budgets) -> Iterator[Entry]:
    """Of every edition."""
    for budget in all.all:
        yield _edition(budget)
        if budget.filing:
            summary = "Le formulaire : votre idée, où, pourquoi. Par téléphone et sur papier aussi."
            yield Entry(budget.filing, "Proposer une idée", KIND, budget.edition.title, summary, WORDS)
        if budget.voting:
            summary = "Choisissez les projets de votre quartier. Sur papier aussi."
            yield Entry(budget.voting, "Voter", KIND, budget.edition.title, summary, WORDS)
        if budget.tally:
            yield from _results(budget.tally)
        for listing in budget.areas:
            yield _area(listing)
            yield from _projects(listing)


def _edition(budget: Budget) -> Entry:
    one = budget.edition
    over = not any(step.state != "over" for step in budget.steps)
    named = [name for area in one.areas for name in (area.title, *area.quartiers)]
    keywords = " ".join([WORDS, one.code, *named])
    said = f"Budget participatif{' (terminé)' if over else ''}"
    return Entry(one.url, one.title, KIND, said, one.summary, keywords, text_of(one.body), PAST if over else 1)


def _results(tally: Tally) -> Iterator[Entry]:
    """What a vote gave, over all and in each area: the titles of projects lead to their own pages."""
    words = f"{WORDS} résultat résultats décompte dépouillement gagnants choisis gagné"
    summary = "Les projets choisis, quartier par quartier, et pourquoi ; qui a voté ; comment recompter."
    yield Entry(tally.url, tally.title, KIND, "Résultats d’un vote", summary, words)
    rule = "La règle, le tirage au sort, les bulletins qui ne comptent pas, les lots de papier."
    yield Entry(tally.counting_url, "Comment on a compté", KIND, tally.title, rule, words, weight=SOFT)
    if tally.batches:
        paper = "Les signatures, les enveloppes et les bulletins de chaque lot."
        yield Entry(tally.batches_url, "Les lots de papier", KIND, tally.title, paper, words, weight=SOFT)
    for area in tally.areas:
        title = f"Résultats{NBSP}: {area.title}"
        yield Entry(tally.area_url(area), title, KIND, tally.title, "Les voix de chaque projet.", words, weight=SOFT)


def _area(listing: AreaList) -> Entry:
    keywords = " ".join(["quartier secteur projets idées", *listing.area.quartiers])
    summary = "L’enveloppe, le calendrier et les projets de ces quartiers."
    return Entry(listing.url, listing.area.title, KIND, listing.edition.title, summary, keywords, weight=SOFT)


def _projects(listing: AreaList) -> Iterator[Entry]:
    for one in listing.projects:
        said = f"Projet n° {one.number}, {one.status_words.lower()}"
        keywords = f"projet {one.number} {one.where or ''} {listing.area.title} {' '.join(listing.area.quartiers)}"
        text = " ".join([text_of(one.body), one.reason or "", *(step.text for step in one.news)])
        yield Entry(one.url, one.title, KIND, said, one.summary, keywords, text, ENDED if one.status in DONE else SOFT)
        for number in one.merged:
            url, summary = project_url(one.edition, number), f"Réunie au projet n° {one.number}, {one.title}"
            yield Entry(url, f"Idée n° {number}", KIND, listing.edition.title, summary, weight=PAST)
