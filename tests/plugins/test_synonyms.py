"""The editors' file of words that mean the same, and the alphabet."""

import pytest

from plugins import letters, synonyms
from plugins.entries import Entry, text_of


def read(tmp_path, text):
    (tmp_path / synonyms.NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    return synonyms.read(tmp_path)


def test_a_line_is_words_between_commas(tmp_path):
    lines, mistakes = read(tmp_path, "# titre\n\npoubelle,  ordures ,déchets # la benne\nIVG, avortement\n")

    assert lines == [("poubelle", "ordures", "déchets"), ("IVG", "avortement")] and mistakes == []


def test_without_a_file_there_are_no_synonyms(tmp_path):
    assert synonyms.read(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ("poubelle", 1, "est seul"),
        ("a, b\n\nchat, le la", 3, "petits mots"),
        ("chat, minet\nMinets, félin", 2, "déjà à la ligne 1"),
        ("chat, petit animal gris qui ronronne beaucoup", 1, "quatre mots"),
        (b"chat, f\xe9lin", 1, "UTF-8"),
    ],
)
def test_a_mistake_says_where_it_is_and_how_to_mend_it(tmp_path, text, line, mend):
    _, mistakes = read(tmp_path, text)

    assert any(one.line == line and mend in one.text and one.file.endswith(synonyms.NAME) for one in mistakes)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Louise de Bettignies", "Bettignies (Louise de)"), ("Martha Desrumaux", "Desrumaux (Martha)"),
        ("Olympe de Gouges", "Gouges (Olympe de)"), ("Hélène d’Argœuves", "Argœuves (Hélène d’)"),
        ("Émilienne Moreau-Évrard", "Moreau-Évrard (Émilienne)"), ("Colette", "Colette"),
        ("Marie de la Tour", "Tour (Marie de la)"),
    ],
)  # fmt: skip
def test_people_are_listed_by_their_family_name(name, listed):
    assert letters.family_first(name) == listed


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("L’agenda", "a"), ("La Maison", "m"), ("Les lieux", "l"), ("Écoles", "e"), ("Œuvres", "o"), ("1914", "0-9"),
        ("« Quatorze »", "q"), ("Le", "l"), ("Lettre", "l"), ("…", "0-9"), ("Ярмарка", "0-9"),
    ],
)  # fmt: skip
def test_a_title_is_found_under_its_first_letter(title, letter):
    assert letters.Line(title, "/x/", "").letter == letter


def test_a_long_letter_is_cut_into_pages_and_none_is_lost():
    found = [Entry(f"/p/{n}/", f"Page {n}", "pages", "Page") for n in range(100)]
    leaves = list(letters.leaves(found))

    assert [leaf.url for leaf in leaves] == ["/a-z/p/", "/a-z/p/2/", "/a-z/p/3/"]
    assert {line.url for leaf in leaves for line in leaf.lines} == {one.url for one in found}
    assert {leaf.total for leaf in leaves} == {100}


def test_two_pages_of_the_same_title_are_told_apart():
    found = [Entry("/a/", "Louise", "pages", "Personne"), Entry("/b/", "Louise", "pages", "Livre")]

    assert {line.url: line.name for line in letters.lines(found)} == {
        "/a/": "Louise (Personne)",
        "/b/": "Louise (Livre)",
    }


def test_the_words_of_a_text_are_without_its_tags():
    assert text_of("<h2>Titre</h2>\n<p>Un &amp; <em>deux</em></p>") == "Titre Un & deux"
