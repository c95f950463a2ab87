"""Words without capitals nor accents, in addresses and in lists of names."""

import re

import pytest

from formservice.folding import family_and_given, named, order, slug, unaccented, words
from tests.builders import ROOT


def test_letters_are_bare_and_ligatures_undone():
    assert unaccented("Ç’est l’Œuvre d’Æthelred, à Aÿ (Straße)") == "C’est l’OEuvre d’AEthelred, a Ay (Strasse)"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Saint-Nœud l’Été", "saint-noeud-l-ete"), ("SAINT-NOEUD L’ÉTÉ", "saint-noeud-l-ete"),
        ("e\u0301te\u0301", "ete"), ("Ex æquo !", "ex-aequo"), ("1914-1918", "1914-1918"), ("Ярмарка", "-"), ("", "-"),
    ],
)  # fmt: skip
def test_a_name_has_the_same_address_however_it_is_written(text, address):
    assert slug(text) == address


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("Anne Lebœuf", "LEBOEUF Anne"), ("Lætitia Exemple", "Laetitia Exemple"), ("Łukasz Ex", "lukasz ex"),
        ("Søren Ex", "Soren Ex"), ("Đorđe Ex", "Dorde Ex"), ("Pat O’Brien", "OBRIEN Pat"),
        ("Anne-Marie Ex", "Annemarie Ex"),
        ("Anne Le Goff", "Legoff Anne"), ("An\u200dne Ex", "Anne Ex"), ("Anne_Ex", "Anne Ex"),
        ("Éva Martin", "MARTIN eva"),
    ],
)  # fmt: skip
def test_a_roll_knows_a_name_however_it_is_typed(name, again):
    assert named(name) == named(again)


def test_a_roll_takes_no_two_names_for_one():
    found = [
        named(one) for one in ("Léa Martin", "Aël Martin", "Léo Martin", "Anne Marie Ex", "Marie Anne Ex", "Ярмарка")
    ]
    assert len(set(found)) == len(found) and named("« … »") == ""


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Louise de Bettignies", "Bettignies", "Louise de"), ("Marie de la Tour", "Tour", "Marie de la"),
        ("Hélène d’Argœuves", "Argœuves", "Hélène d’"), ("Aÿla de l'Orfraie", "Orfraie", "Aÿla de l'"),
        ("Ève du Nœud", "Nœud", "Ève du"), ("Jeanne Marie Exemple", "Exemple", "Jeanne Marie"),
        ("Jeanne Marie de Bettignies", "Bettignies", "Jeanne Marie de"),
        ("Jean de La Fontaine", "La Fontaine", "Jean de"), ("Élisabeth Vigée Le Brun", "Le Brun", "Élisabeth Vigée"),
        ("Anne De Smet", "De Smet", "Anne"), ("Émilienne Moreau-Évrard", "Moreau-Évrard", "Émilienne"),
        ("Colette", "Colette", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_people_are_looked_for_by_their_family_name(name, family, given):
    assert family_and_given(name) == (family, given)


def test_people_already_stored_stay_known_by_the_same_words():
    # What `words` gives is in the keys of people: a ligature undone here would make two of one.
    assert words("Zoé CŒUR-d’Œuvre") == ["zoe", "cœur", "d", "œuvre"]


def test_a_list_is_in_the_order_of_a_dictionary():
    assert sorted(["Zumba", "écrire", "Œuvres", "Échevinage", "Atelier", "oser"], key=order) == [
        "Atelier", "Échevinage", "écrire", "Œuvres", "oser", "Zumba",
    ]  # fmt: skip


RAW = re.compile(r"""sort(?:ed)?\([^\n]*(?:\bone|place|trail)\.title\b|sort\(attribute="(?:title|name)""")


def test_no_list_of_titles_is_in_the_order_of_raw_letters():
    sources = [
        *(ROOT / "formservice").rglob("*.py"),
        *(ROOT / "plugins").rglob("*.py"),
        *(ROOT / "theme").rglob("*.html"),
    ]
    found = [f"{path.name}: {line}" for path in sources for line in path.read_text().splitlines() if RAW.search(line)]
    assert [line for line in found if "order(one.title)" not in line] == []
