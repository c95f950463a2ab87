"""The pages of participatory budgets: what one must find there, and nothing that is not known."""

import pytest

from tests.built import build
from tests.commune import generate
from tests.markup import parse
from tests.pages import plain
from tests.site.ecoindex import count_elements
from tests.site.test_budget import FIRST_VIEW, first_view, over


def words(site, url):
    """The words of the content of a page."""
    return plain(parse(site.pages[url]).find(".//main").text_content())


def test_an_edition_says_what_is_under_way_and_how_to_take_part(site, commune):
    url = f"/participation/{commune.edition}/"
    said = words(site, url)

    assert "Dépôt des idées" in said and said.count("En ce moment") >= 2
    for told in ("à partir de 9 ans", "2 idées au plus", "le conseil et les jurés", "Version 2", "3 semaines"):
        assert told in said, told
    assert "Le conseil municipal décide" in said and site.catalogue.site.telephone in said


def test_the_form_is_led_to_only_while_it_takes_ideas(site, commune):
    open, voting = (f"/participation/{slug}/" for slug in (commune.edition, commune.voting))
    assert f"{open}proposer/" in site.pages[open]
    assert f"{voting}proposer/" not in site.pages[voting]


def test_the_first_page_says_that_one_may_take_part_now(site):
    assert "En ce moment" in words(site, "/") and "En ce moment" in words(site, "/participation/")


def test_each_area_numbers_its_projects(site, commune):
    edition = site.catalogue.edition(commune.voting)
    for area in edition.areas:
        said = words(site, edition.area_url(area))
        assert "Enveloppe" in said and "Vote des habitants" in said and "Version 2" in said
    mine = [one for one in site.catalogue.outcomes if one.edition == edition.slug]
    led = {
        link for area in edition.areas for link in parse(site.pages[edition.area_url(area)]).xpath("//main//a/@href")
    }
    assert {one.url for one in mine} <= led and len(mine) == 12


def test_a_project_says_its_status_first_and_a_refusal_its_reason(site):
    for one in site.catalogue.outcomes:
        said = words(site, one.url)
        assert said.startswith(f"{plain(one.title)} N° {one.number} "), said[:80]
        if one.status == "refuse":
            assert "l’arbre n’y survivrait pas" in said and "second examen" in said and "Décidé le" in said
        if one.status == "choisi":
            assert "Retenu pour le vote par nos services le" in said and "Décidé le" not in said


def test_the_number_of_an_idea_that_was_merged_leads_to_the_project(site, commune):
    page = site.pages[f"/participation/{commune.voting}/1003/"]
    assert f"/participation/{commune.voting}/3/" in parse(page).xpath("//main//a/@href")


def test_the_news_of_a_project_are_told_newest_first(site):
    done = next(one for one in site.catalogue.outcomes if one.status == "termine")
    said = words(site, done.url)
    assert said.index("C’est fini.") < said.index("C’est commencé !")


def test_nothing_is_said_of_a_past_edition_that_is_not_known(town_site):
    past = next(one for one in town_site.catalogue.editions if not one.phases)
    pages = [past.url, *(past.area_url(area) for area in past.areas)]
    for said in (words(town_site, url) for url in pages):
        assert not [word for word in ("Enveloppe", "calendrier", "règlement", "En ce moment", "€") if word in said]


def test_the_rules_of_the_town_say_what_the_edition_applies(town_site):
    edition = next(one for one in town_site.catalogue.editions if one.phases)
    said = words(town_site, edition.rules.document)

    assert f"Version {edition.rules.version}, adoptée le 15 octobre 2026" in said and edition.code in said
    for area in edition.areas:
        assert f"{', '.join(area.quartiers)} : {area.envelope:,}".replace(",", " ") in said.replace(",", " ")
    assert f"à partir de {edition.who.age} ans" in said and "Trois idées au plus" in said and edition.limit == 3
    assert f"pendant {edition.contest.days} jours" in said and "un à trois projets" in said
    assert all(who.removeprefix("les ") in said for who in edition.who.barred)


@pytest.fixture(scope="module")
def crowded(commune, tmp_path_factory):
    """The commune with four hundred projects, built."""
    other = generate(tmp_path_factory.mktemp("crowded"), commune.seed, commune.now, projects=400)
    return build(other.folder, tmp_path_factory.mktemp("releases") / "crowded", other.now)


def test_four_hundred_projects_keep_each_page_light(crowded, commune):
    assert sum(one.edition == commune.voting for one in crowded.catalogue.outcomes) == 400
    assert over(crowded, lambda html: first_view(crowded, html), FIRST_VIEW) == {}
    heavy = over(crowded, count_elements, 145)
    assert [url for url in heavy if url.startswith("/participation/") and not url.endswith("/proposer/")] == []
