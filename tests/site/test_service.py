"""The site and the service are one: the same bytes, the same words, the same frame."""

from tests.pages import Client


def test_the_service_shows_the_pages_that_the_site_published(built, app_on):
    client = Client(app_on(built.folder, built.now))
    different = [
        one.url
        for one in (*built.catalogue.activities, *built.catalogue.site.themes)
        if client.get(one.url).body != built.file(one.url).read_bytes()
    ]
    assert different == []
    assert built.catalogue.activities
    assert built.catalogue.site.themes


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
    page = Client(app_on(built.folder, built.now)).get("/agenda/places/")
    for activity in built.catalogue.activities:
        coming = [session for session in activity.sessions if session.start > built.now]
        assert (activity.url in page.links()) == bool(coming and activity.booking != "none"), activity.url
