"""One copy, ten readers and two agents at once: it is never in two hands, and nobody is passed."""

import random
from collections import Counter

import pytest

from formservice import create_app
from formservice.refusal import Refused
from formservice.resources import due, lending, loans, rules
from formservice.resources.asking import asking
from formservice.submit import enter, submit
from tests.builders import a_release
from tests.resources.town import ANSWERS, a_centre
from tests.storage.processes import at_once

PARTITION = "holding/MLB-1"
VERBS = ("set_aside", "lend", "give_back", "lapse", "renew", "refuse")


@pytest.fixture
def settings(tmp_path, url):
    release = a_release(tmp_path / "release", a_centre())
    for template in (release / "templates").rglob("*.html"):
        # Nothing is drawn here, and each process would read them all.
        if template.name != "base.html":
            template.unlink()
    made = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(release)}
    create_app(**made).store.close()
    return made


def stored(app):
    return app.store.read(PARTITION).find(PARTITION, loans.TABLE)


def out(app):
    return sum(one["state"] in rules.OUT for one in stored(app))


def ask(number, app, of="MLB-1", who=None):
    page = asking(app.releases.current().catalogue, of)
    answers = ANSWERS | {"name": f"Personne {number if who is None else who}"}
    return submit(app, enter(app, page, answers, key=f"key {number} {of}")).record


def live(number, settings):
    """Two press buttons without end, the others ask, change their mind and ask again; each looks at the shelf."""
    app, draw, seen = create_app(**settings), random.Random(number), 0
    with app.app_context():
        for _ in range(15):
            try:
                if number < 2 and (found := stored(app)):
                    lending.act(app, PARTITION, draw.choice(found), draw.choice(VERBS), agent=f"agent-{number}")
                elif number >= 2:
                    one = ask(number, app)
                    if draw.random() < 0.3:
                        lending.act(app, PARTITION, one, "cancel")
            except Refused:
                pass
            seen = max(seen, out(app))
    return seen


def test_one_copy_is_never_in_two_hands(settings):
    seen = at_once(12, live, settings)

    assert max(seen) <= 1
    app = create_app(**settings)
    holds = [one for _, one in app.store.search("person/", "holds")]
    living = [one for one in stored(app) if one["state"] in rules.LIVING]
    assert sorted(one["signup"] for one in holds) == sorted(one["id"] for one in living)


def lend(number, settings):
    """Everybody's request is lent at the same moment, from the page as it was."""
    app = create_app(**settings)
    with app.app_context():
        one = stored(app)[number % 2]
        try:
            return lending.act(app, PARTITION, one, "lend", agent="lucie", version=one["version"])["state"]
        except Refused as refusal:
            return refusal.reason


def test_two_agents_lend_the_only_copy_once(settings):
    app = create_app(**settings)
    with app.app_context():
        ask(0, app)
        ask(1, app)
    told = Counter(at_once(10, lend, settings))

    assert [one["state"] for one in stored(app)] == ["lent", "requested"]
    assert told["lent"] + told["copy"] + told["overtaken"] + told["now"] == 10 and told["lent"] >= 1


def one_too_many(number, settings):
    app = create_app(**settings)
    with app.app_context():
        try:
            return ask(number, app, f"MLB-{4 + number % 4}", who=0)["state"]
        except rules.TooMany:
            return "too many"


def test_one_person_has_three_requests_whatever_ten_windows_try(settings):
    at_once(12, one_too_many, settings)

    app = create_app(**settings)
    assert len(list(app.store.search("holding/", loans.TABLE))) == 3


def look(number, settings):
    app = create_app(**settings)
    with app.app_context():
        return due.look(app, PARTITION)["lapsed"]


def test_what_nobody_fetched_lapses_once_whoever_looks(settings):
    app = create_app(**settings)
    with app.app_context():
        first, _ = ask(0, app), ask(1, app)
        lending.act(app, PARTITION, first, "set_aside")
        with app.store.transaction(PARTITION) as records:
            records.update(PARTITION, loans.TABLE, first["id"], until="2020-01-01")

    assert sum(at_once(8, look, settings)) >= 1
    assert [one["state"] for one in stored(app)] == ["lapsed", "ready"]
    assert [line["verb"] for line in app.store.journal(PARTITION)].count("lapse") == 1
