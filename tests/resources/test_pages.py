"""The catalogue as it is built: every record found, counted, paged, dated and told with its sources."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from formservice.catalogue.dates import read
from formservice.theme import day_words
from plugins.frontmatter import read_file
from plugins.resources.lists import LEFT, SIZE, slug
from tests.built import Built, build
from tests.commune import a_now, generate
from tests.conftest import SEED
from tests.markup import faults, parse
from tests.site.ecoindex import count_elements
from tests.site.test_budget import FIRST_VIEW, fetched, first_view
from tests.site.test_links import dead

MANY = 500


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> Built:
    """A commune whose centre has five hundred records, and opens in forty days."""
    now = a_now(SEED)
    opens = str(now.date() + timedelta(days=40))
    commune = generate(tmp_path_factory.mktemp("crowded"), SEED, now, notices=MANY, opens=opens)
    start = perf_counter()
    built = build(commune.folder, tmp_path_factory.mktemp("releases") / "crowded", now)
    print(f"\n{MANY} records, {len(built.pages)} pages, built in {perf_counter() - start:.1f} s")
    return built


@pytest.fixture(params=["crowded", "town_site"])
def centre(request) -> Built:
    """A centre of five hundred records, and the town's."""
    return request.getfixturevalue(request.param)


@cache
def read_all(root: Path) -> dict[str, tuple[str, dict]]:
    """(file, front matter) of every record, by its address."""
    found = {path.stem: read_file(path).data for path in sorted((root / "content/ressources").glob("*.md"))}
    return {f"/ressources/{one['id'].lower()}/": (name, one) for name, one in found.items()}


def records(built: Built) -> dict[str, dict]:
    """The front matter of every record, by its address."""
    return {url: one for url, (_, one) in read_all(built.root).items()}


def files(built: Built) -> dict[str, str]:
    """The file of each record, by its address."""
    return {url: name for url, (name, _) in read_all(built.root).items()}


def listed(built: Built, url: str) -> list[str]:
    """The records of a list, page after page, as one follows « Page suivante »."""
    found: list[str] = []
    while url:
        tree = parse(built.pages[url])
        links = tree.xpath("//ul[@class='links rows']/li/a/@href | //ol[@class='rail']/li/a/@href")
        assert 0 < len(links) <= SIZE + LEFT, url
        found += links
        url = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    return found


def count(built: Built, url: str) -> int:
    """The number a list says it has."""
    return int(re.match(r"\d+", parse(built.pages[url]).xpath("string(//p[@class='lead'])"))[0])


def test_every_record_has_its_page_with_its_title_and_its_sources(centre):
    for url, one in records(centre).items():
        page = parse(centre.pages[url])
        cited = page.xpath("string(//main)")
        assert slug(page.findtext(".//h1")) == slug(one["title"]), url
        assert all(slug(source["title"]) in slug(cited) for source in one["sources"]), url


@pytest.mark.parametrize(
    ("way", "key"), [("type", "type"), ("sujet", "subjects"), ("lieu", "places")]
)  # fmt: skip
def test_each_list_holds_all_its_records_and_says_how_many(centre, way, key):
    groups: dict[str, set[str]] = {}
    for url, one in records(centre).items():
        for name in [one[key]] if key == "type" else one.get(key, ()):
            address = "/ressources/personnes/" if name == "personne" else f"/ressources/{way}/{slug(name)}/"
            groups.setdefault(address, set()).add(url)
    for address, expected in groups.items():
        found = listed(centre, address)
        assert set(found) == expected and len(found) == len(expected) == count(centre, address), address


def years(record):
    """The years a record stands for, as its front matter says them: those it speaks of, or the one it began in."""
    if record.get("covers"):
        spoken = read(record["covers"])
        return range(spoken.first.year, spoken.last.year + 1)
    date = record.get("born") or record.get("date")
    return [read(date).year] if date else []


def test_a_period_lists_what_speaks_of_it(centre):
    spans = {url: years(one) for url, one in records(centre).items()}
    for period in centre.catalogue.site.collection.periods:
        own = range(period.since, period.until + 1)
        expected = {url for url, span in spans.items() if set(span) & set(own)}
        address = f"/ressources/periode/{period.slug}/"
        assert (address in centre.pages) == bool(expected)
        assert not expected or set(listed(centre, address)) == expected and count(centre, address) == len(expected)


def test_a_person_has_a_list_of_what_speaks_of_her(centre):
    people = {name: url for url, (name, one) in read_all(centre.root).items() if one["type"] == "personne"}
    for name, url in people.items():
        about = {
            other for other, one in records(centre).items()
            if name in one.get("people", ()) or name in {made.get("person") for made in one.get("creators", ())}
        }  # fmt: skip
        assert (f"{url}notices/" in centre.pages) == bool(about), name
        assert not about or set(listed(centre, f"{url}notices/")) == about


def test_the_timeline_leads_through_every_milestone_in_order(centre):
    told = parse(centre.pages["/ressources/chronologie/"]).xpath("//ol[@class='rail']/li/a/@href")
    found = [url for period in told for url in listed(centre, period)]
    milestones = {url: one for url, one in records(centre).items() if one["type"] == "jalon"}
    assert set(found) == set(milestones) and len(found) == len(milestones)
    firsts = [read(milestones[url]["date"]).first for url in found]
    assert firsts == sorted(firsts)


def test_a_disputed_date_is_told_with_who_says_it(centre):
    disputed = {url: one for url, one in records(centre).items() if one.get("date", "").startswith("[")}
    assert disputed
    for url, one in disputed.items():
        facts = parse(centre.pages[url]).xpath("string(//dl[@class='facts'])")
        for source in (source for source in one["sources"] if "says" in source):
            assert slug(f"{read(source['says']).words} ({source['title']})") in slug(facts), url


def test_what_was_not_seen_in_a_source_is_to_be_checked(centre):
    for url, one in records(centre).items():
        assert ("À vérifier" in centre.pages[url]) == bool(one.get("to_check")), url


def test_a_trail_leads_to_its_records_and_has_a_sheet_to_fill_in(centre):
    addresses = {name: url for url, name in files(centre).items()}
    for path in (centre.root / "content/parcours").glob("*.md"):
        steps = read_file(path).data["steps"]
        for url in (f"/ressources/parcours/{path.stem}/", f"/ressources/parcours/{path.stem}/fiche/"):
            tree = parse(centre.pages[url])
            assert tree.xpath("//ol[@class='steps']/li//a/@href") == [addresses[step["record"]] for step in steps]
        assert len(tree.xpath("//*[@class='lines']")) == len([step for step in steps if "question" in step])


def test_a_person_leads_to_the_trails_that_follow_her(town_site):
    trails = parse(town_site.pages["/ressources/mlb-2/"]).xpath("//a[contains(@href, '/parcours/')]/@href")
    assert "/ressources/parcours/sur-les-pas-de-louise/" in trails
    assert "/ressources/parcours/cent-ans-de-droits-en-dix-dates/" not in trails


def test_the_first_page_leads_to_every_kind_of_record_with_its_count(centre):
    ways = parse(centre.pages["/ressources/"]).xpath("//p[@class='flow']/a[not(@type)]")
    links = {one.get("href"): one.text for one in ways}
    for url, words in links.items():
        assert words.endswith(f"({count(centre, url)})"), url
    types = {one["type"] for one in records(centre).values()}
    assert {f"/ressources/type/{one}/" for one in types - {"personne"}} <= set(links)


def test_five_hundred_records_hold_the_budgets_and_lead_nowhere_wrong(crowded):
    """The promises of tests/site, for a catalogue that has grown."""
    assert len(records(crowded)) == MANY
    wrong = {}
    for url, html in crowded.pages.items():
        found = faults(html) + dead(crowded, url, html)
        found += [f"{count_elements(html)} elements"] if count_elements(html) > 180 else []
        found += ["too heavy"] if first_view(crowded, html) > FIRST_VIEW or len(fetched(html)) > 1 else []
        wrong |= {url: found} if found else {}
    assert wrong == {}


def test_a_collection_that_is_closed_says_when_it_opens(crowded, town_site):
    collection = crowded.catalogue.site.collection
    for url in ("/ressources/", collection.url):
        assert f"La collection ouvre le {day_words(collection.opens)}." in crowded.pages[url]
    assert "La collection ouvre le" not in town_site.pages["/ressources/"]


def test_the_house_tells_when_it_opens_and_what_comes_next(centre):
    collection = centre.catalogue.site.collection
    place, page = centre.catalogue.place(collection.place), centre.pages[collection.url]
    shut = [one for one in place.closures if one.until >= centre.now.date()]
    assert shut and all(one.why in page and one.why in centre.pages[place.url] for one in shut)
    coming = [
        activity.url for activity in centre.catalogue.activities
        if activity.place == place.slug and any(one.start > centre.now for one in activity.sessions)
    ]  # fmt: skip
    assert not coming or any(url in page for url in coming)
    assert "/ressources/" in parse(page).xpath("//ul[@class='ways']/li/a/@href")
