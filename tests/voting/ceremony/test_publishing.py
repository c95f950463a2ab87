"""From votes really cast to files really published: no byte of these tells who voted, nor where a project stood."""

import re

from click.testing import CliRunner

from formservice.count.election import read
from formservice.count.redoing import redo
from formservice.publish import publish
from formservice.voting import unsealing
from tests.voting.ceremony.conftest import PASSWORDS
from tests.voting.ceremony.test_closing import voted
from tests.voting.ceremony.test_unsealing import unseal
from tests.voting.results.town import editor
from tests.voting.site import CODE, SLUG


def published(town, folder):
    """Seven votes of the north, through every ceremony, then the command."""
    voted(town)
    for n in range(4):
        town.cast(f"Célia Exemple{n}", choices=(3, 12))
    town.after(days=6)
    town.run("close", CODE, "--stdin")
    unseal(town)
    content = editor(folder / "editor", SLUG)
    with town.app.app_context():
        result = CliRunner().invoke(publish, [f"{CODE}-VOTE", "--to", str(content)])
    assert result.exit_code == 0, result.output
    return content / "decomptes"


def test_no_published_byte_tells_who_voted_or_what_they_saw(town, tmp_path):
    folder = published(town, tmp_path)
    written = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    passwords = [*PASSWORDS, *(one.title() for one in PASSWORDS)]
    people = ["Exemple", "Anna", "Célia", "Badr", "1950-03-12", "rue Haute", *passwords]
    receipts = [one["reference"] for _, one in town.store.search("receipt/", "receipts")]
    assert len(receipts) == 9 and not [word for word in (*people, *receipts, *town.papers) if word in written]
    assert not re.search(r"position|opened_by|counted_by|public\b", written)


def test_the_published_ballots_are_those_of_the_box_in_another_order(town, tmp_path):
    found = read((published(town, tmp_path) / SLUG / "nord.pb").read_bytes())
    kept = [sorted(one.choices) for one in unsealing.ballots(town.store, CODE)]
    told = [[int(one) for one in row.get("vote").split(",")] for row in found.tables.votes]
    assert sorted(map(sorted, told)) == sorted(kept)
    assert found.tables.columns["VOTES"] == ("voter_id", "vote", "voting_method")
    assert [row.get("voter_id") for row in found.tables.votes] == [str(n) for n in range(1, 8)]


def test_the_published_folder_counts_again_without_the_store(town, tmp_path):
    folder = published(town, tmp_path) / SLUG
    town.store.close()
    assert redo(folder).differences == []
