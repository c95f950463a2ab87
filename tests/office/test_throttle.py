"""Guessing passwords gets slower and slower; the agent whose login is guessed still comes in."""

import pytest

from formservice.office.throttle import ACCOUNT_MOST, ADDRESS_MOST, FREE, Throttle

HERE, THERE = "198.51.100.7", "203.0.113.9"


def fail(app, login="lucie", address=THERE, times=1):
    """The waits of so many failures in a row."""
    return [Throttle(app.store, app.settings, login, address).attempt() for _ in range(times)]


def wait(app, login="lucie", address=THERE):
    """How long one would wait now, without counting."""
    throttle = Throttle(app.store, app.settings, login, address)
    waited = throttle.attempt()
    if not waited:
        throttle.succeed()
    return waited


def pass_time(store, seconds):
    """Make what was counted so much older."""
    for partition in list(store.partitions("throttle/")):
        with store.transaction(partition) as records:
            for line in records.find(partition, "failures"):
                known = line["known"] and line["known"] - seconds
                records.update(partition, "failures", line["id"], last=line["last"] - seconds, known=known)


def test_some_slips_cost_nothing_then_the_delay_grows(app):
    assert fail(app, times=FREE) == [0] * FREE
    first = wait(app)
    pass_time(app.store, first + 1)
    fail(app)

    assert 1 <= first <= 2 < wait(app)


def test_the_delay_of_an_account_stays_short_and_that_of_an_address_grows_long(app):
    for _ in range(20):
        fail(app)
        pass_time(app.store, ADDRESS_MOST + 1)
    fail(app)

    assert ACCOUNT_MOST < wait(app) <= ADDRESS_MOST
    assert 0 < wait(app, address=HERE) <= ACCOUNT_MOST


def test_one_address_trying_many_logins_is_slowed_down(app):
    for number in range(FREE):
        fail(app, login=f"agent{number}")

    assert wait(app, login="another") > 0
    assert wait(app, login="another", address=HERE) == 0


def test_strangers_do_not_shut_out_an_agent_from_where_they_work(app):
    assert wait(app, address=HERE) == 0
    fail(app, times=FREE + 1)

    assert wait(app, address=THERE) > 0
    assert wait(app, address=HERE) == 0


def test_the_towns_networks_are_never_slowed_down_together(app_on, app):
    town = app_on(app.settings.RELEASE, TOWN_NETWORKS="198.51.100.0/24")
    for number in range(3 * FREE):
        fail(town, login=f"agent{number}", address=HERE)

    assert wait(town, address="198.51.100.8") == 0


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
    ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    (THERE, "::ffff:" + THERE, True),
])  # fmt: skip
def test_a_household_is_one_address(app, one, other, same):
    for number in range(FREE):
        fail(app, login=f"agent{number}", address=one)

    assert (wait(app, login="another", address=other) > 0) is same


def test_a_forwarded_address_that_no_proxy_of_ours_wrote_changes_nothing(stranger):
    for number in range(FREE):
        stranger.log_in(f"agent{number}", "wrong", 422)
    forged = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": HERE}

    stranger.log_in("another", "wrong", 429, headers=forged)


def test_who_succeeds_starts_again_from_nothing(app):
    for _ in range(4):
        fail(app, times=FREE - 1)
        assert wait(app) == 0
        pass_time(app.store, 3601)


def test_attempts_at_the_same_time_are_all_counted(app):
    at_once = [Throttle(app.store, app.settings, "lucie", THERE) for _ in range(FREE + 3)]

    assert sum(throttle.attempt() == 0 for throttle in at_once) == FREE


def test_the_page_says_when_to_try_again_and_whom_to_call(app, stranger):
    for _ in range(FREE):
        stranger.log_in(password="wrong", status=422)
    page = stranger.log_in(status=429)

    assert 1 <= int(page.headers["Retry-After"]) <= 2
    assert page.says("Attendez") and page.tree.xpath("//main//a[starts-with(@href, 'tel:')]")
    pass_time(app.store, int(page.headers["Retry-After"]))
    stranger.log_in()


def test_no_login_and_no_address_is_kept(stranger, tmp_path):
    stranger.log_in("nobody-of-ours", "wrong", 422)
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())

    assert b"nobody-of-ours" not in held and b"127.0.0.1" not in held


def test_forgotten_failures_leave_the_store(app):
    fail(app, address="", times=1)
    pass_time(app.store, 3601)
    (partition,) = app.store.partitions("throttle/")
    held = app.store.read(partition).find(partition, "failures")[0]["id"]
    for number in range(2000):
        fail(app, login=f"agent{number}", address="")
        if len(app.store.read(partition).find(partition, "failures")) and held not in {
            line["id"] for line in app.store.read(partition).find(partition, "failures")
        }:
            return
    raise AssertionError("the old line is still there")
