"""Records of a centre that does not exist, read as an editor's file is."""

from dataclasses import replace
from typing import Any

from formservice.catalogue import Collection, Record, typed
from plugins.resources.centre import Centre
from plugins.resources.citing import Citing
from tests.builders import a_site

URL = "https://www.example.org"
KNOWN = {
    "title": "Les fileuses de l'Escaut", "id": "MLB-1", "type": "livre", "summary": "Une histoire inventée.",
    "rights": "Tous droits réservés.", "sources": [{"title": "Archives de l'Exemple"}],
}  # fmt: skip
EACH = {
    "livre": {
        "creators": [{"name": "Exemple, Anne d'"}, {"name": "Essai, Badr"}], "date": "2013", "publisher": "La Navette",
        "published_at": "Lille", "extent": "224 p.", "isbn": "9791021000612", "subjects": ["travail", "nord"],
        "call_number": "331.4 EXE",
    },
    "chapitre": {
        "creators": [{"name": "Essai, Badr"}], "published_in": "Filer, tisser", "pages": "12-34", "date": "2007-03",
        "publisher": "La Navette",
    },
    "article": {
        "creators": [{"name": "Essai, Badr"}], "published_in": "Revue de l'Exemple", "volume": "3", "issue": "4",
        "pages": "12-34", "issn": "1234-5679", "doi": "10.1234/abc", "date": "2007-03-08",
    },
    "rapport": {"creators": [{"name": "Observatoire de l'Exemple"}], "publisher": "Ville d'Exemple", "date": "2019-12"},
    "archive": {"date": "1915~", "reference": "4 H 12", "places": ["Lille"]},
    "film": {"creators": [{"name": "Plan, Chloé", "role": "realisation"}], "date": "1937", "extent": "52 min"},
    "temoignage": {
        "creators": [{"name": "Voix, Denise"}, {"name": "Oreille, Émile", "role": "entretien"}], "date": "2001-05-02",
    },
    "exposition": {"creators": [{"name": "Salle, Farida", "role": "commissariat"}], "date": "2026"},
    "mallette": {"creators": [{"name": "Classe, Gaël"}], "date": "2025"},
    "jalon": {"date": "1944-04-21", "reference": "Ordonnance du 21 avril 1944"},
}  # fmt: skip
"""What a record of each type that one cites usually says."""


def a_record(**given: Any) -> Record:
    """A record with its address."""
    record = typed.read(Record, KNOWN | given)
    return replace(record, slug=record.id.lower(), url=f"/ressources/{record.id.lower()}/")


def of_type(type: str, **given: Any) -> Record:
    """A record of a type, as it usually is."""
    return a_record(type=type, **EACH[type] | given)


def a_centre(*records: Record) -> Centre:
    """A centre with these records."""
    subjects = [{"slug": "travail", "title": "Travail et salaires"}, {"slug": "nord", "title": "Nord & Hainaut"}]
    told = {"title": "Centre de l'Exemple", "code": "MLB", "place": "maison", "url": "/maison/", "subjects": subjects}
    return Centre(typed.read(Collection, told), records, ())


def citing(*records: Record) -> Citing:
    """What cites these records."""
    return Citing(a_centre(*records), a_site(url=URL))
