"""The codes that agents type on one screen, in capitals or not: each is of one thing."""

import re
from collections.abc import Iterator

from formservice.catalogue import Catalogue, Mistake
from formservice.catalogue.resources import QUESTION_CODE

TAKEN = "Le code {code} est déjà celui {whose}. Choisissez-en un autre."
THEME = "Le thème « {slug} » se tape comme le code {whose}. Changez ce mot dans TOWN, « themes »."
NUMBERED = re.compile(r"[a-z]{2,3}-[0-9]+")
"""A word that is typed as the number of a session."""
AS_NUMBER = "Le thème « {slug} » se tape comme le numéro d’une séance. Changez ce mot dans TOWN, « themes »."


def mistakes(catalogue: Catalogue) -> Iterator[tuple[str, Mistake]]:
    """(file as `agenda/photos`, mistake) of whatever has the code of something before it; "" for the settings."""
    for theme in catalogue.site.themes:
        if NUMBERED.fullmatch(theme.slug):
            yield "", Mistake((), AS_NUMBER.format(slug=theme.slug))
    taken: dict[str, str] = {}
    for name, code, whose in bearers(catalogue):
        if code in taken and name:
            yield name, Mistake(("code",), TAKEN.format(code=code, whose=taken[code]))
        elif code in taken:
            yield name, Mistake((), THEME.format(slug=code.lower(), whose=taken[code]))
        taken.setdefault(code, whose)


def bearers(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """(file, code, whose it is): the settings first, for what they name is not as easily changed."""
    if catalogue.site.collection:
        yield "", QUESTION_CODE, "de la question de recherche"
        yield "", catalogue.site.collection.code, "des notices du centre de ressources"
    # The list of a theme opens by its word.
    for theme in catalogue.site.themes:
        yield "", theme.slug.upper(), f"du thème « {theme.slug} » de pelicanconf.py"
    for activity in catalogue.activities:
        yield f"agenda/{activity.slug}", activity.code, f"de l’activité {activity.slug}.md"
    for edition in catalogue.editions:
        yield f"participation/{edition.slug}", edition.code, f"du budget participatif {edition.slug}.md"
    for asked in catalogue.consultations:
        yield f"consultations/{asked.slug}", asked.code, f"de la consultation {asked.slug}.md"
