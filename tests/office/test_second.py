"""The second factor of votes and accounts: enrolled once, asked for after each password."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from formservice.office import agents, coming, second, sessions
from formservice.office.throttle import FREE
from tests.office.conftest import PASSWORD
from tests.office.telephone import CODE, ENROLMENT, MINE, Phone, codes_on, door, is_in, key_on

WRONG = "Ce code n’est pas le bon, ou il a déjà servi."


def age(store, **seconds):
    """Make who is on the way in as old as this."""
    for partition in list(store.partitions("agent-session/")):
        with store.transaction(partition) as records:
            for one in records.find(partition, coming.TABLE):
                past = {name: time.time() - value for name, value in seconds.items()}
                records.update(partition, coming.TABLE, one["id"], **past)


def test_the_first_login_enrols_an_application_and_shows_ten_codes_once(vera):
    assert door(vera).location == CODE
    page = vera.follow(vera.get(CODE, 303))
    assert page.url == ENROLMENT and page.tree.xpath("//figure[@role='img'][@aria-label]/svg")
    done = vera.press(page, "Continuer", first=Phone(key_on(page)).shows())

    assert len(set(codes_on(done))) == 10 and is_in(vera)
    assert vera.get(ENROLMENT, 303).location == "/agents/connexion"


def test_the_key_is_the_one_of_the_drawing_and_stays_while_one_tries(vera):
    door(vera)
    page = vera.get(ENROLMENT)
    again = vera.post(ENROLMENT, {"token": vera.half_way_token(), "first": "000 000"}, 422)

    assert key_on(page) == key_on(again) and re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", key_on(page))
    assert pyotp.parse_uri(page.tree.xpath("//a[starts-with(@href, 'otpauth:')]/@href")[0]).secret == key_on(
        page
    ).replace(" ", "")
    assert again.errors()[0].startswith("Ce n’est pas le code de cette application")


def test_a_password_alone_opens_nothing(app, vera, phone):
    door(vera)

    for address in ("/agents/", MINE, "/agents/recherches/", "/agents/agenda/"):
        assert vera.get(address, 303).location == "/agents/connexion"
    assert vera.post("/agents/deconnexion", {"token": vera.half_way_token()}, 303).location == "/agents/connexion"
    assert sessions.agent_of(app.store, vera.cookie()) is None


def test_a_code_of_the_telephone_opens_the_office(vera, phone):
    door(vera)
    half = vera.cookie()

    assert vera.give_code(code=phone.shows()).location == "/agents/" and is_in(vera)
    assert vera.cookie() != half


def test_a_code_serves_once(vera, phone):
    door(vera)
    code = phone.shows()
    vera.give_code(code=code)
    door(vera)

    assert vera.give_code(422, code=code).errors()[0].startswith(WRONG)
    assert not is_in(vera)


def test_a_code_of_the_next_step_closes_the_step_before(vera, phone):
    door(vera)
    now = phone.shows()
    vera.give_code(code=phone.shows(1))
    door(vera)

    vera.give_code(422, code=now)


def test_a_code_of_a_minute_ago_or_ahead_is_refused(vera, phone):
    door(vera)

    for steps in (-3, 3):
        vera.give_code(422, code=phone.shows(steps))


def test_the_same_code_sent_ten_times_at_once_opens_one_session(app, vera, phone):
    code = phone.shows()
    with ThreadPoolExecutor(10) as pool:
        spent = list(pool.map(lambda _: second.spend(app.store, "vera", code), range(10)))

    assert sorted(spent) == [""] * 9 + [second.APP]


def test_a_recovery_code_serves_once_and_leads_to_the_page_of_the_telephone(app, vera, phone):
    code = second.renew(app.store, "vera", "cli")[0]
    door(vera)
    assert vera.give_code(recovery=code.lower().replace("-", " ")).location == MINE
    assert vera.get(MINE).says("Il vous reste 9 codes de secours.")
    door(vera)

    assert vera.give_code(422, recovery=code).errors()[0].startswith(WRONG)
    assert [line["left"] for line in app.store.journal(agents.PARTITION) if line["verb"] == "second-recovery"] == [9]


@pytest.mark.parametrize(
    "given", [{}, {"code": "12"}, {"recovery": "7KM4"}, {"code": "é" * 500}, {"recovery": "7KM4-3QXW-9PBX"}]
)
def test_what_cannot_be_a_code_is_said_and_not_counted(vera, phone, given):
    door(vera)
    for _ in range(FREE + 2):
        assert len(vera.give_code(422, **given).errors()) == 1

    vera.give_code(code=phone.shows())


def test_five_minutes_after_the_password_a_code_is_worth_nothing(app, vera, phone):
    door(vera)
    age(app.store, made=4 * 60 + 50)
    vera.get(CODE)
    age(app.store, made=5 * 60 + 1)

    assert vera.give_code(code=phone.shows()).location == "/agents/connexion"
    assert not is_in(vera)


def test_a_half_open_door_does_not_serve_twice(app, vera, phone, stranger):
    door(vera)
    half = vera.cookie()
    vera.give_code(code=phone.shows())
    stranger.flask.set_cookie("agent", half)

    assert stranger.get(CODE, 303).location == "/agents/connexion"


def test_a_change_of_the_agent_closes_the_half_open_door(app, vera, phone):
    door(vera)
    agents.change(app.store, "vera", disabled=True)

    assert vera.give_code(code=phone.shows()).location == "/agents/connexion"


def test_the_page_of_the_code_wants_its_token(vera, phone):
    door(vera)

    vera.post(CODE, {"code": phone.shows()}, 403)
    vera.post(CODE, {"token": "0" * 64, "code": phone.shows()}, 403)


def test_guessing_codes_is_slowed_and_a_good_password_does_not_help(vera, phone):
    wrong = "000000" if phone.shows() != "000000" else "000001"
    for _ in range(FREE):
        door(vera)
        vera.give_code(422, code=wrong)
    page = vera.give_code(429, code=phone.shows())

    assert page.says("Attendez") and int(page.headers["Retry-After"]) >= 1
    assert CODE in page.links() and page.tree.xpath("//main//a[starts-with(@href, 'tel:')]")
    vera.post("/agents/connexion", {"login": "vera", "password": PASSWORD}, 429)


def test_who_has_an_application_cannot_enrol_another_with_the_password_alone(app, vera, phone):
    door(vera)
    assert vera.get(ENROLMENT, 303).location == CODE
    new = second.candidate(app.store, "vera", vera.cookie())

    with pytest.raises(second.WrongCode):
        second.enrol(app.store, "vera", new, Phone(new.secret).shows())


def test_who_has_only_recovery_codes_cannot_either_and_is_asked_for_one(app, vera):
    code = second.renew(app.store, "vera", "cli")[0]
    door(vera)
    page = vera.get(CODE)
    assert page.field("code") is None and vera.get(ENROLMENT, 303).location == CODE

    assert vera.give_code(recovery=code).location == MINE
    assert vera.get(MINE).says("Vous n’avez pas encore d’application.")
