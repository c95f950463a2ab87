"""A historian who presses the button of Zotero keeps the record as it is, never an article by accident."""

import json
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader

from formservice import theme
from formservice.catalogue.resources import Creator
from plugins.resources.citing.head import ITEMS, meta
from plugins.resources.citing.head import name as name_of
from tests.builders import ROOT
from tests.markup import parse
from tests.resources.pandoc import plain
from tests.resources.records import EACH, URL, a_record, citing, of_type
from tests.resources.zotero import imports

ENVIRONMENT = theme.dress(Environment(loader=FileSystemLoader(ROOT / "theme" / "templates"), **theme.OPTIONS))
KINDS = {
    "auteur": "author", "direction": "editor", "traduction": "translator", "realisation": "author",
    "photographie": "contributor", "entretien": "contributor", "commissariat": "author",
}  # fmt: skip
OWN = {
    ("film", "realisation"): "director", ("film", "auteur"): "scriptwriter", ("film", "traduction"): "contributor",
    ("temoignage", "auteur"): "interviewee", ("temoignage", "entretien"): "interviewer",
}  # fmt: skip
"""What Zotero calls those who made it."""


def head(*records):
    """A page with the head of the first record."""
    drawn = ENVIRONMENT.get_template("record_head.html").render(page=records[0], cite=citing(*records))
    return f"<!doctype html><html><head><title>x</title>{drawn}</head><body></body></html>"


def listed(*records):
    """What a list adds to its page."""
    sheet = SimpleNamespace(records=records, of=SimpleNamespace(url="/ressources/type/livre/", records=records))
    return ENVIRONMENT.get_template("list_cite.html").render(sheet=sheet, cite=citing(*records))


def kept(record):
    """The one item that Zotero keeps of a record's page."""
    [item] = imports(head(record))
    return item


@pytest.mark.parametrize("type", EACH)
def test_the_item_is_the_record(type):
    record, item = of_type(type), kept(of_type(type))
    assert item["itemType"] == ITEMS[type]
    assert item["title"] == plain(record.title).replace("'", "’")
    wanted = [(OWN.get((type, one.role), KINDS[one.role]), *one.parts) for one in record.creators]
    assert sorted(item.get("creators", [])) == sorted(wanted)
    assert item["date"] == (record.date.words if type == "archive" else record.date.edtf)


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("livre", {"ISBN": "9791021000612", "publisher": "La Navette", "place": "Lille", "language": "fr",
                   "callNumber": "331.4 EXE", "tags": ["Travail et salaires", "Nord & Hainaut"],
                   "rights": "Tous droits réservés.", "url": "https://www.example.org/ressources/mlb-1/"}),
        ("chapitre", {"bookTitle": "Filer, tisser", "pages": "12-34", "publisher": "La Navette"}),
        ("article", {"publicationTitle": "Revue de l’Exemple", "volume": "3", "issue": "4", "pages": "12-34",
                     "ISSN": "1234-5679", "DOI": "10.1234/abc"}),
        ("rapport", {"institution": "Ville d’Exemple", "kind": "Rapport"}),
        ("archive", {"archiveLocation": "4 H 12", "kind": "Archive ou document"}),
        ("jalon", {"publicLawNumber": "Ordonnance du 21 avril 1944"}),
    ],
)  # fmt: skip
def test_its_fields_are_those_of_the_record(type, fields):
    item = kept(of_type(type))
    assert {name: item.get(name) for name in fields} == fields


@pytest.mark.parametrize("type", EACH)
def test_nothing_becomes_an_article_or_a_page_by_accident_even_without_its_own_type(type):
    """Were `z:itemType` to be forgotten, the tags alone would not say an article."""
    bare = head(of_type(type)).replace('<meta name="z:itemType"', '<meta name="nothing"')
    expected = ITEMS[type] if type in ("livre", "chapitre", "article", "rapport") else "webpage"
    assert [item["itemType"] for item in imports(bare)] == [expected]


@pytest.mark.parametrize("type", ["livre", "rapport"])
def test_a_title_of_highwire_never_comes_alone(type):
    bare = head(a_record(type=type, date="1924"))
    assert "citation_" not in bare
    assert "journalArticle" not in [item["itemType"] for item in imports(bare.replace("z:itemType", "nothing"))]


def test_an_old_book_without_isbn_is_a_book():
    item = kept(a_record(creators=[{"name": "Exemple, Anne"}], date="1924"))
    assert (item["itemType"], item["creators"]) == ("book", [("author", "Exemple", "Anne")])


@pytest.mark.parametrize(
    "creators",
    [
        [{"name": "Exemple, Anne", "role": "direction"}],
        [{"name": "Exemple, Anne"}, {"name": "Essai, Badr", "role": "traduction"}],
        [{"name": "Grand Exemple, Anne Marie"}, {"name": "Essai, Badr"}],
        [{"name": "Archives de l'Exemple"}],
        [{"name": "CNIL"}],
    ],
)
def test_every_name_is_kept_with_its_role(creators):
    record = of_type("livre", creators=creators)
    wanted = [(KINDS[one.role], *one.parts) for one in record.creators]
    assert sorted(kept(record)["creators"]) == sorted(wanted)


def test_who_directs_a_law_is_no_editor_and_who_speaks_is_a_creator():
    law = of_type("jalon", creators=[{"name": "Plume, Inès", "role": "direction"}])

    assert ("bib:contributors", "Plume, Inès") in meta(law, URL, {})
    assert ("DC.creator", "Voix, Denise") in meta(of_type("temoignage"), URL, {})


@pytest.mark.parametrize("name", ["Insee", "Voix, Denise", "Ville d’Exemple"])
def test_an_organisation_of_several_words_alone_ends_by_a_comma(name):
    assert name_of(Creator(name)) == (f"{name}," if name == "Ville d’Exemple" else name)


def test_a_person_and_a_date_without_a_law_are_no_items():
    assert imports(head(a_record(type="personne"))) == []
    assert imports(head(a_record(type="jalon", date="1944-04-21"))) == []


def test_a_disputed_date_is_kept_in_words_and_written_as_edtf():
    sources = [{"title": "a", "says": "1915-10-20"}, {"title": "b", "says": "1915-10-21"}]
    record = of_type("archive", date="[1915-10-20,1915-10-21]", sources=sources)
    assert kept(record)["date"] == "20 ou 21 octobre 1915"
    assert '<meta name="DCTERMS.issued" content="[1915-10-20,1915-10-21]">' in head(record)


def test_the_page_of_a_record_has_no_coins_and_a_list_has_one_a_line():
    records = [of_type(type, id=f"MLB-{n}") for n, type in enumerate(EACH)]
    assert "Z3988" not in head(*records) and "Z3988" not in (ROOT / "theme/templates/record.html").read_text()
    items = imports(
        f"<html><head></head><body>{listed(*records, a_record(id='MLB-99', type='personne'))}</body></html>"
    )
    assert [item["itemType"] for item in items] == [ITEMS[type] for type in EACH]
    assert [item["title"] for item in items] == [plain(one.title).replace("'", "’") for one in records]
    assert [item["url"] for item in items] == [f"https://www.example.org{one.url}" for one in records]


def test_coins_on_a_list_are_light():
    spans = listed(*(of_type("livre", id=f"MLB-{n}") for n in range(25)))
    assert spans.count("<span") == 25 and len(spans) / 25 < 420


def test_a_list_where_nothing_is_cited_offers_no_file():
    assert listed(a_record(type="personne")).strip() == ""
    assert 'href="/ressources/type/livre/liste.ris"' in listed(of_type("livre"))


TYPES = {
    "livre": "Book", "chapitre": "Chapter", "article": "Article", "rapport": "Report", "archive": "ArchiveComponent",
    "film": "Movie", "temoignage": "AudioObject", "exposition": "ExhibitionEvent", "mallette": "LearningResource",
    "jalon": "Legislation",
}  # fmt: skip


def linked(*records):
    """The JSON-LD of a page, parsed."""
    [script] = parse(head(*records)).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(script)


@pytest.mark.parametrize("type", EACH)
def test_a_search_engine_knows_what_a_record_is(type):
    found = linked(of_type(type))
    assert (found["@type"], found["@id"]) == (TYPES[type], "https://www.example.org/ressources/mlb-1/")
    assert found["name"] == "Les fileuses de l’Escaut"


def test_a_person_is_linked_from_what_is_about_her():
    person = a_record(id="MLB-2", type="personne", born="1880-07-15", born_at="Lille", died="1918~", names=["Alice"])
    book = of_type("livre", people=[person.slug])
    assert linked(book, person)["about"] == [{"@type": "Person", "@id": linked(person)["@id"]}]
    assert (linked(person)["birthDate"], linked(person)["alternateName"]) == ("1880-07-15", ["Alice"])
    assert "deathDate" not in linked(person)


def test_a_title_that_closes_the_script_stays_a_title():
    record = of_type("livre", title="</script><script>alert(1)</script> & <!-- « x »")
    assert plain(linked(record)["name"]) == "</script><script>alert(1)</script> & <!-- « x »"
    assert head(record).count("<script") == 1
