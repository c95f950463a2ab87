"""What no browser sends, in every kind of question: told on the page, nothing stored, no error of the service."""

import pytest

from formservice.office import agents
from tests.consultations.reader import URL, Reader
from tests.consultations.town import FILE
from tests.office.conftest import PASSWORD, Desk

HOSTILE = ["9" * 5000, "-" + "1" * 5000, "²", "٣", "1e999", "\x00", "None", "NaN", "0" * 4400 + "1"]

TWICE = {"id": "ou", "kind": "several", "text": "Où ?", "options": ["Ici", "Là", "Ailleurs", "Plus loin"]}


@pytest.mark.parametrize("kind", [one["id"] for one in FILE["questions"]])
@pytest.mark.parametrize("many", [1, 900])
def test_long_digits_foreign_figures_and_huge_lists_are_no_error(asked, kind, many):
    asked.publish(questions=[{k: v for k, v in one.items() if k != "show_if"} for one in FILE["questions"]
                             if one["id"] in (kind, "usage")])  # fmt: skip
    client = asked.app.test_client()
    for text in HOSTILE:
        sent = [text] * (many if len(text) < 40 else 1)
        data = {"version": asked.page.version, "action": "next", f"q_{kind}": sent}
        assert client.post(URL, data=data).status_code in (200, 400, 413, 422), text[:20]
    assert asked.answers() == []


@pytest.mark.parametrize("wrong", [{"name": "…"}, {"birth": "12/03/2090"}, {"birth": "1/1/1899"}])
def test_nobody_is_called_by_dots_nor_born_tomorrow(asked, wrong):
    asked.publish(identity="declaree")
    reader = Reader(asked.app).begin(asked).fill(q_usage="3").fill().fill()
    reader.fill(422, **{"name": "Anne Exemple", "birth": "12/03/1950"} | wrong)
    assert len(reader.page.errors()) == 1 and asked.answers() == []


def test_nobody_chooses_one_option_several_times(asked):
    asked.publish(questions=[TWICE])
    said = {"version": asked.page.version, "action": "next", "q_ou": ["1"] * 4}
    page = Reader(asked.app).post(URL, said, 422)
    assert page.says("Chaque réponse ne se donne qu’une fois.")
    agents.add(asked.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(asked.app)
    desk.log_in()
    desk.post("/agents/saisie/BA27", {"token": desk.token(), "channel": "paper", "q_ou": "1 1 1"}, 422)
    assert asked.answers() == []


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "None"])
def test_the_screen_of_agents_is_as_hard_to_break(asked, text):
    agents.add(asked.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    desk = Desk(asked.app)
    desk.log_in()
    said = {f"q_{one['id']}": text for one in FILE["questions"]}
    page = desk.post(
        "/agents/saisie/BA27", {"token": desk.token(), "channel": "paper", **said}, 400 if "\x00" in text else 422
    )
    assert page.status < 500 and asked.answers() == []
