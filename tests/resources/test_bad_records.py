"""A record that is not whole stops the build, with its file, its line and the mend."""

import pytest

from formservice.catalogue import Site, typed
from plugins.content import read_all

SITE = typed.read(
    Site,
    {
        "name": "Ville-d’Essai", "tagline": "t", "url": "https://www.example.org", "telephone": "03 53 01 00 00",
        "telephone_hours": "le matin", "address": "ici",
        "collection": {
            "title": "Le fonds", "code": "ZZ", "place": "salle", "url": "/fonds/",
            "subjects": [{"slug": "ecoles", "title": "Écoles"}],
            "periods": [{"slug": "avant", "title": "Avant", "since": "1800", "until": "1999"}],
        },
    },
)  # fmt: skip
PLACE = "---\ntitle: Salle\nsummary: s\naddress: a\naccess: [de plain-pied]\n---\n"
PERSON = """---
title: Ève Exemple
id: ZZ-1
type: personne
summary: Elle enseigne.
rights: libre
sources:
  - {title: Un registre}
---
"""
RECORD = """---
title: Elle ouvre une école
id: ZZ-2
type: jalon
summary: Au bourg.
date: "[1850-10-20,1850-10-21]"
subjects: [ecoles]
people: [eve]
related: [eve]
rights: libre
sources:
  - {title: Un registre, says: 1850-10-20}
  - {title: Un journal, says: 1850-10-21}
---
"""


@pytest.fixture
def write(tmp_path):
    def write(**files):
        given = {"lieux/salle": PLACE, "ressources/eve": PERSON, "ressources/ecole": RECORD, **files}
        for name, text in given.items():
            path = tmp_path / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(mistake) for mistake in read_all(tmp_path / "content", SITE).mistakes]

    return write


def test_good_records_have_no_mistake(write):
    assert write() == []


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("rights: libre\n", "", 2, "rights"),
        (RECORD[RECORD.index("sources") : -4], "", 2, "sources"),
        ('"[1850-10-20,1850-10-21]"', "1850-02-30", 6, "calendrier"),
        ('"[1850-10-20,1850-10-21]"', "le 3 mai", 6, "1915-10-20"),
        ('"[1850-10-20,1850-10-21]"', "1950/1850", 6, "Inversez"),
        ('"[1850-10-20,1850-10-21]"', "2003-05", 6, "période"),
        ("subjects: [ecoles]", "subjects: [ecole]", 7, "Vouliez-vous écrire « ecoles »"),
        ("people: [eve]", "people: [adam]", 8, "« adam » n’est pas connu"),
        ("related: [eve]", "related: [ev]", 9, "Vouliez-vous écrire « eve »"),
        ("id: ZZ-2", "id: AB-2", 3, "ZZ-1"),
        ("id: ZZ-2", "id: ZZX-2", 3, "ZZ-1"),
        ("id: ZZ-2", "id: zz2", 3, "un nombre"),
        ('date: "[1850-10-20,1850-10-21]"\n', "", 2, "date: 1944-04-21"),
        ("type: jalon", "type: chapitre", 2, "published_in"),
        ("type: jalon", "type: article", 2, "published_in"),
        ("related: [eve]", "copies: 1", 9, "sur place, prêt"),
        ("related: [eve]", "copies: 1\nconsult: [en ligne]\nlink: https://example.org/a", 9, "sur place, prêt"),
        ("related: [eve]", "consult: [sur place, prêt]", 9, "copies: 1"),
        ("related: [eve]", "consult: [en ligne]", 9, "link: https://…"),
        (", says: 1850-10-21", "", 6, "says: 1850-10-21"),
        ("type: jalon", "type: jalons", 4, "jalon"),
        ('"[1850-10-20,1850-10-21]"', "[1850-10-20,1850-10-21]", 6, 'guillemets droits : "[1915-10-20,1915-10-21]"'),
        ('"[1850-10-20,1850-10-21]"', "hier", 6, '"[1915-10-20,1915-10-21]" avec les guillemets'),
        ("subjects: [ecoles]", "subjects: [zoo]", 7, "pelicanconf.py : ecoles."),
        ("subjects: [ecoles]", "subjects: [Les écoles]", 7, "« subjects » de pelicanconf.py"),
        ("subjects: [ecoles]", "subjects: ecoles", 7, "subjects: [travail]"),
        ("related: [eve]", "related: [ZZ-1]", 9, "sans .md : louise-de-bettignies"),
        ("related: [eve]", "related: [bateau]", 9, "Aucun fichier de ressources/"),
        ("people: [eve]", "people: [ecole]", 8, "Aucune notice de personne"),
        (RECORD[RECORD.index("sources") : -4], "", 2, "« sources: [{title: Archives de Lille}] »"),
        (RECORD[RECORD.index("sources") : -4], "sources:\n", 11, "sources: [{title: Archives de Lille}]"),
        ("  - {title: Un registre, says: 1850-10-20}", "  - Un registre", 12, "{title: Archives de Lille}"),
    ],
)  # fmt: skip
def test_a_record_that_is_not_whole_is_told_with_file_line_and_mend(write, before, after, line, mend):
    assert before in RECORD
    found = write(**{"ressources/ecole": RECORD.replace(before, after)})
    assert any(one.startswith(f"content/ressources/ecole.md:{line} : ") and mend in one for one in found), found


@pytest.mark.parametrize("sign", ["}},@book{evil,", "{", '\\"', "'", "\\\\", "<", "\\u0007", "\\u2028", "\\x7f"])
def test_no_address_opens_another_record_in_a_citation(write, sign):
    found = write(
        **{"ressources/ecole": RECORD.replace("rights: libre", f'rights: libre\nlink: "https://a.example/x{sign}y"')}
    )
    assert any("sans accolade ni guillemet" in one for one in found), found


@pytest.mark.parametrize("sign", ["\\r", "\\0", "\\u2028", "\\u2029", "\\u0085", "\\v"])
def test_no_line_holds_a_sign_that_nobody_sees(write, sign):
    found = write(**{"ressources/ecole": RECORD.replace("rights: libre", f'rights: "libre{sign}ER  - "')})
    assert any(one.startswith("content/ressources/ecole.md:") and "invisible" in one for one in found), found


def test_an_identifier_is_given_once(write):
    found = write(**{"ressources/zoe": PERSON})
    assert any(one.startswith("content/ressources/zoe.md:3 : ") and "déjà celui de eve.md" in one for one in found)
    assert len(found) == 1


def test_a_testimony_is_read_as_well_as_heard(write):
    spoken = PERSON.replace("personne", "temoignage").replace("ZZ-1", "ZZ-3")
    (found,) = write(**{"ressources/voix": spoken})
    assert found.startswith("content/ressources/voix.md:1 : ") and "## Transcription" in found
    assert write(**{"ressources/voix": f"{spoken}## Transcription\n\nJ’y étais."}) == []


def test_a_trail_has_a_step(write):
    trail = "---\ntitle: t\nsummary: s\naudience: [école]\nduration: 45 min\nsteps: []\n---\n"
    (found,) = write(**{"parcours/pas": trail})
    assert found.startswith("content/parcours/pas.md:6 : ") and "une étape au moins" in found


def test_a_step_of_a_trail_is_a_record_that_exists(write):
    trail = (
        "---\ntitle: t\nsummary: s\naudience: [école]\nduration: 45 min\n"
        "steps:\n  - {record: ecole, text: a}\n  - {record: ecol, text: b}\n---\n"
    )
    (found,) = write(**{"parcours/pas": trail})
    assert found.startswith("content/parcours/pas.md:8 : ") and "« ecole »" in found


def test_the_page_of_the_house_needs_a_collection(tmp_path):
    page = tmp_path / "content/pages/fonds.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: t\nsummary: s\ntemplate: collection\n---\n", encoding="utf-8")
    bare = typed.dataclasses.replace(SITE, collection=None)
    (found,) = map(str, read_all(tmp_path / "content", bare).mistakes)
    assert found.startswith("content/pages/fonds.md:4 : ") and "pelicanconf.py" in found


def test_the_place_of_a_collection_has_its_file(write, tmp_path):
    write()
    (tmp_path / "content/lieux/salle.md").rename(tmp_path / "content/lieux/halle.md")
    (found,) = map(str, read_all(tmp_path / "content", SITE).mistakes)
    assert found.startswith("pelicanconf.py") and "« salle »" in found
