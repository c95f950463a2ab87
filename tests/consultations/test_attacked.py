"""Who reads all that is published of several answers, and solves it, finds no small number of people."""

import random
from datetime import date

import pytest

from formservice.consultations import results
from formservice.consultations.counting import Said
from formservice.consultations.tables import CHANNELS, NOT_SAID
from tests.consultations.attacker import Attacker
from tests.consultations.town import a_consultation

OPTIONS = ("A", "B", "C")


def asked(draw, options, most, among):
    """A questionnaire of several answers, and of one that follows some."""
    several = {"id": "s", "kind": "several", "text": "Où ?", "options": list(options), "most": str(most)}
    then = {"id": "t", "kind": "one", "text": "Qui ?", "options": ["X", "Y"],
            "show_if": {"question": "s", "among": list(among)}}  # fmt: skip
    where = ["Les Prés", "La Gare"] if not among and draw.random() < 0.5 else []
    return a_consultation(questions=[several, then] if among else [several], quartiers=where)


def somebody(draw, known, weights):
    """(options, answer to the next question, channel, quartier)."""
    first, *others = known.questions
    many = draw.choices(range(1, first.limit + 1), weights[: first.limit])[0]
    liked = sorted(first.options, key=lambda one: draw.random() ** (1 / weights[first.options.index(one) + 3]))
    chosen = tuple(sorted(liked[-many:]))
    leads = others and set(chosen) & set(others[0].show_if.among)
    then = draw.choices(("X", "Y", "-"), (8, 5, 1))[0] if leads else ""
    where = draw.choice([*known.quartiers, ""]) if known.quartiers else ""
    return chosen, then, draw.choices(list(CHANNELS)[:2], (3, 1))[0], where


def said(known, one):
    """As it is counted."""
    answer = {"s": [str(known.questions[0].options.index(option) + 1) for option in one[0]]}
    answer |= {"t": "XY".index(one[1]) + 1} if one[1] in ("X", "Y") else {}
    return Said({id: given if id == "s" else str(given) for id, given in answer.items()}, one[2], one[3])


def attack(known, some):
    """What is found of these people, beside some who left the first question out."""
    part = results.part(known, "v", date(2027, 1, 1), [said(known, one) for one in some])
    named = [(one[0], one[1], CHANNELS[one[2]], one[3] or NOT_SAID) for one in some]
    return list(Attacker(known, part).found(named))


def drawn(draw):
    """A questionnaire, and who answered it."""
    options = OPTIONS[: draw.choice((2, 3, 3))]
    most = draw.randint(1, len(options))
    among = draw.sample(options, draw.randint(1, len(options))) if draw.random() < 0.5 else ()
    known, weights = asked(draw, options, most, among), [draw.choice((0.2, 1, 6)) for _ in range(6)]
    return known, [somebody(draw, known, weights) for _ in range(draw.choice((6, 9, 14, 25, 60)))]


@pytest.mark.parametrize("number", range(120))
def test_who_solves_every_published_sum_finds_nobody(number, commune):
    known, some = drawn(random.Random(commune.seed + number))
    assert attack(known, some) == [], (known.questions, some)


def people(*groups):
    """So many of each (options, channel), in words: `62 A`, `10 AB telephone`."""
    words = [group.split() for group in groups]
    return [(tuple(one[1]), "", *(one[2:] or ["web"]), "") for one in words for _ in range(int(one[0]))]


@pytest.mark.parametrize(
    ("most", "some"),
    [
        (3, people("4 A", "46 B", "10 AB telephone")),
        (1, people("62 A", "75 B", "3 C")),
        (3, people("62 A", "74 B", "4 C")),
        (2, people("3 AB", "62 A", "75 B", "20 C")),
        (3, people("5 A", "3 C", "2 A telephone", "4 C telephone")),
        (1, people("10 A", "9 B", "29 C", "3 A telephone", "1 B telephone", "8 C telephone")),
    ],
)
def test_what_was_once_found_is_not_any_more(most, some):
    assert attack(asked(random.Random(1), OPTIONS, most, ()), some) == []


def test_how_few_chose_both_of_two_options_is_not_told():
    known = asked(random.Random(1), OPTIONS[:2], 2, ())
    assert attack(known, people("62 A", "75 B", "3 AB")) == []


def test_who_is_asked_next_does_not_tell_how_few_chose_two_of_three():
    known = asked(random.Random(1), OPTIONS, 3, ("A", "B"))
    some = [
        (one[0], "X" if set(one[0]) & {"A", "B"} else "", *one[2:]) for one in people("20 A", "15 B", "2 AB", "30 C")
    ]
    assert attack(known, some) == []
