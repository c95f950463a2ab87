"""A second factor as its agent changes it, and as the town keeps it: worth nothing in a backup."""

import gzip
from datetime import datetime, timedelta

from formservice.office import agents, second, sessions
from formservice.participation.written_codes import bare
from formservice.storage import archive
from tests.office.conftest import Desk
from tests.office.telephone import CODE, ENROLMENT, MINE, Phone, codes_on, door, is_in, key_on


def test_new_rights_to_the_votes_want_a_second_factor_at_the_next_login(app, desk):
    agents.change(app.store, "lucie", roles=["agenda", "vote"])
    assert not is_in(desk)

    door(desk, "lucie")
    assert desk.get(CODE, 303).location == ENROLMENT


def test_a_session_opened_without_a_second_factor_opens_nothing_guarded(app, vera):
    raw = sessions.start(app.store, agents.find(app.store, "vera"))

    assert sessions.agent_of(app.store, raw) is None


def test_other_roles_are_asked_for_nothing(desk):
    assert is_in(desk)
    desk.get(MINE, 404)
    assert MINE not in desk.get("/agents/").html


def test_an_agent_takes_another_telephone_with_a_code_of_the_old_one(app, vera, phone):
    vera.log_in("vera")
    other, page = Desk(app), vera.get(MINE)
    other.flask.set_cookie("agent", vera.cookie())
    new = Phone(key_on(page))
    done = vera.press(page, "app", code=phone.shows(), first=new.shows(-1))

    assert len(codes_on(done)) == 10 and is_in(vera) and not is_in(other)
    assert second.spend(app.store, "vera", phone.shows(1)) == ""
    assert second.spend(app.store, "vera", new.shows()) == second.APP


def test_nothing_is_changed_nor_spent_without_both_codes(app, vera, phone):
    vera.log_in("vera")
    page = vera.get(MINE)
    new, token = Phone(key_on(page)), vera.token()
    wrong = {"code": phone.shows(-3), "first": new.shows()}, {"code": phone.shows(), "first": phone.shows()}
    for given in (*wrong, {"code": phone.shows()}, {"first": new.shows()}, {}):
        assert vera.post(MINE, {"token": token, "action": "app"} | given, 422).errors()

    assert second.spend(app.store, "vera", phone.shows()) == second.APP


def test_ten_new_codes_replace_the_old_ones(app, vera, phone):
    old = second.renew(app.store, "vera", "cli")
    vera.log_in("vera")
    done = vera.press(vera.get(MINE), "codes", code=phone.shows())

    assert len(codes_on(done)) == 10 and is_in(vera)
    assert second.spend(app.store, "vera", old[5]) == ""
    assert second.spend(app.store, "vera", codes_on(done)[5]) == second.RECOVERY


def test_a_reset_ends_the_sessions_and_leads_to_a_new_application(app, vera, phone):
    vera.log_in("vera")
    second.reset(app.store, "vera")
    assert not is_in(vera)

    door(vera)
    assert vera.get(CODE, 303).location == ENROLMENT
    assert second.spend(app.store, "vera", phone.shows()) == ""


def test_the_clock_of_a_rehearsal_moves_no_code(app, vera, phone):
    app.clock.at = datetime.now() + timedelta(days=30)

    assert second.spend(app.store, "vera", phone.shows()) == second.APP


def test_no_secret_and_no_code_is_in_the_store_but_for_the_key(app, vera, phone, tmp_path):
    codes = second.renew(app.store, "vera", "cli")
    second.spend(app.store, "vera", codes[0])
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()).decode()

    assert phone.totp.secret not in held and phone.totp.secret.lower() not in held
    assert not [code for code in codes if code in held or bare(code) in held]


def test_the_key_is_in_no_ordinary_backup(app, vera, phone, tmp_path):
    key = app.store.get_setting(second.KEY)
    archive.backup(app.store, tmp_path / "b.tar.gz", keys=tmp_path / "k.tar.gz")

    assert key.encode() not in gzip.decompress((tmp_path / "b.tar.gz").read_bytes())
    assert archive.read_keys(tmp_path / "k.tar.gz")[second.KEY] == key


def test_what_is_done_is_in_the_journal_and_says_no_code(app, vera, phone):
    codes = second.renew(app.store, "vera", "cli")
    second.spend(app.store, "vera", codes[0])
    second.reset(app.store, "vera")
    lines = app.store.journal(agents.PARTITION)

    done = [(line["verb"], line["agent"]) for line in lines if line["verb"].startswith("second")]
    assert done == [
        ("second-enrol", "vera"),
        ("second-codes", "cli"),
        ("second-recovery", "vera"),
        ("second-reset", "cli"),
    ]
    assert not [code for code in codes if code in str(lines)]
