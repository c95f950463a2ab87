"""Which of Pabulib's rules a file may declare, so that who follows it finds the same winners. Pure.

Pabulib has no word for some of ours. Its checker, besides, fails on equal shares where two projects are equal in all,
and never ends where everything that somebody chose is paid for. The file then says `unknown` or `greedy-custom` and
tells the rule in its comment, where `meant` finds it again.
"""

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from formservice.count import count, ties
from formservice.count.model import CHOSEN, GREEDY, KEPT, NO_SKIP, POINTS, SHARES_ADD1, Outcome, Poll, Rule
from formservice.count.shares import Paid, Shares, raised
from formservice.count.words import score

THRESHOLD, EXCLUSIVE, CUSTOM, UNKNOWN = "greedy-threshold", "greedy-exclusive", "greedy-custom", "unknown"
IN_WORDS = {
    GREEDY: "le plus de voix d’abord, en passant ce qui ne tient plus dans l’enveloppe",
    NO_SKIP: "le plus de voix d’abord, jusqu’au premier projet qui ne tient plus dans l’enveloppe (greedy-no-skip)",
    SHARES_ADD1: "parts égales, relevées d’une unité à la fois (equalshares/add1)",
}
PAIRS = "projets incompatibles, un seul de chaque paire est choisi"
DRAW = "égalités tirées au sort d’après"
OUR_DRAW = re.compile(rf"#\d+: {DRAW} (.+)$")
OUR_RULE, OUR_PAIRS = re.compile(r"#1: règle.{1,200}?\(([a-z1/-]+)\)"), re.compile(rf"{PAIRS}\s*: ([\d+, ]+)")


def declared(poll: Poll, rule: Rule, outcome: Outcome) -> tuple[str, list[str]]:
    """The rule that the file declares, and what is to be said of it."""
    exclusive = together(poll, rule)
    said = [f"{PAIRS} : {', '.join(exclusive)}"] if exclusive else []
    if rule.kind == GREEDY:
        return (EXCLUSIVE if exclusive else THRESHOLD), said
    if rule.kind == NO_SKIP and not exclusive:
        return NO_SKIP, said
    if rule.kind == SHARES_ADD1 and rule.by == POINTS and not exclusive:
        return SHARES_ADD1, said
    if rule.kind == SHARES_ADD1 and not exclusive and is_plain(poll, rule, outcome):
        return SHARES_ADD1, said
    told = f"règle : {IN_WORDS[rule.kind]}  ; au moins {score(rule, rule.threshold)}"
    return (CUSTOM if rule.kind == NO_SKIP else UNKNOWN), [told, *said]


def low(word: str, rule: Rule) -> int | None:
    """The threshold that the file says: Pabulib wants one with some rules, and none with others."""
    return None if word in (SHARES_ADD1, UNKNOWN) and rule.threshold <= 1 else rule.threshold


def together(poll: Poll, rule: Rule) -> list[str]:
    """The pairs of projects of this area that are not both chosen."""
    here = {one.id for one in poll.items}
    return sorted("+".join(sorted(group, key=int)) for group in rule.incompatible if group <= here)


def meant(comment: str) -> tuple[str | None, frozenset[frozenset[str]]]:
    """The rule that a comment of ours tells, if it does, and the projects that are not both chosen."""
    rule, pairs = OUR_RULE.match(comment), OUR_PAIRS.search(comment)
    kind = rule[1] if rule and rule[1] in IN_WORDS else None
    return kind, frozenset(frozenset(one.split("+")) for one in pairs[1].split(", ")) if pairs else frozenset()


def seed_of(comment: str) -> str | None:
    """What a comment of ours says that ties are drawn from; None where it says nothing of it."""
    found = OUR_DRAW.search(comment)
    return found[1] if found else None


def is_plain(poll: Poll, rule: Rule, outcome: Outcome) -> bool:
    """Whether Pabulib's checker follows equal shares here to the same winners: without our threshold, without a tie on
    the way, and to a raise that overspends."""
    plain = Rule(SHARES_ADD1, rule.by, seed=rule.seed)
    winners = {one.item.id for one in outcome.lines if one.chosen and one.reason.word == CHOSEN}
    found = count(poll, plain)
    liked = sum(one.cost for one, votes in zip(poll.items, poll.votes, strict=True) if votes)
    return set(found.winners) == winners and liked > poll.budget and not has_tie(poll, plain)


def has_tie(poll: Poll, rule: Rule) -> bool:
    """Whether two projects are equal in all, at some raise of the share."""
    alike = Counter((one.cost, votes) for one, votes in zip(poll.items, poll.votes, strict=True) if votes)
    if max(alike.values(), default=0) < 2:
        return False
    watched = Watched(poll, replace(rule, leftover=KEPT), ties.order(poll, rule))
    raised(watched, watched.run(Fraction(poll.budget) / poll.voters))
    return watched.tied


class Watched(Shares):
    """Equal shares, with whether a run met projects that were equal in all."""

    tied = False

    def run(self, share: Fraction) -> Paid:
        """One run."""
        paid = super().run(share)
        self.tied = self.tied or bool(paid.ties)
        return paid
