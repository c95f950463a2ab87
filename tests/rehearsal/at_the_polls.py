"""Voting on the web while things go wrong: two at once, a worker killed, no room left, the last second."""

import http.client
import os
import re
import resource
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from formservice.participation.written_codes import new_code
from tests.browser.steps import READING
from tests.rehearsal.polls import VOTED
from tests.storage.postgres_server import Server, children

DAY = re.compile(r"\ble (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b")
TRIES, FULL = 40, 300
"""Times one presses the last button again; bytes of the largest file of a full disk."""


def first_page(polls, one, page=None):
    """Send who one is: the ballot, or why there is none."""
    page = page or one.web.get(polls.vote)
    [form] = page.tree.xpath("//main//form[@method='post']") or [None]
    assert form is not None, f"{page.status} {page.text[:400]}"
    hidden = {box.get("name"): box.get("value", "") for box in form.xpath(".//input[@type='hidden']")}
    return one.web.post(polls.vote, hidden | polls.identity(one))


def fill_in(polls, one, page=None):
    """From the first page to « Vérifiez votre vote »: the total on the way, now and then a change of mind."""
    page = page or first_page(polls, one)
    assert page.status == 200, f"{one.number}: {page.status} {page.text[:600]}"
    there = [int(box.get("id")[1:]) for box in page.tree.xpath("//fieldset[@class='slate']//label/input")]
    assert sorted(there) == sorted(polls.offered(one.area)), (there, one.area)
    one.places = {number: there.index(number) + 1 for number in one.choices}
    filled = boxes(polls, one.choices)
    for button in ["total"] * (one.number % 3) + ["check"]:
        page = press(one, page, button, filled)
    if one.number % 5 == 0:
        page = press(one, press(one, page, "modify", {}), "check", filled)
    assert page.says("Vérifiez votre vote") and page.status == 200, page.text[:600]
    return page


def press(one, page, action, filled):
    """A button of the ballot."""
    url, hidden = page.form(action)
    return one.web.post(url, hidden | filled)


def boxes(polls, choices):
    """A ballot as its boxes carry it."""
    if polls.edition["ballot"]["kind"] == "points":
        return {f"points-{number}": str(points) for number, points in choices.items()}
    return {"project": [str(number) for number in choices]}


def cast(one, page):
    """Press the last button until there is an answer: whoever is cut off, or finds no room, tries again."""
    url, hidden = page.form("cast")
    for _ in range(TRIES):
        try:
            answer = one.web.follow(one.web.post(url, hidden))
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            continue
        if answer.status not in (502, 503):
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{one.number} is never answered")


def by_web(polls, some, fault=None):
    """All vote; meanwhile a fault."""
    pages = polls.all_at_once(lambda one: fill_in(polls, one), some)
    time.sleep(READING / 1000)
    if fault:
        working = threading.Timer(0.1, fault)
        working.start()
    answers = polls.all_at_once(lambda pair: cast(*pair), list(zip(some, pages, strict=True)))
    if fault:
        working.join()
    for one, answer in zip(some, answers, strict=True):
        received(polls, one, answer)
    return pages


def received(polls, one, answer):
    """The vote is counted, and the page has its number."""
    assert answer.says(VOTED), f"{one.number}: {answer.status} {answer.text[:600]}"
    assert not [each for each in polls.projects if marked(each) in answer.body.decode()], "a choice is shown"
    polls.enrol(one, "web", answer.tree.xpath("string(//*[@class='reference'])"))


def marked(project):
    """The word that only this project has."""
    return project["title"].rsplit(" ", 1)[-1]


def pressed_again(polls, one, page):
    """The same form, at the other process too, gives the same receipt."""
    for served in polls.served:
        one.web.live = type(one.web.live)(served, one.web.live.site)
        again = cast(one, page)
        assert again.tree.xpath("string(//*[@class='reference'])") == one.receipt, again.text[:600]


def twice_at_once(polls):
    """One person before two windows at the same moment: one vote, and no word on which."""
    one = polls.somebody()
    other = polls.somebody()
    twin = type(one)(**{**vars(one), "web": other.web, "choices": polls.choice(one.area)})
    pages = [fill_in(polls, each) for each in (one, twin)]
    time.sleep(READING / 1000)
    answers = polls.all_at_once(lambda pair: cast(*pair), [(one, pages[0]), (twin, pages[1])])
    counted = [each for each, answer in zip((one, twin), answers, strict=True) if answer.says(VOTED)]
    assert len(counted) == 1, [answer.text[:300] for answer in answers]
    [(winner, answer)] = [(each, answer) for each, answer in zip((one, twin), answers, strict=True) if each in counted]
    received(polls, winner, answer)
    [refused] = [answer for answer in answers if not answer.says(VOTED)]
    assert refused.status == 409, refused.text[:300]
    polls.codes += [other.code] if other.code else []


def again(polls, one):
    """Who has voted comes again, for another quartier too: no."""
    other = polls.somebody()
    polls.codes += [other.code] if other.code else []
    for area in {one.area, other.area}:
        twin = type(one)(**{**vars(one), "area": area, "web": other.web, "choices": polls.choice(area)})
        page = first_page(polls, twin)
        if page.status == 200:
            # A name proves nothing: whether it has voted is told at the last button alone.
            page = fill_in(polls, twin, page)
            time.sleep(READING / 1000)
            page = cast(twin, page)
        assert page.status == 409 and page.says("Un vote est déjà enregistré"), page.text[:400]
        assert not DAY.search(page.text), "on the web nobody is told when somebody voted"


def codes_that_do_not_serve(polls):
    """Revoked, or never printed: no ballot."""
    polls.live.command("codes", polls.code, "--revoke", "1")
    revoked = polls.all_codes[0]
    if revoked in polls.codes:
        polls.codes.remove(revoked)
    for wrong in (revoked, new_code()):
        one = polls.somebody()
        polls.codes.append(one.code)
        one.code = wrong
        page = first_page(polls, one)
        assert page.status == 409 and page.says("Ce code ne peut pas servir"), page.text[:400]


def killer(polls):
    """Kill -9 of the workers of the second service."""

    def act():
        for pid in children(polls.second.process.pid):
            os.kill(pid, signal.SIGKILL)

    return act


def cutter(polls, server):
    """The server of the tables cuts everybody off."""

    def act():
        with psycopg.connect(polls.url_of_store, autocommit=True) as by:
            by.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    return act if isinstance(server, Server) else None


@contextmanager
def full_disk(polls):
    """No file of the services may grow, for a while."""
    masters = children(os.getpid())
    workers = [pid for master in masters if is_gunicorn(master) for pid in children(master)]
    assert len(workers) >= 4
    for pid in workers:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in workers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def is_gunicorn(pid):
    """Whether that process is a service."""
    try:
        return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def no_room(polls, some):
    """While no room is left nobody is thanked, and nothing is lost of what was filled in."""
    pages = polls.all_at_once(lambda one: fill_in(polls, one), some)
    time.sleep(READING / 1000)
    with full_disk(polls):
        for one, page in zip(some, pages, strict=True):
            answer = one.web.press(page, "cast")
            assert answer.status == 503 and answer.says("pas encore compté"), f"{answer.status} {answer.text[:400]}"
    for one, page in zip(some, pages, strict=True):
        received(polls, one, cast(one, page))


def the_last_second(polls):
    """Pressed in the last seconds, one second after, begun after."""
    polls.seconds_before(polls.until, 90)
    some = [polls.somebody() for _ in range(4)]
    pages = [fill_in(polls, one) for one in some[:2]]
    begun = some[2].web.get(polls.vote)
    time.sleep(READING / 1000)
    polls.seconds_before(polls.until, 5)
    received(polls, some[0], cast(some[0], pages[0]))
    polls.seconds_before(polls.until, -1)
    late = [cast(some[1], pages[1]), first_page(polls, some[2], begun)]
    for answer in late:
        assert answer.status == 409 and answer.says("terminé"), answer.text[:600]
    polls.late = some[1:3]
    polls.codes += [one.code for one in some[1:] if one.code]
