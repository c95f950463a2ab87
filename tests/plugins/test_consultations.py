"""A questionnaire with a mistake is not published: file, line and mend; an open one keeps what was promised."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from formservice.catalogue import Collection
from formservice.theme import since_words, until_words
from plugins import changes
from plugins.consultations import promises
from plugins.consultations.listed import listed
from plugins.content import read_all
from tests.builders import ROOT, a_catalogue
from tests.consultations.town import CLOSES, OPENS, a_consultation
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

ASKED = """---
title: Les bancs
code: BA27
summary: Où en mettre ?
opens: 2027-01-11 08:00
closes: 2027-02-15 00:00
questions:
  - id: usage
    kind: one
    text: Vous asseyez-vous ?
    options: [Oui, Non]
  - id: idee
    kind: long
    text: Une idée ?
---
"""
OPEN = datetime(2027, 1, 20, 12)


@pytest.fixture
def write(tmp_path):
    def write(text=ASKED, site=SITE, **files):
        files = {"lieux/salle": PLACE, "agenda/atelier": ACTIVITY, "consultations/bancs": text} | files
        for name, words in files.items():
            path = tmp_path / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, encoding="utf-8")
        return read_all(tmp_path / "content", site)

    return write


def told(content):
    return [str(one) for one in content.mistakes]


def test_a_good_questionnaire_has_no_mistake(write):
    assert told(write()) == []


def test_the_example_of_the_guide_is_a_good_one(write):
    guide = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
    [example] = [text for text in re.findall(r"```yaml\n(---\n.*?)```", guide, re.S) if "questions:" in text]
    assert told(write(example)) == []


IDEA = "  - id: idee\n    kind: long\n    text: Une idée ?\n"


def a_question(**keys):
    return "".join(f"{'  - ' if n == 0 else '    '}{name}: {value}\n" for n, (name, value) in enumerate(keys.items()))


@pytest.mark.parametrize(
    ("question", "line", "mend"),
    [
        ({"id": "usage", "kind": "long", "text": "Encore ?"}, 12, "« usage » est le nom d’une autre question"),
        ({"id": "quartier", "kind": "long", "text": "Où ?"}, 12, "Écrivez un autre nom : quartier_2"),
        ({"id": "Idée", "kind": "long", "text": "Quoi ?"}, 12, "un mot en minuscules, sans accent"),
        ({"id": "x", "kind": "multiple", "text": "Quoi ?"}, 13, "« multiple » se dit ici « several »"),
        ({"id": "x", "kind": "choix unique", "text": "Quoi ?"}, 13, "« choix unique » se dit ici « one »"),
        ({"id": "x", "kind": "Échelle", "text": "Quoi ?"}, 13, "se dit ici « scale »"),
        ({"id": "x", "kind": "dessin", "text": "Quoi ?"}, 13, "l’un de ces mots : short, long, one"),
        ({"id": "x", "kind": "one", "text": "Quoi ?"}, 12, "options: [Oui, Non]"),
        ({"id": "x", "kind": "one", "text": "Quoi ?", "options": "[Oui]"}, 12, "de 2 à 20 réponses"),
        ({"id": "x", "kind": "one", "text": "Quoi ?", "options": "[Oui, Oui]"}, 15, "écrit deux fois"),
        ({"id": "x", "kind": "long", "text": "Quoi ?", "options": "[Oui, Non]"}, 15, "n’a pas d’options"),
        ({"id": "x", "kind": "rank", "text": "Quoi ?", "options": [*"abcdefghijkl"]}, 15, "plus de 8 choses"),
        ({"id": "x", "kind": "scale", "text": "Quoi ?", "least": 1, "most": 50}, 12, "de 2 à 11 degrés"),
        ({"id": "x", "kind": "scale", "text": "Quoi ?", "ends": "[Nul]"}, 15, "les deux bouts"),
        ({"id": "x", "kind": "number", "text": "Quoi ?", "least": 9, "most": 3}, 15, "dépasse le plus grand"),
        ({"id": "x", "kind": "several", "text": "Quoi ?", "options": "[a, b]", "most": 3}, 16, "que 2 options"),
        ({"id": "x", "kind": "long", "text": "Quoi ?", "most": 3}, 15, "n’a pas de « most »"),
        ({"id": "x", "kind": "date", "text": "Quand ?", "unit": "euros"}, 15, "n’a pas de « unit »"),
        ({"id": "x", "kind": "several", "text": "Quoi ?", "options": "[a, b]", "least": 1}, 16, "de « least »"),
        ({"id": "x", "kind": "long", "text": "Où ?", "show_if": "usage = Oui"}, 15, "{question: usage, among: [Oui]}"),
        ({"id": "x", "kind": "date", "text": "Où ?", "show_if": "{question: fin, among: [Oui]}"}, 15, "n’est pas"),
        ({"id": "x", "kind": "long", "text": "Où ?", "show_if": "{question: x, among: [Oui]}"}, 15, "n’est pas"),
        ({"id": "x", "kind": "long", "text": "Où ?", "show_if": "{question: usage, among: [Ah]}"}, 15, "Oui, Non"),
        ({"id": "x", "kind": "long", "text": "Où ?", "show_if": "{question: usage, among: []}"}, 15, "Oui, Non"),
    ],
)  # fmt: skip
def test_a_mistake_of_a_question_is_told_with_file_line_and_mend(write, question, line, mend):
    [found] = told(write(ASKED.replace(IDEA, a_question(**question))))
    assert found.startswith(f"content/consultations/bancs.md:{line} : "), found
    assert mend in found


def test_only_what_was_chosen_opens_another_question(write):
    last = a_question(id="x", kind="short", text="Quoi ?", show_if="{question: idee, among: [Oui]}")
    [found] = told(write(ASKED.replace(IDEA, IDEA + last)))
    assert ":18 : Seule une question « one », « several » ou « scale »" in found


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("closes: 2027-02-15", "closes: 2027-01-01", 6, "finit avant d’avoir commencé"),
        ("---\ntitle", "---\nfiled: 2027-04-01\nresults: 2027-03-01\ntitle", 2, "Ajoutez « done: »"),
        ("---\ntitle", "---\nfiled: 2027-04-01\ndone: [Dix bancs.]\ntitle", 2, "Ajoutez « results:"),
        ("---\ntitle", "---\nfiled: 2027-02-20\nresults: 2027-03-01\ndone: [Dix.]\ntitle", 2, "après ses résultats"),
        ("---\ntitle", "---\nresults: 2027-02-01\ntitle", 2, "avant la fin des réponses"),
        ("    text: Une idée ?\n", "    text: Une idée ?\n    text: Une autre ?\n", 15, "écrite deux fois"),
        ("code: BA27", "code: BA27\nwho: 16 ans", 4, "par exemple {age: 16}"),
        ("code: BA27", "code: AP", 3, "l’activité atelier.md"),
        ("code: BA27", "code: bancs", 3, "l’année : BP27"),
        ("    kind: long", "    kind: long\n    requis: true", 14, "« requis » n’est pas connue"),
    ],
)  # fmt: skip
def test_a_mistake_of_the_file_is_told_with_line_and_mend(write, before, after, line, mend):
    [found] = told(write(ASKED.replace(before, after)))
    assert found.startswith(f"content/consultations/bancs.md:{line} : "), found
    assert mend in found


def test_a_code_is_given_once_and_is_not_that_of_the_centre(write):
    [second] = told(write(**{"consultations/second": ASKED}))
    assert second.startswith("content/consultations/second.md:3 : ") and "la consultation bancs.md" in second
    site = replace(SITE, collection=Collection("Centre", "BA", "salle", "/maison/"))
    [found] = told(write(ASKED.replace("BA27", "BA"), site, **{"consultations/second": ASKED}))
    assert ":3 : Le code BA est déjà celui des notices" in found


def broken(before, *after, now=OPEN):
    return [(name, one.at, one.text) for name, one in promises.broken(catalogue(before), after, now)]


def catalogue(*consultations):
    return a_catalogue(consultations=consultations)


@pytest.mark.parametrize(("key", "value"), [("identity", "declaree"), ("anonymous", "false"), ("who", {"age": "16"})])
def test_what_people_were_told_holds_while_the_consultation_is_open(key, value):
    [(name, at, words)] = broken(a_consultation(), a_consultation(**{key: value}))
    assert (name, at) == ("consultations/bancs", (key,)) and f"changer « {key} »" in words
    assert broken(a_consultation(), a_consultation(**{key: value}), now=datetime(2027, 1, 1)) == []


def test_what_people_were_told_holds_while_their_paper_is_typed():
    changed = a_consultation(identity="declaree")
    assert broken(a_consultation(), changed, now=CLOSES + timedelta(days=7, minutes=-1))
    assert broken(a_consultation(), changed, now=CLOSES + timedelta(days=7)) == []


def test_a_consultation_stays_until_it_was_said_what_was_done(write):
    [(_, _, words)] = broken(a_consultation())
    assert "Remettez ce fichier. Pour l’arrêter, changez « closes »" in words
    assert "ajoutez-lui « done »" in broken(a_consultation(), now=CLOSES)[0][2]
    assert (
        broken(a_consultation(done=["Dix bancs."]), now=CLOSES)
        == broken(a_consultation(), now=datetime(2027, 1, 1))
        == []
    )


def test_the_printed_code_of_a_consultation_stays():
    [(_, at, words)] = broken(a_consultation(), a_consultation(code="BB27"))
    assert at == ("code",) and "Remettez « code: BA27 »" in words


def test_a_changed_questionnaire_is_published_with_a_word_of_warning(write, tmp_path):
    before = write().catalogue(SITE)
    content = write(ASKED.replace("[Oui, Non]", "[Oui, Non, Parfois]"))
    root = tmp_path / "content"
    assert changes.consulted(before, content, root, OPEN) == []
    [warning] = map(str, changes.told(before, content, root, OPEN))
    assert warning.startswith("content/consultations/bancs.md:7 : Le questionnaire change.")
    assert f"acceptés jusqu’au {until_words(datetime(2027, 1, 27, 12))}" in warning
    assert changes.told(before, content, root, OPENS.replace(year=2026)) == []


def test_lists_say_what_is_open_to_come_and_over():
    some = [a_consultation(), replace(a_consultation(), slug="autre", opens=CLOSES, closes=datetime(2027, 3, 1))]
    found = listed(some, OPEN)
    assert [len(one) for one in (found.open, found.coming, found.over)] == [1, 1, 0]
    assert found.words(some[0]) == "jusqu’au dimanche 14\u00a0février 2027"
    assert found.words(some[1]) == f"à partir du {since_words(CLOSES)}"
    assert len(listed(some, datetime(2027, 4, 1)).over) == 2


def test_lists_say_when_results_are_there():
    one, later = a_consultation(), datetime(2027, 4, 1)
    assert listed([one], later).words(one) == "terminée, les résultats viennent"
    assert listed([one], later, [SimpleNamespace(slug=one.slug)]).words(one) == "terminée, les résultats sont publiés"
