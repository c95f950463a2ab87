"""A part of the roll or of the box that is damaged on the day of a ceremony: mended, or left out and named."""

import pytest

from formservice.voting import box, elections
from tests.paper.town import words_of
from tests.storage.postgres_server import execute
from tests.voting.ceremony.conftest import TWO
from tests.voting.ceremony.test_closing import voted
from tests.voting.ceremony.test_unsealing import chosen, closed, unseal
from tests.voting.site import CODE


def full(town):
    """A part of the box that holds a ballot of the web."""
    return next(name for name, one in town.store.export(box.parts(CODE), box.TABLE) if one["web"])


def damage(town, folder, part, whole=True):
    """Spoil a part: its copies too when `whole`, so that none is good."""
    if not town.app.settings.STORE.startswith("tinydb"):
        execute(town.app.settings.STORE, f"UPDATE records SET body = '{{}}' WHERE partition = '{part}'")
        return
    for path in (folder / "data/partitions" / part).glob("records*" if whole else "records.json"):
        path.unlink()
        path.write_bytes(b"spoilt")


@pytest.mark.parametrize("where", ["box", "roll"])
def test_a_close_without_a_part_is_asked_for_and_names_it(town, tmp_path, where):
    voted(town)
    part = full(town) if where == "box" else next(town.store.partitions(f"roll/{CODE}-vote/"))
    damage(town, tmp_path, part)
    town.after(days=6)
    for _ in range(2):
        assert f"Abîmé, sans bonne copie : {part}" in town.run("close", CODE, "--stdin", code=1)
    assert "totals" not in town.election.story
    town.run("close", CODE, "--stdin", "--unreadable", "--report", "pv.pdf")
    assert town.election.story["unreadable"] == [part] and part in words_of((tmp_path / "pv.pdf").read_bytes())
    assert "Émargés" in town.run("status", CODE)


def test_a_box_is_opened_without_the_part_that_is_lost(town, tmp_path):
    closed(town)
    damage(town, tmp_path, part := full(town))
    assert part in unseal(town, code=1) and town.election.state == elections.CLOSED
    said = town.run("unseal", CODE, "--stdin", "--unreadable", lines=[*TWO, *town.papers[:2]])
    assert part in said and "il manque" in said and town.election.story["emptied"]
    assert chosen(town).total() < 7 and town.election.story["unreadable"] == [part]


def test_a_part_that_has_a_good_copy_is_mended_first_and_never_read_from_it(plain, tmp_path):
    voted(plain)
    part = "box/BC27/a0"
    for _ in range(3):
        with plain.store.transaction(part) as records:
            box.put(records, part, "web", ["not a ballot"])
    damage(plain, tmp_path, part, whole=False)
    plain.after(days=6)
    assert f"formservice repair {part}" in plain.run("close", CODE, "--stdin", "--unreadable", code=1)
    plain.store.restore(part)
    plain.run("close", CODE, "--stdin")
    assert plain.election.story["unreadable"] == [] and plain.election.story["totals"]["box"]["web"] >= 5
