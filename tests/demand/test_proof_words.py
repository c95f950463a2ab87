"""What a councillor reads: the sentence, shares that are true, words in place of what is masked."""

from datetime import date

from formservice.demand import proof_lines, proof_words
from formservice.demand.published import year
from tests.demand.test_published import a_month
from tests.pages import plain


def test_the_sentence_says_how_many_did_without_internet():
    (words,) = proof_words.said(year([a_month(11, (51, 31, 20, 0), visits=(30,))]))
    assert plain(words) == "En novembre 2026, 132 présences, dont 81 (61 %) sans passer par internet."


def test_a_number_that_is_masked_is_said_between_two():
    (words,) = proof_words.said(year([a_month(4, (3, 31, 20, 0))]))
    assert plain(words) == "En avril 2026, 54 présences, dont 50 à 53 sans passer par internet."


def test_the_year_comes_before_its_last_month():
    whole, last = proof_words.said(year([a_month(9, visits=(1000, 200)), a_month(10)]))
    assert plain(whole).startswith("De septembre à octobre 2026, 1 330 présences, dont 1 270 (95 %)")
    assert plain(last).startswith("En octobre 2026, 65 présences")


def test_all_and_nobody_are_said_in_words():
    assert proof_words.sentence("En mai 2026", 40, (40, 40)).endswith("toutes sans passer par internet.")
    assert proof_words.sentence("En mai 2026", 40, (0, 0)).endswith("aucune sans passer par internet.")
    assert "personne n’est venu" in proof_words.sentence("En mai 2026", 0, (0, 0))


def test_a_share_is_neither_nothing_nor_all_unless_it_is():
    assert [proof_words.share(n, 1000) for n in (0, 1, 999, 1000)] == [0, 1, 99, 100]


def test_a_month_that_waits_is_said():
    words = proof_words.waiting(year([a_month(8, (2, 0, 0, 0)), a_month(9, (0, 1, 0, 0))]))
    assert words.startswith("D’août à septembre 2026")


def test_the_lines_say_the_words_of_the_form_and_of_the_town():
    found = year([a_month(visits=(12,), ages=(0, 6, 14), newcomers=20)])
    lines = dict(proof_lines.splits(found, {"theme-0": "La photo"}))
    assert [line.label for line in lines[proof_lines.TITLES["themes"]]] == ["La photo"]
    assert [line.label for line in lines[proof_lines.TITLES["ages"]]][:2] == ["De 25 à 59 ans", "De 60 à 69 ans"]
    assert lines[proof_lines.TITLES["channels"]][-1].label == "Sans rendez-vous"


def test_only_what_was_kept_is_settled():
    months = proof_lines.months(year([a_month(1), a_month(2)]), {date(2026, 1, 1): a_month(1)})
    assert [one.settled for one in months] == [True, False] and months[0].width == 100
