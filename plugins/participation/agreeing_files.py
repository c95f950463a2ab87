"""What `decompte.json`, the ballots beside it and the page of results must say alike, for whoever counts again."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from formservice.catalogue import Edition, Mistake, Project, Tally
from formservice.catalogue.tallies import AreaTally, Choice
from formservice.catalogue.typed import Where
from formservice.count import loading
from formservice.count.loading import Unreadable, load
from formservice.count.published import AreaCounted, Counted, ProjectCounted
from formservice.voting.counted import rule_of
from plugins.participation.tally_files import FOLDER, WHOLE

AGAIN = "Ne changez pas ces fichiers à la main : refaites-les avec « formservice publish {code}-VOTE »."
DIFFERS = "{key} : « {said} » ici, « {whole} » dans {path}."
OTHER_RULE = "La règle du décompte n’est pas celle de {path}."
OTHERS = "Les {what} ne sont pas ceux de {path}."
CHANGED = "{path} n’est pas le fichier qui a été compté : son empreinte n’est pas celle que dit decompte.json."
ADDED = "Le décompte s’est fait sans cette incompatibilité. Retirez le numéro {number} de « incompatible »."
LOST = (
    "Au décompte, ce projet et le n° {number} ne pouvaient pas être choisis ensemble. Remettez "
    "« incompatible: [{number}] »."
)
MASKED = "*"
Pairs = Iterator[tuple[Where, object, object]]
"""Where a value of the page is, what it says, what decompte.json says."""


def mistakes(
    root: Path, editions: Iterable[Edition], projects: Iterable[Project], tallies: Iterable[Tally]
) -> Iterator[tuple[str, Mistake]]:
    """(file as `decomptes/budget-2027`, mistake); a file or an edition that is not there is told elsewhere."""
    known, all_projects = {one.slug: one for one in editions}, list(projects)
    for tally in tallies:
        folder, name = root / FOLDER / tally.slug, f"{FOLDER}/{tally.slug}"
        edition = known.get(tally.slug)
        if edition is None or not (folder / WHOLE).is_file():
            continue
        again = AGAIN.format(code=edition.code)
        try:
            whole = load((folder / WHOLE).read_bytes())
        except Unreadable as error:
            yield name, Mistake((), f"{name}/{str(error).removesuffix(loading.AGAIN)}{again}")
            continue
        for one in (*ballots(folder, tally, whole), *differences(edition, tally, whole)):
            yield name, Mistake(one.at, f"{one.text} {again}")
        yield from _incompatible(tally, whole, [one for one in all_projects if one.edition == tally.slug])


def ballots(folder: Path, tally: Tally, whole: Counted) -> Iterator[Mistake]:
    """The files of ballots that are not those that were counted."""
    prints = {one.file: one.sha256 for one in whole.areas if one.file}
    for n, area in enumerate(tally.areas):
        name = area.file or ""
        there = name in prints and (folder / name).is_file()
        if there and hashlib.sha256((folder / name).read_bytes()).hexdigest() != prints[name]:
            text = CHANGED.format(path=f"{FOLDER}/{tally.slug}/{name}")
            yield Mistake(("areas", n, "file"), text)


def differences(edition: Edition, tally: Tally, whole: Counted) -> Iterator[Mistake]:
    """What the page of results says, and decompte.json does not."""
    path = f"{FOLDER}/{tally.slug}/{WHOLE}"
    if not _same_rule(edition, tally, whole):
        yield Mistake(("count",), OTHER_RULE.format(path=path))
    for at, said, is_ in _values(tally, whole):
        if said != is_:
            text = DIFFERS.format(key=at[-1], said=_word(said), whole=_word(is_), path=path)
            yield Mistake(at, text)
    areas = {one.slug: [int(each.id) for each in one.projects] for one in whole.areas}
    if [one.slug for one in tally.areas] != list(areas):
        yield Mistake(("areas",), OTHERS.format(what="secteurs", path=path))
    for n, area in enumerate(tally.areas):
        if [one.number for one in area.choices] != areas.get(area.slug, [one.number for one in area.choices]):
            yield Mistake(("areas", n, "choices"), OTHERS.format(what="projets", path=path))


def _same_rule(edition: Edition, tally: Tally, whole: Counted) -> bool:
    """Whether both count alike; the draw and the exclusions are looked at apart."""
    said = rule_of(replace(edition, ballot=tally.ballot, count=tally.count), ())
    return said == replace(whole.rule.rule, seed=said.seed, incompatible=frozenset())


def _values(tally: Tally, whole: Counted) -> Pairs:
    yield ("rules",), tally.rules, whole.rules
    yield ("seed",), tally.seed, whole.rule.seed
    areas = {one.slug: one for one in whole.areas}
    for n, area in enumerate(tally.areas):
        if counted := areas.get(area.slug):
            yield from ((("areas", n, *at), said, is_) for at, said, is_ in _of_area(area, counted))


def _of_area(area: AreaTally, whole: AreaCounted) -> Pairs:
    yield ("envelope",), area.envelope, whole.envelope
    yield ("spent",), area.spent, whole.cost
    yield ("file",), area.file, whole.file
    if whole.ballots is not None or not area.masked:
        yield ("ballots",), area.ballots, str(whole.ballots or 0)
    projects = {int(one.id): one for one in whole.projects}
    for m, one in enumerate(area.choices):
        if counted := projects.get(one.number):
            yield from ((("choices", m, *at), said, is_) for at, said, is_ in _of_choice(one, counted))


def _of_choice(one: Choice, whole: ProjectCounted) -> Pairs:
    yield ("cost",), one.cost, whole.cost
    yield ("chosen",), one.chosen, whole.chosen
    yield ("votes",), one.votes, MASKED if whole.votes is None else str(whole.votes)
    yield ("points",), one.points, None if whole.points is None else str(whole.points)


def _word(value: object) -> str:
    """As a file says it."""
    return "rien" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _incompatible(tally: Tally, whole: Counted, projects: list[Project]) -> Iterator[tuple[str, Mistake]]:
    """The exclusions between counted projects that were written, or taken away, since the count."""
    counted = {one.number for area in tally.areas for one in area.choices}
    was = {frozenset(map(int, one.split("+"))) for one in whole.rule.incompatible}
    said = {frozenset((one.number, other)) for one in projects for other in one.incompatible}
    for one in projects:
        for n, number in enumerate(one.incompatible):
            pair = {one.number, number}
            if pair <= counted and pair not in was:
                yield f"projets/{one.slug}", Mistake(("incompatible", n), ADDED.format(number=number))
        for number in sorted(max(pair) for pair in was - said if min(pair) == one.number):
            yield f"projets/{one.slug}", Mistake((), LOST.format(number=number))
