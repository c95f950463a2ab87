"""Ballots as an agent types them: a line each of printed numbers, and as they read in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from formservice.catalogue.french import typeset
from formservice.office.voting_known import Known
from formservice.storage import Record
from formservice.theme import listed, plural
from formservice.voting import reading
from formservice.voting.ballots import INVALID
from formservice.voting.reading import BadLine, Line

NO_AREA = "-"
"""What the list of areas sends for a ballot that has none, or none that can be read."""


@dataclass(frozen=True)
class Box:
    """One ballot on the screen: what was typed, what is wrong with it, how it reads."""

    number: int = 1
    line: Line = Line()
    mistake: str = ""
    words: str = ""


def areas_of(known: Known) -> dict[str, str]:
    """The titles of the areas that vote, by slug."""
    return {slate.area.slug: slate.area.title for slate in known.page.slates if slate.candidates}


def read_box(known: Known, batch: Record, typed: Mapping[str, str], n: int) -> Box:
    """One line of the screen, tidied; with what is to be mended."""
    said = typed.get(f"area-{n}", "")[:80]
    area = batch["area"] or ("" if said == NO_AREA else said)
    line = Line(area, typed.get(f"text-{n}", "").strip()[: reading.LONGEST + 1], typed.get(f"invalid-{n}", "")[:20])
    if line.blank or known.election is None:
        return Box(n + 1, line)
    try:
        reading.cast(known.election.edition.ballot, known.election.known, line)
        return Box(n + 1, reading.tidied(known.election.edition.ballot, line))
    except BadLine as mistake:
        return Box(n + 1, line, typeset(str(mistake)))


def said(known: Known, line: Line | None) -> str:
    """« Nord : 3 Des bancs à l’ombre, 8 Un préau »; why it is not counted, where it is not."""
    if line is None or known.election is None:
        return "Pas de bulletin à cette place"
    ballot = known.election.edition.ballot
    cast = reading.cast(ballot, known.election.known, line)
    slate = known.election.known.get(line.area)
    where = slate.area.title if slate else "Sans quartier"
    titles = {one.number: one.title for one in slate.candidates} if slate else {}
    found = reading.choices(ballot, line.text) if line.text else {}
    points = {n: f" ({plural(many, 'point')})" if ballot.kind == "points" else "" for n, many in found.items()}
    projects = [f"{n}\xa0{titles.get(n, 'qui n’est pas sur le bulletin')}{points[n]}" for n in found]
    why = f"ne compte pas, {INVALID[cast.invalid].lower()}" if cast.invalid else ""
    return typeset(f"{where} : {', '.join(filter(None, [listed(projects), why]))}")
