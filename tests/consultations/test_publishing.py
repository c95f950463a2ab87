"""From answers to a published page: refused too early, whole, the same whoever counts again."""

import csv
import errno
import gzip
import io
import os
from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from formservice import cli
from formservice.catalogue import Results, typed
from formservice.catalogue.results import Told
from formservice.consultations import gathering, judging, publishing, reading, republishing, stored
from formservice.consultations.objecting import despite
from formservice.office import agents, answer_files
from formservice.office.consultations import state_words
from formservice.submit import CHANNELS
from plugins.consultations import data, filing
from plugins.content import replace_given
from plugins.frontmatter import split
from tests import markup
from tests.builders import a_catalogue, a_release
from tests.consultations.town import CLOSES, a_consultation, drawn
from tests.office.conftest import PASSWORD, Desk
from tests.pages import Client
from tests.site.ecoindex import count_elements

OVER = CLOSES + timedelta(days=8)
ADDRESS = "/consultations/bancs/resultats/"


@pytest.fixture
def answered(asked):
    """Sixty answers by four channels, some doubtful, one to a former questionnaire."""
    for n in range(60):
        said = {"usage": "112"[n % 3], "quand": [["1"], ["1", "3"], ["2"]][n % 3], "note": str(1 + n % 5)}
        said |= {"ordre": [["3", "1"], ["1"]][n % 2], "combien": str(n), "jour": f"2027-0{4 + n % 3}-10"}
        channel = list(CHANNELS)[n % 4]
        asked.answer(
            said | ({"nom": "Parc"} if n % 2 else {}), quartier=str(1 + n % 2), channel=channel,
            agent=None if channel == "web" else "lucie", doubt=("plus de 20 envois",) if n % 20 == 0 else (),
        )  # fmt: skip
    asked.publish(quartiers=["Les Prés", "La Gare", "Le Sud"])
    for n in range(8):
        asked.answer({"usage": "3"}, quartier=str(1 + n % 3))
    asked.clock.at = OVER
    return asked


def finish(asked):
    """Everything is judged and read."""
    for n, (where, one) in enumerate(judging.waiting(asked.app, "BA27")):
        verb = ("set_aside", "release")[n % 2]
        judging.judge(asked.app, (where, one["id"]), verb, "lucie", one["version"], "machine" if not n % 2 else "")
    for where, one in reading.answers(asked.app, "BA27", "nom"):
        reading.read(asked.app, (where, one["id"]), "nom", reading.Reading("Arbres", "Un parc", True), "lucie", 0)


def published(asked, folder, *more):
    with asked.app.app_context():
        return CliRunner().invoke(cli.publish, ["BA27", "--to", str(folder), *more])


def read_back(folder):
    made = typed.read(Results, split((folder / "resultats/bancs.md").read_text()).data)
    return replace_given(made, slug="bancs", url=ADDRESS)


def test_nothing_is_published_while_paper_may_still_come(asked, tmp_path):
    asked.clock.at = OVER - timedelta(days=3)
    done = published(asked, tmp_path, "--force", "--reason", "Vite")
    assert (done.exit_code, list(tmp_path.glob("resultats/*"))) == (1, [])
    assert "papier" in done.output


def test_what_the_site_could_not_read_is_not_published(asked, tmp_path, monkeypatch):
    asked.publish(title="T" * 295)
    asked.answer({"usage": "1"})
    asked.clock.at = OVER
    assert published(asked, tmp_path).exit_code == 0 and read_back(tmp_path).title.startswith("Résultats")
    monkeypatch.setattr(publishing.wording, "LONGEST", 900)
    monkeypatch.setattr(publishing.wording, "short", str)
    before = journal(asked)
    done = published(asked, tmp_path)
    assert done.exit_code == 1 and "ne saurait pas lire" in done.output
    assert journal(asked) == before


def test_nothing_is_published_once_what_was_written_is_erased(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    before = (tmp_path / "resultats/bancs.md").read_text()
    answered.clock.at = CLOSES + timedelta(days=367)
    done = published(answered, tmp_path, "--force", "--near", "--reason", "Une erreur")
    assert done.exit_code == 1 and "Trop tard" in done.output
    assert (tmp_path / "resultats/bancs.md").read_text() == before


def test_what_is_not_judged_nor_read_stops_it_unless_the_reason_is_published(answered, tmp_path):
    done = published(answered, tmp_path)
    assert done.exit_code == 1
    assert "3\u00a0réponses à vérifier et 30\u00a0réponses libres à lire" in done.output
    assert published(answered, tmp_path, "--force", "--reason", "Le conseil vote demain").exit_code == 0
    made = read_back(tmp_path)
    assert (made.held, made.unread, made.forced) == (3, 30, "Le conseil vote demain")


def test_a_reason_of_several_lines_makes_a_file_that_reads_back(answered, tmp_path):
    reason = "Le conseil vote\ndemain :\r\n\x00« urgent »\x85 " + "a" * 900
    assert published(answered, tmp_path, "--force", "--reason", reason).exit_code == 0
    made = read_back(tmp_path)
    assert made.forced.startswith("Le conseil vote demain") and len(made.forced) <= 210


def test_what_nobody_read_is_not_said_to_be_read(answered, tmp_path):
    for where, one in reading.answers(answered.app, "BA27", "nom")[:10]:
        reading.read(answered.app, (where, one["id"]), "nom", reading.Reading("Arbres", "Un parc", True), "lucie", 0)
    published(answered, tmp_path, "--force", "--reason", "Le conseil vote demain")
    notes = [one.note for part in read_back(tmp_path).parts for one in part.questions if one.id == "nom"]
    assert any("20\u00a0réponses ne sont pas encore lues" in str(note) for note in notes), notes
    assert not any("Les réponses ont été lues" in note for note in notes if note and "ne sont pas" in note)


def test_what_closes_at_midnight_closed_the_day_before(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    assert f"{read_back(tmp_path).closed}" == "2027-02-14"
    assert state_words(answered.page.consultation, CLOSES - timedelta(days=1)).endswith("14\u00a0février 2027")


def test_once_published_the_consultation_says_so_and_promises_nothing_more(asked):
    told = (Told("bancs", ADDRESS, OVER.date()),)
    catalogue = a_catalogue(consultations=(asked.page.consultation,), results=told)
    link = asked.folder / "link"
    link.symlink_to(a_release(asked.folder / "release-told", catalogue))
    link.replace(asked.folder / "output")
    asked.clock.at = OVER
    page = Client(asked.app).get("/consultations/bancs/")
    assert page.says("Lire les résultats") and page.says("Les résultats sont publiés.")
    assert not page.says("seront publiés") and not page.says("Publiés le")


def test_the_data_hold_no_formula(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    text = (tmp_path / "resultats/bancs.md").read_text().replace("La Gare", "=HYPERLINK(1)")
    (tmp_path / "resultats/bancs.md").write_text(text)
    lines = data.files(read_back(tmp_path))["resultats.csv"].decode("utf-8-sig").splitlines()
    assert any("'=HYPERLINK" in line and "Réponses comptées" in line for line in lines)
    assert not any('"=' in line for line in lines)


def test_the_file_reads_back_and_keeps_the_words_of_the_editor(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    path = tmp_path / "resultats/bancs.md"
    path.write_text(f"{path.read_text()}Merci à tous.\n")
    assert published(answered, tmp_path).exit_code == 0
    assert path.read_text().endswith("---\nMerci à tous.\n")
    made = read_back(tmp_path)
    assert (made.set_aside, made.reasons) == (2, ("2\u00a0: un envoi automatique",))


def test_one_answer_counted_since_is_not_told_by_the_difference(answered, tmp_path):
    published(answered, tmp_path, "--force", "--reason", "Le conseil vote demain")
    before = (tmp_path / "resultats/bancs.md").read_text()
    finish(answered)
    done = published(answered, tmp_path)
    assert (done.exit_code, (tmp_path / "resultats/bancs.md").read_text()) == (1, before)
    assert "de 1 à 4" in done.output.replace("\u00a0", " ")
    assert published(answered, tmp_path, "--near", "--reason", "Une erreur").exit_code == 0
    assert published(answered, tmp_path).exit_code == 0


def test_results_are_compared_with_every_file_that_was_made_not_with_the_last_one(asked, tmp_path):
    for n in range(36):
        asked.answer({"usage": "1" if n < 30 else "3"}, doubt=("plus de 20 envois",) if n >= 30 else ())
    asked.clock.at = OVER
    held = judging.waiting(asked.app, "BA27")
    assert published(asked, tmp_path, "--force", "--reason", "Le conseil vote demain").exit_code == 0
    for where, one in held:
        judging.judge(asked.app, (where, one["id"]), "release", "lucie", one["version"], "")
    assert published(asked, tmp_path).exit_code == 0
    for where, one in [(where, one) for where, one in judging.doubted(asked.app, "BA27")][1:]:
        judging.judge(asked.app, (where, one["id"]), "undo", "lucie", one["version"], "")
    done = published(asked, tmp_path, "--force", "--reason", "Le conseil vote demain")
    assert done.exit_code == 1 and "avec --near --reason" in done.output


def test_a_reason_for_one_thing_overrides_no_other_and_the_journal_keeps_both(answered, tmp_path):
    published(answered, tmp_path, "--force", "--reason", "Le conseil vote demain")
    where, one = judging.waiting(answered.app, "BA27")[0]
    judging.judge(answered.app, (where, one["id"]), "release", "lucie", one["version"], "")
    for named in ("--force", "--near"):
        done = published(answered, tmp_path, named, "--reason", "Une erreur")
        other = {"--force": "--near", "--near": "--force"}[named]
        assert done.exit_code == 1 and f"avec {other} --reason" in done.output
    assert published(answered, tmp_path, "--force", "--near", "--reason", "Une erreur").exit_code == 0
    lines = [line for line in journal(answered) if line["verb"] == "publish"]
    assert [(line["despite"], line["why"]) for line in lines] == [
        (["unfinished"], "Le conseil vote demain"), (["unfinished", "near"], "Une erreur"),
    ]  # fmt: skip


def journal(asked):
    return asked.app.store.journal(stored.definitions_of("BA27"))


def test_a_full_disk_leaves_neither_a_file_nor_a_line(answered, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    finish(answered)
    with monkeypatch.context() as broken:
        broken.setattr(publishing.os, "fsync", full)
        assert "impossible d’écrire" in published(answered, tmp_path).output
    assert list((tmp_path / "resultats").iterdir()) == []
    assert "publish" not in [line["verb"] for line in journal(answered)]


def test_stopped_between_the_line_and_the_file_it_is_said_and_done_again(answered, tmp_path, monkeypatch):
    finish(answered)
    with monkeypatch.context() as broken:
        broken.setattr(republishing, "check_last", lambda *_: os._exit(0))
        child = os.fork()
        if not child:
            published(answered, tmp_path)
        os.waitpid(child, 0)
    assert [line["verb"] for line in journal(answered)][-1:] == ["publish"]
    assert not (tmp_path / "resultats/bancs.md").exists()
    assert published(answered, tmp_path).exit_code == 0 and read_back(tmp_path).parts


def test_of_two_publications_at_once_the_file_is_that_of_the_last_line(answered, tmp_path, monkeypatch):
    noted = publishing.note

    def crossed(*given):
        kept = noted(*given)
        monkeypatch.setattr(publishing, "note", noted)
        assert published(answered, tmp_path, "--force", "--reason", "La seconde").exit_code == 0
        return kept

    monkeypatch.setattr(publishing, "note", crossed)
    first = published(answered, tmp_path, "--force", "--reason", "La première")
    assert first.exit_code == 1 and "les siens sont les derniers" in first.output
    assert read_back(tmp_path).forced == journal(answered)[-1]["why"] == "La seconde"


def test_answers_to_a_version_that_is_not_known_are_said_and_never_dropped_in_silence(answered, tmp_path):
    finish(answered)
    partition = stored.definitions_of("BA27")
    with answered.app.store.transaction(partition) as records:
        records.remove(partition, stored.DEFINITIONS, records.find(partition, stored.DEFINITIONS)[0]["id"])
    agents.add(answered.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(answered.app)
    desk.log_in()
    assert desk.get("/agents/consultations/BA27/").says("58 réponses à une version inconnue")
    done = published(answered, tmp_path)
    assert done.exit_code == 1 and "avec --unknown --reason" in done.output
    assert published(answered, tmp_path, "--unknown", "--reason", "Une panne").exit_code == 0
    made = read_back(tmp_path)
    assert (made.unknown, made.forced, [part.counted for part in made.parts]) == (58, "Une panne", ["8"])
    assert "58\u00a0réponses ne peuvent pas être comptées" in dict(drawn(made, a_consultation()))[ADDRESS]


def test_answers_of_a_former_questionnaire_are_apart(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    assert [part.counted for part in read_back(tmp_path).parts] == ["8", "58"]


def test_every_page_is_valid_light_and_links_to_pages_that_are_there(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    made = read_back(tmp_path)
    found = dict(drawn(made, a_consultation(done=["Dix bancs."])))
    for url, html in found.items():
        assert markup.faults(html) == [], url
        assert count_elements(html) <= 180, url
        assert len(gzip.compress(html.encode())) < 14_000, url
        inside = [link for link in markup.parse(html).xpath("//main//a/@href") if link.startswith(ADDRESS)]
        assert all(link in found or link.endswith((".csv", ".json")) for link in inside), url
    assert "Dix bancs." in found[ADDRESS]


def test_the_largest_questionnaire_still_makes_light_pages(asked):
    options = [f"Réponse numéro {n}" for n in range(20)]
    questions = [{"id": f"q{n}", "kind": "one", "text": f"Question {n} ?", "options": options} for n in range(20)]
    names = [f"Quartier {n}" for n in range(12)]
    asked.publish(questions=questions, quartiers=names)
    for n in range(60):
        asked.answer({f"q{m}": str(1 + n % 3) for m in range(20)}, quartier=str(1 + n % 12))
    asked.clock.at = OVER
    with asked.app.app_context():
        made = replace_given(publishing.prepare(asked.app, asked.page.consultation), slug="bancs", url=ADDRESS)
    assert max(count_elements(html) for _, html in drawn(made, asked.page.consultation)) <= 180


def test_what_the_first_page_counts_agrees_with_its_number(asked):
    part = {"asked": "v", "since": "2027-01-11", "counted": "0"}
    given = {"title": "R", "closed": "2027-02-15", "published": "2027-03-01", "unknown": "1", "forced": "Une panne"}
    made = replace_given(typed.read(Results, given | {"parts": [part]}), slug="bancs", url=ADDRESS)
    html = " ".join(dict(drawn(made, asked.page.consultation))[ADDRESS].split())
    assert "0 réponse comptée." in html
    assert "1 réponse ne peut pas être comptée : la ville ne sait plus à quel questionnaire elle répond." in html


def test_three_answers_make_a_page_that_gives_nothing_away(asked):
    for _ in range(3):
        asked.answer({"usage": "3"})
    asked.clock.at = OVER
    with asked.app.app_context():
        made = replace_given(publishing.prepare(asked.app, asked.page.consultation), slug="bancs", url=ADDRESS)
    [(_, html)] = drawn(made, asked.page.consultation)
    assert "Moins de 5 personnes ont répondu" in html
    assert "Jamais" not in html


def test_who_counts_the_download_again_finds_the_page(answered, tmp_path):
    """With csv and collections alone."""
    finish(answered)
    published(answered, tmp_path)
    agents.add(answered.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(answered.app)
    desk.log_in()
    for part in read_back(tmp_path).parts:
        url = "/agents/consultations/BA27/telecharger"
        page = desk.send(url, {"format": "csv", "asked": part.asked})
        rows = list(csv.DictReader(io.StringIO(page.body.decode("utf-8-sig")), delimiter=";"))
        assert part.counted == str(len(rows))
        for asked in part.questions:
            for row in asked.rows if asked.kind in ("one", "scale", "several") else ():
                again = recount(rows, asked, row.label)
                assert row.count == str(again) or not row.count.isdecimal() or again == int(row.count)
            if asked.unasked != "0" and not asked.together:
                assert asked.unasked == str(recount(rows, asked, "question non posée"))


def recount(rows, asked, label):
    """How many lines of a file say it."""
    if asked.kind == "several":
        columns = [name for name in rows[0] if name.startswith(f"{asked.text} : ")]
        if label == answer_files.NOT_ASKED:
            return Counter(one[columns[0]] for one in rows)[label]
        return Counter(one[f"{asked.text} : {label}"] for one in rows)["Oui"]
    return Counter(one[asked.text] for one in rows)[label]


def test_the_data_beside_the_page_say_the_same(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    made = read_back(tmp_path)
    rows = list(csv.DictReader(io.StringIO(data.files(made)["resultats.csv"].decode("utf-8-sig")), delimiter=";"))
    usage = {row["reponse"]: row["nombre"] for row in rows if row["numero"] == "1" and not row["par"]
             and row["questionnaire"] == made.parts[1].asked}  # fmt: skip
    assert usage.items() >= {row.label: row.count for row in made.parts[1].questions[0].rows}.items()


def test_the_data_have_a_line_for_each_number_of_the_page(answered, tmp_path):
    finish(answered)
    published(answered, tmp_path)
    made = read_back(tmp_path)
    part, lines = made.parts[1], list(data.rows(made))
    said = {(line[1], *line[4:7]): line[7] for line in lines if line[0] == part.asked}
    for n, asked in enumerate(part.questions, 1):
        assert said[n, "", "", "ont répondu"] == asked.answered
        assert said.get((n, "", "", "milieu")) == asked.middle
        for by in asked.splits:
            totals = [said[n, by.by, column, "ont répondu"] for column in by.columns]
            assert tuple(totals) == by.totals
    assert any(asked.middle for asked in part.questions) and any(asked.splits for asked in part.questions)


def test_a_consultation_is_not_filed_before_its_results_are_there():
    known = a_consultation(filed="2027-06-01", done=["Dix bancs."])
    [(where, mistake)] = filing.mistakes([known], [])
    assert where == "consultations/bancs"
    assert "formservice publish BA27" in mistake.text


def test_results_of_no_consultation_stop_the_build(answered):
    with answered.app.app_context():
        made = publishing.prepare(answered.app, answered.page.consultation, despite([], "Essai"))
    [(where, _)] = filing.mistakes([], [replace_given(made, slug="autre", url=ADDRESS)])
    assert where == "resultats/autre"


STEPS = st.lists(
    st.tuples(st.sampled_from(["web", "paper", "doubt", "release", "set_aside", "undo", "remove"]), st.integers(0, 9)),
    max_size=25,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_nothing_is_dropped_whatever_is_done(balanced, steps):
    """Counted, held, left out and removed are together all that was received, channel by channel."""
    asked, before = balanced
    received = Counter({name: sum(states.values()) for name, states in before().items()})
    for verb, n in steps:
        received[step(asked, verb, n)] += 1
    del received[""]
    told = {name: sum(states.values()) for name, states in before().items()}
    assert told == {name: number for name, number in received.items() if number}


@pytest.fixture(scope="module")
def balanced(tmp_path_factory):
    """A town that lasts, on files: each run adds to it."""
    from formservice.clock import FrozenClock
    from formservice.service import Service
    from tests.builders import NOW
    from tests.consultations.town import Asked

    with pytest.MonkeyPatch.context() as patch:
        clock = FrozenClock(NOW)
        patch.setattr(Service, "clock", clock)
        folder = tmp_path_factory.mktemp("balanced")
        asked = Asked(folder, f"tinydb:{folder / 'data'}", clock)
        yield asked, lambda: judging.balance(gathering.everything(asked.app, "BA27"))


def step(asked, verb, n):
    """Something happens; the channel by which an answer was received, "" for none."""
    if verb in CHANNELS or verb == "doubt":
        channel = "web" if verb == "doubt" else verb
        asked.answer(channel=channel, agent=None if channel == "web" else "lucie",
                     doubt=("plus de 20 envois",) if verb == "doubt" else ())  # fmt: skip
        return channel
    found = judging.doubted(asked.app, "BA27")
    if found:
        where, one = found[n % len(found)]
        try:
            if verb == "remove":
                with asked.app.store.transaction(where) as records:
                    records.update(where, stored.TABLE, one["id"], state=stored.REMOVED)
            else:
                judging.judge(asked.app, (where, one["id"]), verb, "lucie", one["version"], "essai")
        except judging.Overtaken:
            pass
    return ""
