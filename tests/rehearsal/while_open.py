"""What happens to consultations while people answer: wrong codes, doubles, many at one address, a change, the close."""

import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from formservice.doubt import MANY, WINDOW
from formservice.participation.written_codes import bare, new_code
from tests.browser.steps import READING
from tests.paper.town import words_of
from tests.rehearsal import filling
from tests.rehearsal.web import Web, level

MANY_ANSWERS = int(os.environ.get("REHEARSAL_ANSWERS") or 30)
CODE = re.compile(r"[0-9A-Z]{4} ?- ?[0-9A-Z]{4} ?- ?[0-9A-Z]{4}")
SPARE = 4
"""Codes beyond one for each who answers: used twice, revoked, replaced, never used."""


class Household(Web):
    """One address, that knows how many forms it sent."""

    sent = 0

    def post(self, *words):
        self.sent += 1
        return super().post(*words)


def printed_codes(survey):
    """From the sheets, which are the only place where they are."""
    code, folder = survey.code(survey.slugs["code"]), survey.folder / "codes"
    said = survey.live.command("codes", code, "--count", str(MANY_ANSWERS + SPARE), "--to", str(folder))
    assert not CODE.search(said)
    found = [bare(one) for pdf in sorted(folder.glob("*.pdf")) for one in CODE.findall(words_of(pdf.read_bytes()))]
    assert len(set(found)) == MANY_ANSWERS + SPARE
    shutil.rmtree(folder)
    return found


def half(survey):
    """Half of the people answer, each by their channel; who has a letter with a code gives it."""
    for identity, slug in survey.slugs.items():
        codes = [survey.codes.pop() if identity == "code" else "" for _ in range(MANY_ANSWERS // 2)]
        survey.all_answer([survey.somebody(slug, code=code) for code in codes])


def by_browser(survey, sit):
    """One person answers in a browser, goes back once, and is thanked."""
    one, window = survey.somebody(survey.slugs["declaree"], "web"), sit()
    window.open(survey.url(one.slug))
    pages = 0
    while window.page.locator("button[value=next]").count():
        one.asked = survey.version(one.slug)
        fill_in(survey, one, window.page)
        with window.page.expect_navigation(wait_until="load"):
            window.page.click("button[value=next]")
        pages += 1
        if pages == 2 and window.page.locator("button[value=back]").count():
            window.press("Revenir")
    window.page.wait_for_timeout(READING)
    with window.page.expect_navigation(wait_until="load"):
        window.page.click("button[value=confirm]")
    assert window.h1 == "Merci, votre réponse est enregistrée", window.text
    one.link = window.page.url.removeprefix(survey.live.url())


def fill_in(survey, one, page):
    """Tick and write what the page asks."""
    known = {f"q_{q['id']}": (q, one.said.get(q["id"], "")) for q in one.questions}
    for name, text in [*((name, filling.on_screen(*at) if at[1] else "") for name, at in known.items()),
                       *one.person.items()]:  # fmt: skip
        boxes = page.locator(f"main form [name='{name}']")
        if not boxes.count() or not text:
            continue
        if boxes.first.get_attribute("type") in ("radio", "checkbox"):
            for value in text if isinstance(text, list) else [text]:
                page.check(f"main form [name='{name}'][value='{value}']")
        else:
            for n, value in enumerate(text if isinstance(text, list) else [text]):
                boxes.nth(n).fill(value)


def in_one_window():
    """Sends are counted by quarter of an hour: what follows is in one."""
    left = WINDOW - time.time() % WINDOW
    time.sleep(left if left < 60 else 0)


def wrong_codes(survey):
    """A slip is told before the code is looked up; one that is not ours, revoked or replaced does not serve."""
    slug = survey.slugs["code"]
    code, revoked, old = survey.code(slug), survey.codes[0], survey.codes[1]
    survey.live.command("codes", code, "--revoke", "1")
    survey.live.command("codes", code, "--reprint", "2", "--to", str(survey.folder / "again"))
    del survey.codes[:2]
    no = "Ce code ne peut pas servir"
    tries = [
        (revoked, 409, no),
        (old, 409, no),
        (new_code(), 409, no),
        (old[:-1], 422, "Relisez-le"),
        ("", 422, "code"),
    ]
    for wrong, status, words in tries:
        one = survey.somebody(slug, "web", code=wrong)
        page = survey.walk(one)
        assert page.status == status and words in level(page.tree.text_content()), (wrong, page.text[:600])
        one.channel = "paper"
        answer = survey.typed(one)
        assert answer.status == status, answer.text[:600]
        survey.people.remove(one)
    in_one_window()
    guesser, tried = Web(survey.live, 7000), []
    for _ in range(12):
        one = survey.somebody(slug, "web", code=new_code(), web=guesser)
        tried.append(survey.walk(one).status)
        survey.people.remove(one)
    assert tried == [409] * 10 + [429] * 2


def a_code_twice_at_once(survey):
    """One code at one moment on the web and at the office: one answer."""
    code = survey.codes.pop()
    web, paper = (survey.somebody(survey.slugs["code"], channel, code=code) for channel in ("web", "paper"))
    page = survey.walk(web)
    time.sleep(READING / 1000)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(web.web.press, page, "confirm")
        second = pool.submit(survey.typed, paper)
    told = {web.number: first.result().says("Merci"), paper.number: second.result().says("Enregistrée :")}
    assert sorted(told.values()) == [False, True], (first.result().text, second.result().text)
    survey.people = [one for one in survey.people if told.get(one.number, True)]


def twice_by_two_channels(survey):
    """Who answered on the web answers again by telephone, and the other way round: an agent reads by which channel."""
    first = survey.of(survey.slugs["declaree"], lambda one: one.channel in ("web", "telephone"))
    for channel, other, words in (("web", "telephone", "par internet"), ("telephone", "web", "par téléphone")):
        found = [one for one in first if one.channel == channel]
        again = survey.somebody(survey.slugs["declaree"], other)
        survey.people.remove(again)
        again.number = (found or first)[0].number
        words = f"déjà été donnée ainsi, {words}" if found and other != "web" else "déjà été donnée"
        page = survey.walk(again) if other == "web" else survey.typed(again)
        assert page.status == 409 and page.says(words), page.text


def one_household(survey):
    """Many at one address, one after another: all are thanked, and wait for an agent."""
    in_one_window()
    web, some, pages = Household(survey.live, 8000), [], []
    while len(some) <= MANY:
        some.append(survey.somebody(survey.slugs["libre"], "web", web=web))
        pages.append(survey.walk(some[-1]))
    survey.thanked(some, survey.confirm(some, pages))
    for one in some:
        one.state = "held"


def taken_back(survey):
    """Who changes their mind takes the answer back with the link."""
    [one, *_] = survey.of(survey.slugs["libre"], lambda one: bool(one.link) and one.state == "counted")
    page = one.web.press(one.web.press(one.web.get(one.link), "ask"), "cancel")
    assert page.says("retirée"), page.text
    one.state = "removed"


def the_last_second(survey, url):
    """Confirmed just before the close; read then and confirmed just after; begun too late; read too long."""
    closes = datetime.fromisoformat(survey.front(survey.slugs["libre"])["closes"])
    survey.seconds_before(closes, 90, url)
    some = [survey.somebody(survey.slugs["libre"], "web") for _ in range(5)]
    pages = [survey.walk(one) for one in some[:3]]
    begun = some[3].web.get(survey.url(some[3].slug))
    time.sleep(READING / 1000)
    survey.seconds_before(closes, 3, url)
    survey.thanked(some[:1], [some[0].web.press(pages[0], "confirm")])
    survey.seconds_before(closes, -1, url)
    survey.thanked(some[1:2], [some[1].web.press(pages[1], "confirm")])
    late = [survey.go_on(some[3], begun), survey.walk(some[4])]
    survey.seconds_before(closes, -15 * 60 - 1, url)
    late.append(some[2].web.press(pages[2], "confirm"))
    for page in late:
        assert page.status == 409 and page.says("terminée"), page.text[:600]
    for one in some[2:]:
        one.asked = ""


def paper_in_the_grace(survey):
    """What came in time on paper is typed for seven days, then not any more."""
    survey.later(survey.now + timedelta(days=2))
    for identity, slug in survey.slugs.items():
        survey.by_agent(survey.somebody(slug, "paper", code=survey.codes.pop() if identity == "code" else ""))
    survey.later(survey.now + timedelta(days=6))
    for slug in survey.slugs.values():
        one = survey.somebody(slug, "paper", code=new_code())
        page = survey.typed(one)
        assert page.status == 409, page.text[:600]
        survey.people.remove(one)
