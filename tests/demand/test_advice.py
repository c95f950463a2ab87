"""Which workshop to multiply: the rule of the sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.agenda import rules
from formservice.demand.advice import CALL, FEW, OPEN, advise, pressing
from formservice.demand.model import REFUSED
from formservice.demand.wording import sentence
from tests.demand.made import NOW, ask, demand, hope, offer

THEMES = {"photos": "Photos", "smartphone": "Smartphone"}


def said(*found, **more):
    """The sentences, with plain spaces."""
    plain = ("".join(sentence(one, THEMES)) for one in advise(demand(*found, **more), NOW))
    return [one.replace("\u00a0", " ").replace("\u202f", " ") for one in plain]


def test_fourteen_people_who_wait_call_for_two_dates():
    full = offer(6, seats=8)
    found = [ask(full, rules.CONFIRMED) for _ in range(8)] + [ask(full, days=22) for _ in range(14)]
    assert said(*found) == ["Smartphone débutant : 14 personnes attendent depuis plus de 21 jours, ouvrez 2 séances."]


def test_three_weeks_are_not_long_yet():
    full = offer(6, seats=1)
    assert said(ask(full, rules.CONFIRMED), *(ask(full, days=21) for _ in range(14))) == []


def test_who_waits_for_several_dates_is_one_person():
    dates = [offer(6, seats=1), offer(13, seats=1)]
    held = [ask(one, rules.CONFIRMED) for one in dates]
    found = [ask(one, days=30, who=f"p{n}") for one in dates for n in range(3)]
    assert said(*held, *found) == [
        "Smartphone débutant : 3 personnes attendent depuis plus de 21 jours, ouvrez 3 séances."
    ]


def test_a_companion_waits_too():
    full = offer(6, seats=4)
    assert said(ask(full, rules.CONFIRMED, party=4), ask(full, party=2), ask(full, party=2)) == [
        "Smartphone débutant : 4 personnes attendent depuis plus de 21 jours, ouvrez 1 séance."
    ]


def test_who_was_refused_or_left_on_a_list_still_waits_for_ninety_days():
    refused = [ask(offer(-89, seats=2), REFUSED, days=95), ask(offer(-20, seats=2), rules.WAITING)]
    assert said(*refused) == ["Smartphone débutant : 2 personnes attendent depuis plus de 21 jours, ouvrez 1 séance."]
    assert said(ask(offer(-91, seats=2), REFUSED, days=95)) == []


@pytest.mark.parametrize("days", [-2, 4])
def test_who_has_a_seat_since_waits_no_more(days):
    missed = ask(offer(-20, seats=1), REFUSED, days=30, who="anna")
    assert said(missed, ask(offer(days, seats=1), rules.CONFIRMED, days=10, who="anna")) == []


def test_free_seats_are_to_be_offered_first():
    missed, coming = [ask(offer(-20)) for _ in range(3)], offer(4)
    assert said(*missed, ask(coming, rules.CONFIRMED)) == [
        "Smartphone débutant : 3 personnes attendent depuis plus de 21 jours, et 7 places sont encore libres aux "
        "prochaines dates. Appelez-les."
    ]
    more = [ask(offer(-20, seats=4), REFUSED) for _ in range(9)]
    assert said(*more, ask(offer(4, seats=4), rules.CONFIRMED)) == [
        "Smartphone débutant : 9 personnes attendent depuis plus de 21 jours, ouvrez 2 séances (en plus de 3 places "
        "libres à leur proposer)."
    ]


WHOM = [
    (1, 0, "Appelez-la."),
    (0, 1, "Refusée, elle n’a pas laissé de quoi la joindre : proposez-lui ces places si elle rappelle."),
    (0, 3, "Refusées, elles n’ont pas laissé de quoi les joindre : proposez-leur ces places si elles rappellent."),
    (1, 1, "Appelez celle qui est sur une liste ; l’autre, refusée, n’a pas laissé de quoi la joindre : proposez-lui "
           "ces places si elle rappelle."),
    (5, 3, "Appelez les 5 qui sont sur une liste ; les 3 autres, refusées, n’ont pas laissé de quoi les joindre : "
           "proposez-leur ces places si elles rappellent."),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "refused", "words"), WHOM)
def test_who_was_refused_cannot_be_called(listed, refused, words):
    before = offer(-20)
    missed = [ask(before) for _ in range(listed)] + [ask(before, REFUSED) for _ in range(refused)]
    [told] = said(*missed, offer(4))
    assert told.endswith(f"aux prochaines dates. {words}")


def test_the_lists_of_those_to_call_are_given_the_latest_first():
    first, second, coming = offer(-20), offer(-13), offer(4)
    twice = [ask(first, who="anna"), ask(second, who="anna")]
    gone = ask(first, who="signup", place=("session/SM-0", "signup"))
    [told] = advise(demand(*twice, ask(first), ask(offer(-6), REFUSED), gone, coming), NOW)
    assert (told.people, told.reachable, told.lists) == (4, 2, (second.id, first.id))


def test_who_was_refused_before_waiting_elsewhere_can_be_called():
    missed, waits = ask(offer(-20), REFUSED, who="anna", days=40), ask(offer(-13), who="anna")
    assert said(missed, waits, offer(4))[0].endswith("Appelez-la.")


def test_too_few_for_a_date_are_told_as_such():
    assert said(ask(offer(-20), REFUSED)) == [
        "Smartphone débutant : 1 personne attend depuis plus de 21 jours : trop peu pour une date de 8 places, "
        "proposez-leur un autre atelier du thème."
    ]


def test_a_date_called_off_leaves_no_free_seat():
    off = offer(4, seats=0, cancelled=True)
    assert said(*(ask(offer(-20), REFUSED) for _ in range(4)), off)[0].endswith("ouvrez 1 séance.")


def test_the_list_of_a_theme_calls_for_a_date():
    assert said(*(hope() for _ in range(9)), *(hope(20) for _ in range(9))) == [
        "Photos (liste du thème) : 9 personnes attendent depuis plus de 21 jours, ouvrez 1 séance."
    ]


def test_too_few_on_the_list_of_a_theme_are_told_of_another_date():
    assert said(hope()) == [
        "Photos (liste du thème) : 1 personne attend depuis plus de 21 jours : trop peu pour une date de 8 places, "
        "proposez-leur une date à venir."
    ]


def test_seats_that_nobody_waits_for_are_for_the_list_of_the_theme():
    free = offer(4, theme="photos", code="PH")
    assert said(*(hope() for _ in range(3)), ask(free, rules.CONFIRMED)) == [
        "Photos (liste du thème) : 3 personnes attendent depuis plus de 21 jours, et 7 places sont encore libres aux "
        "prochaines dates. Appelez-les."
    ]
    theirs = [ask(offer(-9, theme="photos", code="PH"), REFUSED, days=12, party=7)]
    assert "7 places" not in said(*(hope() for _ in range(3)), ask(free, rules.CONFIRMED), *theirs)[0]


def test_a_workshop_that_somebody_waits_for_is_not_told_to_change_its_hour():
    held = [offer(-n, seats=8) for n in (3, 10, 17)]
    assert said(*held, ask(offer(4, seats=0), days=2)) == []


def test_appointments_are_opened_by_half_days():
    full = offer(-9, seats=6, code="PN", slots=True)
    assert said(*(ask(full, REFUSED) for _ in range(4))) == [
        "PN : 4 personnes attendent depuis plus de 21 jours, ouvrez 1 demi-journée."
    ]


def test_one_of_four_who_does_not_come_is_worth_a_call():
    held = offer(-3, seats=20)
    there = [ask(held, rules.CONFIRMED, marks={"SM-1": "present"}) for _ in range(15)]
    gone = [ask(held, rules.CONFIRMED, marks={"SM-1": "absent"}) for _ in range(5)]
    assert said(*there, *gone) == [
        "Smartphone débutant : 5 personnes ne sont pas venues, sur 20. Appelez la veille : une place rendue sert à "
        "quelqu’un."
    ]
    assert said(*there, *gone[1:]) == []


def test_three_half_empty_dates_ask_for_another_hour():
    held = [offer(-n, seats=8) for n in (3, 10, 17)]
    taken = [ask(held[0], rules.CONFIRMED, party=2) for _ in range(6)]
    assert said(*held, *taken) == [
        "Smartphone débutant : 12 places prises sur 24, en 3 dates. Changez le jour, l’heure ou le lieu."
    ]
    assert said(*held, *taken, ask(held[1], rules.CONFIRMED)) == []
    assert said(*held[1:]) == []


def test_the_most_pressing_comes_first():
    held = [offer(-n, seats=8, code="ZZ") for n in (3, 10, 17)]
    found = [*held, *(ask(offer(-9, seats=2), REFUSED) for _ in range(2)), *(hope() for _ in range(99))]
    assert [one.partition(" :")[0] for one in said(*found)] == [
        "Photos (liste du thème)", "Smartphone débutant", "ZZ"
    ]  # fmt: skip


@given(st.integers(1, 500), st.integers(0, 60), st.integers(1, 60))
def test_the_dates_to_open_seat_all_but_less_than_half_a_room(people, free, room):
    one = pressing("SM", people, free, room, False)
    left = max(0, people - free)
    assert one.kind == (OPEN if one.dates else CALL if free else FEW)
    unseated = left - one.dates * room
    assert 0 <= 2 * unseated < room or 0 < 2 * -unseated <= room


def test_nobody_who_waits_says_nothing():
    assert pressing("SM", 0, 4, 8, False) is None and advise(demand(), NOW) == []
