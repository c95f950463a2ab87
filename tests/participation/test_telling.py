"""Saying it to the author without e-mail: a call with its sentence, a letter to print and to post; files and photos."""

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PIL import Image

from formservice.office.commands import export
from formservice.participation import photos, staging
from formservice.participation.ideas import PREFIX
from formservice.pictures import cleaned
from tests.participation.screens import ACCEPT, BASE, REASON, REFUSE, opened, press, rows
from tests.participation.town import STUDY


@pytest.fixture
def reached(office, desk):
    """Two more ideas: Gil answers the telephone, Ida the post."""
    office.at(STUDY - timedelta(days=8))
    office.file("Gil Exemple", reach="phone", phone="06 39 98 00 07", email="", what="Idée 7.")
    office.file("Ida Exemple", reach="post", post="3 rue de l’Exemple, 59230 Ville", email="", what="Idée 8.")
    office.at(STUDY + timedelta(days=9, hours=14))
    return office


def test_who_answers_the_telephone_is_called_with_the_sentence_to_say(reached, desk):
    press(desk, 7, "refuse", **REFUSE)
    page = opened(desk, 7, "?dire=1")
    assert page.says("06 39 98 00 07") and page.says(f"« Votre idée n° 7 n’est pas retenue. Voici pourquoi. {REASON}")
    assert page.says("Vous pouvez contester cette décision jusqu’au jeudi 18 mars 2027. »")

    page = desk.press(page, "no_answer")
    assert page.says("Lucie Exemple : pas de réponse") and reached.calls() == ["idea_refused"]
    page = desk.press(page, "told")

    assert reached.calls() == [] and rows(page) == [7]
    assert opened(desk, 7).says("Déjà dit")


@pytest.mark.parametrize(("verb", "given", "words"), [
    ("ask", {"ask-text": "De quel côté ?"}, "Nous avons une question sur l’idée n° 7 : De quel côté ?"),
    ("accept", ACCEPT, "L’idée n° 7 est retenue pour le vote : elle coûterait 1 800 €."),
    ("merge", {"merge-number": "1"}, "L’idée n° 7 ressemble à l’idée n° 1 : elles continuent ensemble."),
])  # fmt: skip
def test_each_news_has_its_sentence(office, desk, verb, given, words):
    office.at(STUDY - timedelta(days=8))
    how = {"who": "other", "told": "agreed", "helper": "Mme Voisine", "reach": "phone", "email": ""}
    office.file("Gil Exemple", phone="06 39 98 00 07", what="Idée 7.", **how)
    office.at(STUDY + timedelta(days=9, hours=14))
    press(desk, 7, verb, **given)

    assert opened(desk, 7).says(words)


def test_who_answers_the_post_gets_a_letter_to_print(reached, desk):
    press(desk, 8, "accept", **ACCEPT)
    assert desk.get(BASE).says("Lettre à poster") and desk.get(BASE).says("1 lettre à poster")
    page = desk.get(f"{BASE}8/lettre?dire=1")
    assert page.says("Ida Exemple 3 rue de l’Exemple 59230 Ville Le mercredi 3 mars 2027 Votre idée n° 8")
    assert not page.says("Ce message part tout seul")

    page = desk.press(page, "posted")

    assert reached.calls() == [] and rows(page) == [8]
    assert opened(desk, 8).says("mercredi 3 mars 2027 à 14 h, Lucie Exemple : lettre postée")
    partition, id = reached.place(8)
    line = [one for one in reached.app.store.journal(partition) if one["verb"] == "call"][-1]
    assert (line["channel"], line["outcome"], line["record"]) == ("paper", "posted", id)
    desk.get(f"{BASE}8/lettre", 404)


def test_the_authors_of_joined_ideas_hear_of_the_one_decision(reached, desk):
    press(desk, 8, "merge", **{"merge-number": "7"})
    press(desk, 7, "refuse", **REFUSE)

    page = desk.get(f"{BASE}8/lettre")
    assert page.says(REASON) and page.says("Idée n° 8")
    assert opened(desk, 7).says("Votre idée n° 7 n’est pas retenue")


def test_what_was_said_before_the_news_changed_is_not_marked_as_said(reached, desk, sit):
    press(desk, 7, "ask", **{"ask-text": "Où ?"})
    seen = opened(karim := sit("karim"), 7)
    press(desk, 7, "accept", **ACCEPT)
    call = seen.field("call")

    page = karim.send(f"{BASE}7", {"action": "told", "call": call}, 409)

    assert page.says("il y a autre chose à dire") and reached.calls() == ["idea_accepted"]
    karim.send(f"{BASE}7", {"action": "told", "call": page.field("call")}, 303)
    assert reached.calls() == []
    karim.send(f"{BASE}7", {"action": "told", "call": page.field("call")}, 303)


def sent(office, colour):
    """A photo that waits for its idea to be confirmed, as the form carries it."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG")
    with office.app.app_context():
        return photos.token(staging.stage(office.app, cleaned(out.getvalue())))


def test_the_photo_is_for_the_agents_of_participation(office, desk):
    office.at(STUDY - timedelta(days=8))
    office.file("Zoé Exemple", what="Avec photo.", photo=sent(office, "#9ab"))
    lost = office.file("Max Exemple", what="Photo perdue.", photo=sent(office, "#ba9"))
    office.app.store.drop_blob(lost["photo"])
    desk.log_in()

    assert f"{BASE}7/photo" in opened(desk, 7).html and opened(desk, 7).tree.xpath("//img[@width='400']")
    photo = desk.get(f"{BASE}7/photo")
    assert photo.body[:2] == b"\xff\xd8" and photo.headers["Content-Type"] == "image/jpeg"
    assert opened(desk, 8).says("elle ne peut pas être lue")
    desk.get(f"{BASE}8/photo", 404)
    assert "word-photo_alt" in opened(desk, 7).html and "word-photo_alt" not in opened(desk, 1).html


def test_the_author_who_was_erased_leaves_the_idea(office, desk):
    partition, id = office.place(1)
    with office.app.store.transaction(partition) as records:
        records.update(partition, "ideas", id, answers={}, person="")

    assert opened(desk, 1).says("Nom effacé") and opened(desk, 1).says("Un banc")
    press(desk, 1, "refuse", **REFUSE)
    assert office.calls() == []


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_ideas_of_the_filter_leave_as_a_file(office, desk, kind):
    press(desk, 5, "accept", **ACCEPT)
    found = desk.send(f"{BASE}telecharger?quartier=sud&etat=retenue", {"format": kind})

    assert "idees" in found.headers["Content-Disposition"] and len(found.body) > 200
    lines = [line for part in office.app.store.partitions(f"{PREFIX}/BP27/") for line in office.app.store.journal(part)]
    assert [(one["agent"], one["rows"], one["format"]) for one in lines if one["verb"] == "download"] == [
        ("lucie", 1, kind)
    ]
    if kind == "csv":
        assert "Un quai" in found.html and "1950" not in found.html and "Un banc" not in found.html
    desk.send(f"{BASE}telecharger", {"format": "doc"}, 400)


def test_the_command_writes_the_same_file(office, desk, tmp_path):
    press(desk, 5, "refuse", **REFUSE)
    path = tmp_path / "idees.xlsx"
    with office.app.app_context():
        said = CliRunner().invoke(export, ["idees", "--output", str(path)]).output

    assert said == f"{path}\xa0: 6\xa0idées.\n"
    table = list(load_workbook(path)["Idées"].values)
    head, fifth = table[0], next(row for row in table if row[0] == 5)
    assert dict(zip(head, fifth, strict=True))["Raison"] == REASON
    assert {"Quartier", "Service", "Réunie au n°"} <= set(head)


def test_what_was_noted_of_a_call_is_said(desk):
    page = desk.get("/agents/participation/BP27/1?fait=1&dit=no_answer")
    assert page.says("Pas de réponse") and page.says("C’est noté.")
