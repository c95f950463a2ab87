"""The published records can be cited: by a person, by Zotero, by a search engine."""

import json

import pytest

from formservice.catalogue.resources import CITATIONS
from plugins.resources.citing import bibtex, csl, ris
from tests.markup import parse
from tests.resources.pandoc import read
from tests.resources.zotero import imports

TYPES = {"bib": bibtex.TYPES, "ris": ris.TYPES}
PANDOC = {"interview": "musical_score", "motion_picture": "motion-picture"}
"""How pandoc names a recording (SOUND) and a film (MPCT) of RIS."""
FORMATS = {"bib": "bibtex", "ris": "ris", "json": "csljson"}


@pytest.fixture(scope="module")
def records(town_site):
    """What the release remembers: the type of each identifier."""
    return json.loads((town_site.folder / "identifiers.json").read_text())


@pytest.fixture(scope="module")
def cited(town_site):
    """The items of the whole catalogue, by identifier."""
    items = json.loads((town_site.folder / "site/ressources/catalogue.json").read_text())
    return {item["id"]: item for item in items}


def test_every_identifier_is_the_address_of_its_page(town_site, records):
    assert records
    assert [id for id in records if f"/ressources/{id.lower()}/" not in town_site.pages] == []


def test_every_page_of_what_is_cited_offers_the_item_that_the_catalogue_holds(town_site, records, cited):
    for id in records:
        html = town_site.pages[f"/ressources/{id.lower()}/"]
        titles = [item["title"] for item in imports(html)]
        assert titles == ([cited[id]["title"]] if id in cited else []), id
        assert "Z3988" not in html


def test_what_search_engines_read_is_about_the_page(town_site, records):
    for id in records:
        page = parse(town_site.pages[f"/ressources/{id.lower()}/"])
        [data] = page.xpath("//head/script[@type='application/ld+json']/text()")
        assert json.loads(data)["@id"] == f"{town_site.catalogue.site.url}/ressources/{id.lower()}/"


@pytest.mark.parametrize("ending", CITATIONS)
def test_the_files_that_a_page_offers_hold_its_record(town_site, cited, ending):
    for id, item in cited.items():
        url = f"/ressources/{id.lower()}/"
        [address] = parse(town_site.pages[url]).xpath(f"//main//a[@type='{CITATIONS[ending]}']/@href")
        [found] = read(town_site.file(address).read_text(), FORMATS[ending])
        assert found.get("URL") == item.get("URL"), id
        # BibTeX and RIS have fewer types than CSL: what they have no word for is « something else ».
        if item["type"] in TYPES.get(ending, csl.TYPES.values()):
            assert found["type"] in (item["type"], PANDOC.get(item["type"])), id


@pytest.mark.parametrize("ending", CITATIONS)
def test_the_whole_catalogue_is_one_file(town_site, cited, ending):
    text = (town_site.folder / f"site/ressources/catalogue.{ending}").read_text()
    assert len(read(text, FORMATS[ending])) == len(cited) > 0
