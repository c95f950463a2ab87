"""Every address leads somewhere; every content file has its page, and the map of the site knows it."""

from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from formservice import catalogue
from formservice.kinds import KINDS
from plugins import agenda
from plugins.frontmatter import read_file
from tests.markup import parse

SERVICE = ("/agenda/places/", "/suivi/", "/agents/", "/recherche/")
"""Addresses that the service answers, not a file."""
ATOM = "{http://www.w3.org/2005/Atom}"
UNLISTED = (
    "/404.html", "/agenda/semaine/", "/agenda/theme/", "/agenda/lieu/", "/agenda/niveau/", "/ressources/", "/a-z/",
    "/participation/",
)  # fmt: skip
"""Pages that the map leaves to their list."""


def ids(path: Path) -> list[str]:
    """The anchors of a page."""
    return [str(name) for name in parse(path.read_text(encoding="utf-8")).xpath("//@id")]


def dead(site, url: str, html: str) -> list[str]:
    """The addresses of a page that lead nowhere."""
    found = []
    for element, _, address, _ in parse(html).iterlinks():
        where = urlsplit(address)
        if where.scheme in ("tel", "mailto", "data") or element.tag == "form":
            continue
        # The name of a vocabulary, that nobody fetches.
        if element.get("rel", "").startswith("schema."):
            continue
        if where.scheme == "webcal":
            found += (
                []
                if site.catalogue.site.url.endswith(f"//{where.netloc}") and site.file(where.path).is_file()
                else [address]
            )
            continue
        if where.netloc or where.scheme:
            found += [] if where.scheme == "https" and element.tag == "a" else [address]
            continue
        path = where.path or url
        if path.startswith(SERVICE) or path.endswith("/voter/participation/"):
            continue
        there = path.startswith("/") and site.file(path).is_file()
        if not there or (where.fragment and where.fragment not in ids(site.file(path))):
            found.append(address)
    return found


def test_every_link_leads_somewhere(built):
    broken = {url: found for url, html in built.pages.items() if (found := dead(built, url, html))}
    assert broken == {}


def test_every_page_is_reached_from_the_first(built):
    seen, todo = set(), ["/"]
    while todo:
        if (url := todo.pop()) not in seen and url in built.pages:
            seen.add(url)
            todo += [urlsplit(link).path for link in parse(built.pages[url]).xpath("//a/@href")]
    assert set(built.pages) - seen == {"/404.html"}


def test_the_map_of_the_site_lists_every_page_once(built):
    listed = parse(built.pages["/plan/"]).xpath("//*[@class='flow']//a/@href")
    # The days of a weekly opening, and the dates for calendars, are led to by the page of the activity.
    days = {day.url for day in agenda.days(built.catalogue.activities, built.now)}
    days |= {f"{activity.url}dates/" for activity in built.catalogue.activities}
    asked = {url for url in built.pages if not url.startswith(UNLISTED)} - days
    asked -= {f"/vie-privee/{name}/" for name in KINDS}
    asked |= {"/participation/", *(edition.url for edition in built.catalogue.editions)}
    lists = {"/agenda/theme/", "/agenda/lieu/", "/agenda/niveau/", "/agenda/places/", "/a-z/", "/recherche/"}
    ways = {url for url in listed if url.startswith("/ressources/")}
    assert set(listed) == asked | lists | ways
    assert {"/ressources/", "/ressources/chronologie/", "/ressources/personnes/"} <= ways <= set(built.pages)
    assert len(listed) == len(set(listed))


def test_every_content_file_has_its_page(built):
    for path in (built.root / "content").rglob("*.md"):
        folder = path.parent.name
        if path.name == "README.md" or folder == "alertes":
            continue
        if folder in ("ressources", "parcours"):
            address = f"parcours/{path.stem}" if folder == "parcours" else read_file(path).data["id"].lower()
            assert f"/ressources/{address}/" in built.pages, path.name
            continue
        if folder == "projets":
            data = read_file(path).data
            assert f"/participation/{data['edition']}/{data['number']}/" in built.pages, path.name
            continue
        if folder == "decomptes":
            assert f"/participation/{path.stem}/resultats/" in built.pages, path.name
            continue
        slug = "" if folder == "pages" else f"{folder}/"
        special = {"accueil": "/", "introuvable": "/404.html"} if folder == "pages" else {}
        assert special.get(path.stem, f"/{slug}{path.stem}/") in built.pages, path.name


def test_the_feed_tells_the_news_with_whole_addresses(built):
    feed = ElementTree.parse(built.folder / "site/actualites/atom.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(list((built.root / "content/actualites").glob("*.md")))
    for entry in entries:
        link = urlsplit(entry.find(f"{ATOM}link").get("href"))
        assert link.scheme and link.netloc and link.path in built.pages
        body = parse(entry.findtext(f"{ATOM}content"))
        assert not [address for address in body.xpath("//@href|//@src") if address.startswith("/")]


def test_the_catalogue_is_the_same_after_a_round_trip(built, tmp_path):
    copy = tmp_path / "catalogue.json"
    copy.write_text(catalogue.dump(built.catalogue), encoding="utf-8")
    assert catalogue.load(copy) == built.catalogue
    assert copy.read_bytes() == (built.folder / "catalogue.json").read_bytes()


def test_a_build_is_the_same_twice(site, commune, tmp_path):
    from tests.built import build

    again = build(commune.folder, tmp_path / "again", commune.now)
    assert again.pages == site.pages
    for name in ("catalogue.json", "search.sqlite"):
        assert (again.folder / name).read_bytes() == (site.folder / name).read_bytes()
