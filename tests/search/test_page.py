"""The page of results, as a visitor meets it."""

import gzip
import logging
import re
import sqlite3
from contextlib import closing, suppress

import pytest

from formservice.search import asked
from formservice.search.finding import find
from formservice.search.index import NoIndex, opened
from formservice.search.results import A_PAGE, shown
from tests.markup import parse
from tests.pages import Client
from tests.site.ecoindex import count_elements

URL = "/recherche/"
ELSEWHERE = re.compile(
    r"/404\.html|/a-z/.*"
    # A title like that of the page that leads to them: a day of an activity, its dates, a form, a sheet, what
    # speaks of a person.
    r"|/agenda/[^/]+/(\d{4}-\d\d-\d\d|dates)/|/agenda/(lieu|niveau)/[^/]+/|/ressources/.+/(demande|fiche|notices)/"
    # What follows a first page.
    r"|/agenda/semaine/.*|/ressources/.+/\d+/|/participation/[^/]+/(resultats/)?[a-z][^/]*/\d+/"
)
"""Pages that the search leaves to another, which leads to them."""


@pytest.fixture
def visitor(app_on, town_site) -> Client:
    """Somebody on the town's site."""
    return Client(app_on(town_site.folder, town_site.now))


def ask(visitor, text, **more):
    return visitor.get(URL, typography=False, query_string={"q": text} | more)


def test_the_number_of_pages_is_in_the_title_and_the_heading(visitor):
    page = ask(visitor, "salon numérique")

    assert re.fullmatch("[0-9]+ pages trouvées pour « salon numérique »", page.h1)
    assert page.title.startswith(page.h1.split(" pour ")[0])
    assert page.field("q") == "salon numérique"
    assert "/agenda/salon-numerique/" in page.links()


def test_a_result_has_a_title_a_line_and_what_it_is(visitor):
    page = ask(visitor, "salon numérique")
    first = page.tree.xpath("//main//ol/li")[0]

    assert first.xpath("h2/a/@href") == ["/agenda/salon-numerique/"]
    assert first.xpath("p//mark") and first.xpath("string(small)") == "Ordinateur, CCAS, Espace Solidarité Raymond-Bédé"


def test_a_line_of_an_activity_says_what_its_answers_answer(visitor):
    found = ask(visitor, "ordinateur attend").tree.xpath("//ol/li[h2/a/@href='/agenda/ordinateur-premiers-pas/']/p")
    assert "À apporter\u00a0: Rien. Un ordinateur vous attend." in found[0].text_content()


def test_results_come_ten_by_ten_and_every_page_is_reached(visitor):
    page, seen = ask(visitor, "numérique"), []
    while True:
        links = page.tree.xpath("//main//ol//a/@href")
        assert 0 < len(links) <= A_PAGE
        seen += links
        after = page.tree.xpath("//a[@rel='next']/@href")
        if not after:
            break
        page = visitor.get(after[0], typography=False)
    assert len(seen) == len(set(seen)) > A_PAGE
    assert page.h1.startswith(f"{len(seen)} pages")


def test_a_kind_is_chosen_by_a_link_with_its_count(visitor):
    page = ask(visitor, "numérique")
    choices = page.tree.xpath("//main//nav[@aria-label='Choisir une sorte de pages']/a")
    lieux = next(link for link in choices if link.text.startswith("Lieux"))
    chosen = visitor.get(lieux.get("href"), typography=False)

    assert chosen.h1.startswith(lieux.text.removeprefix("Lieux (").removesuffix(")"))
    assert all(url.startswith("/lieux/") for url in chosen.tree.xpath("//main//ol//a/@href"))


def test_a_word_mistyped_shows_what_was_understood(visitor):
    page = ask(visitor, "permanance")

    assert page.says("Rien pour « permanance ». Voici les pages pour « permanence »")
    assert "/agenda/permanence-numerique/" in page.links()


def test_words_that_meet_nowhere_are_said_so(visitor):
    page = ask(visitor, "Louise Michel")

    assert page.says("Aucune page ne contient tous ces mots ; voici celles qui en contiennent une partie.")


def test_what_tells_two_pages_of_one_name_apart_is_said_once(visitor):
    page = ask(visitor, "Louise de Bettignies")
    twins = [one for one in page.tree.xpath("//main//ol/li") if one.xpath("h2/a[contains(., '(')]")]

    assert len(twins) > 1 and not any(one.xpath("small") for one in twins)


def test_without_result_one_is_told_what_to_do(visitor):
    page = ask(visitor, "zorglub")

    assert page.h1 == "Aucune page trouvée pour « zorglub »"
    assert "/a-z/" in page.links() and any(link.startswith("tel:") for link in page.links())


@pytest.mark.parametrize("text", ["", "   ", "\0"])
def test_without_a_question_there_is_the_box_and_ways_in(visitor, text):
    page = ask(visitor, text)

    assert page.h1 == "Rechercher" and page.field("q") == "" and "/a-z/" in page.links()


@pytest.mark.parametrize(
    "more",
    [
        {"page": "0"},
        {"page": "9" * 4_400},
        {"page": "99999999999999999999"},
        {"page": "x"},
        {"page": "²"},
        {"sorte": "rien"},
    ],
)
def test_an_address_made_up_still_answers(visitor, more):
    assert ask(visitor, "numérique", **more).h1


def test_what_is_typed_is_shown_as_words(visitor):
    page = ask(visitor, '<img src=x> "agenda" &amp;')

    assert "<img src=x>" not in page.html and page.field("q") == '<img src=x> "agenda" &amp;'


def test_no_engine_lists_the_results(visitor):
    assert ask(visitor, "agenda").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("text", ["numérique", "louise de bettignies", "femmes", "téléphone"])
def test_results_weigh_a_kilobyte(visitor, text):
    blank, page = visitor.get(URL), ask(visitor, text)

    assert len(gzip.compress(page.body, 9)) - len(gzip.compress(blank.body, 9)) < 1_500
    assert count_elements(page.html) <= 180


@pytest.mark.parametrize("damage", ["missing", "empty", "torn", "other"])
def test_without_its_index_the_search_leads_to_the_list(app_on, site, tmp_path, damage, caplog):
    release = tmp_path / "release"
    release.mkdir()
    for name in ("site", "templates", "catalogue.json"):
        (release / name).symlink_to(site.folder / name)
    whole = (site.folder / "search.sqlite").read_bytes()
    if damage == "other":
        with sqlite3.connect(release / "search.sqlite") as base:
            base.execute("CREATE TABLE pages (id)")
    elif damage != "missing":
        (release / "search.sqlite").write_bytes({"empty": b"", "torn": whole[:4096] + b"\1" * 8192}[damage])
    with caplog.at_level(logging.ERROR):
        page = Client(app_on(release, site.now)).get(f"{URL}?q=secretword", 303)

    assert page.location == "/a-z/" and site.file("/a-z/").exists()
    assert "search.sqlite" in caplog.text and "secretword" not in caplog.text


def test_each_page_of_a_site_is_found_by_its_title(built):
    pages = {url: parse(html).findtext(".//h1") for url, html in built.pages.items() if not ELSEWHERE.fullmatch(url)}
    with opened(built.folder) as index:
        found = {
            title: [index.page(hit.page).url for hit in find(index, asked.cut(title)).hits] for title in pages.values()
        }
    assert {url: title for url, title in pages.items() if url not in found[title]} == {}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("chronologie", "/ressources/chronologie/"), ("sujets", "/ressources/sujet/"),
        ("question de recherche", "/ressources/question/"), ("poser une question", "/ressources/question/"),
    ],
)  # fmt: skip
def test_the_ways_into_the_centre_are_found_first(built, text, url):
    with opened(built.folder) as index:
        assert index.page(find(index, text).hits[0].page).url == url


DAMAGE = {
    "letters": "UPDATE pages SET title = CAST(x'ff' AS TEXT)",
    "vanished": "UPDATE words SET stem = 'zorglub' WHERE word = 'numerique'; DELETE FROM words WHERE word = 'agenda'",
    "kind": "UPDATE pages SET weight = 'x', summary = NULL",
    "synonyms": "UPDATE synonyms SET many = x'00'",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_rows_that_were_damaged_are_never_a_bug(town_site, tmp_path, how):
    with closing(sqlite3.connect(tmp_path / "search.sqlite")) as base:
        base.deserialize((town_site.folder / "search.sqlite").read_bytes())
        base.executescript(f"PRAGMA writable_schema = 1; PRAGMA ignore_check_constraints = 1; {DAMAGE[how]}")
        (tmp_path / "search.sqlite").write_bytes(base.serialize())
    for text in ("salon numérique", "agend", "ivg"):
        with suppress(NoIndex), opened(tmp_path) as index:
            shown(index, find(index, text), text, "", "1")


def test_a_question_that_the_index_refuses_does_not_accuse_it(town_site):
    with pytest.raises(NoIndex, match="pas en cause") as refused, opened(town_site.folder) as index:
        index.hits("AND (secretword)")
    assert "secretword" not in str(refused.value)
