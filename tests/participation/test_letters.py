"""Letters about an idea, read as they leave: what was decided, why, what happens next, by which ways."""

import pytest

from formservice.mail.compose import compose
from formservice.mail.letters import about
from formservice.mail.outbox import frame
from formservice.mail.rules import outdated
from formservice.participation import hearing
from tests.participation.town import STUDY

LINK = "http://localhost/suivi/idea/BP27/a/fabc.def"


@pytest.fixture
def read(budget):
    """The last letter to somebody: (subject, text), once it is known to be true still."""

    def letter(name: str) -> tuple[str, str]:
        found = [(where, one) for where, one in budget.app.store.search("", "outbox") if one["data"]["name"] == name]
        where, one = max(found, key=lambda pair: pair[1]["seq"])
        record = about(budget.app.store.read(where), where, one)
        assert outdated(one["template"], one["data"], record, budget.clock.at) == ""
        made = compose(one, record, frame(budget.app), LINK)
        text = made.get_body().get_content().replace("\u00a0", " ").replace("\u202f", " ")
        return made["Subject"].replace("\u00a0", " "), " ".join(text.split())

    return letter


@pytest.fixture
def studied(budget):
    """Anne filed an idea, and Badr one that resembles it; they are studied."""
    budget.file("Anne", title="Un banc")
    budget.file("Badr", title="Des bancs")
    budget.at(STUDY)
    return budget


def test_who_filed_reads_the_number_and_when_the_study_begins(budget, read):
    budget.file("Anne", title="Gagnez sur http://x.example")
    subject, text = read("Anne")
    assert subject == "Votre idée est bien arrivée : n° 1"
    assert "L’étude commence le lundi 22 février 2027." in text and LINK in text
    assert "Gagnez" not in text


def test_a_question_is_whole_and_answered_by_telephone_first(budget, read):
    budget.file("Anne")
    budget.act("ask", 1, text="De quel côté ?\n\nIl y a un trottoir étroit.")
    subject, text = read("Anne")
    assert subject == "Une question sur votre idée n° 1"
    assert "De quel côté ? Il y a un trottoir étroit." in text
    assert text.index("Répondez par téléphone") < text.index(LINK)


def test_good_news_say_the_cost_and_when_the_vote_opens(studied, read):
    studied.act("accept", 1, cost=1500, reason="Deux bancs tiennent.")
    subject, text = read("Anne")
    assert subject == "Votre idée n° 1 est retenue pour le vote"
    assert "coût : 1 500 €." in text and "Le vote ouvre le lundi 3 mai 2027." in text and "Deux bancs tiennent." in text


def test_a_refusal_says_why_in_full_and_how_it_is_contested(studied, read):
    studied.act("refuse", 1, reason="Le terrain est privé.\n\nIl est à un voisin.")
    subject, text = read("Anne")
    assert subject == "Votre idée n° 1 n’est pas retenue"
    assert "Le terrain est privé. Il est à un voisin." in text and "jusqu’au mardi 9 mars 2027" in text
    assert "par téléphone" in text and "par courrier à Bourg-lès-Garance, 1 place de l’Exemple" in text


def test_a_second_refusal_is_said_to_be_the_last(studied, read):
    studied.act("refuse", 1, reason="Le terrain est privé.")
    studied.act("contest", 1, agent=None, text="Non.")
    assert "Un autre agent" in read("Anne")[1]
    studied.act("refuse", 1, agent="karim", reason="Il est à un voisin.")
    text = read("Anne")[1]
    assert "définitive" in text and "contestée jusqu’au" not in text


def test_who_was_joined_reads_to_which_idea_and_what_became_of_it(studied, read):
    studied.merge(2, into=1)
    subject, text = read("Badr")
    assert subject == "Votre idée n° 2 rejoint l’idée n° 1" and "elle reste la vôtre" in text

    studied.act("accept", 1, cost=900)
    assert "avec l’idée n° 1, à laquelle elle est réunie" in read("Badr")[1]
    assert "réunie" not in read("Anne")[1]

    studied.act("refuse", 1, reason="Plus possible.")
    assert "Idée n° 2 : Des bancs" in read("Badr")[1] and "Plus possible." in read("Badr")[1]
    assert "Appelez-nous : nous en parlerons" in read("Badr")[1]


def test_who_is_parted_reads_that_the_idea_is_studied_alone(studied, read):
    studied.merge(2, into=1)
    studied.part(2)
    assert read("Badr")[0] == "Votre idée n° 2 est de nouveau étudiée seule"


def test_who_takes_an_idea_back_reads_that_another_may_be_filed(budget, read):
    budget.file("Anne")
    budget.act("withdraw", 1, agent=None)
    subject, text = read("Anne")
    assert subject == "Votre idée n° 1 est retirée" and "Une autre idée peut être déposée" in text
    assert LINK not in text


def test_news_say_the_status_and_where_to_look(studied, read):
    studied.act("accept", 1, cost=900)
    partition, id = studied.place(1)
    with studied.app.store.transaction(partition) as records:
        told = studied.idea(1)["told"] | {"project": "/participation/budget-2027/1/"}
        idea = records.update(partition, "ideas", id, told=told)
        given = {"status": "En travaux", "answer": "Le chantier dure deux semaines.", "number": 1}
        hearing.say(records, partition, idea, "idea_news", **given)
    subject, text = read("Anne")
    assert subject == "Des nouvelles de votre idée n° 1 : en travaux"
    assert "deux semaines" in text and "http://localhost/participation/budget-2027/1/" in text


def test_a_letter_for_another_person_does_not_say_yours(budget, read):
    budget.file("Anne", who="other", helper="Ida", told="agreed")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    subject, text = read("Anne")
    assert subject == "L’idée n° 1 n’est pas retenue" and "votre idée" not in text.lower()


def test_who_was_erased_is_told_nothing_more(studied):
    from formservice import erasure

    partition, id = studied.place(1)
    erasure.erase(studied.app.store, erasure.Erasure(partition, "ideas", id), "erase", "cli", studied.clock.today())
    before = studied.letters("Anne"), studied.calls()
    studied.act("accept", 1, cost=900)
    assert (studied.letters("Anne"), studied.calls()) == before == ([], [])
