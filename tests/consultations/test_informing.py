"""Who asked for the results is told once of each thing, by letter or by telephone, then forgotten."""

from datetime import date, timedelta

import pytest

from formservice import tick
from formservice.catalogue.results import Told
from formservice.consultations import stored
from formservice.mail import outbox
from formservice.office import agents
from tests.builders import a_catalogue, a_release
from tests.consultations.town import CLOSES, a_consultation
from tests.office.conftest import PASSWORD, Desk

TOLD = Told("bancs", "/consultations/bancs/resultats/", date(2027, 3, 1))


def publish(asked, **given):
    """Results are committed, and what was done of the answers when it is given."""
    catalogue = a_catalogue(consultations=(a_consultation(**given),), results=(TOLD,))
    made = a_release(asked.folder / f"release-{next(asked.releases)}", catalogue)
    link = asked.folder / "link"
    link.symlink_to(made)
    link.replace(asked.folder / "output")


def run(asked):
    with asked.app.app_context():
        return tick.run(asked.app)


def letters(asked):
    return [one["template"] for _, one in asked.app.store.search("inform/", "outbox")]


def waiting(asked):
    return [one["contact"] for _, one in asked.app.store.search("inform/", stored.INFORM)]


@pytest.fixture
def anne(asked):
    asked.answer(inform="anne@example.org")
    asked.clock.at = CLOSES + timedelta(days=10)


def test_nobody_is_told_before_the_results_are_published(asked, anne):
    assert not run(asked)["informed"]
    assert letters(asked) == []


def test_each_is_told_once_even_by_two_ticks(asked, anne):
    publish(asked)
    assert run(asked)["informed"] == 1
    assert not run(asked)["informed"]
    assert letters(asked) == ["results_published"]


def test_the_letter_says_where_the_results_are_and_leaves(asked, anne):
    publish(asked)
    run(asked)
    with asked.app.app_context():
        assert outbox.run(asked.app).counts["sent"] == 1
    [path] = (asked.folder / "mail").rglob("*.eml")
    assert b"/consultations/bancs/resultats/" in path.read_bytes()


def test_what_was_done_is_the_last_word_then_the_address_is_erased(asked, anne):
    publish(asked)
    run(asked)
    publish(asked, done=["Dix bancs sont posés."])
    assert run(asked)["informed"] == 1
    assert waiting(asked) == ["anne@example.org"]
    with asked.app.app_context():
        outbox.run(asked.app)
    assert run(asked)["forgotten"] == 1
    assert (waiting(asked), letters(asked)) == ([], [])


@pytest.mark.parametrize("filed", [{}, {"filed": "2027-04-01"}])
def test_who_gave_a_telephone_is_called_then_forgotten(asked, filed):
    asked.answer(inform="06 39 98 01 02")
    agents.add(asked.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(asked.app)
    desk.log_in()
    publish(asked, done=["Dix bancs sont posés."], **filed)
    run(asked)
    assert desk.get("/agents/").says("1 personne à prévenir des résultats par téléphone")
    page = desk.get("/agents/consultations/BA27/appels")
    assert page.says("06 39 98 01 02")
    desk.press(page, "no_answer")
    desk.press(desk.get("/agents/consultations/BA27/appels"), "told")
    assert run(asked)["forgotten"] == 1
    assert waiting(asked) == []


def test_nothing_of_who_asked_is_in_the_journal(asked, anne):
    publish(asked)
    run(asked)
    lines = [line for name in asked.app.store.partitions("inform/") for line in asked.app.store.journal(name)]
    assert [line["verb"] for line in lines] == ["inform"]
    assert "anne@" not in repr(lines)
