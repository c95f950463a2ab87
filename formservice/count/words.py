"""Why a project was chosen, or not, in a sentence that anyone understands. Pure."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from formservice.catalogue.french import NBSP, figure, typeset
from formservice.count.model import (
    CHOSEN,
    COMPLETION,
    CONFLICT,
    DEAR,
    GREEDY,
    GUARANTEED,
    LOW,
    NO_SKIP,
    POINTS,
    POOL,
    POOR,
    RAISED,
    STOPPED,
    TOO_DEAR,
    UNLIKED,
    WITHDRAWN,
    Line,
    Money,
    Rule,
    Tie,
)
from formservice.theme import euros, listed, plural

PLAIN = {
    CHOSEN: "Choisi : son rang et son coût le permettaient.",
    GUARANTEED: "Choisi : c’est le premier de ce quartier, et chaque quartier a au moins un projet.",
    COMPLETION: "Choisi avec l’argent qui restait.",
    POOL: "Choisi avec l’argent qui restait dans tous les quartiers.",
    UNLIKED: "Personne ne l’a choisi.",
    TOO_DEAR: "Il coûte plus que toute l’enveloppe.",
    WITHDRAWN: "Il a été retiré après le vote.",
}
"""The reasons that say all by a word."""
MOST_EQUALS = 4
"""Equals told by their numbers; beyond, how many."""

SHARED = "Choisi : les personnes qui l’ont voulu pouvaient le payer avec leur part."
"""The same as « chosen », under equal shares."""


def is_plain(text: str) -> bool:
    """Whether a reason says no more than that the project was chosen by the rule."""
    return text in (typeset(PLAIN[CHOSEN]), typeset(SHARED))


def amount(money: Money | None, currency: str = "€") -> str:
    """`4 200 €`, `4 200,50 €`; less than a cent is rounded down to the euro: nothing is told that is not there."""
    exact = Fraction(money or 0)
    if exact.denominator > 1 and 100 % exact.denominator == 0:
        return cents(exact, currency)
    return euros(int(exact)).replace("€", currency)


def cents(money: Fraction, currency: str = "€") -> str:
    """`79,35 €`, rounded down to the cent; `79 €`."""
    whole, rest = divmod(int(money * 100), 100)
    return euros(whole).replace(NBSP + "€", f",{rest:02d}{NBSP}{currency}" if rest else f"{NBSP}{currency}")


def score(rule: Rule, number: int) -> str:
    """`186 voix`, `1 090 points`."""
    word = plural(number, "point").split(NBSP)[1] if rule.by == POINTS else "voix"
    return f"{figure(number)}{NBSP}{word}"


def reason(line: Line, rule: Rule, currency: str = "€") -> str:
    """Why, in one or two sentences."""
    said = line.reason
    cost, left = amount(line.item.cost, currency), amount(said.money, currency)
    told: dict[str, Callable[[], str]] = {
        LOW: lambda: f"Il fallait au moins {score(rule, max(1, rule.threshold))}.",
        CONFLICT: lambda: f"Il ne peut pas se faire avec le projet n° {said.other}, qui a été choisi.",
        DEAR: lambda: f"Il coûte {cost}, et il ne restait que {left}.",
        STOPPED: lambda: f"Le décompte s’est arrêté au projet n° {said.other}, qui coûtait plus que ce qui restait.",
        POOR: lambda: f"Il coûte {cost}. Les personnes qui l’ont choisi n’avaient plus que "
        f"{left} de leur part, à elles toutes.",
        RAISED: lambda: "Avec une part un peu plus grande pour chacun, il aurait été choisi, mais l’ensemble aurait "
        "coûté plus que l’enveloppe.",
    }  # fmt: skip
    shared = said.word == CHOSEN and rule.kind not in (GREEDY, NO_SKIP)
    text = SHARED if shared else PLAIN.get(said.word) or told[said.word]()
    return typeset(text if line.chosen else f"{text}{parted(rule, line.after)}{lacking(rule, said.missing)}")


def parted(rule: Rule, after: Sequence[str]) -> str:
    """« À égalité avec le n° 9 : le tirage au sort l’a fait passer après. »"""
    if not after:
        return ""
    names = listed([f"n° {id}" for id in after])
    who = f"{'le' if len(after) == 1 else 'les'} {names}" if len(after) <= MOST_EQUALS else f"{len(after)} projets"
    how = "l’ordre de la règle" if rule.seed is None else "le tirage au sort"
    return f" À égalité avec {who} : {how} l’a fait passer après."


def is_drawn(text: str) -> bool:
    """Whether a reason says that a draw parted the project from its equals."""
    return "le tirage au sort l’a fait passer après" in text


def lacking(rule: Rule, missing: int | None) -> str:
    """« Il lui manquait 12 voix. »"""
    return f" Il lui manquait {score(rule, missing)}." if missing else ""


DECIDED = {
    True: "C’est ce qui a décidé.",
    False: "Cela n’a rien changé aux projets choisis.",
    None: "Il y a trop d’égalités pour dire si cela a changé les projets choisis.",
}


def tie(one: Tie, rule: Rule) -> str:
    """Which projects were equal, how they were parted, and whether that decided."""
    names = listed([f"n° {id}" for id in one.ids])
    how = "la règle" if rule.seed is None else "le tirage au sort"
    end = DECIDED[one.decides]
    return typeset(f"Les projets {names} étaient à égalité. Dans l’ordre que donne {how} : {names}. {end}")


def untried(many: int, others: bool) -> str:
    """How many ties may have decided, among too many to try; `others` were told before."""
    ties = plural(many, "autre égalité", "autres égalités") if others else plural(many, "égalité")
    return typeset(f"{ties} : il y en a trop pour dire si cela a changé les projets choisis.")
