"""Words without capitals nor accents, in addresses and in lists of names."""

import pytest

from formservice.folding import family_and_given, slug, unaccented, words


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
