"""What is downloaded is read by other programs: pandoc finds again what the record says."""

import json

import bibtexparser
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.resources.citing.bibtex import bibtex
from plugins.resources.citing.csl import TYPES, item_of
from plugins.resources.citing.ris import ris
from plugins.resources.lists import Lists
from tests.resources.pandoc import plain, read
from tests.resources.records import a_centre, a_record, citing, of_type

WRITERS = {"bibtex": bibtex, "ris": ris, "csljson": lambda item: json.dumps([item])}
AWKWARD = (
    "L'été où Œdipe & Cie vendirent 100 % de l'_Escaut_ { à moitié } à 5 $",
    'On a dit « non » et "oui" -- ou l\'inverse',
    "#MeToo ~ 1 000 000 ^ 2 \\ fin", "Une accolade { seule", "}{ à l'envers", "iPhone de Lille, XIXe-XXe siècles",
    "a  b < c > d ; e : f ! ?", "TY  - BOOK", "@book{x, title = {y}}", "%% rien", "Ærø, Łódź et Đà Nẵng",
)  # fmt: skip
LONE = ("Une accolade { seule", "}{ à l'envers")
"""BibTeX knows no brace without its pair: ours is written for LaTeX, which pandoc does not know."""


def survives(text, form):
    return text.replace("{", "").replace("}", "") if form == "bibtex" and plain(text) in LONE else text


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_words_come_back_as_they_were(text, form):
    record = of_type("livre", title=text, publisher=text, creators=[{"name": f"Exemple {text.replace(',', '')}"}])
    [found] = read(WRITERS[form](citing(record).items["MLB-1"]), form)
    assert plain(found["title"]) == plain(survives(record.title, form))
    assert plain(found["publisher"]) == plain(survives(record.publisher, form))
    author = found["author"][0]
    wanted = survives(text, form).replace(",", "").strip()
    assert plain(author.get("literal") or author["family"]) == plain(f"Exemple {wanted}")


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("type", TYPES)
def test_names_and_dates_of_every_type_come_back(type, form):
    item = citing(of_type(type)).items["MLB-1"]
    [found] = read(WRITERS[form](item), form)
    assert plain(found["title"]) == plain(item["title"])
    assert found.get("URL") == item.get("URL")
    if "circa" not in item["issued"]:
        known = 1 if form == "ris" else 3
        assert found["issued"]["date-parts"][0] == item["issued"]["date-parts"][0][:known]
    # Pandoc knows no curator of CSL yet.
    roles = ("author", "director", "editor") if form == "csljson" else ("author", "director", "editor", "curator")
    people = [name for role in roles for name in item.get(role, [])]
    back = [name for role in roles for name in found.get(role, [])]
    assert [plain(whole(name)) for name in back] == [plain(whole(name)) for name in people]


def whole(name):
    parts = (name.get(part, "") for part in ("literal", "family", "given", "dropping-particle"))
    return " ".join(filter(None, parts))


@pytest.mark.parametrize("form", WRITERS)
def test_an_isbn_comes_back_by_its_figures(form):
    [found] = read(WRITERS[form](citing(of_type("livre")).items["MLB-1"]), form)
    # Pandoc takes the number of a RIS book for that of a journal; the tag is the same.
    assert (found.get("ISBN") or found["ISSN"]).replace("-", "") == "9791021000612"


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), min_size=1, max_size=12))
def test_any_title_leaves_a_file_that_is_still_read(form, text):
    items = citing(of_type("livre", title=f"A {text} b"), of_type("film", id="MLB-2")).items
    texts = (
        "\n".join(WRITERS[form](item) for item in items.values())
        if form != "csljson"
        else json.dumps([*items.values()])
    )
    assert len(read(texts, form)) == 2


def test_an_unsure_date_is_told_in_words_in_every_file():
    sources = [{"title": "a", "says": "1915-10-20"}, {"title": "b", "says": "1915-10-21"}]
    item = citing(a_record(date="[1915-10-20,1915-10-21]", sources=sources)).items["MLB-1"]
    assert all("20 ou 21 octobre 1915" in write(item) for write in WRITERS.values())
    assert "year = {1915}" in bibtex(item) and "PY  - 1915" in ris(item)


def test_a_ris_file_tells_the_day():
    # Pandoc reads its year only.
    assert "\r\nPY  - 2007\r\nDA  - 2007/03/08/\r\n" in ris(citing(of_type("article")).items["MLB-1"])


@pytest.mark.parametrize("form", WRITERS)
def test_a_span_of_days_gives_the_year_of_its_beginning_and_the_rest(form):
    item = citing(of_type("exposition", date="2026-11-18/2027-02-27")).items["MLB-1"]
    text = WRITERS[form](item)
    [found] = read(text, form)
    assert found["issued"]["date-parts"][0][0] == 2026
    assert ("[2027, 2, 27]" if form == "csljson" else "du 18 novembre 2026 au 27 février 2027") in text


def test_a_span_is_written_in_the_form_of_each_file():
    item = citing(of_type("exposition", date="2026-11-18/2027-02-27")).items["MLB-1"]
    assert "year = {2026}" in bibtex(item) and "date = {2026-11-18/2027-02-27}" in bibtex(item)
    assert "\r\nPY  - 2026\r\nDA  - 2026/11/18/\r\n" in ris(item)


def test_a_bibtex_file_tells_the_day():
    text = bibtex(citing(of_type("temoignage", date="1918-10-24")).items["MLB-1"])
    assert all(field in text for field in ("year = {1918}", "month = {10}", "date = {1918-10-24}"))


def test_a_subject_with_commas_stays_one_keyword():
    centre = a_centre(of_type("livre"))
    item = item_of(centre.records[0], "", "", {"travail": "Droit de vote, mandats, parité", "nord": "Nord"})
    [found] = rispy.loads(ris(item))
    assert found["keywords"] == ["Droit de vote, mandats, parité", "Nord"]
    [entry] = bibtexparser.parse_string(bibtex(item)).entries
    assert entry["keywords"].split(", ") == ["Droit de vote / mandats / parité", "Nord"]
    assert item["keyword"] == "Droit de vote, mandats, parité; Nord"


def test_only_what_is_kept_under_a_number_and_was_not_published_is_a_manuscript():
    kept, public = of_type("archive"), a_record(type="archive", date="1791")
    printed = of_type("archive", publisher="La Navette")
    starts = [ris(citing(one).items["MLB-1"]).split("\r\n")[0] for one in (kept, public, printed)]
    assert starts == ["TY  - MANSCPT", "TY  - GEN", "TY  - GEN"]


@pytest.mark.parametrize("type", ["livre", "chapitre", "article", "rapport", "film"])
def test_what_is_on_paper_has_no_address_but_in_its_note(type):
    item = citing(of_type(type)).items["MLB-1"]
    assert "\r\nUR  - " not in ris(item) and "url = " not in bibtex(item)
    assert all("https://www.example.org/ressources/mlb-1/" in write(item) for write in WRITERS.values())
    there = citing(of_type(type, link="https://example.org/lire")).items["MLB-1"]
    assert "\r\nUR  - https://example.org/lire\r\n" in ris(there)


def test_a_ris_file_has_nothing_but_its_tags():
    text = ris(citing(of_type("livre")).items["MLB-1"])
    assert text.startswith("TY  - BOOK\r\n") and text.endswith("ER  - \r\n")


def test_the_books_of_a_list_are_downloaded_beside_it(tmp_path):
    book, person = of_type("livre", places=["Exemple-sur-Eau"]), a_record(id="MLB-2", type="personne")
    cite = citing(book, person)
    cite.publish(tmp_path, [(one.url, one.records) for one in Lists(cite.centre).all()])
    found = {one.parent.name: json.loads(one.read_text()) for one in tmp_path.rglob("liste.json")}
    assert {"livre", "travail", "exemple-sur-eau"} <= set(found) and "personnes" not in found
    assert [one["id"] for one in found["exemple-sur-eau"]] == [book.id]
