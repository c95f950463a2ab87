"""The centre on the site: each record that may be asked for leads to its form, and says how."""

from tests.markup import parse


def test_each_record_leads_to_its_form_and_no_other_has_one(town_site):
    asked = {one.url for one in town_site.catalogue.holdings if {"sur place", "prêt"} & set(one.consult)}
    forms = {url for url in town_site.pages if url.endswith("/demande/")}

    assert asked == forms != set()
    for holding in town_site.catalogue.holdings:
        links = parse(town_site.pages[holding.record_url]).xpath("//main//a/@href")
        assert (holding.url in links) == (holding.url in asked)


def test_the_privacy_page_tells_what_the_centre_keeps(town_site):
    page, loan = town_site.pages["/vie-privee/"], town_site.pages["/vie-privee/loan/"]

    assert "après le retour du document" in page and "après la réponse" in page
    assert "seuls les agents du centre de ressources" in loan and "après le retour du document" in loan
