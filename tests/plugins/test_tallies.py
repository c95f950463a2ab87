"""Results of a vote, its edition, its projects and its files together: they say the same, or the build stops."""

import hashlib
import shutil
from dataclasses import replace
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from jinja2 import Environment, FileSystemLoader

from formservice.catalogue.results import Row
from formservice.count.model import CHOSEN, DEAR, GREEDY, VOTES, Rule
from formservice.count.published import FORMAT, AreaCounted, Counted, ProjectCounted, dump, rule_said
from formservice.theme import OPTIONS, dress
from plugins.check import doubtful, undecided
from plugins.content import read_all
from plugins.participation import tally_files
from plugins.participation.tallies import shares
from tests.plugins.test_budgets import EDITION, LIST, PROJECT
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

VOTE = "{name: vote, since: 2027-04-01 08:00, until: 2027-04-16 00:00}"
VOTED = EDITION.replace("00:00}]\nareas", f"00:00}}, {VOTE}]\nareas")
TALLY = """---
title: "Résultats : vos idées"
counted: 2027-04-20
rules: "1"
ballot: {}
count: {}
seed: BP27
areas:
  - slug: nord
    title: Nord
    envelope: 20000
    spent: 4500
    ballots: "120"
    web: "100"
    paper: "20"
    choices:
      - {number: 4, title: Un banc, cost: 4500, chosen: true, reason: "Choisi : le premier.", votes: "80"}
      - {number: 9, title: Un mur, cost: 18000, chosen: false, reason: Trop cher., votes: "60"}
    file: nord.pb
---
"""
BENCH = PROJECT.replace("merged: [7]", "status: choisi\ncost: 4500")
WALL = (
    PROJECT.replace("Un banc", "Un mur")
    .replace("number: 4", "number: 9")
    .replace("merged: [7]", "status: non-choisi\ncost: 18000")
)
GOOD = {
    "lieux/salle": PLACE, "agenda/atelier": ACTIVITY, "pages/participer": LIST, "participation/idees": VOTED,
    "projets/banc": BENCH, "projets/mur": WALL, "decomptes/idees": TALLY,
}  # fmt: skip
BALLOTS = "META\n"


def whole_of(ballots=BALLOTS):
    """The count that goes with these results."""
    rule = Rule(GREEDY, VOTES, 1, seed="BP27")
    counted = (
        ProjectCounted("4", "Un banc", 4500, True, 80, reason=CHOSEN),
        ProjectCounted("9", "Un mur", 18000, False, 60, reason=DEAR),
    )
    sha256 = hashlib.sha256(ballots.encode()).hexdigest()
    area = AreaCounted("nord", "Nord", 20000, 4500, ("4",), counted, (), 120, "nord.pb", sha256)
    return Counted(FORMAT, "idees", "Vos idées", "Ville", date(2027, 4, 20), "1", rule_said(rule), (area,))


FILES = {"nord.pb": BALLOTS, "decompte.json": dump(whole_of())}
DECISION = "summary: s\ndecision: {on: 2027-06-24, words: Le banc attendra.}"


@pytest.fixture
def root(tmp_path):
    """A content of good results, with their files."""
    folder = tmp_path / "content" / "decomptes" / "idees"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return tmp_path / "content"


@pytest.fixture
def uncounted(root):
    """Without the files of a count."""
    shutil.rmtree(root / "decomptes")


@pytest.fixture
def told(root):
    """Write the good content with these files changed or added, and list its mistakes."""

    def told(**files):
        for name, text in {**GOOD, **files}.items():
            path = root / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8") if text else path.unlink(missing_ok=True)
        return [str(one) for one in read_all(root, SITE).mistakes]

    return told


def test_good_results_have_no_mistake(told):
    assert told() == []


def test_a_project_is_no_more_at_the_vote_once_it_is_counted(told):
    (found,) = told(**{"projets/banc": BENCH.replace("choisi", "au-vote")})
    assert found.startswith("content/projets/banc.md:6 : ") and "Écrivez « status: choisi »" in found

    (found,) = told(**{"projets/mur": WALL.replace("non-choisi", "au-vote")})
    assert found.startswith("content/projets/mur.md:6 : ") and "Écrivez « status: non-choisi »" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("banc", BENCH.replace("choisi", "non-choisi")),
        ("banc", BENCH.replace("choisi", "etude")),
        ("mur", WALL.replace("non-choisi", "choisi")),
        ("mur", WALL.replace("non-choisi", "en-cours")),
    ],
)
def test_a_project_says_what_the_count_says_unless_the_council_decided(told, name, text):
    (found,) = told(**{f"projets/{name}": text})
    assert f"projets/{name}.md:6" in found and "Le conseil municipal en a décidé autrement ?" in found

    decided = VOTED.replace("summary: s", DECISION)
    assert told(**{f"projets/{name}": text, "participation/idees": decided}) == []


@pytest.mark.parametrize("status", ["prevu", "en-cours", "termine", "abandonne\nreason: r\ndecided: 2027-09-01"])
def test_a_chosen_project_has_a_life_after_the_count(told, status):
    assert told(**{"projets/banc": BENCH.replace("choisi", status)}) == []


def test_a_project_that_was_left_out_of_the_count_is_told(told):
    late = PROJECT.replace("number: 4", "number: 11").replace("merged: [7]", "status: au-vote\ncost: 100")
    (found,) = told(**{"projets/tard": late})
    assert found.startswith("content/projets/tard.md:6 : ") and "le projet n° 11 n’y est pas" in found


def test_the_council_decides_after_the_vote(told):
    (found,) = told(**{"participation/idees": VOTED.replace("summary: s", DECISION.replace("06-24", "04-14"))})
    assert found.startswith("content/participation/idees.md:5 : Le conseil ne décide pas avant la fin du vote")


def test_results_are_of_an_edition_of_its_areas_and_of_its_projects(told):
    found = told(**{"decomptes/idees": TALLY.replace("slug: nord", "slug: nort").replace("nord.pb", "nort.pb")})
    assert any("idees.md:9 : Le secteur « nort »" in one and "écrire « nord » ?" in one for one in found)

    (found,) = told(**{"projets/mur": None})
    assert found.startswith("content/decomptes/idees.md:18 : Le projet n° 9, « Un mur », n’a pas de fichier")


def test_results_of_no_edition_are_told(told, root):
    found = told(**{"decomptes/idee": TALLY, "decomptes/idees": None})
    assert any("idee.md:2 : Aucune édition" in one and "Vouliez-vous écrire « idees » ?" in one for one in found)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_named_is_there(told, root, name):
    (root / "decomptes" / "idees" / name).unlink()
    (found,) = told()
    assert f"decomptes/idees/{name} manque" in found and "formservice publish" in found


@pytest.mark.parametrize(
    ("before", "after", "line", "word"),
    [
        ('votes: "80"', 'votes: "81"', 17, "votes : « 81 » ici, « 80 » dans decomptes/idees/decompte.json"),
        ("chosen: false", "chosen: true", 18, "chosen : « true » ici, « false »"),
        ("cost: 18000", "cost: 17000", 18, "cost : « 17000 » ici"),
        ("spent: 4500", "spent: 4600", 12, "spent : « 4600 » ici"),
        ('ballots: "120"', 'ballots: "121"', 13, "ballots : « 121 » ici"),
        ("seed: BP27", "seed: BP28", 7, "seed : « BP28 » ici"),
        ('rules: "1"', 'rules: "2"', 4, "rules : « 2 » ici"),
        ("count: {}", "count: {threshold: 9}", 6, "La règle du décompte n’est pas celle"),
        ("number: 9", "number: 4", 16, "Les projets ne sont pas ceux"),
    ],
)
def test_the_page_says_what_the_file_of_the_count_says(told, before, after, line, word):
    found = told(**{"decomptes/idees": TALLY.replace(before, after)})
    (one,) = [one for one in found if one.startswith(f"content/decomptes/idees.md:{line} : {word}")]
    assert "refaites-les avec « formservice publish BP27-VOTE »" in one


@pytest.mark.parametrize("text", ["", "garbage", "{}", dump(whole_of()).replace("decompte-1", "decompte-9")])
def test_a_file_of_the_count_that_nobody_can_read_is_told(told, root, text):
    (root / "decomptes" / "idees" / "decompte.json").write_text(text)
    (found,) = told()
    assert found.startswith("content/decomptes/idees.md:2 : decomptes/idees/decompte.json")
    assert "formservice publish BP27-VOTE" in found


@pytest.mark.parametrize("text", ["", BALLOTS + "1;4\n"])
def test_ballots_that_are_not_those_that_were_counted_are_told(told, root, text):
    (root / "decomptes" / "idees" / "nord.pb").write_text(text)
    (found,) = told()
    assert found.startswith("content/decomptes/idees.md:19 : decomptes/idees/nord.pb n’est pas le fichier")


def test_projects_exclude_each_other_as_they_did_in_the_count(told, root):
    (found,) = told(**{"projets/banc": BENCH.replace("summary: s", "summary: s\nincompatible: [9]")})
    assert found.startswith("content/projets/banc.md:9 : Le décompte s’est fait sans cette incompatibilité")

    whole = whole_of()
    whole = replace(whole, rule=replace(whole.rule, incompatible=("4+9",)))
    (root / "decomptes" / "idees" / "decompte.json").write_text(dump(whole))
    assert (
        told(**{"projets/banc": BENCH, "projets/mur": WALL.replace("summary: s", "summary: s\nincompatible: [4]")})
        == []
    )
    (found,) = told()
    assert found.startswith("content/projets/banc.md:") and "Remettez « incompatible: [9] »" in found


def test_a_file_that_nobody_names_is_told(told, root):
    (root / "decomptes" / "idees" / "sud.pb").write_text("META\n")
    (found,) = told()
    assert "Aucun résultat ne nomme decomptes/idees/sud.pb" in found


def test_files_without_results_are_told(told, root):
    (found,) = told(**{"decomptes/idees": None})
    assert found.startswith("content/decomptes/idees:1 : ") and "il manque decomptes/idees.md" in found


def test_the_file_of_an_area_has_its_name(told):
    (found,) = told(**{"decomptes/idees": TALLY.replace("file: nord.pb", "file: ../nord.pb")})
    assert found.startswith("content/decomptes/idees.md:") and "s’appelle nord.pb" in found


BEFORE = {
    "decomptes/idees": None, "projets/banc": BENCH.replace("choisi", "au-vote"),
    "projets/mur": WALL.replace("non-choisi", "au-vote"),
}  # fmt: skip
"""What changes in the good content to be as it was before the count."""


@pytest.mark.parametrize(("numbers", "right"), [("[9]", True), ("[12]", False)])
def test_incompatible_projects_are_of_the_same_edition(told, uncounted, numbers, right):
    found = told(**BEFORE | {"projets/banc": BEFORE["projets/banc"].replace("s\n", f"s\nincompatible: {numbers}\n", 1)})
    assert found == [] if right else "Aucun projet de cette édition n’a le numéro 12" in found[0]


def test_two_projects_may_each_exclude_the_other(told, uncounted):
    pairs = (("banc", 9), ("mur", 4))
    both = {
        f"projets/{name}": BEFORE[f"projets/{name}"].replace("summary: s", f"summary: s\nincompatible: [{n}]")
        for name, n in pairs
    }
    assert told(**BEFORE | both) == []


def test_a_project_cannot_exclude_one_that_is_counted_elsewhere(told, uncounted):
    south = "envelope: 20000}, {slug: sud, title: Sud, quartiers: [Le Bas], envelope: 20000}]"
    bench = BEFORE["projets/banc"].replace("summary: s", "summary: s\nincompatible: [9]")
    wall = BEFORE["projets/mur"].replace("area: nord", "area: sud")
    edition = VOTED.replace("envelope: 20000}]", south)
    (found,) = told(**BEFORE | {"participation/idees": edition, "projets/banc": bench, "projets/mur": wall})
    assert found.startswith("content/projets/banc.md:9 : Le projet n° 9 est dans un autre secteur")


def test_a_project_keeps_the_cost_and_the_area_that_were_voted_on(told):
    (found,) = told(**{"projets/banc": BENCH.replace("4500", "4400")})
    assert found.startswith("content/projets/banc.md:7 : ") and "Remettez « cost: 4500 »" in found

    south = "envelope: 20000}, {slug: sud, title: Sud, quartiers: [Le Bas], envelope: 20000}]"
    edition = VOTED.replace("envelope: 20000}]", south)
    (found,) = told(**{"projets/banc": BENCH.replace("nord", "sud"), "participation/idees": edition})
    assert found.startswith("content/projets/banc.md:5 : ") and "Remettez « area: nord »" in found


def test_a_project_that_its_results_call_otherwise_is_looked_at(told, root):
    assert told(**{"projets/banc": BENCH.replace("Un banc", "Deux bancs")}) == []
    (found,) = doubtful(read_all(root, SITE), root, datetime(2027, 5, 1))
    assert str(found).startswith("content/projets/banc.md:2 : ") and "appellent ce projet « Un banc »" in found.text


def test_a_decision_of_the_council_is_told_once_it_is_taken(told, root):
    told(**{"participation/idees": VOTED.replace("summary: s", DECISION)})
    content = read_all(root, SITE)
    (found,) = undecided(content, root, date(2027, 6, 23))
    assert str(found).startswith("content/participation/idees.md:5 : Le 24/06/2027 n’est pas passé")
    assert list(undecided(content, root, date(2027, 6, 24))) == []


def test_the_archive_has_all_files_and_always_the_same_bytes(told, root, tmp_path):
    told()
    (tally,) = read_all(root, SITE).things["decomptes"]
    sizes = tally_files.publish(tmp_path / "site", root, [tally])
    path = tmp_path / "site" / "participation" / "idees" / "resultats" / "decompte.zip"
    with ZipFile(path) as made:
        assert {name: made.read(name).decode() for name in made.namelist()} == FILES

    assert path.read_bytes() == tally_files.archive(root, tally) and sizes[f"{tally.url}nord/bulletins.pb"] == 5
    assert date(*ZipFile(path).infolist()[0].date_time[:3]) == date(1980, 1, 1)


def test_the_parts_of_the_turnout_add_up_to_a_hundred_where_all_are_told():
    """Rounded one by one, 75, 19 and 7 made 101."""
    told = [Row("Par internet", "114"), Row("À un guichet", "29"), Row("Sur papier", "10"), Row("En tout", "153")]
    masked = [Row("Par internet", "114"), Row("À un guichet", "*"), Row("Sur papier", "*"), Row("En tout", "153")]

    assert [one.share for one in shares(told)] == [74, 19, 7] and shares(masked)[0].share == 75


def test_where_nobody_voted_it_is_said_and_not_that_few_did():
    drawn = dress(Environment(loader=FileSystemLoader("theme/templates"), **OPTIONS)).get_template("tally_macros.html")
    assert drawn.module.ballots("0") == "personne n’a voté ici" and "0" not in drawn.module.ballots("<5")
    assert (drawn.module.ballots("1"), drawn.module.ballots("12")) == ("1 bulletin compté", "12 bulletins comptés")
