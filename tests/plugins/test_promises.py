"""What was published of a participatory budget holds, or the publication is refused with what to do."""

from datetime import datetime

import pytest

from plugins.changes import promised
from plugins.content import read_all
from tests.plugins import test_tallies as tallies
from tests.plugins.test_budgets import EDITION, GOOD, PROJECT
from tests.plugins.test_content import SITE
from tests.plugins.test_tallies import TALLY

OPEN, BEFORE = datetime(2027, 1, 20), datetime(2027, 1, 5)


@pytest.fixture
def republish(tmp_path):
    """Publish the good content, then look at it with these files changed; None takes one away."""

    def content(folder, files):
        root = tmp_path / folder / "content"
        for name, text in files.items():
            path = root / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8") if text else path.unlink(missing_ok=True)
        return root, read_all(root, SITE)

    def republish(now=OPEN, was=(), **files):
        before = content("before", GOOD | dict(was))[1].catalogue(SITE)
        root, after = content("after", {**GOOD, **files})
        return [str(one) for one in promised(before, after, root, now)]

    return republish


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ("20000", "30000", 7, "areas"),
        ("2027-02-15", "2027-02-28", 6, "phases"),
        ("summary: s", "summary: s\nlimit: 5", 5, "limit"),
        ("summary: s", "summary: s\nwho: {age: 16}", 5, "who"),
        ("summary: s", "summary: s\ncontest: 3 days", 5, "contest"),
        ("summary: s", "summary: s\nballot: {most: 5}", 5, "ballot"),
        ("summary: s", "summary: s\ncount: {rule: parts-egales}", 5, "count"),
        ("summary: s", "summary: s\nfiling: libre", 5, "filing"),
        ("summary: s", "summary: s\nidentity: code", 5, "identity"),
    ],
)
def test_what_binds_changes_by_a_new_version_only(republish, before, after, line, key):
    changed = EDITION.replace(before, after)
    (found,) = republish(**{"participation/idees": changed})

    assert found.startswith(f"content/participation/idees.md:{line} : ") and f"changer « {key} »" in found
    assert republish(**{"participation/idees": changed.replace('"1"', '"2"')}) == []
    assert republish(BEFORE, **{"participation/idees": changed}) == []


@pytest.mark.parametrize("key", ["who", "limit"])
def test_what_binds_is_not_taken_away_either(republish, key):
    binding = EDITION.replace("summary: s", "summary: s\nwho: {age: 16}\nlimit: 5")
    left = "\n".join(line for line in binding.split("\n") if not line.startswith(f"{key}:"))
    (found,) = republish(was={"participation/idees": binding}, **{"participation/idees": left})
    assert f"changer « {key} »" in found


def test_a_calendar_and_its_rules_are_not_taken_away_together(republish):
    left = "\n".join(line for line in EDITION.split("\n") if not line.startswith(("rules:", "phases:")))
    (found,) = republish(**{"participation/idees": left})
    assert "changer « phases »" in found


def test_words_that_bind_nobody_change_freely(republish):
    changed = EDITION.replace("summary: s", "summary: Autre chose\ncounters: [à la mairie]").replace("Vos", "Nos")
    assert republish(**{"participation/idees": changed}) == []


def test_an_edition_stays_under_its_code(republish):
    (found,) = republish(**{"participation/idees": EDITION.replace("BP27", "BP28")})
    assert found.startswith("content/participation/idees.md:3 : ") and "Remettez « code: BP27 »" in found

    (found,) = republish(**{"participation/idees": None, "projets/banc": None})
    assert found.startswith("content/participation/idees.md:1 : L’édition BP27 a été publiée.")


def test_a_project_keeps_its_number(republish):
    (found,) = republish(**{"projets/banc": PROJECT.replace("number: 4", "number: 5")})
    assert found.startswith("content/projets/banc.md:4 : ") and "Remettez « number: 4 »" in found


def test_a_project_does_not_vanish(republish):
    (found,) = republish(**{"projets/banc": None})
    assert "Le projet n° 4, « Un banc », a été publié" in found


@pytest.mark.parametrize(
    "files",
    [
        {"projets/banc": PROJECT.replace("Un banc", "Deux bancs")},
        {"projets/banc": None, "projets/assise": PROJECT},
        {"projets/banc": None, "projets/rue": PROJECT.replace("number: 4", "number: 9").replace("[7]", "[4, 7]")},
        {"projets/banc": None, "projets/rue": PROJECT.replace("number: 4", "number: 9\nstatus: termine")
            .replace("[7]", "[4, 7]").replace("Un banc", "Une rue")},
    ],
)  # fmt: skip
def test_a_project_may_change_its_title_or_its_file_or_be_merged(republish, files):
    assert republish(**files) == []


COUNTED = {**tallies.GOOD, "decomptes/idees": TALLY}


def counted_again(republish, after):
    """What is said of results that become these."""
    after = COUNTED | {"decomptes/idees": after}
    return republish(was=COUNTED, **after)


@pytest.mark.parametrize("change", [('"80"', '"81"'), ("chosen: true", "chosen: false"), ("seed: BP27", "seed: BP28")])
def test_published_results_change_with_another_count_only(republish, change):
    (found,) = counted_again(republish, TALLY.replace(*change))
    assert found.startswith("content/decomptes/idees.md:3 : Ces résultats ont été publiés")

    assert counted_again(republish, TALLY.replace(*change).replace("2027-04-20", "2027-04-22")) == []


def test_the_words_around_results_change_freely(republish):
    words = TALLY.replace("vos idées", "nos idées").replace("---\n", "---\nMerci !\n")
    assert counted_again(republish, words.replace("---\nMerci !\n", "---\n", 1)) == []


def test_published_results_stay(republish):
    (found,) = counted_again(republish, None)
    assert found.startswith("content/decomptes/idees.md:1 : ") and "Remettez ce fichier" in found
