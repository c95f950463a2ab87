"""The words looked for in vain: counted without anybody's name, read by agents, then forgotten."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice.office import agents
from formservice.purge import purge
from formservice.search import missed
from formservice.storage import Unwritable
from tests.office.conftest import PASSWORD, Desk
from tests.pages import Client


def ask(app, text, times=1):
    for _ in range(times):
        Client(app).get("/recherche/", typography=False, query_string={"q": text}, buffered=True)


def words(app):
    return [dict(found) for _, found in missed.months(app)]


@pytest.fixture
def office(app):
    agents.add(app.store, "ines", PASSWORD, ["contact"], "Inès")
    desk = Desk(app)
    desk.log_in("ines")
    return desk


def test_a_word_without_page_is_counted_and_read_by_an_agent(app, office):
    ask(app, "Zorglùbs", 3)

    assert words(app) == [{"zorglubs": 3}, {}]
    assert office.get("/agents/recherches/").says("zorglubs, 3 fois")


def test_a_word_asked_for_twice_is_not_read_out(app):
    ask(app, "zorglub", 2)

    assert words(app) == [{}, {}]


@pytest.mark.parametrize("text", ["0639980102", "06 39 98 01 02", "zorglub42", "x" * 31, "агент", "zz", "agenda", "le"])
def test_figures_long_words_and_what_was_found_are_not_counted(app, text):
    ask(app, text, 3)

    assert words(app) == [{}, {}]


def test_the_month_before_is_kept_and_the_others_are_forgotten(app, clock):
    clock.at = clock.at.replace(day=15)
    ask(app, "zorglub", 3)
    clock.at += timedelta(days=31)
    assert words(app)[1] == {"zorglub": 3}

    clock.at += timedelta(days=62)
    with app.app_context():
        assert CliRunner().invoke(purge).exit_code == 0

    clock.at -= timedelta(days=93)
    assert words(app) == [{}, {}]


def test_a_store_in_trouble_does_not_stop_the_search(app, monkeypatch):
    def full(*_):
        raise Unwritable("Le disque est plein.")

    monkeypatch.setattr(app.store, "count_word", full)
    ask(app, "zorglub")


def test_a_search_with_an_answer_writes_nothing(app, tmp_path):
    def held():
        return {path: path.stat().st_size for path in (tmp_path / "data").rglob("*") if path.is_file()}

    before = held()
    ask(app, "agenda")
    assert held() == before
    ask(app, "zorglub")
    assert held() != before
