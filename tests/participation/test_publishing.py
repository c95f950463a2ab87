"""What leaves the store for an editor: the projects as files, nothing of who filed them, and an editor's work kept."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from click.testing import CliRunner
from PIL import Image

from formservice.catalogue import Project, typed
from formservice.catalogue.projects import Outcome
from formservice.catalogue.tallies import Counted
from formservice.erase import erase
from formservice.office import agents
from formservice.participation import placing, publishing
from formservice.participation.ideas import TABLE
from formservice.publish import publish
from formservice.purge import purge
from plugins.frontmatter import read_file
from tests.office.conftest import PASSWORD, Desk
from tests.participation.town import OVER, RULES, STUDY, an_edition

PEOPLE = ("Anne Exemple", "Badr Exemple", "Célie Exemple", "Dora Exemple", "Elio Exemple")
BANK = "budget-2027-001-un-banc.md"


@pytest.fixture
def content(tmp_path):
    """The folder of an editor."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def run(budget, content):
    """Publish; what was printed, with plain spaces."""

    def run(*words, code=0):
        with budget.app.app_context():
            found = CliRunner().invoke(publish, ["BP27", "--to", str(content), *words], catch_exceptions=False)
        assert found.exit_code == code, found.output
        return found.output.replace("\u00a0", " ")

    return run


def accept(budget, number, cost=900, **given):
    budget.at(STUDY)
    return budget.act("accept", number, cost=cost, service="Les espaces verts", **given)


def project(content, number):
    """A file as the site reads it, and the same as strings."""
    [path] = (content / "projets").glob(f"*-{number:03d}*.md")
    front = read_file(path)
    assert not front.mistakes
    return typed.read(Project, front.data)


class Killed(BaseException):
    """The machine stops."""


def test_a_file_written_just_before_the_machine_stopped_is_still_ours(budget, content, run, monkeypatch):
    budget.file("Anne")
    accept(budget, 1)
    put = placing.Folder.put

    def cut(*given):
        put(*given)
        raise Killed

    monkeypatch.setattr(placing.Folder, "put", cut)
    with budget.app.app_context(), pytest.raises(Killed):
        publishing.publish(budget.app, an_edition(), content, agent="cli")
    monkeypatch.undo()
    budget.act("word", 1, public={"title": "Deux bancs"})
    assert "1 mis à jour" in run()


def test_a_file_that_an_editor_deleted_stays_away_and_is_named(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    run()
    (content / "projets" / BANK).unlink()
    said = run()
    assert "Supprimés par un éditeur" in said and not (content / "projets" / BANK).exists()
    assert "1 fichier nouveau" in run("--force") and "1 inchangé" in run()


def test_a_lock_of_an_editor_s_program_stops_nothing(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    (content / "projets").mkdir()
    (content / "projets" / ".#x.md").symlink_to("anne@machine.1234")
    said = run()
    assert "1 fichier nouveau" in said and ".#x.md" in said


def test_an_accepted_idea_leaves_with_its_cost(budget, content, run):
    budget.file("Anne", title="# Un banc : *là*", what="Un banc.\n\n---\n<b>ici</b>")
    accept(budget, 1)

    assert "1 fichier nouveau" in run()
    found = project(content, 1)
    assert (found.title, found.status, found.cost, found.service) == (
        "# Un banc\u00a0: *là*", "au-vote", 900, "Les espaces verts",
    )  # fmt: skip
    assert (found.edition, found.area, found.where, found.author) == ("budget-2027", "nord", "Devant l’école", None)


def test_a_refusal_leaves_with_its_reason_and_its_date(budget, content, run):
    budget.file("Anne")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain\nest privé.")
    run()
    found = project(content, 1)
    assert (found.status, found.reason, found.decided) == ("refuse", "Le terrain est privé.", STUDY.date())
    assert not found.reviewed

    budget.act("contest", 1, agent=None, text="Non.")
    assert "1 mis à jour" in run()
    assert project(content, 1).status == "etude"
    budget.act("refuse", 1, agent="karim", reason="Il est à un voisin.")
    run()
    assert project(content, 1).reviewed


def test_a_long_reason_is_cut_above_and_whole_below(budget, content, run):
    budget.file("Anne")
    budget.at(STUDY)
    reason = "Le terrain est privé. " * 30 + "Fin."
    budget.act("refuse", 1, reason=reason)
    run()
    found, text = project(content, 1), (content / "projets" / BANK).read_text()
    assert len(found.reason) <= 300 and found.reason.endswith(" …")
    assert "## La réponse des services" in text and text.rstrip().endswith("Fin.")


def test_what_is_under_study_leaves_only_in_the_words_of_an_agent(budget, content, run):
    budget.file("Anne")
    budget.file("Badr")
    budget.act("word", 2, public={"title": "Des bancs", "summary": "S’asseoir.", "what": "Deux bancs."})

    assert "1 fichier nouveau" in run()
    found = project(content, 2)
    assert (found.title, found.summary, found.status) == ("Des bancs", "S’asseoir.", "etude")
    assert list((content / "projets").glob("*-001*")) == []


def test_what_is_withdrawn_or_joined_has_no_file(budget, content, run):
    for name in PEOPLE[:4]:
        budget.file(name, title="Un banc", signature=name if "Badr" in name else "")
    budget.act("withdraw", 4, agent=None)
    budget.at(STUDY)
    budget.merge(2, into=1)
    budget.merge(3, into=1)
    accept(budget, 1)

    run()
    assert [path.name for path in (content / "projets").iterdir()] == [BANK]
    assert (project(content, 1).merged, project(content, 1).author) == ((2, 3), "Badr Exemple")


def test_an_idea_that_is_joined_after_it_left_takes_its_file_away(budget, content, run):
    budget.file("Anne")
    budget.file("Badr")
    accept(budget, 1)
    accept(budget, 2)
    run()
    budget.merge(2, into=1)
    assert "1 supprimé" in run()
    assert project(content, 1).merged == (2,)

    budget.part(2)
    run()
    assert project(content, 2).status == "au-vote" and project(content, 1).merged == ()


def test_an_editor_s_work_stays_and_is_named(budget, content, run):
    budget.file("Anne")
    budget.file("Badr", title="Un arbre")
    accept(budget, 1)
    accept(budget, 2)
    run()
    path = content / "projets" / BANK
    path.write_text(path.read_text().replace("au-vote", "choisi"))
    renamed = path.rename(path.with_name("un-banc.md"))

    said = run()
    assert "1 inchangé" in said and "n° 1, un-banc.md" in said
    assert "choisi" in renamed.read_text()
    assert "1 mis à jour" in run("--force")
    assert project_at(renamed).status == "au-vote" and not path.exists()


def project_at(path):
    return typed.read(Project, read_file(path).data)


RESULTS = Counted("budget-2027", "/participation/budget-2027/resultats/", date(2027, 6, 20), "1")
NEWS = "news: [{on: 2027-07-01, text: Le banc est commandé.}]\n"


def on_line_since_the_vote(budget, status):
    """The results of the vote are on line, and what became of project 1."""
    url = "/participation/budget-2027/1/"
    told = Outcome("budget-2027", 1, "Un banc", status, url)
    budget.publish(editions=(an_edition(),), outcomes=(told,), counted=(RESULTS,))


@pytest.mark.parametrize("where", ["on line", "in the folder"])
@pytest.mark.parametrize("status", ["choisi", "non-choisi", "en-cours"])
def test_once_the_results_are_published_nothing_puts_a_project_back_to_the_vote(budget, content, run, where, status):
    budget.file("Anne")
    accept(budget, 1)
    run()
    path = content / "projets" / BANK
    told = path.read_text().replace('status: "au-vote"\n', f"status: {status}\n{NEWS}")
    assert NEWS in told
    path.write_text(told)
    if where == "on line":
        on_line_since_the_vote(budget, status)
    else:
        (content / "decomptes").mkdir()
        (content / "decomptes" / "budget-2027.md").touch()
    for words in ((), ("--force",)):
        said = run(*words)
        assert "laissés tels quels, même avec --force :" in said and BANK in said and path.read_text() == told


def test_a_project_counted_and_otherwise_as_it_was_written_is_ours_and_still_follows_the_agents(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    run()
    path = content / "projets" / BANK
    path.write_text(path.read_text().replace("au-vote", "choisi"))
    on_line_since_the_vote(budget, "choisi")
    assert "1 inchangé" in run()
    budget.act("word", 1, public={"title": "Deux bancs"})
    assert "1 mis à jour" in run()
    assert (project_at(path).title, project_at(path).status) == ("Deux bancs", "choisi")


def test_a_file_deleted_after_the_vote_comes_back_as_the_site_has_it(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    run()
    (content / "projets" / BANK).unlink()
    on_line_since_the_vote(budget, "non-choisi")
    run("--force")
    assert project(content, 1).status == "non-choisi"
    made, _ = publishing.archive(budget.app, an_edition(), "lucie")
    assert b'status: "non-choisi"' in zipfile.ZipFile(BytesIO(made)).read(f"projets/{BANK}")


def test_a_file_whose_lines_end_otherwise_is_still_ours(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    run()
    path = content / "projets" / BANK
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "1 inchangé" in run()


def test_a_title_that_changes_keeps_its_file(budget, content, run):
    budget.file("Anne")
    accept(budget, 1)
    run()
    budget.act("word", 1, public={"title": "Deux bancs"})
    assert "1 mis à jour" in run()
    assert project_at(content / "projets" / BANK).title == "Deux bancs"


def test_two_titles_alike_and_one_of_emoji_make_three_files(budget, content, run):
    for name, title in zip(PEOPLE, ("Un banc", "Un banc", "🌳🌳"), strict=False):
        budget.file(name, title=title)
    for number in (1, 2, 3):
        accept(budget, number)
    run()
    names = sorted(path.name for path in (content / "projets").iterdir())
    assert names == [BANK, "budget-2027-002-un-banc.md", "budget-2027-003.md"]
    assert project(content, 3).title == "🌳🌳"


def test_no_contact_ever_reaches_a_file(budget, content, run):
    ways = [
        {"reach": "phone", "phone": "06 39 98 01 02", "email": ""}, {"reach": "post", "post": "9 rue du Secret"},
        {"who": "other", "helper": "Gisèle Voisine", "told": "agreed"}, {"reach": "other", "contact": "Zoé 0639980304"},
        {},
    ]  # fmt: skip
    for name, more in zip(PEOPLE, ways, strict=True):
        budget.file(name, **more)
    for number in range(1, 6):
        accept(budget, number)
    run()

    told = [one["answers"] for _, one in budget.app.store.search("idea/", TABLE)]
    hidden = [
        said[name]
        for said in told
        for name in ("name", "email", "phone", "post", "helper", "contact")
        if said.get(name)
    ]
    text = "".join(path.read_text() for path in (content / "projets").iterdir())
    assert len(hidden) > 10 and [one for one in hidden if one in text] == []


@pytest.mark.parametrize(
    "what",
    [
        "Appelez le 06.39.98.01.02.",
        "Écrivez à anne@example.org",
        "Signé : EXEMPLE, Anne. Anne exemple !",
        "+33639980102",
    ],
)
def test_an_idea_that_tells_of_its_author_waits_for_an_agent(budget, content, run, what):
    budget.file("Anne Exemple", what=what, phone="06 39 98 01 02", email="anne@example.org")
    accept(budget, 1)
    assert "écrivez d’abord le texte à publier" in run(code=1)
    assert list((content / "projets").iterdir()) == []

    budget.act("word", 1, public={"what": "Un banc."})
    assert "1 fichier nouveau" in run()


def test_a_place_that_tells_where_its_author_lives_is_left_out(budget, content, run):
    budget.file("Anne", where="9 rue du Secret, chez moi", reach="post", post="9, rue du Secret")
    accept(budget, 1)
    run()
    assert project(content, 1).where is None


def test_who_was_erased_is_named_no_more(budget, content, run):
    budget.file("Anne", signature="Anne E.")
    accept(budget, 1)
    run()
    budget.act("word", 1, public={"signature": "Anne Exemple et ses voisins"})
    run()
    erased(budget, 1)
    run()
    assert project(content, 1).author is None


def erased(budget, number):
    """Its author asks to be erased; what is said."""
    with budget.app.app_context():
        done = CliRunner().invoke(erase, [budget.idea(number)["reference"], "--yes"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_a_name_that_its_owner_asked_to_show_holds_nothing_back(budget, content, run):
    budget.file("Anne Exemple", signature="Anne Exemple, du club")
    budget.file("Badr Exemple", signature="Badr Exemple")
    budget.at(STUDY)
    budget.merge(2, into=1)
    accept(budget, 1)
    run()
    assert project(content, 1).author == "Anne Exemple, du club et Badr Exemple"


def test_the_name_that_was_shown_stays_when_contacts_go(budget, content, run):
    budget.file("Anne", signature="Anne E.")
    accept(budget, 1)
    budget.at(OVER + timedelta(days=368))
    with budget.app.app_context():
        assert CliRunner().invoke(purge, ["--clock-is-right"]).exit_code == 0
    run()
    assert not any(budget.idea(1)["answers"].values()) and project(content, 1).author == "Anne E."
    assert "était signée" in erased(budget, 1)
    run()
    assert project(content, 1).author is None


def test_contacts_in_the_words_of_who_was_erased_never_leave(budget, content, run):
    said = "Un banc. Appelez-moi au 06.39.98.01.02, Anne Exemple."
    budget.file("Anne Exemple", what=said, why="Écrivez à anneexemple@example.org", phone="0639980102")
    accept(budget, 1)
    run(code=1)
    assert "coordonnées étaient dans l’idée" in erased(budget, 1)

    run()
    text = (content / "projets" / BANK).read_text()
    assert "98" not in text and "Anne" not in text and "coordonnées effacées" in text
    assert "98.01" not in str(budget.idea(1))


def test_a_number_that_nobody_knows_waits_for_an_agent_once_its_author_was_erased(budget, content, run):
    budget.file("Anne", what="Appelez ma voisine au 06 39 98 00 07.")
    accept(budget, 1)
    erased(budget, 1)
    assert "son auteur est effacé" in run(code=1)
    budget.act("word", 1, public={"what": "Appelez la mairie au 03 53 01 00 00."})
    assert "1 fichier nouveau" in run()


def test_an_agent_words_the_place_and_the_name_to_show(budget, content, run):
    budget.file("Anne", where="Devant chez moi", signature="Anne E.")
    accept(budget, 1)
    budget.act("word", 1, public={"where": "Rue des Prés", "signature": ""})
    run()
    assert (project(content, 1).where, project(content, 1).author) == ("Rue des Prés", None)


def test_a_title_of_nothing_that_can_be_published_waits_for_an_agent(budget, content, run):
    budget.file("Anne", title="\ufdd0")
    accept(budget, 1)
    assert "signes qui ne se publient pas" in run(code=1)


def with_photo(budget, number, alt):
    """An idea with a photo, that an agent says in words."""
    stream = BytesIO()
    Image.new("RGB", (400, 300), "green").save(stream, "jpeg")
    partition, id = budget.place(number)
    with budget.app.store.transaction(partition) as records:
        records.update(partition, TABLE, id, photo=budget.app.store.put_blob(stream.getvalue()))
    budget.act("word", number, public={"photo_alt": alt})
    return stream.getvalue()


def test_a_photo_leaves_once_an_agent_said_what_it_shows(budget, content, run):
    budget.file("Anne", signature="Anne E.")
    with_photo(budget, 1, "")
    accept(budget, 1)
    assert "photo de l’idée n° 1 : un agent doit écrire ce qu’elle montre" in run()
    assert not (content / "images").exists() and project(content, 1).pictures == ()

    data = with_photo(budget, 1, "Le trottoir nu devant l’école")
    run()
    [picture] = project(content, 1).pictures
    assert picture.credit == "Photo envoyée avec l’idée n°\u00a01 par Anne E."
    assert (content / "images" / picture.file).read_bytes() == data and picture.file == "idee-bp27-1.jpg"


@pytest.mark.parametrize(
    ("alt", "why"),
    [
        ("Un trottoir", "est trop court"),
        ("Un\ufdd0trottoir nu", "est trop court"),
        ("Un banc vert !", "répète le titre"),
        ("Photo de l’école", "sans « image de »"),
        ("idee-bp27-1.jpg", "répète le nom du fichier"),
    ],
)
def test_a_photo_whose_words_the_site_refuses_waits(budget, run, alt, why):
    budget.file("Anne", title="Un banc vert")
    with_photo(budget, 1, alt)
    accept(budget, 1)
    said = run(code=1)
    assert why in said and "Pas publiés" in said


def test_a_project_that_its_envelope_pays_no_more_waits_and_a_refusal_nobody_can_read_too(budget, run):
    budget.file("Anne")
    budget.file("Badr")
    budget.file("Célie", area="sud")
    accept(budget, 1, cost=20_000)
    budget.act("refuse", 2, reason="\ufdd0" * 20)
    accept(budget, 3)
    nord, _ = RULES["areas"]
    budget.publish(editions=(an_edition(areas=[nord | {"envelope": "19999"}]),))
    said = run(code=1)
    for why in ("L’enveloppe du secteur", "« reason: … »", "n’est plus dans l’édition"):
        assert why in said


def test_each_file_has_its_line_in_the_journal_and_one_that_did_not_change_has_none(budget, run):
    budget.file("Anne")
    accept(budget, 1)
    for _ in range(3):
        run()
    partition, _ = budget.place(1)
    lines = [line for line in budget.app.store.journal(partition) if line["verb"] == "publish"]
    assert [(line["agent"], line["channel"], line["idea"], line["status"]) for line in lines] == [
        ("cli", "cli", 1, "au-vote")
    ]
    assert "banc" not in json.dumps(lines)


def test_an_edition_that_is_not_there_is_named(budget, content):
    with budget.app.app_context():
        found = CliRunner().invoke(publish, ["BP99", "--to", str(content)])
    assert found.exit_code == 1 and "Ceux que l’on publie" in found.output


def test_an_agent_downloads_the_same_files(budget, content, run):
    budget.file("Anne Exemple")
    budget.file("Badr Exemple", what="Mon adresse : badrexemple@example.org")
    for number in (1, 2):
        accept(budget, number)
    agents.add(budget.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(budget.app)
    desk.log_in()
    answer = desk.send("/agents/participation/BP27/publier", status=200)

    made = zipfile.ZipFile(BytesIO(answer.body))
    assert sorted(made.namelist()) == ["LISEZ-MOI.txt", f"projets/{BANK}"]
    assert "n° 2" in made.read("LISEZ-MOI.txt").decode()
    run(code=1)
    assert made.read(f"projets/{BANK}") == (content / "projets" / BANK).read_bytes()
    assert [line["agent"] for line in budget.app.store.journal(budget.place(1)[0]) if line["verb"] == "publish"] == [
        "lucie", "cli",
    ]  # fmt: skip
