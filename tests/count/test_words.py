"""Why each project is chosen or not, in words that are true of the rule."""

import pytest

from formservice.catalogue.french import typeset
from formservice.count import Item, Poll, Rule, count
from formservice.count.model import GREEDY, SHARES_ADD1
from formservice.count.words import is_plain, reason

POLL = Poll((Item("1", 60), Item("2", 50)), 100, {((0, 1),): 7, ((1, 1),): 2})


@pytest.mark.parametrize(
    ("kind", "won", "lost"),
    [
        (GREEDY, "son rang et son coût", "il ne restait que 40\u00a0€. Il lui manquait 6\u00a0voix."),
        (SHARES_ADD1, "avec leur part", "l’ensemble aurait coûté plus que l’enveloppe"),
    ],
)  # fmt: skip
def test_a_reason_says_what_the_rule_did(kind, won, lost):
    rule = Rule(kind, threshold=1, seed="BP27")
    first, second = count(POLL, rule).lines
    assert first.chosen and won in reason(first, rule) and is_plain(reason(first, rule))
    assert not second.chosen and typeset(lost) in reason(second, rule) and not is_plain(reason(second, rule))
