"""The filing of ideas, rehearsed: by every channel, refused by each rule, completed, withdrawn, asked about."""

from tests.browser.steps import READING
from tests.rehearsal.ideas import APART, Filed, Person, a_photo
from tests.rehearsal.told import last_messages
from tests.rehearsal.web import Web


def filing(year):
    """By web, several at once; by telephone, at the counter and on paper, typed by two agents."""
    first, again = [], []
    for one in year.filed:
        (again if one.person in [other.person for other in first] else first).append(one)
    for some in (first, again):
        year.by_web(one for one in some if one.person.channel == "web")
        for one in some:
            if one.person.channel != "web":
                year.by_agent(one)
    assert sorted(one.number for one in year.filed) == list(range(1, len(year.filed) + 1))
    year.links()


def by_browser(year, sit):
    """One person does it all in a browser, with a photo; it is read back without what the telephone wrote."""
    window, person = sit(), Person(APART, "web", "email", "12/03/1950", Web(year.live, APART))
    answers = year.answers(person, APART, signature="", what=f"Un quai. Écrivez-moi : {person.email}")
    window.open(year.form)
    for name in ("area", "who", "reach", "eligible"):
        window.page.check(f"[name={name}][value='{answers[name]}']")
    for name in ("title", "where", "what", "why", "estimate", "name", "birth", "email"):
        window.page.fill(f"[name={name}]", answers[name])
    window.page.set_input_files("[name=photo_file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    window.press("Continuer")
    window.page.wait_for_timeout(READING)
    window.press("Déposer mon idée")
    one = Filed(person, answers, a_photo(), link=window.page.url)
    one.number = len(year.filed) + 1
    assert f"Idée n° {one.number} :" in window.text
    one.told = [f"n° {one.number}"]
    year.filed.append(one)


def refused_by_each_rule(year):
    """A refusal says which rule of which version; nothing is kept."""
    full = next(one.person for one in year.filed if one.person.channel == "web")
    while sum(one.person is full for one in year.filed) < year.edition.limit:
        one = Filed(full, year.answers(full, 1000 + len(year.filed)))
        year.by_web([one])
        year.filed.append(one)
    somebody = Person(APART + 1, "web", "email", "1/1/1960", Web(year.live, APART + 1))
    too_young = f"1/1/{year.now.year - 3}"
    tries = [
        (full, {}, "nombre d’idées"), (somebody, {"birth": too_young}, "âge"),
        (somebody, {"area": "ailleurs"}, ""), (somebody, {"eligible": ""}, "qui peut participer"),
        (somebody, {"eligible": []}, ""),
    ]  # fmt: skip
    for person, more, rule in tries:
        page = year.check(person, year.answers(person, 5000, title="Refusée", **more))
        assert page.status in (409, 422), (more, page.text[:2000])
        assert not rule or page.says(
            f"C’est la règle « {rule} » du règlement, version {year.edition.rules.version}."
        ), page.text
    for photo in (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"not a picture"):
        page = year.check(somebody, year.answers(somebody, 5001), photo)
        assert page.status == 422 and page.says("pas une photo"), page.text[:300]
    assert (
        len(year.clerks[0].get(f"{year.clerks[0].base}{len(year.filed) + 1}").body)
        and year.clerks[0].page(len(year.filed) + 1).status == 404
    )


def completed_and_withdrawn(year):
    """By the link, by telephone: until the study opens."""
    for one in year.some(0.1, lambda one: bool(one.link)):
        shown = one.person.web.press(one.person.web.get(one.link), "edit")
        filled = {name: one.answers[name] for name in ("title", "where", "why", "estimate")}
        page = one.person.web.press(shown, "complete", what="Complétée ensuite.", **filled)
        assert page.status == 200 and page.says("Complétée ensuite."), page.text[:600]
        one.answers["what"] = "Complétée ensuite."
    for one in year.some(0.05, lambda one: bool(one.link)):
        one.person.web.press(one.person.web.press(one.person.web.get(one.link), "ask"), "cancel")
        one.state, one.told = "withdrawn", [f"n° {one.number}", "retir"]
    for one in year.some(0.05, lambda one: one.person.channel == "telephone" and one.state == "received"):
        year.clerks[0].act(one.number, "withdraw", channel="telephone")
        one.state, one.told = "withdrawn", []


def questions(year):
    """Asked by an agent, answered by the link or on the telephone; a few never are."""
    asked = year.some(0.2, lambda one: one.state == "received")
    for one in asked:
        year.clerks[0].act(one.number, "ask", text=f"Où donc, pour le n° {one.number} ?")
        one.state, one.told = "questioned", [f"Où donc, pour le n° {one.number} ?"]
    last_messages(year, asked)
    for n, one in enumerate(asked):
        if n % 5 == 4:
            continue
        if one.link and one.person.reach == "email":
            year.author(one, "reply", text="Juste devant.")
        else:
            year.clerks[1].act(one.number, "reply", text="Juste devant.", channel="telephone")
        one.state, one.told = "received", []
    year.phase("etude")
    late = next(one for one in year.filed if one.link and one.state == "received")
    assert not late.person.web.get(late.link).tree.xpath("//button[@value='edit']")
    page = year.check(late.person, year.answers(late.person, 6000))
    assert page.status == 409 and page.says("Le dépôt des idées est terminé"), page.text[:300]
