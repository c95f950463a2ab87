"""The table of « Service rendu »: a line for each month that is told, a column for each number."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from formservice.catalogue.french import NBSP
from formservice.demand import proof_lines, proof_words
from formservice.demand.proof_lines import TITLES, WALK_IN
from formservice.demand.proof_words import cell, figures
from formservice.demand.published import Told, Year
from formservice.export import Column, Table
from formservice.office import sheets

SHORT = {"channels": "Voie", "themes": "Thème", "visits": "Sans rendez-vous", "ages": "Âge", "firsts": "Inscrits"}
TO_KNOW = (
    "Aucune donnée personnelle. Un nombre de 1 à 4 s’écrit « moins de 5 » ; « masqué » en cache un autre. "
    "La somme de l’année est parfois dite entre deux nombres. Une personne venue deux fois compte deux fois."
)
HEAD = (
    Column("Mois", "month", width=22),
    Column("Présences", "people", "number"),
    Column("Sans passer par internet", "offline", "number"),
    Column("Séances et demi-journées tenues", "held", "number"),
    Column("Absents ou excusés", "absent", "number"),
    Column("Présence non notée", "unmarked", "number"),
)


def table(year: Year, number: int, themes: Mapping[str, str], by: str, now: datetime) -> Table:
    """The months, then the year."""
    parts = [(name, part) for name in TITLES for part in proof_lines.parts_of(year, name)]
    columns = [
        Column(f"{SHORT[name]} : {proof_lines.labels(name, themes).get(part, part)}", f"{name}.{part}", "number")
        for name, part in parts
    ]
    rows = [tuple(row(month, parts)) for month in year.months]
    rows += [tuple(whole(year, number, parts))] if rows else []
    about = sheets.about(f"Service rendu en {number}", len(rows), by, now, "Les mois qui sont finis")
    told = tuple((name, TO_KNOW if text == sheets.TO_KNOW else text) for name, text in about)
    return Table(f"Service rendu {number}", (*HEAD, *columns), rows, told)


def row(month: Told, parts: list[tuple[str, str]]) -> Iterator[Any]:
    """A month, as it is told."""
    one = month.of
    yield from (proof_words.month_words(one), one.people, plain(month.offline), one.held)
    yield from (text(month.absent), text(month.unmarked))
    for name, part in parts:
        yield one.walked_in if part == WALK_IN else text(month.splits[name].get(part, "0"))


def whole(year: Year, number: int, parts: list[tuple[str, str]]) -> Iterator[Any]:
    """The year, between what its months let anybody work out."""
    held = sum(month.of.held for month in year.months)
    yield from (f"Année {number}", year.people, plain(year.offline), held)
    yield from (plain(year.alone("absent")), plain(year.alone("unmarked")))
    sums = {name: year.split(name) for name in TITLES}
    for name, part in parts:
        yield year.walked_in if part == WALK_IN else plain(sums[name][part])


def text(count: str) -> Any:
    """A number where there is one, words elsewhere."""
    return int(count) if count.isdecimal() else cell(count).replace(NBSP, " ")


def plain(both: tuple[int, int]) -> Any:
    """A number when both are the same."""
    return both[0] if both[0] == both[1] else figures(both)
