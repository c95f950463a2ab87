"""The content folder as a whole: file, line and mend of each mistake."""

import os
from pathlib import Path

import pytest

from formservice.catalogue import Collection, Site, Theme, typed
from plugins import check
from plugins.content import read_all
from tests.plugins.settings import checked

SITE = typed.read(
    Site,
    {
        "name": "Ville-d’Essai", "tagline": "t", "url": "https://www.example.org", "telephone": "03 53 01 00 00",
        "telephone_hours": "le matin", "address": "ici", "themes": [{"slug": "photos", "title": "Photos"}],
    },
)  # fmt: skip
PLACE = "---\ntitle: Salle\nsummary: s\naddress: a\naccess: [de plain-pied]\n---\n"
ACTIVITY = """---
title: Atelier
kind: atelier
code: AP
place: salle
theme: photos
capacity: 8
booking: session
sessions:
  - {id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00}
---
"""


@pytest.fixture
def write(tmp_path):
    def write(**files):
        for name, text in {"lieux/salle": PLACE, "agenda/atelier": ACTIVITY, **files}.items():
            path = tmp_path / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(mistake) for mistake in read_all(tmp_path / "content", SITE).mistakes]

    return write


def test_good_content_has_no_mistake(write):
    assert write() == []


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("2026-12-03 14:00", "2026-13-03 14:00", 10, "calendrier"),
        ("kind: atelier", "kind: permanance", 3, "permanence"),
        ("place: salle", "place: sale", 5, "salle"),
        ("theme: photos", "theme: photo", 6, "photos"),
        ("capacity: 8", "capacty: 8", 7, "capacity"),
    ],
)
def test_a_typo_is_told_with_file_line_and_mend(write, before, after, line, mend):
    found = write(**{"agenda/atelier": ACTIVITY.replace(before, after)})
    assert found[0].startswith(f"content/agenda/atelier.md:{line} : ")
    assert mend in found[0]


@pytest.mark.parametrize(("code", "whose"), [("QR", "de la question de recherche"), ("MLB", "des notices")])
def test_a_code_of_the_resource_centre_is_refused(write, tmp_path, code, whose):
    assert write(**{"agenda/atelier": ACTIVITY.replace("AP", code)}) == []
    site = typed.dataclasses.replace(SITE, collection=Collection("Centre", "MLB", "salle", "/maison/"))

    (found,) = map(str, read_all(tmp_path / "content", site).mistakes)
    assert found.startswith(f"content/agenda/atelier.md:4 : Le code {code} est déjà celui {whose}")
    assert found.endswith("Choisissez-en un autre.")


def test_a_code_that_opens_the_list_of_a_theme_is_refused(write, tmp_path):
    assert write(**{"agenda/atelier": ACTIVITY}) == []
    site = typed.dataclasses.replace(SITE, themes=(*SITE.themes, Theme("ap", "Apprendre")))
    [found] = map(str, read_all(tmp_path / "content", site).mistakes)
    assert found.startswith(
        "content/agenda/atelier.md:4 : Le code AP est déjà celui du thème « ap » de pelicanconf.py."
    )


def test_a_theme_whose_word_is_a_code_of_the_centre_is_refused(write, tmp_path):
    assert write(**{"agenda/atelier": ACTIVITY}) == []
    centre, theme = Collection("Centre", "MLB", "salle", "/maison/"), Theme("mlb", "Louise")
    site = typed.dataclasses.replace(SITE, collection=centre, themes=(*SITE.themes, theme))
    [found] = map(str, read_all(tmp_path / "content", site).mistakes)
    assert found.startswith("pelicanconf.py:1 : Le thème « mlb » se tape comme le code des notices")


@pytest.mark.parametrize("slug", ["ap-1", "zz-12"])
def test_a_theme_whose_word_is_the_number_of_a_session_is_refused(write, tmp_path, slug):
    assert write(**{"agenda/atelier": ACTIVITY}) == []
    site = typed.dataclasses.replace(SITE, themes=(*SITE.themes, Theme(slug, "Apprendre")))
    [found] = map(str, read_all(tmp_path / "content", site).mistakes)
    assert found.startswith(f"pelicanconf.py:1 : Le thème « {slug} » se tape comme le numéro d’une séance.")


@pytest.mark.parametrize("name", ["pages/agents", "pages/agenda", "pages/recherche"])
def test_a_page_where_the_service_answers_is_refused(write, name):
    [found] = write(**{name: "---\ntitle: Les agents\nsummary: s\n---\n"})
    assert found.startswith(f"content/{name}.md:1 : L’adresse /{name.partition('/')[2]}/ est prise par le site")


def test_an_activity_at_the_address_of_a_list_of_the_agenda_is_refused(write):
    [found] = write(**{"agenda/places": ACTIVITY.replace("AP", "ZZ")})
    assert found.startswith("content/agenda/places.md:1 : L’adresse /agenda/places/ est prise par le site lui-même.")


def test_a_code_of_another_activity_is_refused(write):
    found = write(**{"agenda/second": ACTIVITY})
    assert found[0].startswith("content/agenda/second.md:4 : ")


def test_a_file_nobody_would_publish_is_told(write):
    assert "content/agend/atelier.md:1" in write(**{"agend/atelier": ACTIVITY})[0]


@pytest.mark.parametrize(
    ("name", "put", "mend"),
    [
        ("lieux/zz.md", lambda path: path.symlink_to("nulle-part"), "C’est un lien"),
        ("lieux/zz.md", lambda path: path.symlink_to(path.name), "C’est un lien"),
        ("lieux/zz.md", lambda path: path.symlink_to("salle.md"), "C’est un lien"),
        ("extra/secret.txt", lambda path: path.symlink_to("/etc/hostname"), "Remplacez-le par une copie"),
        ("images/ailleurs", lambda path: path.symlink_to("/etc"), "C’est un lien"),
        ("lieux/zz.md", Path.mkdir, "C’est un dossier"),
        ("lieux/zz.md", os.mkfifo, "Supprimez-le"),
        ("lieux/ZZ.MD", Path.touch, "Renommez-le ZZ.md"),
        ("lieux/zz.markdown", Path.touch, "Renommez-le zz.md"),
    ],
)
def test_what_is_no_plain_file_is_told_and_never_read(write, tmp_path, name, put, mend):
    path = tmp_path / "content" / name
    path.parent.mkdir(parents=True)
    put(path)
    (found,) = write()
    assert found.startswith(f"content/{name}:1 : ") and mend in found


def test_a_page_that_is_being_written_in_emacs_stops_nothing(write, tmp_path):
    folder = tmp_path / "content" / "lieux"
    folder.mkdir(parents=True)
    folder.joinpath(".#salle.md").symlink_to("lucie@poste.4242")
    assert write() == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nulle-part"], "nulle-part n’existe pas."),
        (["content/lieux/salle.md"], "content/lieux/salle.md n’est pas un dossier."),
        (["content", "reglages"], "reglages.py n’est pas un fichier de réglages d’ici."),
    ],
)
def test_a_folder_or_settings_that_are_not_there_are_no_success(write, tmp_path, monkeypatch, words, says):
    write()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="Écrivez : python -m plugins.check content") as stopped:
        check.main(words)
    assert str(stopped.value).startswith(says)


def test_a_folder_of_nothing_is_no_success(tmp_path, capsys, monkeypatch):
    (tmp_path / "content").mkdir()
    assert checked(tmp_path, SITE, monkeypatch) == 1
    assert "aucun fichier du site" in capsys.readouterr().out


def test_a_file_name_with_capitals_is_told(write):
    assert "minuscules" in write(**{"lieux/Été": PLACE})[0]


def test_good_content_is_told_with_what_is_only_seen_at_publication(write, tmp_path, capsys, monkeypatch):
    write()
    assert checked(tmp_path, SITE, monkeypatch) == 0
    said = capsys.readouterr().out
    assert "aucune erreur" in said and "dates et de lieux sont contrôlés à la publication" in said


@pytest.mark.parametrize(
    ("text", "later"),
    [
        (ACTIVITY.replace("kind: atelier", "kind: permanance"), "les images, les liens"),
        (ACTIVITY.replace("place: salle", "place: halle"), "(les liens)"),
    ],
)
def test_who_mends_is_told_that_other_checks_come_next(write, tmp_path, capsys, monkeypatch, text, later):
    write(**{"agenda/atelier": text})
    assert checked(tmp_path, SITE, monkeypatch) == 1
    said = capsys.readouterr().out
    assert "d’autres contrôles suivent" in said and later in said
