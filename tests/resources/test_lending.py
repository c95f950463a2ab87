"""From the request to the return, and what each person is told; on each store."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from formservice.catalogue import Collection
from formservice.erase import erase
from formservice.purge import carry_out, due
from formservice.resources.asking import asking
from formservice.resources.borrowing import Shut
from formservice.resources.lending import Overtaken
from formservice.resources.rules import NoCopy, NotNow, NotThatWay, TooMany
from formservice.storage import StoreError
from tests.resources.town import BOOK

MAIL = {"reach": "email", "email": "anna@example.org", "phone": ""}


def test_a_book_is_set_aside_lent_and_returned(centre):
    centre.ask("Anna Un", **MAIL)
    assert centre.act("set_aside", "Anna Un")["until"] == "2026-12-11"
    assert centre.act("lend", "Anna Un")["due"] == "2027-01-06"  # closed from 23 December to 5 January
    centre.act("give_back", "Anna Un")

    assert centre.states() == {"Anna Un": "returned"} and centre.held() == []
    assert centre.letters() == ["loan_noted", "loan_ready", "loan_lent", "loan_returned"]
    verbs = [line["verb"] for line in centre.app.store.journal("holding/MLB-1")]
    assert verbs == ["submit", "set_aside", "lend", "give_back"]


def test_what_comes_back_goes_to_the_next_who_is_told(centre):
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        centre.ask(name)
    centre.act("lend", "Anna Un")
    assert (centre.rank("Badr Deux"), centre.rank("Chloé Trois")) == (1, 2)
    centre.act("give_back", "Anna Un")

    assert centre.states() == {"Anna Un": "returned", "Badr Deux": "ready", "Chloé Trois": "requested"}
    assert centre.calls() == ["loan_ready"] and centre.rank("Chloé Trois") == 1


def test_what_nobody_fetched_goes_to_the_next_and_both_are_told(centre):
    centre.ask("Anna Un")
    centre.ask("Badr Deux")
    centre.act("set_aside", "Anna Un")
    assert centre.later(days=10).total() == 0  # Friday 11 December, still kept
    assert centre.later(days=1)["lapsed"] == 1

    assert centre.states() == {"Anna Un": "lapsed", "Badr Deux": "ready"}
    assert sorted(centre.calls()) == ["loan_lapsed", "loan_ready"]
    assert centre.later(minutes=1).total() == 0


def test_a_request_given_up_lets_the_next_have_it(centre):
    centre.ask("Anna Un")
    centre.ask("Badr Deux")
    centre.act("set_aside", "Anna Un")
    centre.act("cancel", "Anna Un")

    assert centre.states() == {"Anna Un": "cancelled", "Badr Deux": "ready"}


def test_a_second_click_changes_nothing_and_a_second_agent_is_told(centre):
    version = centre.ask("Anna Un")["version"]
    centre.act("set_aside", "Anna Un", version=version)
    again = centre.act("set_aside", "Anna Un", version=version)
    with pytest.raises(Overtaken):
        centre.act("refuse", "Anna Un", version=version, reason="missing")

    assert again["state"] == "ready"
    assert [line["verb"] for line in centre.app.store.journal("holding/MLB-1")] == ["submit", "set_aside"]


def test_who_waits_is_not_passed_by_an_agent(centre):
    centre.ask("Anna Un")
    centre.ask("Badr Deux")
    with pytest.raises(NoCopy):
        centre.act("lend", "Badr Deux")

    assert centre.states() == {"Anna Un": "requested", "Badr Deux": "requested"}


def test_a_loan_is_reminded_of_then_asked_back_then_called(centre):
    centre.ask("Anna Un", **MAIL)
    centre.act("lend", "Anna Un")
    days = (date(2027, 1, 3), date(2027, 1, 7), date(2027, 1, 14), date(2027, 1, 21))
    told = []
    for day in days:
        told.append(dict(centre.later(days=(day - centre.clock.at.date()).days)))
        assert centre.later(minutes=1).total() == 0

    assert told == [{"due_soon": 1}, {"overdue": 1}, {"overdue": 1}, {"overdue": 1}]
    assert centre.letters()[-3:] == ["loan_reminder", "loan_overdue", "loan_overdue"]
    assert centre.calls() == ["loan_overdue"]
    centre.act("give_back", "Anna Un")
    assert centre.calls() == []


def test_who_has_no_e_mail_is_called_as_soon_as_it_is_late(centre):
    centre.ask("Anna Un")
    centre.act("lend", "Anna Un")
    centre.later(days=37)

    assert centre.calls() == ["loan_overdue"]


def test_one_has_so_many_requests_over_all_the_documents(centre):
    for of in ("MLB-1", "MLB-4", "MLB-5"):
        centre.ask("Anna Un", of)
    with pytest.raises(TooMany):
        centre.ask("Anna Un", "MLB-6")
    centre.act("cancel", "Anna Un", "MLB-4")
    centre.ask("Anna Un", "MLB-6")

    assert centre.held() == ["MLB-1", "MLB-5", "MLB-6"]


def test_what_is_read_on_the_spot_is_not_lent(centre):
    with pytest.raises(NotThatWay):
        centre.ask("Anna Un", "MLB-2")


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-06", "2026-12-24", "2026-11-25", "2027-09-01"])
def test_one_reads_on_the_days_the_house_is_open(centre, day):
    """Today and yesterday, a Sunday, a closed day, a day too far."""
    with pytest.raises(Shut):
        centre.ask("Anna Un", "MLB-2", way="consult", day=day)
    assert centre.ask("Anna Un", "MLB-2", way="consult", day="2026-12-03")["state"] == "requested"


def test_on_the_web_one_reads_from_tomorrow_on(centre):
    centre.clock.at += timedelta(days=1)  # a Wednesday, the house is open
    assert asking(centre.catalogue, "MLB-2").days(centre.clock.today())[0] == date(2026, 12, 3)
    with pytest.raises(Shut):
        centre.ask("Anna Un", "MLB-2", way="consult", day="2026-12-02")
    here = centre.ask("Anna Un", "MLB-2", way="consult", day="2026-12-02", channel="counter", agent="lucie")

    assert here["state"] == "requested"


def test_a_consultation_whose_day_went_by_is_closed_and_said(centre):
    centre.ask("Anna Un", "MLB-2", way="consult", day="2026-12-03")
    centre.later(days=3)

    assert centre.states("MLB-2") == {"Anna Un": "lapsed"} and centre.held() == []


def test_a_closed_collection_takes_requests_and_sets_aside_for_after(centre):
    centre.publish(collection=Collection("Centre", "MLB", "maison", "/maison/", opens=date(2027, 3, 3)))
    centre.ask("Anna Un")
    centre.act("set_aside", "Anna Un")

    assert centre.loan("Anna Un")["until"] == "2027-03-13"
    assert centre.act("lend", "Anna Un")["due"] == "2027-03-03"
    assert centre.act("renew", "Anna Un")["due"] == "2027-03-24"
    with pytest.raises(Shut):
        centre.ask("Badr Deux", way="consult", day="2026-12-03")
    assert centre.ask("Badr Deux", way="consult", day="2027-03-03")["state"] == "requested"


def test_while_the_collection_is_closed_no_copy_is_passed_on(centre):
    centre.publish(collection=Collection("Centre", "MLB", "maison", "/maison/", opens=date(2026, 12, 2)))
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        centre.ask(name)
    centre.act("set_aside", "Anna Un")
    centre.act("cancel", "Anna Un")
    assert centre.states()["Badr Deux"] == "requested" and centre.calls() == []
    centre.clock.at += timedelta(days=1)
    centre.act("set_aside", "Badr Deux")
    centre.act("cancel", "Badr Deux")

    assert centre.states()["Chloé Trois"] == "ready"


def test_when_a_record_leaves_the_site_what_is_lent_comes_back_and_no_more_is_lent(centre):
    centre.ask("Anna Un")
    centre.ask("Badr Deux")
    centre.act("lend", "Anna Un")
    centre.publish(holdings=())
    centre.act("give_back", "Anna Un")

    assert centre.states() == {"Anna Un": "returned", "Badr Deux": "requested"}
    with pytest.raises(NoCopy):
        centre.act("lend", "Badr Deux")
    assert centre.act("refuse", "Badr Deux", reason="missing")["state"] == "refused"


def test_fewer_copies_than_are_lent_lend_no_more(centre):
    centre.publish(holdings=(replace(BOOK, copies=2),))
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        centre.ask(name)
    centre.act("lend", "Anna Un")
    centre.act("lend", "Badr Deux")
    centre.publish(holdings=(BOOK,))
    centre.act("give_back", "Anna Un")

    assert centre.states()["Chloé Trois"] == "requested" and centre.rank("Chloé Trois") == 1


def test_nothing_of_a_loan_is_purged_before_it_is_over(centre):
    centre.ask("Anna Un")
    centre.act("lend", "Anna Un")
    centre.clock.at += timedelta(days=300)
    assert list(due(centre.app)) == []
    centre.act("give_back", "Anna Un")
    centre.clock.at += timedelta(days=93)
    assert carry_out(centre.app, list(due(centre.app))) == 0

    (loan,) = centre.app.store.read("holding/MLB-1").find("holding/MLB-1", "loans")
    assert not any(loan["answers"].values()) and not loan["person"] and loan["state"] == "returned"


def test_a_question_is_taken_answered_and_sent(centre):
    record = centre.wonder("Anna Un", **MAIL)
    assert record["due"] == "2026-12-16"
    taken = centre.answer(record, "take", version=record["version"])
    assert taken["taken_by"] == "lucie"
    centre.answer(record, "answer", version=taken["version"], answer="Louise.\n\nVoir la lettre 3.")

    assert centre.letters() == ["question_noted", "question_answered"] and centre.calls() == []
    with pytest.raises(NotNow):
        centre.answer(record, "close", reason="nothing")


def test_an_answer_for_who_has_no_e_mail_is_a_call_to_make(centre):
    record = centre.wonder("Anna Un")
    centre.answer(record, "answer", answer="Louise.")

    assert centre.letters() == [] and centre.calls() == ["question_answered"]


def test_the_same_question_sent_twice_is_one(centre):
    assert centre.wonder("Anna Un")["id"] == centre.wonder("Anna Un")["id"]
    assert centre.wonder("Anna Un", text="Une autre question")["id"] != centre.wonder("Anna Un")["id"]


def erased(centre, reference):
    with centre.app.app_context():
        return CliRunner().invoke(erase, [reference, "--yes"])


def test_who_is_erased_leaves_their_copy_to_the_next(centre):
    anna = centre.ask("Anna Un")
    centre.ask("Badr Deux")
    centre.act("set_aside", "Anna Un")

    said = erased(centre, anna["reference"])
    assert said.exit_code == 0 and "La demande reste comptée, sans personne." in said.output
    (left, waited) = centre.app.store.read("holding/MLB-1").find("holding/MLB-1", "loans")
    assert (left["answers"], left["person"], left["state"], waited["state"]) == ({}, "", "cancelled", "ready")
    assert centre.held() == ["MLB-1"]


def test_who_has_a_book_is_erased_once_it_is_back(centre):
    anna = centre.ask("Anna Un")
    centre.act("lend", "Anna Un")
    said = erased(centre, anna["reference"])
    assert isinstance(said.exception, StoreError) and "encore prêté" in str(said.exception)
    centre.act("give_back", "Anna Un")

    assert erased(centre, anna["reference"]).exit_code == 0 and centre.states_of_nobody() == ["returned"]


def test_a_book_lent_while_the_question_is_asked_keeps_its_borrower(centre, monkeypatch):
    anna = centre.ask("Anna Un")
    monkeypatch.setattr("formservice.erase.agree", lambda question: centre.act("lend", "Anna Un"))
    with centre.app.app_context():
        said = CliRunner().invoke(erase, [anna["reference"]])

    assert isinstance(said.exception, StoreError) and "encore prêté" in str(said.exception)
    assert centre.states_of_nobody() == []


def test_a_question_is_erased_with_its_answer(centre):
    record = centre.wonder("Anna Un")
    centre.answer(record, "answer", answer="Votre tante Anna.")
    said = erased(centre, record["reference"])
    assert said.exit_code == 0 and "La question reste comptée, sans personne." in said.output

    (left,) = [one for _, one in centre.app.store.search("question/", "questions")]
    assert (left["answers"], left["person"], left["answer"], left["state"]) == ({}, "", "", "answered")


def test_a_number_that_nothing_has_is_said_so(centre):
    said = erased(centre, "PR-7KM4-3QXW")

    nothing = "Aucune inscription, demande, question, idée, réponse ou vote n’a le numéro PR-7KM4-3QXW."
    assert nothing in str(said.exception)


def test_years_of_loans_leave_room_for_the_next(centre):
    with centre.app.store.transaction("holding/MLB-1") as records:
        for number in range(470):
            records.add("holding/MLB-1", "loans", state="returned", person="", answers={}, n=number)
    centre.ask("Anna Un")

    assert len(centre.app.store.read("holding/MLB-1").find("holding/MLB-1", "loans")) == 470 - 20 + 1
