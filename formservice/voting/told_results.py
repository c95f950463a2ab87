"""The result of a vote in the report of its unsealing, and on the terminal: as it is published, small areas masked."""

from typing import Any

from formservice.catalogue.french import NBSP
from formservice.catalogue.tallies import AreaTally, Choice, Tally
from formservice.consultations import masking
from formservice.paper.ceremonies import section
from formservice.theme import euros, listed, plural

HEAD = ["N°", "Projet", "Résultat"]
FEW = (
    "Moins de 5 bulletins : les voix ne sont pas dites, on devinerait qui a choisi quoi. Ce procès-verbal peut donc "
    "être affiché."
)
ADVICE = "Ce résultat est un avis : le conseil municipal décide."


def sections(tally: Tally) -> list[dict[str, Any]]:
    """A part of the report for each area."""
    found = [area(one) for one in tally.areas]
    return [*found, section("Après le décompte", f"Règlement version {tally.rules}.", ADVICE)]


def area(one: AreaTally) -> dict[str, Any]:
    """The projects of an area by rank, with their votes, and which are chosen."""
    if not one.choices:
        return section(f"Résultat : {one.title}", "Aucun projet n’était au vote.")
    rows = [[str(each.number), each.title, result(each)] for each in one.choices]
    few = [FEW] if one.ballots == masking.SMALL else []
    told = [f"{ballots(one)} {winners(one)} {money(one)}", *one.draws, *few]
    return section(f"Résultat : {one.title}", *told, table=[HEAD, *rows])


def ballots(one: AreaTally) -> str:
    """« 14 bulletins comptés. »"""
    if one.ballots == masking.SMALL:
        return f"Moins de {masking.LEAST} bulletins comptés."
    return f"{plural(int(one.ballots), 'bulletin compté', 'bulletins comptés')}."


def winners(one: AreaTally) -> str:
    """« Projets choisis : n° 8 et n° 3. »"""
    names = [f"n°{NBSP}{each.number}" for each in one.winners]
    return f"{'Projets choisis' if len(names) > 1 else 'Projet choisi'} : {listed(names) or 'aucun'}."


def money(one: AreaTally) -> str:
    """What they cost, of which envelope."""
    return f"Dépensé : {euros(one.spent)}, sur {euros(one.envelope)}."


def result(one: Choice) -> str:
    """`choisi, 9 voix`."""
    said = "choisi" if one.chosen else "pas choisi"
    figures = [f"{one.votes}{NBSP}voix"] if one.votes.isdecimal() else []
    figures += [f"{one.points}{NBSP}points"] if one.points else []
    return ", ".join([said, *figures])
