"""A reader of every file of the store, its former copies and its backup, during a vote and at its ceremonies."""

import base64
import itertools
import re
import tarfile
import zlib
from collections import Counter

import psycopg
import pytest

from formservice.storage import archive
from formservice.voting import ballots, box, receipts, words
from tests.storage.faults import killed_at
from tests.voting.ceremony.conftest import TWO, printed
from tests.voting.ceremony.test_closing import voted
from tests.voting.ceremony.test_unsealing import closed, unseal
from tests.voting.site import CODE

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
CLEAR = (b"nord", b"sud", b"choices", b"Exemple", b"exemple", b"1950-03-12")
"""What a ballot or an identity in clear would have."""


def all_that_is_kept(town, folder):
    """Every byte that a reader of the disk, of the tables or of a backup has, by where it is."""
    kept = {str(path): path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file()}
    if not town.app.settings.STORE.startswith("tinydb:"):
        kept |= tables(town.app.settings.STORE)
    names = [folder / f"b{len(list(folder.glob('b*')))}{end}.tar.gz" for end in ("", "-keys")]
    archive.backup(town.store, names[0], keys=names[1])
    for name in names:
        with tarfile.open(name) as held:
            kept |= {f"{name.name}/{one.name}": held.extractfile(one).read() for one in held if one.isfile()}
    return kept


def tables(url):
    """All rows of all tables, as a dump has them."""
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        return {
            name: "\n".join(map(str, connection.execute(f"SELECT t::text FROM {name} t").fetchall())).encode()
            for (name,) in names
        }


def of_rows(kept):
    """Rolls, receipts, box and intents: all but the election, whose candidates everybody may read, and the agents."""
    apart = (b"vote/BC27", b"office/agents")
    return {
        name: b"\n".join(line for line in data.splitlines() if not any(one in line for one in apart))
        for name, data in kept.items() if "vote/BC27" not in name and "office/agents" not in name
    }  # fmt: skip


def secrets_of(town, key):
    """What nobody may read: the key in its writings, the words, whole papers and any four in a row."""
    raw = bytes(key)
    fours = [" ".join(paper.split()[n : n + 4]) for paper in town.papers for n in range(words.COUNT - 3)]
    return [raw, raw.hex().encode(), base64.b64encode(raw), *(one.encode() for one in fours)]


def found(kept, wanted):
    """Where any of these bytes are, also within what was packed."""
    return [name for name, data in kept.items() for one in wanted if one in data or one in unpacked(data)]


def unpacked(data):
    try:
        return zlib.decompress(data, 31)
    except zlib.error:
        return b""


def sealed_in(kept):
    """Every sealed ballot that a reader meets, former copies included."""
    return {one for data in kept.values() for one in re.findall(rb"[A-Za-z0-9+/]{150,}={0,2}", data)}


def test_during_a_vote_no_file_tells_a_choice_an_area_or_the_key(town, tmp_path):
    key = voted(town)
    town.cast("Dora Exemple", area="sud", choices=(7,))
    kept = all_that_is_kept(town, tmp_path)

    assert len(kept) > 9 and found(kept, secrets_of(town, key)) == []
    assert found(of_rows(kept), CLEAR) == []


def test_all_ballots_that_a_reader_meets_have_one_length(town, tmp_path):
    voted(town)
    town.cast("Dora Exemple", area="sud", choices=(7,))
    town.cast("Elie Exemple", choices=(3, 8, 12))
    length = 4 * -(-(town.election.length + 48) // 3)
    kept = {name: data for name, data in all_that_is_kept(town, tmp_path).items() if "/box/" in name}
    ballots = sealed_in(kept)
    assert len(ballots) >= 5 and {len(one) for one in ballots} == {length}


def test_a_vote_that_is_killed_on_its_way_leaves_nothing_in_clear(plain, tmp_path):
    plain.open()
    for step in itertools.count(1, 4):
        if not killed_at(step, lambda step=step: plain.cast(f"Anna Exemple{step}")):
            break
        kept = {str(path): path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
        assert found(of_rows(kept), CLEAR) == []
    assert step > 20


def test_the_box_holds_as_many_ballots_as_there_are_receipts_of_the_web(town):
    voted(town)
    came = Counter(one["channel"] for _, one in town.store.export(f"{receipts.PREFIX}/{CODE}/", receipts.TABLE))
    assert came == {"web": 3, "counter": 2} and box.counts(town.store, CODE) == {"web": 3, "paper": 0}


def test_no_journal_line_is_written_for_a_vote(town):
    voted(town)
    names = [name for name in town.store.partitions() if name.split("/")[0] in ("roll", "box", "receipt", "vote")]
    lines = {name: town.store.journal(name) for name in names}
    assert {name for name, told in lines.items() if told} == {f"vote/{CODE}"} and town.verbs() == ["vote_opened"]


def test_no_file_of_the_store_has_the_words_during_nor_after_the_ceremony(town, tmp_path):
    folder, seen = tmp_path / "cles", []

    def lines():
        yield from TWO
        town.papers = printed(folder)
        seen.append(all_that_is_kept(town, tmp_path))
        yield "oui"
        for paper in town.papers:
            seen.append(all_that_is_kept(town, tmp_path))
            yield paper

    said = town.run("open", CODE, "--stdin", "--to", folder, lines=lines())
    seen.append(all_that_is_kept(town, tmp_path))
    wanted = secrets_of(town, words.join(town.papers[:2]))
    assert len(seen) == 5 and [found(kept, wanted) for kept in seen] == [[]] * 5
    assert not [one for one in wanted if one in said.encode()]


def test_the_counted_ballots_lead_to_no_voter_and_to_no_sealed_text(town, tmp_path):
    key = closed(town)
    before = [one for _, record in town.store.export(box.parts(CODE), box.TABLE) for one in record["web"]]
    unseal(town)
    kept = all_that_is_kept(town, tmp_path)
    assert found(kept, [one.encode() for one in before]) == [] and found(kept, secrets_of(town, key)) == []
    [record] = [one for _, one in town.store.export(f"opened/{CODE}/", "opened")]
    assert set(record) == {"id", "seq", "version", "ballots"} and len(record["ballots"]) == 5
    assert all(ballots.of_list(one).channel in ballots.CHANNELS for one in record["ballots"])


@pytest.mark.parametrize("when", ["open", "closed"])
def test_this_reader_would_see_a_choice_in_clear(town, tmp_path, when):
    """The reader itself is tried: what is planted is found."""
    key = voted(town) if when == "open" else closed(town)
    with town.store.transaction("box/BC27/a0") as records:
        records.add("box/BC27/a0", "planted", area="nord", words=town.papers[0])
    kept = all_that_is_kept(town, tmp_path)
    assert found(kept, secrets_of(town, key)) and found(of_rows(kept), [b"nord"])
