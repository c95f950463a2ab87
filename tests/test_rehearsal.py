"""The rehearsal clock: runs from another day, for all, and never on real registrations."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from formservice import create_app
from formservice.cli import main
from formservice.config import BadSetting
from formservice.rehearsal import move
from formservice.storage import StoreError
from tests.builders import a_release


@pytest.fixture
def start(tmp_path):
    release = a_release(tmp_path / "release")

    def start(clock=""):
        store = f"tinydb:{tmp_path / 'data'}"
        return create_app(SECRET_KEY="k" * 32, STORE=store, RELEASE=str(release), CLOCK=clock)

    return start


def near(app, moment):
    return abs(app.clock.wall() - datetime.fromisoformat(moment)) < timedelta(seconds=30)


def test_the_clock_runs_from_the_day_it_is_given(start):
    assert near(start("2026-12-01T10:00"), "2026-12-01 10:00")


def test_moving_it_moves_it_for_all_and_a_restart_goes_on(start):
    app, other = start("2026-12-01T10:00"), start()
    move(app, timedelta(days=3))
    assert near(other, "2026-12-04 10:00")
    assert near(start("2026-12-01T10:00"), "2026-12-04 10:00")


def test_its_pages_say_so_whatever_the_release(start):
    app = start("2026-12-01T10:00")
    page = app.test_client().get("/agenda/places/", base_url="http://127.0.0.1:8000")
    assert "Répétition" in page.get_data(as_text=True)


def test_the_clock_is_moved_both_ways_from_the_command_line(start):
    with start("2026-12-01T10:00").app_context():
        said = [CliRunner().invoke(main, ["clock", by]).output for by in ("+3d", "-2h", "demain")]
    assert "04/12/2026" in said[0] and "08:0" in said[1] and "+3d" in said[2]


def test_a_real_store_takes_no_rehearsal(start):
    app = start()
    with app.store.transaction("session/SM-1") as records:
        records.add("session/SM-1", "signups", name="Anna")
    with pytest.raises(StoreError):
        start("2026-12-01T10:00")
    with pytest.raises(BadSetting):
        move(app, timedelta(days=1))


def test_a_clock_that_is_no_date_is_told(start):
    with pytest.raises(BadSetting, match="2026-12-01T10:00"):
        start("demain")
