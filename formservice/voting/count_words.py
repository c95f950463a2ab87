"""How the votes of an edition are counted, in sentences that are read before one votes. Pure."""

from collections.abc import Iterable, Iterator

from formservice.catalogue.ballots import Candidate, Count
from formservice.catalogue.french import NBSP, typeset
from formservice.catalogue.participation import Edition
from formservice.theme import plural

RULES = {
    "glouton": "Du premier au dernier, un projet est choisi si ce qui reste de l’enveloppe du quartier suffit à le "
    "payer ; sinon, on passe au suivant.",
    "glouton-arret": "Du premier au dernier, les projets sont choisis jusqu’à celui que ce qui reste de l’enveloppe du "
    "quartier ne peut plus payer : on s’arrête là.",
    "parts-egales": "L’enveloppe du quartier est partagée en parts égales entre les personnes qui y votent. Un projet "
    "est choisi quand celles qui ont voté pour lui peuvent le payer, ensemble, avec leurs parts.",
}
LEFTOVERS = {
    "garde": "L’argent qui reste n’est pas dépensé.",
    "complete": "L’argent qui reste paie les projets suivants, tant qu’il suffit.",
    "commun": "L’argent qui reste dans chaque quartier est mis en commun : il paie les projets suivants, tous "
    "quartiers ensemble.",
}


def count_words(edition: Edition, candidates: Iterable[Candidate] = ()) -> tuple[str, ...]:
    """The rule, the threshold, what is left, the projects that exclude each other, the draw: a few sentences."""
    found = [*_rule(edition), *_limits(edition), *apart(edition, candidates), draw(edition)]
    return tuple(map(typeset, found))


def draw(edition: Edition) -> str:
    """How equals are parted, and what the draw is made from."""
    return typeset(
        f"En cas d’égalité, un tirage au sort départage les projets : il part du mot « {edition.seed} », connu "
        "d’avance, et chacun peut le refaire."
    )


def apart(edition: Edition, candidates: Iterable[Candidate]) -> Iterator[str]:
    """The projects of which one at most can be chosen."""
    mine = [one for one in candidates if one.edition == edition.slug]
    pairs = sorted({(min(one.number, other), max(one.number, other)) for one in mine for other in one.incompatible})
    if pairs:
        named = " ; ".join(f"n° {one} et n° {other}" for one, other in pairs)
        yield typeset(f"Ces projets ne peuvent pas se faire ensemble, un seul des deux sera choisi : {named}.")


def _rule(edition: Edition) -> Iterator[str]:
    """What ranks, then what chooses."""
    points = edition.ballot.kind == "points"
    if edition.count.rule != "parts-egales":
        yield f"Dans chaque quartier, les projets sont classés par nombre de {'points' if points else 'voix'}."
    yield RULES[edition.count.rule]


def _limits(edition: Edition) -> Iterator[str]:
    """What is never chosen, what always is, and the money that is left."""
    count = edition.count
    if count.threshold > 1:
        yield f"Il faut au moins {least(edition)} pour être choisi."
    if count.guaranteed:
        yield f"Un quartier qui n’aurait aucun projet a quand même son premier{_even(count)}, si l’enveloppe le paie."
    # What greedy leaves pays no other project of the same area.
    yield LEFTOVERS["garde" if (count.rule, count.leftover) == ("glouton", "complete") else count.leftover]


def least(edition: Edition) -> str:
    """`20 voix`, `60 points`."""
    number = edition.count.threshold
    return plural(number, "point") if edition.ballot.kind == "points" else f"{number}{NBSP}voix"


def _even(count: Count) -> str:
    return ", même sous ce nombre" if count.threshold > 1 else ""
