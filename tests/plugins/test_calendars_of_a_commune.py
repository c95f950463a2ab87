"""The calendar files of a commune nobody has seen, with the worst titles and the worst days an editor may write."""

import json
import runpy
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject

from plugins.calendars import files
from plugins.check import read_site
from plugins.content import read_all
from tests.commune import generate, written
from tests.plugins.lines import events, physical

NOW = datetime(2027, 3, 20, 12)
PARIS = ZoneInfo("Europe/Paris")
TITLES = (
    "Lire ; écrire, compter \\n et \\, un « antislash »", "👵🏽 Café 👩‍💻" + " é" * 40,
    "BEGIN:VEVENT, END:VCALENDAR;X=1", "x" * 60 + "œ" * 60,
)  # fmt: skip
DAYS = (
    "2027-03-28 00:00", "2027-03-28 03:00", "2027-03-27 23:30", "2027-10-31 00:30", "2027-10-31 03:00",
    "2027-12-31 23:00", "2027-10-31 02:30", "2027-03-28 01:30",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """A generated commune, and activities of these titles: their dates moved twice, called off, or at midnight."""
    commune = generate(tmp_path_factory.mktemp("hostile"), 7, NOW, notices=0, collection=False)
    for n, title in enumerate(TITLES):
        front = {"title": title, "kind": "evenement", "code": f"Q{'ABCD'[n]}", "summary": title, "bring": title}
        front |= {"place": next((commune.folder / "content/lieux").glob("*.md")).stem, "sessions": sessions(n)}
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
        (commune.folder / f"content/agenda/hostile-{n}.md").write_text("\n".join(["---", *lines, "---", "Texte."]))
    site = read_site(runpy.run_path(str(commune.conf))["TOWN"])
    content = read_all(commune.folder / "content", site)
    assert list(map(str, content.mistakes)) == []
    return content.catalogue(site)


def sessions(n):
    dates = []
    for m, start in enumerate(DAYS):
        end = datetime.fromisoformat(start) + timedelta(minutes=60)
        dates.append({"id": f"Q{'ABCD'[n]}-{m}", "start": start, "end": written(end), "maintained": "true"})
    moved = [{"on": "2027-03-01", "was": "2027-05-01 14:00"}, {"on": "2027-03-10", "was": "2027-05-08 14:00"}]
    dates[1] |= {"changes": moved}
    dates[2] |= {"cancelled": "Neige, verglas ; « alerte »", "changes": [{"on": "2027-03-19", "was": DAYS[2]}]}
    return dates


@pytest.fixture(scope="module")
def content(catalogue):
    """The bytes of the whole agenda."""
    return files.ics.Drawn(catalogue).file("Agenda, ville ; centre", files.occasions(catalogue, NOW))


def test_no_line_is_too_long_or_cuts_a_letter(content):
    assert all(len(line) <= 75 and line.decode() for line in physical(content))


def test_three_readers_find_the_same_dates_at_the_same_moments(catalogue, content):
    truth = {
        one.uid: tuple(at.replace(tzinfo=PARIS).timestamp() for at in (one.start, one.end))
        for one in files.occasions(catalogue, NOW)
    }
    read = vobject.readOne(content.decode()).vevent_list
    assert {one.uid.value: (one.dtstart.value.timestamp(), one.dtend.value.timestamp()) for one in read} == truth
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between((2027, 1, 1), (2029, 1, 1))
    assert {str(one["uid"]): (one.start.timestamp(), one.end.timestamp()) for one in found} == truth
    assert {one["UID"] for one in events(content)} == set(truth) and len(read) == len(truth)


def test_three_readers_find_the_words_the_numbers_and_the_states(catalogue, content):
    told = {one["UID"]: one for one in events(content)}
    for one in vobject.readOne(content.decode()).vevent_list:
        line = told[one.uid.value]
        assert (one.summary.value, one.description.value) == (line["SUMMARY"], line["DESCRIPTION"])
        assert (one.sequence.value, one.status.value) == (line["SEQUENCE"], line["STATUS"])
    for activity in catalogue.activities:
        for session in activity.sessions if activity.slug.startswith("hostile") else ():
            line = next(line for uid, line in told.items() if uid.startswith(f"seance-{session.id}@"))
            assert line["SUMMARY"] == f"{'ANNULÉ – ' if session.cancelled else ''}{activity.title}"
            assert int(line["SEQUENCE"]) == len(session.changes)
