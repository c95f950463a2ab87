"""A session to come is called off, never taken out: people hold seats in it."""

from datetime import date

import pytest

from formservice.catalogue import Catalogue
from plugins.content import read_all
from plugins.gone import gone
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

FIRST = "{id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00}"
SECOND = "{id: AP-2, start: 2026-12-10 14:00, end: 2026-12-10 16:00}"
BOTH = ACTIVITY.replace(FIRST, f"{FIRST}\n  - {SECOND}")
PASTED = (
    "- {id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00, cancelled: la raison, "
    "changes: [{on: 2026-11-20, was: 2026-12-03 14:00}]}"
)


@pytest.fixture
def compare(tmp_path):
    root = tmp_path / "content"

    def content(files):
        for path in root.rglob("*.md"):
            path.unlink()
        for name, text in {"lieux/salle": PLACE, **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / f"{name}.md").write_text(text, encoding="utf-8")
        found = read_all(root, SITE)
        assert found.mistakes == []
        return found

    def compare(before, today=date(2026, 11, 20), **after):
        published: Catalogue = content({"agenda/atelier": before}).catalogue(SITE)
        return [str(one) for one in gone(published, content({f"agenda/{k}": v for k, v in after.items()}), root, today)]

    return compare


def test_a_session_to_come_taken_out_is_refused_with_the_line_to_paste(compare):
    [found] = compare(BOTH, atelier=ACTIVITY.replace(FIRST, SECOND))
    assert found.startswith("content/agenda/atelier.md:9 : La séance AP-1")
    assert "seront prévenues" in found and PASTED in found


def test_the_pasted_line_is_accepted(compare):
    assert compare(BOTH, atelier=BOTH.replace(f"- {FIRST}", PASTED)) == []


def test_a_file_that_is_gone_is_refused_with_the_lines_of_its_sessions_to_come(compare):
    [found] = compare(BOTH, today=date(2026, 12, 3))
    assert found.startswith("content/agenda/atelier.md:1 : Le fichier de « Atelier » n’est plus là")
    assert "id: AP-1" in found and "id: AP-2" in found
    [found] = compare(BOTH, today=date(2026, 12, 4))
    assert "id: AP-1" not in found and "id: AP-2" in found


def test_what_is_over_may_go_and_a_file_may_change_its_name(compare):
    assert compare(ACTIVITY, today=date(2026, 12, 4)) == []
    assert compare(BOTH, today=date(2026, 12, 4), autre=ACTIVITY.replace(FIRST, SECOND)) == []
    assert compare(BOTH, autre=BOTH) == []


def test_a_session_called_off_is_put_back_as_it_was_with_what_was_told(compare):
    off = PASTED[2:].replace("la raison", '"Grève, et travaux"')
    [found] = compare(BOTH.replace(FIRST, off), atelier=ACTIVITY.replace(FIRST, SECOND))
    assert "telle qu’elle était" in found and found.endswith(f"- {off}")
