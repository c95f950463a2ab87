"""Who filed, and which codes were printed: known for a year after the decision, then by nobody."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice.participation import codes, issuing, keeping, roll
from formservice.participation.issuing import By
from formservice.participation.written_codes import new_code
from formservice.purge import purge
from tests.participation.town import OPENS, OVER

A_DAY = timedelta(days=1)


@pytest.fixture
def filed(budget):
    """Two people filed, and six letters were printed."""
    for name in ("Anne Exemple", "Badr Exemple"):
        budget.file(name)
    store = budget.app.store
    issuing.reserve(store, "BP27", "work", "lettres", 6, By("cli", "cli"))
    list(issuing.keep(store, "BP27", "lettres", {n: new_code() for n in range(1, 7)}))
    return budget


def known(budget):
    """How many rights, how many codes, which keys."""
    store = budget.app.store
    found = [len(list(store.search(*where))) for where in (("roll/", roll.TABLE), ("codes/", codes.TABLE))]
    with store.snapshot() as view:
        return *found, sorted(name for name in view.settings() if name.startswith("roll-"))


def test_a_year_after_the_decision_nobody_knows_who_filed_nor_which_codes(filed):
    keys = ["roll-bp27-codes", "roll-bp27-depot"]
    filed.at(OVER + timedelta(days=365))
    assert keeping.forget_editions(filed.app) == 0 and known(filed) == (2, 6, keys)
    filed.at(OVER + timedelta(days=367))
    assert keeping.forget_editions(filed.app) == 10, "two rights, six codes, their batch, the last number"
    assert known(filed) == (0, 0, []) and keeping.forget_editions(filed.app) == 0
    assert filed.idea(1)["idea"]["title"] == "Un banc"


def test_the_purge_lets_go_of_them(filed):
    filed.at(OVER + timedelta(days=367))
    with filed.app.app_context():
        done = CliRunner().invoke(purge, ["--clock-is-right"])
    assert done.exit_code == 0 and known(filed) == (0, 0, [])


def test_of_an_edition_that_left_the_site_they_go_a_year_later(filed):
    filed.publish()
    filed.at(OPENS + A_DAY + 2 * 366 * A_DAY)
    assert keeping.forget_editions(filed.app) == 0
    filed.clock.at += A_DAY
    assert keeping.forget_editions(filed.app) == 10 and known(filed) == (0, 0, [])


def test_the_codes_of_a_consultation_are_not_those_of_an_edition_that_left(filed):
    partition = "consultation/BP27"
    with filed.app.store.transaction(partition) as records:
        records.add(partition, "definitions", asked="0")
    filed.publish()
    filed.at(OVER + timedelta(days=3000))
    assert keeping.forget_editions(filed.app) == 0 and known(filed)[:2] == (2, 6)


def test_killed_before_its_key_is_destroyed_the_next_run_destroys_it(filed, monkeypatch):
    filed.at(OVER + timedelta(days=367))
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(type(filed.app.store), "drop_setting", raising)
        keeping.forget_editions(filed.app)
    assert known(filed)[0] == 0 and "roll-bp27-depot" in known(filed)[2]
    keeping.forget_editions(filed.app)
    assert known(filed) == (0, 0, [])


def raising(*_):
    raise KeyboardInterrupt
