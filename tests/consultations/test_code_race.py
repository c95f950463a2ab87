"""One code at one moment by four channels, in as many processes: one answer, and the roll knows by which."""

from collections import Counter

import pytest

from formservice import create_app
from formservice.consultations import stored
from formservice.consultations.answering import answering
from formservice.consultations.handling import Answered
from formservice.participation import codes, issuing, reprinting, roll
from formservice.participation.codes import BadCode
from formservice.participation.written_codes import new_code
from formservice.storage import open_store
from formservice.storage.tinydb_locks import Lock
from formservice.submit import CHANNELS, enter, submit
from tests.builders import a_catalogue, a_release
from tests.consultations.town import GIVEN, a_consultation
from tests.storage.faults import killed_at
from tests.storage.processes import at_once

BY = issuing.By("cli", "cli")
CODES = [new_code() for _ in range(6)]


@pytest.fixture
def settings(tmp_path, url):
    always = {"opens": "2020-01-01 08:00", "closes": "2099-01-01 08:00"}
    known = a_consultation(identity="code", **always)
    release = a_release(tmp_path / "release", a_catalogue(consultations=(known,)))
    for template in (release / "templates").rglob("*.html"):
        # Nothing is drawn here, and each process would read them all.
        if template.name != "base.html":
            template.unlink()
    made = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(release)}
    app = create_app(**made)
    issuing.reserve(app.store, "BA27", "work", "lettres", len(CODES), BY)
    list(issuing.keep(app.store, "BA27", "lettres", dict(enumerate(CODES, 1))))
    roll.mark_of(app.store, right(app), {"code": CODES[0]})
    app.store.close()
    return made | {"CODES": CODES}


def right(app):
    return stored.right_of(answering(app.releases.current().catalogue, GIVEN["slug"]))


def opened(settings):
    """The service; the codes travel beside, for each process draws its own."""
    return create_app(**{name: value for name, value in settings.items() if name != "CODES"})


def use(number, app, code):
    """Somebody uses a code, each by another channel; what they are told."""
    page = answering(app.releases.current().catalogue, GIVEN["slug"])
    channel = list(CHANNELS)[number % 4]
    by = {"channel": channel, "agent": None if channel == "web" else "lucie"}
    with app.app_context():
        try:
            answers = {"said": {"usage": "1"}, "quartier": "1", "code": code}
            submit(app, enter(app, page, answers, f"key-{number:016d}", **by))
        except (Answered, BadCode) as refusal:
            return refusal.reason
    return channel


def same_code(number, settings):
    return use(number, opened(settings), settings["CODES"][0])


def same_code_without_lock(number, settings):
    """The same with a lock that anybody gets, and time between looking and writing, for all have to start."""
    import time

    from formservice.storage import postgres_transaction

    Lock.try_take = lambda self: True
    postgres_transaction.LOCK = postgres_transaction.LOCK.replace("FOR UPDATE", "")
    look = roll.check
    roll.check = lambda *args: (look(*args), time.sleep(3))[0]
    return same_code(number, settings)


def answers_of(app):
    return [one for _, one in app.store.search("answer/", stored.TABLE)]


def test_a_code_at_one_moment_by_four_channels_answers_once(settings):
    told = Counter(at_once(8, same_code, settings))

    app = opened(settings)
    [answer] = answers_of(app)
    assert told == {"answered": 7, answer["channel"]: 1}
    assert roll.totals(app.store, right(app)) == {answer["channel"]: 1}
    assert issuing.counts(app.store, "BA27") == {"lettres": {"issued": 5, "used": 1}}


def test_without_the_lock_a_code_would_answer_twice_or_run_into_the_index(settings):
    told = at_once(6, same_code_without_lock, settings)

    channels = [one for one in told if one in CHANNELS]
    assert len(channels) > 1 or [one for one in told if not isinstance(one, str)]


def use_or_replace(number, settings):
    """Two agents replace the letter that two people are just using."""
    app, old = opened(settings), 1
    if number % 2:
        return use(number, app, settings["CODES"][0])
    try:
        serial = issuing.next_serial(app.store, "BA27")
        reprinting.replace(app.store, "BA27", old, serial, new_code(), BY)
    except issuing.NotIssued:
        return "not replaced"
    return "replaced"


def test_a_letter_is_used_or_replaced_but_never_both(settings):
    told = Counter(at_once(6, use_or_replace, settings))

    app = opened(settings)
    assert told["replaced"] + len(answers_of(app)) == 1
    assert len(stored_codes(app)) == 6 + told["replaced"]


def use_either(number, settings):
    """Two letters of one right, the lost one and the one printed in its place, both in use."""
    return use(number, opened(settings), settings["CODES"][0 if number % 2 else -1])


def test_of_a_lost_letter_and_the_one_printed_in_its_place_one_answers(settings):
    again = new_code()
    app = opened(settings)
    reprinting.print_again(app.store, "BA27", 1, issuing.next_serial(app.store, "BA27"), again, BY)
    at_once(6, use_either, settings | {"CODES": [*CODES, again]})

    assert len(answers_of(app)) == 1
    assert issuing.counts(app.store, "BA27") == {"lettres": {"issued": 5, "used": 1, "revoked": 1}}


def stored_codes(app):
    return [one for _, one in app.store.search("codes/", codes.TABLE)]


def number_letters(number, settings):
    """A printing of five letters, while others print theirs."""
    return issuing.reserve(open_store(settings["STORE"]), "BA27", f"work {number}", "lettres", 5, BY)


def test_serial_numbers_are_never_given_twice(settings):
    assert sorted(at_once(10, number_letters, settings)) == list(range(7, 57, 5))


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_killed_between_any_two_partitions_the_code_is_spent_with_its_answer_or_not_at_all(settings):
    app = opened(settings)
    for step, code in enumerate(CODES, 1):
        killed_at(step, lambda n=step, code=code: use(4 * n, app, code), only=("replace",))
        used = [one for one in stored_codes(app) if one["state"] == codes.USED]
        assert len(used) == len(answers_of(app)) == sum(roll.totals(app.store, right(app)).values())
        assert app.store.check() == []
    assert 0 < len(used) < len(CODES)
