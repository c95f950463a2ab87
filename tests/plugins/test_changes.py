"""A move or a cancellation is published with the line that announces it; an identifier is never taken back."""

import shutil
from datetime import date

import pytest

from formservice.catalogue import Catalogue, Collection, typed
from plugins.changes import mistakes, renamed, vanished
from plugins.content import read_all
from plugins.resources import identifiers
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

FIRST = "{id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00}"
MOVED = "{id: AP-1, start: 2026-12-10 14:00, end: 2026-12-10 16:00%s}"
TOLD = ", changes: [{on: 2026-11-20, was: 2026-12-03 14:00}]"


@pytest.fixture
def compare(tmp_path):
    def content(session, place="salle"):
        root = tmp_path / "content"
        atelier = ACTIVITY.replace(FIRST, session).replace("place: salle", f"place: {place}")
        for name, text in (("lieux/salle", PLACE), ("lieux/mairie", PLACE), ("agenda/atelier", atelier)):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / f"{name}.md").write_text(text, encoding="utf-8")
        return root, read_all(root, SITE)

    def compare(session, today=date(2026, 11, 20), before=FIRST, place="salle"):
        before: Catalogue = content(before)[1].catalogue(SITE)
        root, after = content(session, place)
        return [str(one) for one in mistakes(before, after, root, today)]

    return compare


@pytest.mark.parametrize("session", [MOVED % "", FIRST[:-1] + ", cancelled: Animateur absent}"])
def test_a_change_without_a_word_is_refused_with_the_line_to_add(compare, session):
    found = compare(session)
    assert found[0].startswith("content/agenda/atelier.md:10 : ")
    assert "changes: [{on: 2026-11-20, was: 2026-12-03 14:00}]" in found[0]


OFF = FIRST[:-1] + ", cancelled: Grève" + TOLD + "}"
BACK = "{on: 2026-11-21, was: 2026-12-03 14:00, why: Finalement maintenue}"
LATER = FIRST.replace("16:00", "17:00")
SECOND, THIRD = (FIRST.replace("AP-1", f"AP-{n}").replace("12-03", f"12-1{n}") for n in (2, 3))


@pytest.mark.parametrize(("before", "session", "words"), [
    (OFF, FIRST[:-1] + TOLD + "}", "why: Finalement maintenue}]"), (FIRST, LATER, "why: Finit à 17\xa0h}]"),
    (OFF, FIRST, "a perdu une ligne"), (MOVED % TOLD, MOVED % "", "a perdu une ligne"),
])  # fmt: skip
def test_one_held_after_all_or_ending_otherwise_takes_a_line_more(compare, before, session, words):
    [found] = compare(session, before=before)
    assert found.startswith("content/agenda/atelier.md:10 : ") and words in found


@pytest.mark.parametrize(("before", "session"), [
    (OFF, FIRST[:-1] + TOLD.replace("}]", f"}}, {BACK}]") + "}"), (FIRST, LATER[:-1] + f", changes: [{BACK}]}}"),
    (OFF, OFF.replace("16:00", "17:00")),
])  # fmt: skip
def test_with_that_line_it_passes_and_what_does_not_take_place_ends_when_it_likes(compare, before, session):
    assert compare(session, before=before) == []


def test_an_end_put_right_when_all_is_over_is_told_to_nobody(compare):
    assert compare(LATER, today=date(2026, 12, 4)) == []


NEAR = "changes: [{on: 2026-11-20, was: 2026-12-03 14:00, why: Nouveau lieu}]"


def test_another_place_takes_a_line_in_each_session_to_come(compare):
    [first, second] = compare(f"{FIRST}\n  - {SECOND}", before=f"{FIRST}\n  - {SECOND}", place="mairie")
    assert first.startswith("content/agenda/atelier.md:10 : La séance AP-1 change de lieu") and NEAR in first
    assert second.startswith("content/agenda/atelier.md:11 : La séance AP-2 change de lieu")


@pytest.mark.parametrize("session", [f"{FIRST[:-1]}, {NEAR}}}", MOVED % TOLD, OFF])
def test_with_that_line_the_place_changes(compare, session):
    assert compare(session, place="mairie") == []


def test_the_place_of_what_is_over_or_not_held_or_new_is_told_to_nobody(compare):
    assert compare(FIRST, today=date(2026, 12, 4), place="mairie") == []
    assert compare(OFF, before=OFF, place="mairie") == []
    assert compare(SECOND, place="mairie") == []


@pytest.mark.parametrize("session", [FIRST, MOVED % TOLD, FIRST[:-1] + ", cancelled: Grève" + TOLD + "}"])
def test_what_is_announced_or_unchanged_passes(compare, session):
    assert compare(session) == []


PAST = MOVED.replace("2026-12-10", "2025-12-03")


@pytest.mark.parametrize("session", [PAST % TOLD, PAST % (", cancelled: Grève" + TOLD)])
def test_a_session_to_come_does_not_move_to_the_past_even_announced(compare, session):
    [found] = compare(session)
    assert found.startswith("content/agenda/atelier.md:10 : La séance AP-1 était prévue le 03/12/2026")
    assert "03/12/2025" in found and "« start »" in found


def test_a_session_that_is_over_may_be_put_right_afterwards(compare):
    assert compare(PAST % TOLD, today=date(2026, 12, 4)) == []
    assert compare(FIRST, today=date(2027, 1, 1)) == []


def cycle(tmp_path, *sessions):
    """The content with these dates in a cycle."""
    text = ACTIVITY.replace("booking: session", "booking: cycle").replace(FIRST, "\n  - ".join(sessions))
    for name, words in (("lieux/salle", PLACE), ("agenda/atelier", text)):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / f"{name}.md").write_text(words, encoding="utf-8")
    return read_all(tmp_path / "content", SITE)


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ((FIRST, SECOND), (SECOND, THIRD), True), ((SECOND, THIRD), (FIRST, SECOND, THIRD), True),
        ((FIRST, SECOND), (FIRST, SECOND, THIRD), False), ((FIRST, SECOND), (THIRD,), False),
        ((FIRST, SECOND), (SECOND, FIRST), False),
    ],
)  # fmt: skip
def test_a_cycle_keeps_the_number_it_is_known_by(tmp_path, before, after, wrong):
    published = cycle(tmp_path, *before).catalogue(SITE)
    found = [str(one) for one in renamed(published, cycle(tmp_path, *after), tmp_path / "content")]
    assert bool(found) is wrong
    assert all("atelier.md:9 : " in one and "plus petit numéro" in one for one in found)


BOOK = """---
title: Les fileuses
id: MLB-1
type: livre
summary: Une histoire.
rights: Tous droits réservés.
sources: [{title: Archives}]
---
"""
COLLECTION = {"title": "Centre", "code": "MLB", "place": "salle", "url": "/centre/"}


@pytest.fixture
def republish(tmp_path):
    """Publish a record, then look at the content with these files in its place."""
    site = typed.dataclasses.replace(SITE, collection=typed.read(Collection, COLLECTION))

    def content(files):
        root = tmp_path / "content"
        shutil.rmtree(root, ignore_errors=True)
        (root / "ressources").mkdir(parents=True)
        for name, text in files.items():
            (root / "ressources" / f"{name}.md").write_text(text, encoding="utf-8")
        return root, read_all(root, site)

    def republish(**files):
        identifiers.write(tmp_path, content({"fileuses": BOOK})[1].things["ressources"])
        root, after = content(files)
        assert after.mistakes == []
        return [str(one) for one in vanished(tmp_path, after, root)]

    return republish


def test_an_identifier_that_was_published_does_not_vanish(republish):
    [found] = republish(autre=BOOK.replace("MLB-1", "MLB-2"))
    assert found.startswith("content/ressources/fileuses.md:1 : La notice MLB-1 a été publiée")
    assert "Gardez la notice" in found


def test_an_identifier_that_was_published_is_not_given_to_another_type_of_thing(republish):
    [found] = republish(fileuses=BOOK.replace("livre", "film"))
    assert found.startswith("content/ressources/fileuses.md:3 : ")
    assert "« Livre »" in found and "nouveau numéro à « Film »" in found


def test_a_record_may_change_its_file_and_its_title_and_keeps_its_address(republish):
    assert republish(ouvrieres=BOOK.replace("Les fileuses", "Les ouvrières")) == []


def test_new_identifiers_are_welcome(republish):
    assert republish(fileuses=BOOK, autre=BOOK.replace("MLB-1", "MLB-2")) == []


def test_a_release_from_before_the_catalogue_remembers_nothing(tmp_path):
    assert identifiers.published(tmp_path) == {}
