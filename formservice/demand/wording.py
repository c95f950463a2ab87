"""The sentences of the demand, as agents read them out in a meeting. Pure."""

from collections.abc import Mapping

from formservice.catalogue.french import NBSP, typeset
from formservice.demand.advice import CALL, EMPTY, FEW, LONG, OPEN, SHY, Advice
from formservice.theme import plural

SINCE = f"depuis plus de {LONG.days} jours"


def sentence(one: Advice, themes: Mapping[str, str]) -> tuple[str, str]:
    """One piece of advice in words: the workshop, and what is said of it. `themes`: their titles, by slug."""
    name = f"{themes.get(one.name, one.name)} (liste du thème)" if one.theme else one.name
    return typeset(name), f"{NBSP}: {typeset(f'{WORDS[one.kind](one)}.')}"


def _wait(one: Advice) -> str:
    return f"{plural(one.people, 'personne attend', 'personnes attendent')} {SINCE}"


def _open(one: Advice) -> str:
    things = ("demi-journée", "demi-journées") if one.slots else ("séance", "séances")
    first = f" (en plus de {plural(one.free, 'place libre', 'places libres')} à leur proposer)" if one.free else ""
    return f"{_wait(one)}, ouvrez {plural(one.dates, *things)}{first}"


def _call(one: Advice) -> str:
    free = f"{plural(one.free, 'place est encore libre', 'places sont encore libres')} aux prochaines dates"
    return f"{_wait(one)}, et {free}. {_whom(one)}"


def _whom(one: Advice) -> str:
    """Whom to call; who was refused can only call again."""
    others = one.people - one.reachable
    if not others:
        return f"Appelez-{'la' if one.people == 1 else 'les'}"
    seats = "cette place" if one.free == 1 else "ces places"
    unknown = (
        f"n’a pas laissé de quoi la joindre : proposez-lui {seats} si elle rappelle"
        if others == 1
        else f"n’ont pas laissé de quoi les joindre : proposez-leur {seats} si elles rappellent"
    )
    if not one.reachable:
        return f"{'Refusée, elle' if others == 1 else 'Refusées, elles'} {unknown}"
    known = "celle qui est" if one.reachable == 1 else f"les {one.reachable} qui sont"
    rest = "l’autre, refusée," if others == 1 else f"les {others} autres, refusées,"
    return f"Appelez {known} sur une liste ; {rest} {unknown}"


def _few(one: Advice) -> str:
    other = "une date à venir" if one.theme else "un autre atelier du thème"
    return f"{_wait(one)} : trop peu pour une date de {plural(one.usual, 'place')}, proposez-leur {other}"


def _shy(one: Advice) -> str:
    gone = plural(one.people, "personne n’est pas venue", "personnes ne sont pas venues")
    return f"{gone}, sur {one.out_of}. Appelez la veille : une place rendue sert à quelqu’un"


def _empty(one: Advice) -> str:
    taken = plural(one.people, "place prise", "places prises") if one.people else "aucune place prise"
    return f"{taken} sur {one.out_of}, en {one.dates} dates. Changez le jour, l’heure ou le lieu"


WORDS = {OPEN: _open, CALL: _call, FEW: _few, SHY: _shy, EMPTY: _empty}
