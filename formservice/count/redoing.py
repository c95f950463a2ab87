"""Counting again what was published, from the published files alone, and saying where they differ."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from formservice.catalogue.french import NBSP, typeset
from formservice.count.areas import count_all
from formservice.count.bounded import NotRead, bounded
from formservice.count.declared import CUSTOM, UNKNOWN, meant
from formservice.count.election import Election, read
from formservice.count.loading import LARGEST, Unreadable, load
from formservice.count.model import KEPT, POINTS, POOL, POOLED, Item, Outcome, Poll, Rule
from formservice.count.pb import Malformed
from formservice.count.published import NAME, AreaCounted, Counted, ProjectCounted, why
from formservice.count.words import amount
from formservice.theme import euros, listed, plural


@dataclass
class Redone:
    """What a recount found."""

    told: Counted
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What cannot be counted again, and why."""
    left_out: list[str] = field(default_factory=list)
    """Its names: areas, the money in common."""
    areas: int = 0
    """Counted again."""
    ballots: int = 0


def redo(path: Path) -> Redone:
    """Count again what a folder, or its decompte.json, tells. Raises Unreadable."""
    folder = path if path.is_dir() else path.parent
    told = load(_content(folder / NAME if path.is_dir() else path))
    return compare(told, {one.file: _ballots(folder / one.file) for one in told.areas if one.file})


def _content(path: Path) -> bytes:
    try:
        return bounded(path, LARGEST)
    except NotRead as error:
        raise Unreadable(
            typeset(f"{path} : {error}. Indiquez le dossier qui contient {NAME} et les fichiers .pb.")
        ) from None


def _ballots(path: Path) -> bytes | None:
    """A file of ballots; None where there is none that can be read, or where it leads elsewhere."""
    try:
        return None if path.is_symlink() else bounded(path)
    except NotRead:
        return None


def compare(told: Counted, files: Mapping[str, bytes | None]) -> Redone:
    """Count again with these files, by name. Pure."""
    done, found = Redone(told), dict[str, Poll]()
    for area in told.areas:
        if area.file is None and area.ballots == 0:
            found[area.slug] = unvoted(area)
        elif area.file is None:
            unpublished(done, area)
        elif one := opened(done, area, files.get(area.file)):
            found[area.slug] = one
    done.areas, done.ballots = len(found), sum(one.voters for one in found.values())
    rule, whole = said_rule(done, found)
    outcomes = count_all(found, rule)
    for area in told.areas:
        done.differences += costs(area)
        if area.slug in found:
            done.differences += facts(area, found[area.slug])
            done.differences += results(area, outcomes[area.slug], rule, whole)
    done.differences, done.notes = [*map(typeset, dict.fromkeys(done.differences))], [*map(typeset, done.notes)]
    return done


def unpublished(done: Redone, area: AreaCounted) -> None:
    """Note an area without a file."""
    why = f"moins de 5 bulletins, dit {NAME}, ils ne sont pas publiés" if area.projects else "aucun projet au vote"
    done.notes.append(f"{area.title} : ne se recompte pas ({why}).")
    if area.projects:
        done.left_out.append(area.title)


def opened(done: Redone, area: AreaCounted, content: bytes | None) -> Poll | None:
    """The ballots of a file; None, and why, where it cannot be read."""
    if content is None:
        done.differences.append(f"{area.title} : le fichier {area.file} manque, ou ne se lit pas.")
        return None
    if hashlib.sha256(content).hexdigest() != area.sha256:
        done.differences.append(f"{area.title} : le fichier {area.file} n’est pas celui qui a été compté.")
    try:
        election = read(content)
        done.differences += rules(area, election, done.told.rule.rule)
        return election.poll
    except Malformed as error:
        done.differences.append(f"{area.title} : {area.file}, ligne {error.line} : {error}")
        return None


def unvoted(area: AreaCounted) -> Poll:
    """An area where nobody voted: there is no file, and nothing to know."""
    return Poll(tuple(Item(one.id, one.cost, one.title) for one in area.projects), area.envelope, {})


def said_rule(done: Redone, found: Mapping[str, Poll]) -> tuple[Rule, bool]:
    """The rule to count by, and whether all of it can be followed: what areas leave is pooled over all of them."""
    rule = done.told.rule.rule
    whole = rule.leftover != POOLED or all(one.slug in found or not one.projects for one in done.told.areas)
    if whole:
        return rule, True
    done.notes.append(
        "L’argent mis en commun : ce choix ne se refait pas, car il dépend aussi d’un quartier qui ne se recompte pas."
    )
    done.left_out.append("l’argent mis en commun")
    return replace(rule, leftover=KEPT), False


def rules(area: AreaCounted, election: Election, rule: Rule) -> Iterator[str]:
    """Where the file of ballots declares another rule, as far as it declares one."""
    said = election.rule
    if not is_silent(election):
        if (said.kind, said.by) != (rule.kind, rule.by):
            by = f"{said.kind} ({said.by}) dans {area.file}, {rule.kind} ({rule.by}) dans {NAME}"
            yield f"{area.title} : la règle est {by}."
        here = {one.id for one in election.poll.items}
        if said.incompatible != {group for group in rule.incompatible if group <= here}:
            yield f"{area.title} : les projets incompatibles de {area.file} ne sont pas ceux de {NAME}."
    # A file says nothing of a threshold that any project which somebody chose reaches.
    if max(1, said.threshold) != max(1, rule.threshold):
        yield f"{area.title} : le seuil est de {said.threshold} dans {area.file}, {rule.threshold} dans {NAME}."
    if said.seed not in (None, rule.seed):
        seeds = f"« {said.seed} » dans {area.file}, « {rule.seed} » dans {NAME}"
        yield f"{area.title} : le tirage au sort part de {seeds}."


def is_silent(election: Election) -> bool:
    """Whether a file names a rule without saying it."""
    return election.declared in (CUSTOM, UNKNOWN) and not meant(election.tables.said("comment"))[0]


def costs(area: AreaCounted) -> Iterator[str]:
    """Where the cost is not that of the projects that are chosen."""
    cost = sum(one.cost for one in area.projects if one.chosen)
    if cost != area.cost:
        yield f"{area.title} : les projets choisis coûtent {euros(cost)}, {NAME} dit {euros(area.cost)}."


def facts(area: AreaCounted, found: Poll) -> Iterator[str]:
    """Where the file of ballots does not speak of the same election."""
    if found.voters != area.ballots:
        many = plural(found.voters, "bulletin")
        yield f"{area.title} : {many} dans {area.file}, {area.ballots} dans {NAME}."
    if found.budget != area.envelope:
        budget = amount(found.budget)
        yield f"{area.title} : enveloppe de {budget} dans {area.file}, {euros(area.envelope)} dans {NAME}."
    there, said = {one.id: one for one in found.items}, {one.id: one for one in area.projects}
    for id in sorted({*there, *said}, key=lambda one: (len(one), one)):
        if id not in there or id not in said:
            yield f"{area.title}, projet n° {id} : il n’est que dans {NAME if id in said else area.file}."
        else:
            yield from project(area, there[id], said[id])


def project(area: AreaCounted, there: Item, said: ProjectCounted) -> Iterator[str]:
    """Where a project is not the same in both."""
    head = f"{area.title}, projet n° {said.id}"
    if there.cost != said.cost:
        yield f"{head} : {amount(there.cost)} dans {area.file}, {euros(said.cost)} dans {NAME}."
    if typeset(there.name).split() != typeset(said.title).split():
        yield f"{head} : « {there.name} » dans {area.file}, « {said.title} » dans {NAME}."


def results(area: AreaCounted, outcome: Outcome, rule: Rule, whole: bool) -> Iterator[str]:
    """Where the count does not give what was published."""
    published = {one.id: one for one in area.projects}
    said = {id for id in area.winners if whole or published[id].reason != POOL}
    if said != {*outcome.winners}:
        yield f"{area.title} : le décompte choisit {numbers(outcome.winners)}, {NAME} dit {numbers(said)}."
    if whole and outcome.cost != area.cost:
        yield f"{area.title} : les projets choisis coûtent {amount(outcome.cost)}, {NAME} dit {euros(area.cost)}."
    for line in outcome.lines:
        one = published.get(line.item.id)
        if one and one.votes != line.votes:
            votes = f"{line.votes}{NBSP}voix"
            yield f"{area.title}, projet n° {one.id} : {votes} dans les bulletins, {one.votes} dans {NAME}."
        if one and rule.by == POINTS and one.points != line.points:
            points = plural(line.points, "point")
            yield f"{area.title}, projet n° {one.id} : {points} dans les bulletins, {one.points} dans {NAME}."
        if one and whole and line.chosen == one.chosen and why(line) != (one.reason, one.left, one.missing):
            yield f"{area.title}, projet n° {one.id} : le décompte donne une autre raison que {NAME}."
    drawn = {(one.ids, one.decides) for one in outcome.ties if one.decides is not False}
    if whole and drawn != {(one.ids, one.decides) for one in area.ties if one.decides is not False}:
        yield f"{area.title} : les égalités que le tirage au sort a tranchées ne sont pas celles de {NAME}."


def numbers(ids: object) -> str:
    """« n° 3 et n° 8 », « aucun projet »."""
    known = sorted(map(str, ids), key=lambda one: (len(one), one))  # type: ignore[call-overload]
    return listed([f"n° {one}" for one in known]) or "aucun projet"
