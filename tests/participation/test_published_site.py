"""What was published, in the content of a commune the code has never seen: checked, built, shown as it was typed."""

import json

import pytest

from formservice.catalogue import Site, load
from formservice.catalogue.french import typeset
from formservice.participation import publishing
from plugins.check import read_site
from plugins.content import read_all
from tests import markup
from tests.ballots import before_decisions
from tests.built import build
from tests.commune import generate
from tests.pages import plain
from tests.participation.test_markdown import AWKWARD
from tests.participation.test_publishing import with_photo
from tests.participation.town import RULES, STUDY, an_edition

PEOPLE = [f"{letter}. Exemple" for letter in "ABCDEFGHIJKLMNO"]


@pytest.fixture
def commune(tmp_path, commune):
    """Our own copy, with the edition of the budget."""
    ours = generate(tmp_path / "commune", commune.seed, commune.now, projects=0)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in RULES.items()]
    path = ours.folder / "content/participation/budget-2027.md"
    path.write_text("\n".join(["---", *lines, "---", "Vos idées.", ""]), encoding="utf-8")
    before_decisions(ours.folder / "content")
    return ours


def site_of(commune) -> Site:
    found: dict = {}
    exec(commune.conf.read_text(encoding="utf-8"), found)
    return read_site(found["TOWN"])


@pytest.fixture
def published(budget, commune):
    """Ideas of every state, with all that people type, written into the content."""
    for name, said in zip(PEOPLE, AWKWARD, strict=False):
        budget.file(name, title=said.replace("\n", " "), what="\n\n".join(AWKWARD), why=said, signature="Un # habitant")
    # Guillemets take room once typeset.
    budget.act("word", 4, public={"summary": "«»" * 100, "where": "«»" * 100, "service": "«" * 100})
    budget.at(STUDY)
    with_photo(budget, 1, "Le trottoir nu devant l’école")
    budget.merge(2, into=1)
    for number in range(3, len(PEOPLE) + 1):
        if number % 3:
            budget.act("accept", number, cost=900, service="Les espaces verts & la voirie")
        else:
            budget.act("refuse", number, reason=f"{AWKWARD[number]}\nLe terrain est privé. " * 20, service="La voirie")
    budget.act("contest", 3, agent=None, text="Non.")
    budget.act("refuse", 3, agent="karim", reason="Le terrain est à un voisin.", service="La voirie")
    budget.act("accept", 1, cost=1200, service="La voirie")
    publishing.publish(budget.app, an_edition(), commune.folder / "content", agent="cli")
    return budget


def test_the_content_is_good_and_the_site_shows_what_was_typed(published, commune, tmp_path):
    content = read_all(commune.folder / "content", site_of(commune))
    assert content.mistakes == []
    ours = [one.number for one in content.things["projets"] if one.edition == "budget-2027"]
    assert sorted(ours) == [1, *range(3, len(PEOPLE) + 1)]

    site = build(commune.folder, tmp_path / "made", STUDY)
    for number in ours:
        page = site.pages[f"/participation/budget-2027/{number}/"]
        text = plain(markup.parse(page).find(".//main").text_content())
        assert markup.faults(page, typography=False) == []
        assert plain(typeset(AWKWARD[number - 1])) in text
        assert "<script>alert(1)</script>" in text and "[un lien](https://example.org)" in text
        # A first refusal says until when it may be contested; that of a second look does not.
        assert ("jusqu’au mardi 9 mars 2027" in text) == (number % 3 == 0 and number != 3)
    assert "l’idée n° 2" in plain(markup.parse(site.pages["/participation/budget-2027/1/"]).text_content())
    assert list((site.folder / "site").rglob("*idee-bp27-1*"))
    assert len(load(site.folder / "catalogue.json").candidates) >= 1
