"""From the opened box to the files that an editor commits: whole, the same each time, and nothing of anybody there."""

import errno
import io
import json
import re
import zipfile
from dataclasses import replace
from functools import partial
from itertools import count

import pytest
from click.testing import CliRunner

from formservice import publish
from formservice.catalogue import typed
from formservice.catalogue.tallies import Tally
from formservice.count import redo
from formservice.count.election import read
from formservice.voting import elections, publication
from formservice.voting.elections import partition_of
from formservice.voting.publication import archive
from plugins.frontmatter import split
from plugins.participation import agreeing_files
from tests.storage.faults import CHANGES, killed_at, refused_at
from tests.voting.results.town import ballot, counted, editor, nord, opened, status_of, sud
from tests.voting.site import CODE
from tests.voting.town import SLUG

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.fixture
def content(tmp_path):
    """The content folder of an editor."""
    return editor(tmp_path / "editor")


def run(polls, content, *more, code=0):
    """The command that an operator types; what it said."""
    with polls.app.app_context():
        result = CliRunner().invoke(publish.publish, [f"{CODE}-vote", "--to", str(content), *more])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert code is None or result.exit_code == code, result.output
    return re.sub(r"[\u00a0\u202f]", " ", result.output)


def counted_again(content, code=0):
    """What `formservice count` says of the published folder."""
    folder, said = content / "decomptes" / SLUG, redo.redo(content / "decomptes" / SLUG)
    assert bool(said.differences) == bool(code), said.differences
    assert folder.is_dir()
    return redo.words(said)


def files(content):
    """Every published file, and its bytes."""
    return {str(one.relative_to(content)): one.read_bytes() for one in sorted(content.rglob("*")) if one.is_file()}


def test_the_files_say_what_was_counted_and_count_again(polls, content):
    opened(polls, nord() + sud())
    said = run(polls, content)
    assert "status: choisi pour n° 3, n° 5, n° 9 et n° 12." in said and "2 fichiers de bulletins" in said
    assert sorted(one.name for one in (content / "decomptes" / SLUG).iterdir()) == [
        "decompte.json",
        "nord.pb",
        "sud.pb",
    ]
    found = typed.read(Tally, split((content / "decomptes" / f"{SLUG}.md").read_text(encoding="utf-8")).data)
    assert [one.number for one in found.area("nord").winners] == [3, 12, 5]
    assert "Le décompte publié est juste" in counted_again(content)
    line = polls.app.store.journal(partition_of(CODE))[-1]
    assert (line["verb"], line["agent"], line["channel"]) == ("publish", "cli", "cli")


def test_each_project_gets_its_status_and_nothing_else_of_its_file_changes(polls, content):
    odd = content / "projets" / "projet-3.md"
    odd.write_bytes(odd.read_bytes().replace(b"status: au-vote\n", b"status:  'au-vote'  # au vote\r\n", 1))
    before = files(content)
    opened(polls, nord() + sud())
    run(polls, content)
    assert status_of(content, 8) == "status: non-choisi" and status_of(content, 12) == "status: choisi"
    after = odd.read_bytes()
    assert after == before["projets/projet-3.md"].replace(b"'au-vote'", b"'choisi'")
    assert after.endswith("status: au-vote, c’est ce que l’on voit ici.\n".encode())


def test_a_status_that_an_editor_changed_since_is_left_and_told(polls, content):
    mine = content / "projets" / "projet-8.md"
    mine.write_text(mine.read_text(encoding="utf-8").replace("au-vote", "abandonne", 1), encoding="utf-8")
    (content / "projets" / "projet-7.md").unlink()
    opened(polls, nord() + sud())
    said = run(polls, content)
    assert "n° 8, projet-8.md : son « status » n’est plus « au-vote »" in said and "n° 7 : pas de fichier" in said
    assert status_of(content, 8) == "status: abandonne"


@pytest.mark.parametrize("line", ["status : au-vote", '"status": au-vote', "status: >-\n  au-vote"])
def test_a_status_that_is_not_plain_is_to_be_written_by_hand(polls_on_files, content, line):
    mine = content / "projets" / "projet-8.md"
    mine.write_text(mine.read_text(encoding="utf-8").replace("status: au-vote", line, 1), encoding="utf-8")
    before = mine.read_bytes()
    opened(polls_on_files, nord() + sud())
    said = run(polls_on_files, content)
    assert "projet-8.md : son « status » n’a pas pu être changé : écrivez « status: non-choisi »." in said
    assert mine.read_bytes() == before and "n’est plus" not in said


def test_the_status_of_a_project_is_not_looked_for_in_its_words(polls_on_files, content):
    mine = content / "projets" / "projet-3.md"
    text = mine.read_text(encoding="utf-8").replace("status: au-vote", "status: abandonne", 1)
    mine.write_text(f"{text}status: choisi\n", encoding="utf-8")
    opened(polls_on_files, nord() + sud())
    assert "n° 3, projet-3.md : son « status » n’est plus « au-vote »" in run(polls_on_files, content)


def test_a_project_that_nobody_can_read_is_told_by_its_file(polls_on_files, content):
    (content / "projets" / "projet-3.md").write_text("---\nedition: le-canal\nnumber: 3\n", encoding="utf-8")
    opened(polls_on_files, nord() + sud())
    assert "projet-3.md : illisible, laissé tel quel." in run(polls_on_files, content)


def test_a_project_that_is_a_link_stays_one(polls_on_files, content):
    mine = content / "projets" / "projet-3.md"
    mine.rename(content / "ailleurs.md")
    mine.symlink_to("../ailleurs.md")
    opened(polls_on_files, nord() + sud())
    assert "n° 3, projet-3.md : c’est un lien" in run(polls_on_files, content)
    assert mine.is_symlink() and "status: au-vote" in mine.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["projets", "decomptes", f"decomptes/{SLUG}", f"decomptes/{SLUG}.md"])
def test_nothing_is_written_through_a_link(polls_on_files, content, tmp_path, name):
    opened(polls_on_files, nord() + sud())
    (content / "decomptes").mkdir(exist_ok=name != "decomptes")
    (content / name).rename(tmp_path / "ailleurs") if (content / name).exists() else (tmp_path / "ailleurs").mkdir()
    (content / name).symlink_to(tmp_path / "ailleurs")
    before = files(tmp_path)
    assert f"{name} est un lien : les fichiers s’écriraient ailleurs." in run(polls_on_files, content, code=1)
    assert {one for one in files(tmp_path) if "data/" not in one} == {one for one in before if "data/" not in one}


def test_made_again_nothing_changes_and_the_words_of_an_editor_stay(polls, content):
    opened(polls, nord() + sud())
    run(polls, content)
    page = content / "decomptes" / f"{SLUG}.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMerci à toutes et à tous.\n", encoding="utf-8")
    before = files(content)
    (content / "decomptes" / SLUG / "nord.pb").unlink()
    assert "laissé" not in run(polls, content)
    assert files(content) == before


@pytest.mark.parametrize("end", ["\n---", "\n--- \n", "\r\n---\r\n"])
def test_a_page_that_another_program_saved_keeps_its_words_alone(polls_on_files, content, end):
    opened(polls_on_files, nord() + sud())
    run(polls_on_files, content)
    page = content / "decomptes" / f"{SLUG}.md"
    written = page.read_text(encoding="utf-8")
    page.write_bytes((written.removesuffix("\n---\n") + end).encode())
    run(polls_on_files, content)
    assert page.read_text(encoding="utf-8") == written


def test_a_page_whose_front_matter_does_not_end_is_refused_by_its_name(polls_on_files, content):
    opened(polls_on_files, nord() + sud())
    run(polls_on_files, content)
    page = content / "decomptes" / f"{SLUG}.md"
    page.write_text("---\ntitle: Résultats\n", encoding="utf-8")
    before = files(content)
    assert f"decomptes/{SLUG}.md : son en-tête ne finit pas" in run(polls_on_files, content, code=1)
    assert files(content) == before


def test_a_project_without_a_word_under_its_front_matter_gets_its_status(polls_on_files, content):
    bare = content / "projets" / "projet-3.md"
    bare.write_text(bare.read_text(encoding="utf-8").partition("\n---\n")[0] + "\n---", encoding="utf-8")
    opened(polls_on_files, nord() + sud())
    run(polls_on_files, content)
    assert status_of(content, 3) == "status: choisi"


def test_ballots_are_in_an_order_that_no_stored_one_tells(polls, content):
    opened(polls, nord() + sud())
    run(polls, content)
    partition = partition_of(CODE)
    with polls.app.store.transaction(partition) as records:
        (kept,) = records.find(partition, publication.TABLE)
        records.update(partition, publication.TABLE, kept["id"], key="another")
    one = (content / "decomptes" / SLUG / "nord.pb").read_bytes()
    run(polls, content)
    other = (content / "decomptes" / SLUG / "nord.pb").read_bytes()
    assert one != other and sorted(ballots(one)) == sorted(ballots(other))
    assert kept["key"].encode() not in b"".join(files(content).values())


def ballots(content):
    return [row.get("vote") for row in read(content).tables.votes]


def test_where_few_came_by_one_channel_no_ballot_says_how_it_came(polls, content):
    opened(polls, nord() + sud() + [ballot("sud", 9, channel="paper")])
    run(polls, content)
    votes = [row.cells for row in read((content / "decomptes" / SLUG / "nord.pb").read_bytes()).tables.votes]
    assert {*votes[0]} == {"voter_id", "vote"} and [one["voter_id"] for one in votes] == [str(n + 1) for n in range(12)]


def test_an_area_of_few_ballots_has_no_file_and_says_that_it_cannot_be_counted_again(polls, content):
    opened(polls, nord() + sud()[:3], **counted(leftover="commun"))
    run(polls, content)
    assert not (content / "decomptes" / SLUG / "sud.pb").exists()
    said = counted_again(content)
    assert "Le Sud\u00a0: ne se recompte pas" in said and "mis en commun" in said
    told = json.loads((content / "decomptes" / SLUG / "decompte.json").read_text(encoding="utf-8"))["areas"][1]
    assert told["ballots"] is None and {one["votes"] for one in told["projects"]} == {None}


@pytest.mark.parametrize("rule", ["glouton", "glouton-arret", "parts-egales"])
@pytest.mark.parametrize("leftover", ["garde", "complete", "commun"])
@pytest.mark.parametrize("kind", ["approbation", "budget", "points"])
def test_whatever_the_rules_the_files_count_again(polls_on_files, content, rule, leftover, kind):
    polls = polls_on_files
    north = [one for one in nord() if kind != "budget" or {5, 8} - {*one.choices}]
    opened(polls, north + sud()[:2] * 3, kind, **counted(rule, leftover=leftover, guaranteed=True, threshold=2))
    run(polls, content)
    assert "Le décompte publié est juste" in counted_again(content)


@pytest.mark.parametrize("rule", ["glouton", "glouton-arret", "parts-egales"])
@pytest.mark.parametrize("kind", ["approbation", "points"])
def test_the_check_of_the_site_finds_nothing_in_what_was_just_written(polls_on_files, content, rule, kind):
    points = {"points": [4, 2]} if kind == "points" else {}
    casts = [ballot("nord", 3, 12, **points), *[ballot("nord", 3, 5, **points)] * 6, ballot("sud", 7, 9, **points)]
    opened(polls_on_files, casts, kind=kind, **counted(rule, leftover="complete", threshold=2))
    run(polls_on_files, content)
    page = split((content / "decomptes" / f"{SLUG}.md").read_text(encoding="utf-8"))
    tally = replace(typed.read(Tally, page.data), slug=SLUG)
    editions = polls_on_files.app.releases.current().catalogue.editions
    assert list(agreeing_files.mistakes(content, editions, [], [tally])) == []


def test_wherever_it_is_stopped_running_it_again_mends(polls_on_files, tmp_path):
    opened(polls_on_files, nord() + sud())
    for step in count(1, 3):
        content = editor(tmp_path / f"editor{step}")
        killed = killed_at(step, partial(run, polls_on_files, content), CHANGES)
        if (content / "decomptes" / f"{SLUG}.md").exists():
            counted_again(content)
        run(polls_on_files, content)
        counted_again(content)
        assert status_of(content, 3) == "status: choisi" and not [
            one for one in files(content) if one.endswith(".part")
        ]
        if not killed:
            break
    assert step > 30


def test_a_full_disk_is_said_and_leaves_no_page(polls_on_files, content, monkeypatch):
    election, seen = opened(polls_on_files, nord() + sud()), set()
    with polls_on_files.app.app_context():
        made = publication.ready(polls_on_files.app, election, "cli", "cli")
    # What the store writes has tests of its own.
    monkeypatch.setattr(publication, "ready", lambda *_: made)
    page = content / "decomptes" / f"{SLUG}.md"
    for step in range(1, 40):
        with refused_at(step, errno.ENOSPC, ("fsync", "replace")) as refused:
            said = run(polls_on_files, content, code=None)
        assert ("impossible d’écrire (le disque est plein)" in said) == bool(refused) == (not page.exists()), step
        page.unlink(missing_ok=True)
        (content / "decomptes" / SLUG / "nord.pb").unlink(missing_ok=True)
        seen.update(refused)
    assert seen == {"fsync", "replace"}


def test_of_two_publications_at_once_one_writes_and_the_other_says_to_wait(polls_on_files, content, monkeypatch):
    opened(polls_on_files, nord() + sud())
    ready, said = publication.ready, []

    def crossed(*given):
        monkeypatch.setattr(publication, "ready", ready)
        said.append(run(polls_on_files, content, code=1))
        return ready(*given)

    monkeypatch.setattr(publication, "ready", crossed)
    run(polls_on_files, content)
    assert "Une autre publication écrit dans ce dossier : attendez" in said[0]
    counted_again(content)
    assert status_of(content, 3) == "status: choisi" and "écrits dans" in run(polls_on_files, content)


@pytest.mark.parametrize("trouble", ["shut", "offline", "elsewhere", "unknown", "force"])
def test_results_that_have_no_place_are_refused_and_nothing_is_written(polls, content, trouble):
    opened(polls, nord())
    before = files(content)
    if trouble == "shut":
        with polls.app.store.transaction(partition_of(CODE)) as records:
            elections.move(records, CODE, elections.CLOSED)
        assert "pas dépouillée" in run(polls, content, code=1)
    elif trouble == "offline":
        polls.online()
        assert "n’est plus sur le site" in run(polls, content, code=1)
    elif trouble == "elsewhere":
        (content / "participation" / f"{SLUG}.md").rename(content / "autre.md")
        assert "ce n’est pas le dossier content/" in run(polls, content, code=1)
        (content / "autre.md").rename(content / "participation" / f"{SLUG}.md")
    elif trouble == "force":
        assert "sans --force" in run(polls, content, "--force", code=2)
    else:
        with polls.app.app_context():
            result = CliRunner().invoke(publish.publish, ["ZZ99-VOTE", "--to", str(content)])
        assert f"Celles qui l’ont été : {CODE}-VOTE" in result.output
    assert files(content) == before


def test_an_agent_takes_the_same_files_in_a_zip(polls, content):
    election = opened(polls, nord() + sud())
    with polls.app.app_context():
        found = zipfile.ZipFile(io.BytesIO(archive(polls.app, election, "anne")))
    run(polls, content)
    written = files(content)
    for name in found.namelist():
        if name != publication.README:
            assert found.read(name) == written[name], name
    assert "status: choisi      n°\u00a03," in found.read(publication.README).decode()
    assert {one["channel"] for one in polls.app.store.journal(partition_of(CODE)) if one["verb"] == "publish"} == {
        "office", "cli",
    }  # fmt: skip
