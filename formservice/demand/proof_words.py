"""The words of the proof of service: the sentence a councillor retains, numbers, shares, months. Pure."""

from datetime import date

from formservice.catalogue.dates import MONTHS
from formservice.catalogue.french import NBSP, figure
from formservice.demand.proof import Served
from formservice.demand.published import Bounds, Year


def sentence(when: str, people: int, offline: Bounds) -> str:
    """« En novembre 2026, 132 présences, dont 81 (61 %) sans passer par internet. »"""
    if not people:
        return f"{when}, personne n’est venu, ou personne n’a noté qui est venu."
    low, high = offline
    part = shares(offline, people)
    share = f", dont {figures(offline)}{f' ({part})' if part else ''} sans passer par internet"
    words = ", aucune sans passer par internet" if not high else ", toutes sans passer par internet"
    return f"{when}, {figure(people)} présences{words if not high or low == people else share}."


def figures(both: Bounds) -> str:
    """`312`, `312 à 316`."""
    low, high = both
    return figure(low) if low == high else f"{figure(low)} à {figure(high)}"


def shares(both: Bounds, of: int) -> str:
    """`61 %`, neither nothing nor all, unless it is; "" of a number that is not told: a share would be noise."""
    low, high = both
    return f"{share(low, of)}{NBSP}%" if low == high else ""


def share(number: int, of: int) -> int:
    """Out of 100, rounded."""
    rounded = round(100 * number / of) if of else 0
    return min(99, max(1, rounded)) if 0 < number < of else rounded


def cell(text: str) -> str:
    """A count of one month in words."""
    if text.isdecimal():
        return figure(int(text))
    return {"<5": f"moins{NBSP}de{NBSP}5", "*": "masqué"}.get(text, text.replace("-", " à "))


def when(first: date, last: date) -> str:
    """`En novembre 2026`, `De septembre à novembre 2026`."""
    if first == last:
        return f"En {MONTHS[first.month - 1]} {first.year}"
    start = MONTHS[first.month - 1]
    return f"{'D’' if start[0] in 'ao' else 'De '}{start} à {MONTHS[last.month - 1]} {last.year}"


def month_words(month: Served) -> str:
    """`Novembre`, `Juillet à août`."""
    names = dict.fromkeys(MONTHS[day.month - 1] for day in (month.first, month.last))
    return " à ".join(names).capitalize()


def said(year: Year) -> list[str]:
    """The sentence of the year, then that of its last month."""
    if not year.months:
        return []
    told = [one.of for one in year.months]
    whole = sentence(when(told[0].first, told[-1].last), year.people, year.offline)
    last = sentence(when(told[-1].first, told[-1].last), told[-1].people, year.months[-1].offline)
    return list(dict.fromkeys((whole, last)))


def waiting(year: Year) -> str:
    """Which months are not told yet; "" when all are."""
    if not year.waiting:
        return ""
    first, last = year.waiting[0], year.waiting[-1]
    return f"{when(first.first, last.last)}, trop peu de personnes pour le dire sans que l’on devine qui."
