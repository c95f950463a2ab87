"""What one can find: each page of the site in the words it is looked for by."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Catalogue, News, Page, Place, Record, Theme, Trail
from formservice.catalogue.agenda import KINDS
from formservice.catalogue.french import JOINT, typeset
from formservice.theme import day_words, initial
from plugins.content import Content

OLD = timedelta(days=366)
PAST, AGED, NEWS, SOFT, PERSON = 0.3, 0.3, 0.4, 0.8, 1.4
"""What is over comes after what is to come; old news after the rest; news and lists after what they speak of;
somebody before what was written about them."""


@dataclass(frozen=True)
class Entry:
    """A page that can be found."""

    url: str
    title: str
    kind: str
    """For the filter: pages, agenda, lieux, actualites or ressources."""
    said: str
    """What it is, in a few words under its title."""
    summary: str = ""
    keywords: str = ""
    text: str = ""
    weight: float = 1
    person: bool = False
    """Whether the title is a name, listed under the family name too."""


def entries(content: Content, catalogue: Catalogue, now: datetime, more: Iterable[Entry] = ()) -> list[Entry]:
    """All that can be found, with what the centre adds, in the order of addresses."""
    things = content.things
    people = {one.slug: one.title for one in things["ressources"] if one.type == "personne"}
    found = chain(
        (_page(one) for one in things["pages"] if one.template != "notfound"),
        (_news(one, now.date()) for one in things["actualites"]),
        map(_place, things["lieux"]),
        (_activity(one, catalogue, now) for one in things["agenda"]),
        map(_theme, catalogue.site.themes),
        (_record(one, catalogue, people) for one in things["ressources"]),
        map(_trail, things["parcours"]),
        _lists(catalogue),
        more,
    )
    return sorted(found, key=lambda one: one.url)


def text_of(markup: str) -> str:
    """The words of a text written by editors, without its tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split()).replace(JOINT, "")


def _page(one: Page) -> Entry:
    weight = 1 if one.template == "page" else SOFT
    return Entry(one.url, one.title, "pages", "Page", one.summary, "", text_of(one.body), weight)


def _news(one: News, today: date) -> Entry:
    weight = AGED if today - one.date > OLD else NEWS
    said = f"Actualité, {day_words(one.date)}"
    return Entry(one.url, one.title, "actualites", said, one.summary, "", text_of(one.body), weight)


def _place(one: Place) -> Entry:
    text = " ".join([text_of(one.body), *one.access, one.getting_there or ""])
    # The hours are a table, without the word that everybody types.
    keywords = f"{one.address} {one.phone or ''} horaires ouverture adresse téléphone accès"
    return Entry(one.url, one.title, "lieux", f"Lieu, {one.address}", one.summary, keywords, text)


def _activity(one: Activity, catalogue: Catalogue, now: datetime) -> Entry:
    place, kind = catalogue.place(one.place).title, initial(KINDS[one.kind][0])
    theme = catalogue.theme(one.theme).title if one.theme else ""
    over = not still_open([one], now)
    keywords = " ".join([theme, place, kind, one.audience, one.level, one.code])
    # Each said as on its page: « Rien. », alone in a line of results, answers nothing.
    facts = (("À apporter", one.bring), ("Prix", one.price))
    text = " ".join([text_of(one.body), *(typeset(f"{name} : {said.rstrip('.')}.") for name, said in facts if said)])
    said = f"{kind}, {place}{' (terminé)' if over else ''}"
    return Entry(one.url, one.title, "agenda", said, one.summary, keywords, text, PAST if over else 1)


def _theme(one: Theme) -> Entry:
    summary = "Les activités sur ce thème, et comment être prévenu de la prochaine."
    return Entry(one.url, one.title, "agenda", "Thème de l’agenda", summary, weight=SOFT)


def _record(one: Record, catalogue: Catalogue, people: dict[str, str]) -> Entry:
    subjects = {subject.slug: subject.title for subject in catalogue.site.collection.subjects}  # type: ignore[union-attr]
    makers = [creator.natural for creator in one.creators]
    when = one.date.words if one.date else ""
    titles = [subjects[slug] for slug in one.subjects]
    keywords = [*makers, *titles, *(people[slug] for slug in one.people), *one.places, *one.level, when, one.id]
    keywords += [one.type_words, one.reference or "", one.publisher or "", one.published_in or "", one.isbn or ""]
    dates = [f"{moment.words}" for moment in (one.born, one.died) if moment]
    keywords += [*one.names, *dates, one.born_at or "", one.died_at or ""]
    said = ", ".join(filter(None, [one.type_words, *makers[:2], when]))
    person = one.type == "personne"
    weight = PERSON if person else 1
    return Entry(
        one.url, one.title, "ressources", said, one.summary, " ".join(keywords), text_of(one.body), weight, person
    )


def _trail(one: Trail) -> Entry:
    steps = " ".join(f"{step.text} {step.question or ''}" for step in one.steps)
    said = f"Parcours, {', '.join(one.audience)}"
    keywords = f"parcours guidé {' '.join(one.audience)}"
    return Entry(one.url, one.title, "ressources", said, one.summary, keywords, f"{text_of(one.body)} {steps}")


def _lists(catalogue: Catalogue) -> Iterator[Entry]:
    """Pages that no file makes."""
    yield Entry(
        "/agenda/", "Agenda", "agenda", "Liste", "Ateliers, permanences et rencontres : dates, lieux, inscriptions."
    )
    live = "Combien de places il reste à chaque date, en ce moment."
    yield Entry(
        "/agenda/places/", "Les places libres", "agenda", "En ce moment", live, "disponible complet inscription"
    )
    easy = "Les rendez-vous pour ceux qui débutent, et par où commencer."
    yield Entry("/agenda/commencer/", "Commencer ici", "agenda", "Liste", easy, "débutant débuter premiers pas")
    levels = "Débutant, intermédiaire, avancé."
    yield Entry("/agenda/niveau/", "L’agenda par niveau", "agenda", "Liste", levels, weight=SOFT)
    yield Entry(
        "/agenda/lieu/", "L’agenda par lieu", "agenda", "Liste", "Les activités près de chez vous.", weight=SOFT
    )
    themes = "Les activités, et comment être prévenu de la prochaine."
    yield Entry("/agenda/theme/", "L’agenda par thème", "agenda", "Liste", themes, weight=SOFT)
    if catalogue.site.collection:
        title = catalogue.site.collection.title
        words = "Le catalogue : livres à emprunter ou à lire sur place, archives, personnes, dates repères."
        keywords = "catalogue fonds recherche prêt emprunter livre document"
        yield Entry("/ressources/", title, "ressources", "Catalogue", words, keywords)
