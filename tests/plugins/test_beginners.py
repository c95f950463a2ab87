"""Where the agenda leads those who begin, and who looks for a level."""

from datetime import timedelta

from plugins import agenda_pages
from tests.builders import NOW, a_catalogue, a_session, an_activity, an_opening


def drawn(*activities):
    return {url: given for url, _, given in agenda_pages.pages(a_catalogue(*activities), NOW)}


def test_who_begins_is_shown_dates_that_take_place_and_somebody_to_ask():
    dates = (a_session("SM-1", cancelled="Grève"), a_session("SM-2", NOW + timedelta(days=9)))
    easy, hard = an_activity(level="débutant", sessions=dates), an_activity(code="AV", slug="plus-loin", level="avancé")
    page = drawn(easy, hard, an_opening())["/agenda/commencer/"]
    assert [one.session.id for one in page["meetings"]] == ["SM-2"] and page["found"] == [easy]
    assert [one.slug for one in page["openings"]] == ["permanence"]


def test_a_beginning_without_dates_still_has_its_page():
    page = drawn(an_activity(level="avancé"))["/agenda/commencer/"]
    assert page == {"meetings": [], "found": [], "openings": []}


def test_each_level_with_dates_to_come_has_its_page_the_easiest_first():
    hard = an_activity(code="AV", slug="plus-loin", level="avancé")
    gone = (a_session("IN-1", NOW - timedelta(days=2)),)
    over = an_activity(code="IN", slug="hier", level="intermédiaire", sessions=gone)
    found = drawn(hard, an_activity(level="débutant"), over)
    levels = [url for url in found if url.startswith("/agenda/niveau/")]
    assert levels == ["/agenda/niveau/", "/agenda/niveau/debutant/", "/agenda/niveau/avance/"]
    assert found["/agenda/niveau/avance/"]["found"] == [hard]
    assert "/agenda/hier/dates/" not in found and "/agenda/plus-loin/dates/" in found
