"""The citation one copies is the one that any CSL program would write."""

import pytest
from lxml import html as lxml_html

from plugins.resources.citing.csl import item_of
from plugins.resources.citing.sentence import cited, sentence
from tests.resources.pandoc import cites, marked
from tests.resources.records import EACH, URL, a_record, citing, of_type


def book(author, title, publisher, date, *others, **given):
    role = given.pop("role", "auteur")
    creators = [{"name": name, "role": role} for name in (author, *others)]
    return a_record(creators=creators, title=title, publisher=publisher, date=date, **given)


BOOKS = [
    book("Antier, Chantal", "Louise de Bettignies : espionne et héroïne de la Grande Guerre, 1880-1918", "Tallandier",
         "2013", isbn="9791021000612", extent="224 p."),
    book("Argœuves, Hélène d'", "Louise de Bettignies", "Plon", "1938"),
    book("Zancarini-Fournel, Michelle", "Histoire des femmes en France, XIXe-XXe siècles",
         "Presses universitaires de Rennes", "2005", extent="254 p."),
    book("Riot-Sarcey, Michèle", "Histoire du féminisme", "La Découverte", "2002"),
    book("Perrot, Michelle", "Le Chemin des femmes", "Robert Laffont", "2019", extent="1184 p."),
    book("Maruani, Margaret", "Je travaille, donc je suis. Perspectives féministes", "La Découverte", "2018",
         isbn="9782707199706", role="direction"),
    book("Laufer, Jacqueline", "Le travail du genre", "La Découverte", "2003", "Marry, Catherine", "Maruani, Margaret"),
    book("Redier, Antoine", "La Guerre des femmes : histoire de Louise de Bettignies et de ses compagnes",
         "Éditions de la Vraie France", "1924"),
    book("Outteryck, Pierre", "Martha Desrumaux. Une femme du Nord, ouvrière, syndicaliste, déportée, féministe",
         "Le Geai bleu", "2009"),
    book("Beauvoir, Simone de", "Le Deuxième Sexe", "Gallimard", "1949"),
]  # fmt: skip
"""Ten known books, as their pages of title say."""
AWKWARD = [
    of_type("livre", title="Où sont-elles ?", date="[1938,1939]", sources=[
        {"title": "a", "says": "1938"}, {"title": "b", "says": "1939"}]),
    of_type("livre", title="Tours & « détours » de < l'Exemple >", creators=[{"name": "Fil & fils"}], date="191X"),
    of_type("rapport", link="https://example.org/rapport?a=1&b=2"), *map(of_type, EACH),
]  # fmt: skip


def ours(record):
    return cited(record, item_of(record, URL, "Centre", {}))


@pytest.mark.parametrize("record", [*BOOKS, *AWKWARD], ids=lambda record: record.title)
def test_a_citation_is_the_one_pandoc_writes(record, tmp_path):
    item = ours(record)
    assert marked(lxml_html.fromstring(f"<p>{sentence(item)}</p>")) == cites(item, tmp_path)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (BOOKS[0], "ANTIER, Chantal. <cite>Louise de Bettignies\u00a0: espionne et héroïne de la Grande Guerre, "
                   "1880-1918</cite>. Tallandier, 2013, 224 p. ISBN 979-10-210-0061-2."),
        (BOOKS[1], "ARGŒUVES, Hélène d’. <cite>Louise de Bettignies</cite>. Plon, 1938."),
        (BOOKS[5], "MARUANI, Margaret (dir.). <cite>Je travaille, donc je suis. Perspectives féministes</cite>. "
                   "La Découverte, 2018. ISBN 978-2-7071-9970-6."),
        (BOOKS[6], "LAUFER, Jacqueline, MARRY, Catherine et MARUANI, Margaret. <cite>Le travail du genre</cite>. "
                   "La Découverte, 2003."),
        (of_type("article"), "ESSAI, Badr. «\u00a0Les fileuses de l’Escaut\u00a0». Dans\u00a0: <cite>Revue de "
                             "l’Exemple</cite>, vol. 3, n°\u00a04, 8\u00a0mars 2007, p. 12‑34. ISSN 1234-5679. "
                             "DOI 10.1234/abc."),
        (of_type("archive"), "<cite>Les fileuses de l’Escaut</cite>. Archive ou document, vers 1915. Cote\u00a0: "
                             "4 H 12. Disponible à l’adresse\u00a0: https://www.example.org/ressources/mlb-1/."),
        (of_type("film"), "PLAN, Chloé (réalisation). <cite>Les fileuses de l’Escaut</cite>. Film, 1937, 52\u00a0min."),
    ],
)  # fmt: skip
def test_a_citation_is_written_as_in_a_french_book(record, words):
    assert citing(record).sentence(record) == words


def test_a_disputed_date_is_said_with_both_readings():
    assert "1938 ou 1939" in sentence(ours(AWKWARD[0]))


@pytest.mark.parametrize("end", ["...", "…", " ?", "."])
def test_a_title_that_ends_by_a_sign_has_no_full_stop_after_it(end):
    said = sentence(ours(a_record(title=f"Et après{end}")))
    assert {"...": "après…</cite> ", " ?": "après\u202f?</cite> "}.get(end, f"après{end}</cite> ") in f"{said} "


def test_a_title_that_looks_like_code_stays_words():
    record = a_record(title="<script>alert(1)</script> & l'<i>autre</i>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; l’&lt;i&gt;autre&lt;/i&gt;" in sentence(ours(record))


def test_a_printed_book_is_not_cited_at_our_address_but_what_is_read_on_line_is():
    assert "Disponible" not in sentence(ours(BOOKS[0]))
    assert "Disponible à l’adresse\u00a0: https://example.org/a." in sentence(
        ours(a_record(link="https://example.org/a"))
    )
