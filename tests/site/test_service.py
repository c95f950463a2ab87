"""The site and the service are one: the same bytes, the same words, the same frame."""

from datetime import timedelta

from formservice.agenda import slots
from plugins import agenda
from tests.pages import Client
from tests.site.ecoindex import count_elements


def test_the_service_shows_the_pages_that_the_site_published(built, app_on):
    client = Client(app_on(built.folder, built.now))
    days = agenda.days(built.catalogue.activities, built.now)
    pages = [activity.url for activity in (*built.catalogue.activities, *days, *built.catalogue.site.themes)]
    asked = [holding.url for holding in built.catalogue.holdings if set(holding.consult) & {"sur place", "prêt"}]
    pages += [*asked, "/ressources/question/"] if built.catalogue.site.collection else []
    pages += [one.url for one in built.catalogue.consultations]
    pages += [one.vote_url for one in built.catalogue.editions if one.vote_url in built.pages]
    assert [url for url in pages if client.get(url).body != built.file(url).read_bytes()] == []
    assert built.catalogue.activities and days and built.catalogue.site.themes and built.catalogue.consultations


def test_a_page_is_published_for_every_day_that_can_be_asked_for_and_no_other(built, app_on):
    """Half a year is asked for day by day: the site has a page where the service has one."""
    client = Client(app_on(built.folder, built.now))
    for activity in (one for one in built.catalogue.activities if one.slot):
        for day in (slots.on_day(activity, built.now.date() + timedelta(days=n)) for n in range(-3, 180)):
            status = client.flask.get(day.url).status_code
            assert (status == 200) == built.file(day.url).exists(), day.url
            assert status in (200, 404, 409, 410)


def test_the_pages_of_the_service_have_the_frame_of_the_site(built, app_on):
    client = Client(app_on(built.folder, built.now))
    published = built.pages["/agenda/"]
    for url, status in (("/agenda/places/", 200), ("/agenda/rien/", 404)):
        drawn = client.get(url, status).html
        for start, end in (("<footer", "</footer>"), ('<a class="skip"', "</nav>")):
            frame = drawn[drawn.index(start) : drawn.index(end)]
            assert frame.replace(' aria-current="true"', "") == published[
                published.index(start) : published.index(end)
            ].replace(' aria-current="page"', "")


def test_the_places_left_are_listed_for_every_date_to_come(built, app_on):
    client = Client(app_on(built.folder, built.now))
    first = client.get("/agenda/places/")
    assert count_elements(first.html) <= 180
    links, following = set(first.links()), first.tree.xpath("//a[@rel='next']/@href")
    while following:
        page = client.get(f"/agenda/places/{following[0]}")
        assert count_elements(page.html) <= 180
        links, following = links | set(page.links()), page.tree.xpath("//a[@rel='next']/@href")
    for activity in built.catalogue.activities:
        coming = [session for session in activity.sessions if session.start > built.now]
        assert (activity.url in links) == bool(coming and activity.booking != "none"), activity.url
    for day in agenda.days(built.catalogue.activities, built.now):
        assert day.url in links
        assert client.get(f"/agenda/places{day.url.removeprefix('/agenda')}").says(day.title)
