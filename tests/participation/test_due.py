"""What became of a project is told to who filed the idea: once for each status, and to nobody by mistake."""

import logging
import threading
from email import message_from_bytes, policy

import pytest

from formservice import telling, tick
from formservice.catalogue import Outcome
from formservice.mail import outbox
from formservice.office import idea_told
from formservice.participation import due
from formservice.participation.ideas import TABLE
from tests.participation.town import GIVEN, STUDY, an_edition


@pytest.fixture
def says(budget):
    """The editor commits statuses by number; time goes by; what the tick did."""

    def says(*statuses, said=""):
        outcomes = tuple(outcome(number, status, said) for number, status in statuses)
        budget.publish(editions=(an_edition(),), outcomes=outcomes)
        return budget.later(minutes=1)

    return says


def outcome(number, status, said=""):
    """A project, as the site has it."""
    return Outcome(GIVEN["slug"], number, "Un banc", status, f"{GIVEN['url']}{number}/", said)


def news(budget):
    """(name, status, page) of the letters that tell news, and the calls to make."""
    found = [one for _, one in budget.app.store.search("", "outbox") if one["template"] == "idea_news"]
    told = [(one["data"]["name"], one["data"]["status"], one["data"]["told"]["project"]) for one in found]
    return sorted(told), [why for why in budget.calls() if why == "idea_news"]


def accepted(budget, *names, **more):
    for name in names:
        budget.file(name, **more)
    budget.at(STUDY)
    for number in range(1, len(names) + 1):
        budget.act("accept", number, cost=900)


def test_each_status_is_told_once(budget, says):
    accepted(budget, "Anne")
    for status in ("choisi", "prevu", "en-cours", "termine"):
        assert says((1, status))["news"] == 1
        assert says((1, status))["news"] == 0
        assert news(budget)[0] == [("Anne", due.STATUSES[status], "/participation/budget-2027/1/")]
    assert [step["status"] for step in budget.idea(1)["steps"] if step["verb"] == "news"] == [
        "choisi", "prevu", "en-cours", "termine",
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["etude", "refuse", "au-vote"])
def test_what_the_study_told_is_not_told_again(budget, says, status):
    accepted(budget, "Anne")
    assert says((1, status))["news"] == 0


def test_who_has_no_e_mail_is_called(budget, says):
    accepted(budget, "Anne", reach="post", post="1 rue de l’Exemple", email="")
    partition, id = budget.place(1)
    with budget.app.store.transaction(partition) as records:
        telling.drop_calls(records, partition, id)
    says((1, "choisi"))
    assert news(budget) == ([], ["idea_news"])
    assert budget.idea(1)["news"] == "choisi"


def test_the_authors_of_ideas_that_were_joined_hear_it_too(budget, says):
    for name in ("Anne", "Badr", "Célie"):
        budget.file(name)
    budget.at(STUDY)
    budget.merge(2, into=1)
    budget.act("accept", 1, cost=900)

    assert says((1, "choisi"))["news"] == 2
    assert [name for name, _, url in news(budget)[0] if url.endswith("/1/")] == ["Anne", "Badr"]
    letters = [one["data"] for _, one in budget.app.store.search("", "outbox", template="idea_news")]
    assert sorted((said["number"], said["into"]) for said in letters) == [(1, 0), (2, 1)]


def test_a_call_that_is_still_to_make_says_both(budget, says):
    accepted(budget, "Anne", reach="phone", phone="06 39 98 01 02", email="")
    says((1, "au-vote"), said="La liste est en ligne.")
    assert budget.calls() == ["idea_accepted"]
    says((1, "choisi"), said="Merci à tous.")

    assert budget.calls() == ["idea_accepted"]
    [(_, call)] = budget.app.store.search("", "calls")
    sentence = idea_told.say(budget.app, budget.idea(1), call).replace("\u00a0", " ")
    assert "est retenue pour le vote" in sentence and "Et depuis : choisi." in sentence and "Merci à tous." in sentence
    letter = idea_told.letter(budget.app, budget.idea(1), call)
    assert any("Merci à tous." in line for block in letter.blocks for line in block)


def test_a_letter_that_did_not_leave_yet_is_not_overtaken_by_news(budget, says):
    accepted(budget, "Anne")
    budget.publish(editions=(an_edition(),), outcomes=(outcome(1, "choisi"),))
    due.run(budget.app)
    assert budget.letters("Anne") == ["idea_noted", "idea_accepted", "idea_news"]


def test_news_end_with_what_the_editor_told_last(budget, says):
    accepted(budget, "Anne")
    says((1, "en-cours"), said="La rue rouvre le 3 mai.")
    [letter] = [one for _, one in budget.app.store.search("", "outbox") if one["template"] == "idea_news"]
    assert letter["data"]["answer"].endswith("\n\nLa rue rouvre le 3 mai.")


def test_who_was_erased_or_took_the_idea_back_is_told_nothing(budget, says):
    accepted(budget, "Anne", "Badr")
    budget.act("withdraw", 2)
    partition, id = budget.place(1)
    with budget.app.store.transaction(partition) as records:
        records.update(partition, TABLE, id, answers={}, person="", key="")
    assert says((1, "choisi"), (2, "choisi"))["news"] == 0
    assert news(budget) == ([], [])


def test_a_project_that_vanishes_is_an_alarm_and_tells_nobody_anything(budget, says, caplog):
    accepted(budget, "Anne", "Badr")
    says((1, "choisi"), (2, "choisi"))
    before = news(budget)
    with caplog.at_level(logging.WARNING):
        assert says((2, "choisi"))["news"] == 0
    assert "BP27" in caplog.text and caplog.text.rstrip().endswith(": 1")
    assert news(budget) == before
    assert says((1, "choisi"), (2, "choisi"))["news"] == 0


def test_two_ticks_at_once_tell_once(budget, says):
    accepted(budget, "Anne", "Badr", "Célie")
    says()
    outcomes = tuple(Outcome(GIVEN["slug"], n, "Un banc", "choisi", f"{GIVEN['url']}{n}/") for n in (1, 2, 3))
    budget.publish(editions=(an_edition(),), outcomes=outcomes)

    def go():
        with budget.app.app_context():
            done.append(tick.run(budget.app)["news"])

    done: list[int] = []
    both = [threading.Thread(target=go) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(done) == 3
    assert [name for name, _, _ in news(budget)[0]] == ["Anne", "Badr", "Célie"]


def test_a_partition_in_trouble_keeps_nothing_from_the_others(budget, says, monkeypatch):
    accepted(budget, *(f"Personne {n}" for n in "abcdef"))
    bad = budget.place(1)[0]
    there = sum(budget.place(number)[0] != bad for number in range(1, 7))
    read = budget.app.store.read

    def broken(*partitions):
        if bad in partitions:
            raise due.StoreError("abîmé")
        return read(*partitions)

    monkeypatch.setattr(budget.app.store, "read", broken)
    done = says(*((number, "choisi") for number in range(1, 7)))
    assert (done["news"], done["unreadable"]) == (there, 1)
    assert there > 0


def test_the_letter_says_it_in_words_with_the_page_of_the_project(budget, says):
    accepted(budget, "Anne")
    says((1, "termine"))
    with budget.app.app_context():
        outbox.run(budget.app)

    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in budget.folder.glob("mail/*.eml")]
    [letter] = [one for one in found if str(one["Subject"]).endswith(": terminé")]
    words = letter.get_body(("plain",)).get_content().split()
    assert "fait" in words and "http://localhost/participation/budget-2027/1/" in words
