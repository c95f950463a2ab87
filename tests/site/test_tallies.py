"""The pages of results of a vote: what one must find there, in words, and nothing that would tell of a few people."""

from zipfile import ZipFile

import pytest

from tests.markup import parse
from tests.pages import plain


@pytest.fixture(scope="module")
def counted(site):
    """The address of the results of each counted vote: by choices, without a decision; by points, decided."""
    by_code = {site.catalogue.edition(one.edition).ballot.kind: one.url for one in site.catalogue.counted}
    return by_code["approbation"], by_code["points"]


def words(site, url):
    """The words of the content of a page."""
    return plain(parse(site.pages[url]).find(".//main").text_content())


def rows(site, url):
    """The rows of the table of an area, over its pages."""
    found = []
    while url:
        tree = parse(site.pages[url])
        found += tree.xpath("//table//tbody/tr")
        url = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    return found


def test_the_first_page_says_the_whole_then_each_chosen_project_its_cost_and_where_it_is(site, counted):
    main = parse(site.pages[counted[0]]).find(".//main")
    won = main.xpath(".//li/span")
    costs = [plain(one.text_content()).rpartition(", ")[2] for one in won]
    whole = sum(int(cost.removesuffix(" €").replace(" ", "")) for cost in costs)

    money = f"{whole:,} €.".replace(",", " ")
    assert plain(main.xpath("string(p[@class='lead'])")).startswith(f"{len(won)} projets choisis, pour {money}")
    assert won and all(site.file(one).exists() for one in main.xpath(".//li/span/a/@href"))


def test_who_voted_is_told_once_with_the_ballots_that_do_not_count(site, counted):
    said = words(site, counted[0])

    assert "274 personnes ont voté" in said and "210 (77 %)" in said and "Qui a voté" not in said
    assert "5 bulletins ne comptent pas : lesquels, et pourquoi." in said


def test_the_number_of_a_page_is_a_sentence_of_its_own(site, counted):
    assert "bulletins comptés. Page 1 sur 2." in words(site, f"{counted[0]}zone-1/")
    assert "saisis ensemble. Page 2 sur 2." in words(site, f"{counted[0]}lots/2/")


def test_each_area_lists_all_its_projects_those_that_are_chosen_first(site, counted):
    found = rows(site, f"{counted[0]}zone-1/")
    states = [row.xpath("string(.//strong)") for row in found]

    assert len(found) == 18 and states == sorted(states) and set(states) == {"Choisi", "Pas choisi"}
    assert all(row.xpath(".//th/a/@href") and "voix" in row.xpath("string(.//b)") for row in found)


def test_the_picture_says_nothing_that_the_table_does_not(site, counted):
    found = rows(site, f"{counted[0]}zone-1/")
    drawn = [(int(row.xpath("string(.//b)").split()[0]), row.xpath("string(.//path/@d)")) for row in found]
    longest = max(votes for votes, _ in drawn)

    assert all(path == f"M0 0h{round(100 * votes / longest)}v1H0z" for votes, path in drawn)
    assert all(row.xpath(".//svg/@aria-hidden") == ["true"] for row in found)


def test_of_a_few_ballots_no_number_is_told(site, counted):
    url = f"{counted[0]}zone-2/"
    said = words(site, url)

    assert "Moins de 5 bulletins comptés" in said and "deviner qui a choisi quoi" in said and "voix" not in said
    assert not site.file(f"{url}bulletins.pb").exists() and "bulletins.pb" not in site.pages[url]
    assert not parse(site.pages[url]).xpath("//table//svg") and "par internet" not in said


def test_an_area_without_a_project_says_so(site, counted):
    assert "Aucun projet n’était au vote" in words(site, f"{counted[0]}zone-3/")


def test_points_are_told_with_the_votes_and_equal_shares_with_their_share(site, counted):
    said = words(site, f"{counted[1]}zone-1/")
    assert "points (" in said and "voix)" in said and "la part de chaque personne était de" in said


def test_it_is_an_advice_until_the_council_decided(site, counted):
    before, after = (words(site, url) for url in counted)

    assert "Le vote est un avis : le conseil municipal décide." in before and "a décidé" not in before
    assert "Le conseil municipal a décidé" in after and "Tout se fera." in after and "Lire la délibération" in after


def test_the_draw_can_be_made_again(site, counted):
    for one in site.catalogue.counted:
        seed, said = site.catalogue.edition(one.edition).seed, words(site, f"{one.url}decompte/")
        assert f"« {seed} »" in said and f"« {seed}|12 »" in said and "SHA-256" in said


def test_what_does_not_agree_is_told_and_every_batch(site, counted):
    said = words(site, f"{counted[0]}decompte/")
    assert "Une signature sans enveloppe" in said and "une signature de plus" in said and "Bulletin blanc : 3" in said

    assert len(rows(site, f"{counted[0]}lots/")) == 19


def test_an_edition_its_areas_and_its_projects_lead_to_the_results(site, counted):
    home = counted[0].removesuffix("resultats/")
    assert f'href="{counted[0]}"' in site.pages[home]
    assert f'href="{counted[0]}zone-1/"' in site.pages[f"{home}zone-1/"]
    assert f'href="{counted[0]}zone-1/"' in site.pages[home]
    assert words(site, home).index("Combien de personnes ont voté") < words(site, home).index("Qui peut participer")
    assert f'href="{counted[0]}zone-1/"' in site.pages[f"{home}1/"] and "voix." in words(site, f"{home}1/")


def test_all_files_are_beside_the_pages_and_in_the_archive(site, counted):
    page = parse(site.pages[counted[0]])
    zip_url, json_url = page.xpath("//main//a[@download]/@href")
    with ZipFile(site.file(zip_url)) as made:
        assert made.namelist() == ["decompte.json", "zone-1.pb", "zone-4.pb"]
        assert made.read("zone-1.pb") == site.file(f"{counted[0]}zone-1/bulletins.pb").read_bytes()
        assert made.read("decompte.json") == site.file(json_url).read_bytes()


def test_how_to_count_again_has_the_lines_to_type(site, town_site, counted):
    commands = [pre.text_content() for pre in parse(site.pages["/recompter/"]).xpath("//main//pre")[-2:]]
    assert commands[0].startswith(f"git clone {site.catalogue.site.source} ville && cd ville && make ")
    assert commands[1] == ".venv/bin/python -m formservice.cli count DOSSIER"

    said = words(town_site, "/recompter/")
    assert "git clone" not in said and "L’adresse du programme n’est pas encore publiée. Demandez-le-nous" in said
    assert "Python 3.11" in said and "Le décompte publié est juste" in said
    assert 'href="/recompter/"' in site.pages[counted[0]] and 'href="/contact/"' in town_site.pages["/recompter/"]


def test_how_it_is_counted_is_told_before_the_vote(site, commune):
    for slug in (commune.edition, commune.voting):
        said = words(site, f"/participation/{slug}/")
        assert f"« {site.catalogue.edition(slug).seed} »" in said and "classés par nombre de voix" in said
    assert "classés par nombre de voix" in words(site, f"/participation/{commune.voting}/voter/")


def test_the_service_knows_of_results_in_a_few_words(site):
    assert len(str(site.catalogue.counted)) < 400 and "Choice" not in str(site.catalogue.counted)
