"""What is said of the same ballots under other rules: titles, explanations, what changes. Pure."""

from fractions import Fraction

from formservice.catalogue.french import NBSP, typeset
from formservice.count.what_if import AT_LEAST, DECIDED, EQUAL, FREE, SKIPS, SPENT, STOPS, Seen, Way, nearest
from formservice.count.words import amount, score
from formservice.theme import listed

TITLES = {
    DECIDED: "Règle publiée", SKIPS: "Du premier au dernier", STOPS: "Arrêt au premier trop cher",
    EQUAL: "Parts égales", SPENT: "Parts égales, reste dépensé", FREE: "Sans seuil",
}  # fmt: skip
LEADS = {
    SKIPS: "Du premier au dernier, en sautant ce qui ne tient plus", STOPS: "Avec l’arrêt au premier trop cher",
    EQUAL: "Avec les parts égales", SPENT: "Avec les parts égales et le reste dépensé", FREE: "Sans seuil",
}  # fmt: skip
RULES = {
    SKIPS: "un projet est choisi si ce qui reste de l’enveloppe suffit à le payer ; sinon, on passe au suivant.",
    STOPS: "du premier au dernier, les projets sont choisis jusqu’à celui que ce qui reste ne peut plus payer : on "
    "s’arrête là.",
    EQUAL: "l’enveloppe est partagée entre les personnes qui ont voté. Un projet est choisi quand celles qui l’ont "
    "choisi peuvent le payer avec leurs parts. Puis les parts sont augmentées, euro par euro, tant que tout tient dans "
    "l’enveloppe.",
    SPENT: "les parts égales, puis ce qui reste paie les projets suivants, tant qu’il suffit.",
    FREE: "la règle publiée, mais une seule voix suffit.",
    AT_LEAST: "la règle publiée, avec ce seuil à la place du sien.",
}


def title(way: Way) -> str:
    """The head of a column."""
    return typeset(TITLES.get(way.name) or f"Au moins {score(way.rule, way.rule.threshold)}")


def about(way: Way) -> str:
    """How a way counts; of the published one, its own words say it."""
    return typeset(RULES.get(way.name, ""))


def lead(way: Way) -> str:
    """« Avec les parts égales »."""
    return LEADS.get(way.name) or f"Avec un seuil de {score(way.rule, way.rule.threshold)}"


def changes(one: Seen) -> str:
    """« Avec les parts égales, le n° 12 entre et le n° 3 sort. »"""
    told = [moved(ids, verb) for ids, verb in ((one.enters, "entre"), (one.leaves, "sort")) if ids]
    return typeset(f"{lead(one.way)}, {' et '.join(told) or 'les mêmes projets sont choisis'}.")


def moved(ids: tuple[str, ...], verb: str) -> str:
    """`le n° 12 entre`, `les n° 3 et n° 5 sortent`."""
    names = listed(f"n°{NBSP}{id}" for id in ids)
    return f"le {names} {verb}" if len(ids) == 1 else f"les {names} {'entrent' if verb == 'entre' else 'sortent'}"


def sums(found: tuple[Seen, ...]) -> list[tuple[str, list[str]]]:
    """(what, by each way): how many projects, the money, who is served."""
    rows = {
        "Projets choisis": [str(len(one.outcome.winners)) for one in found],
        "Dépensé": [amount(one.outcome.cost) for one in found],
        "Reste": [left(one) for one in found],
        "Personnes dont un projet au moins est choisi": [
            f"{one.served} sur {one.voters} ({one.share}{NBSP}%)" for one in found
        ],
        "Projets choisis parmi ceux de la personne, en moyenne": [decimal(one.own) for one in found],
        "Coût des projets choisis, en moyenne par personne": [amount(nearest(one.worth)) for one in found],
    }
    return list(rows.items())


def left(one: Seen) -> str:
    """What is left of the envelope, or what was taken from the other areas."""
    return amount(one.left) if one.left >= 0 else typeset(f"0 €, et {amount(-one.left)} pris sur l’ensemble")


def decimal(value: Fraction) -> str:
    """`1,25`, to the nearest."""
    hundredths = nearest(value * 100)
    return f"{hundredths // 100},{hundredths % 100:02d}"
