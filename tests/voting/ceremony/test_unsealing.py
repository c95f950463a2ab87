"""Opening the ballots: when, all of them or none, whatever stops it; then the box is gone."""

import io
import sys
from collections import Counter
from typing import ClassVar

import pytest

from formservice.storage import MOST_RECORDS, archive, open_store
from formservice.voting import batches, box, closing, destroying, elections, guided, unsealing, words
from formservice.voting.asking import Asker
from formservice.voting.ballots import BROKEN, PAPER, WEB, Cast, on_paper
from tests.paper.town import plain as spaced
from tests.paper.town import words_of
from tests.storage.faults import killed_at
from tests.voting.ceremony.conftest import TWO
from tests.voting.ceremony.test_closing import voted
from tests.voting.site import CODE

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def closed(town):
    """The votes of `voted`, closed; two envelopes were typed and sealed since."""
    key = voted(town)
    town.after(days=6)
    town.run("close", CODE, "--stdin")
    town.paper(on_paper(town.election.slate("nord"), {3: 1}))
    town.paper(on_paper(None, {}, "blank"))
    return key


def unseal(town, **how):
    return town.run("unseal", CODE, "--stdin", lines=[*TWO, *town.papers[:2]], **how)


def chosen(town):
    """How many ballots chose each project."""
    return Counter(number for cast in unsealing.ballots(town.store, CODE) for number in cast.choices)


def test_every_ballot_comes_out_once_and_the_box_is_gone(town, tmp_path):
    closed(town)
    said = unseal(town)

    assert chosen(town) == {3: 3, 5: 2, 8: 1, 12: 1} and town.election.state == elections.COUNTED
    assert town.election.story["counted"] == {"ballots": {"web": 3, "paper": 2}, "invalid": {"blank": 1}}
    for told in ("ont le même nombre de votes", "Bulletin blanc : 1", "détruisez les trois papiers"):
        assert told in said
    for told in ("Résultat : Nord", "Projets choisis : n° ", "le conseil municipal décide", f"publish {CODE}-VOTE"):
        assert told in said
    assert box.counts(town.store, CODE) == {WEB: 0, PAPER: 0} and town.election.story["emptied"]
    signed = words_of((tmp_path / f"depouillement-{CODE}.pdf").read_bytes())
    assert "Bulletin blanc 1" in signed and "À faire maintenant" not in signed
    assert town.verbs()[-1] == "vote_unsealed"


def test_a_box_that_is_open_or_without_two_papers_stays_sealed(plain):
    voted(plain)
    # No agent is asked for a code, which serves once.
    assert "L’urne n’est pas fermée" in plain.run("unseal", CODE, "--stdin", lines=[], code=1)
    plain.after(days=6)
    plain.run("close", CODE, "--stdin")
    one = [*TWO, plain.papers[0], plain.papers[0]]
    assert "les mots de 2 papiers" in plain.run("unseal", CODE, "--stdin", lines=one, code=1)
    assert box.counts(plain.store, CODE)[WEB] == 3 and plain.election.state == elections.CLOSED


class Watched(Asker):
    """An asker whose wipes of the screen are counted."""

    wiped: ClassVar[list[str]] = []

    def wipe(self):
        self.wiped.append("")


def test_no_word_of_a_paper_stays_on_the_screen_good_or_bad(town, monkeypatch):
    town.open()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*town.papers[:2], ""])))
    guided.key_of(Watched(True), town.election)
    assert len(Watched.wiped) >= 2
    Watched.wiped.clear()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{town.papers[0][:-3]}zoo\n"))
    with pytest.raises(words.BadWords):
        guided.key_of(Watched(True), town.election)
    assert Watched.wiped


def test_a_batch_under_way_keeps_the_box_sealed(town):
    closed(town)
    batch = "batch/BC27/1"
    with town.store.transaction(batch) as records:
        made = records.add(batch, batches.TABLE, number=1, state="typed", place="Mairie", words="", ballots=0,
                           signatures=3, envelopes=3)  # fmt: skip
    assert "1 lot de papier n’est pas scellé" in unseal(town, code=1)
    assert "Lot de papier pas encore scellé : n° 1, Mairie" in town.run("status", CODE)
    with town.store.transaction(batch) as records:
        sealed = {"state": batches.SEALED, "ballots": 2, "words": "une enveloppe perdue"}
        records.update(batch, batches.TABLE, made["id"], **sealed)
    assert "n° 1, Mairie – une enveloppe perdue, 3 signatures, 3 enveloppes, 2 bulletins" in spaced(unseal(town))


def test_what_does_not_open_is_kept_counted_as_invalid_and_shown(town):
    closed(town)
    with town.store.transaction("box/BC27/a0") as records:
        box.put(records, "box/BC27/a0", WEB, ["not a ballot"])
    said = unseal(town)
    assert Cast("", WEB, {}, {}, BROKEN) in list(unsealing.ballots(town.store, CODE))
    assert "Bulletin qui ne s’ouvre pas : 1" in said and "il y a 1 bulletin de trop" in said


def test_a_ballot_that_comes_while_the_box_is_read_stops_all(town):
    key = closed(town)
    casts = unsealing.decrypt(town.store, town.election, key)
    town.paper(on_paper(town.election.slate("nord"), {5: 1}))
    with pytest.raises(unsealing.NotNow, match="a changé"):
        unsealing.keep(town.app, town.election, casts, town.agents())
    assert town.election.state == elections.CLOSED and not list(town.store.partitions("opened/"))


def test_a_box_is_unsealed_once(town):
    closed(town)
    unseal(town)
    before = sorted(map(str, unsealing.ballots(town.store, CODE)))
    assert "Procès-verbal" in town.run("unseal", CODE, "--stdin")
    assert sorted(map(str, unsealing.ballots(town.store, CODE))) == before
    assert town.verbs().count("vote_unsealed") == 1


def test_the_order_of_the_ballots_is_drawn_anew(plain):
    key = plain.open()
    for n in range(30):
        plain.paper(on_paper(plain.election.slate("nord"), {(3, 5, 8, 12)[n % 4]: 1}))
    orders = {str(unsealing.decrypt(plain.store, plain.election, key)) for _ in range(4)}
    assert len(orders) == 4


def test_many_ballots_stay_within_the_bounds_of_a_partition(town):
    closed(town)
    casts = [Cast("nord", WEB, {3: 1}, {3: 2})] * 5_250
    parts = {unsealing.part_of(CODE, n) for n in range(2)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(box, "counts", lambda *_: {WEB: len(casts)})
        unsealing.keep(town.app, town.election, casts, town.agents())
    assert set(town.store.partitions("opened/")) == parts
    assert all(len(town.store.read(name).find(name, unsealing.TABLE)) < MOST_RECORDS for name in parts)
    assert len(list(unsealing.ballots(town.store, CODE))) == 5_250


def test_a_kill_at_any_point_leaves_the_whole_box_or_all_the_ballots(plain, tmp_path):
    key = closed(plain)
    whole = {3: 3, 5: 2, 8: 1, 12: 1}

    def end():
        election = closing.opened(plain.app, CODE)
        if election.state != elections.COUNTED:
            casts = unsealing.decrypt(plain.store, election, key)
            unsealing.keep(plain.app, election, casts, plain.agents())
        destroying.empty_box(plain.app, closing.opened(plain.app, CODE))

    step, killed = 1, True
    while killed:
        killed = killed_at(step, end)
        plain.store = plain.app.store = open_store(f"tinydb:{tmp_path / 'data'}")
        counted = plain.election.state == elections.COUNTED
        assert chosen(plain) == (whole if counted else {})
        assert counted or box.counts(plain.store, CODE) == {WEB: 3, PAPER: 2}
        # What decides is looked at gesture by gesture; the emptying after it, here and there.
        step += 40 if counted else 1
    assert box.counts(plain.store, CODE) == {WEB: 0, PAPER: 0} and plain.store.check() == []


def test_a_backup_of_the_vote_brought_back_elsewhere_is_unsealed_by_the_same_papers(town, tmp_path):
    closed(town)
    archive.backup(town.store, tmp_path / "store.tar.gz", keys=tmp_path / "keys.tar.gz")
    elsewhere = open_store(f"tinydb:{tmp_path / 'elsewhere'}")
    archive.restore(tmp_path / "store.tar.gz", elsewhere, keys=tmp_path / "keys.tar.gz")
    town.store.close()
    town.store = town.app.store = elsewhere
    unseal(town)
    assert chosen(town) == {3: 3, 5: 2, 8: 1, 12: 1}
