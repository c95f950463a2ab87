"""What a count, its edition and its projects must say alike: nobody reads two results of one vote."""

from collections.abc import Iterable, Iterator

from formservice.catalogue import Edition, Mistake, Project, Tally
from formservice.catalogue.tallies import AreaTally, Choice
from formservice.theme import euros
from plugins.participation.checks import near

WON, LOST = ("choisi", "prevu", "en-cours", "termine", "abandonne"), ("non-choisi", "abandonne")
"""The statuses that a project may have after the count; an abandonment has its own reason."""
UNCOUNTED = "Les résultats de ce vote sont publiés : « au-vote » n’est plus vrai. Écrivez « status: {status} »."
CONTRARY = (
    "Le décompte dit « {status} ». Écrivez « status: {status} ». Le conseil municipal en a décidé autrement ? "
    "Écrivez-le d’abord dans participation/{edition}.md : decision: {{on: 2027-06-24, words: …}}."
)
NO_EDITION = "Aucune édition ne s’appelle « {slug} » : ce fichier a le nom de celui de l’édition. {near}"
NO_AREA = "Le secteur « {area} » n’est pas dans l’édition {edition}.md. {near}"
NO_PROJECT = (
    "Le projet n° {number}, « {title} », n’a pas de fichier dans projets/. Remettez-le : son résultat mène à lui."
)
APART = "Aucun projet de cette édition n’a le numéro {number}. Corrigez « incompatible », ou retirez le numéro."
LATE = (
    "Les résultats de ce vote sont publiés, et le projet n° {number} n’y est pas. Écrivez son « status » : etude, "
    "refuse ou abandonne."
)
OTHER_AREA = (
    "Le projet n° {number} est dans un autre secteur, et chaque secteur se compte seul : les deux pourraient être "
    "choisis. Retirez le numéro de « incompatible »."
)
MOVED = "Ce projet a été compté dans le secteur « {area} » : les résultats le disent. Remettez « area: {area} »."
OTHER_COST = (
    "On a voté pour ce projet à {euros}, et les résultats le disent. Remettez « cost: {cost} ». Le coût a changé "
    "depuis ? Dites-le dans « news »."
)
OTHER_TITLE = (
    "Les résultats du vote appellent ce projet « {title} ». Gardez ce titre, ou expliquez le nouveau dans le texte."
)
TOO_SOON = "Le conseil ne décide pas avant la fin du vote ({day:%d/%m/%Y}). Corrigez « on »."


def mistakes(
    editions: Iterable[Edition], projects: Iterable[Project], tallies: Iterable[Tally]
) -> Iterator[tuple[str, Mistake]]:
    """(file as `projets/un-banc`, mistake) of the counts, the projects and the decisions together."""
    known, all_projects = {one.slug: one for one in editions}, list(projects)
    numbered = {(one.edition, one.number): one for one in all_projects}
    yield from _incompatible(all_projects, numbered)
    for edition in known.values():
        vote = edition.phase("vote")
        if edition.decision and vote and edition.decision.on < vote.last_day:
            yield f"participation/{edition.slug}", Mistake(("decision", "on"), TOO_SOON.format(day=vote.last_day))
    for tally in tallies:
        name = f"decomptes/{tally.slug}"
        if edition_of := known.get(tally.slug):
            yield from _of(edition_of, tally, numbered)
        else:
            yield name, Mistake((), NO_EDITION.format(slug=tally.slug, near=near(tally.slug, known)))


def _incompatible(projects: list[Project], numbered: dict[tuple[str, int], Project]) -> Iterator[tuple[str, Mistake]]:
    for one in projects:
        for n, number in enumerate(one.incompatible):
            other = numbered.get((one.edition, number))
            if other is None or other.area != one.area:
                text = (OTHER_AREA if other else APART).format(number=number)
                yield f"projets/{one.slug}", Mistake(("incompatible", n), text)


def _of(edition: Edition, tally: Tally, numbered: dict[tuple[str, int], Project]) -> Iterator[tuple[str, Mistake]]:
    name, areas = f"decomptes/{tally.slug}", [one.slug for one in edition.areas]
    for n, area in enumerate(tally.areas):
        if area.slug not in areas:
            text = NO_AREA.format(area=area.slug, edition=edition.slug, near=near(area.slug, areas))
            yield name, Mistake(("areas", n, "slug"), text)
        for m, choice in enumerate(area.choices):
            project = numbered.get((edition.slug, choice.number))
            if project is None:
                text = NO_PROJECT.format(number=choice.number, title=choice.title)
                yield name, Mistake(("areas", n, "choices", m, "number"), text)
            else:
                yield from ((f"projets/{project.slug}", one) for one in _said(edition, choice, project))
                if area.slug in areas and project.area != area.slug:
                    yield f"projets/{project.slug}", Mistake(("area",), MOVED.format(area=area.slug))
    yield from _late(edition, tally, numbered)


def _said(edition: Edition, choice: Choice, project: Project) -> Iterator[Mistake]:
    """What is to be mended in a project that was counted."""
    if text := _status(edition, choice, project):
        yield Mistake(("status",), text)
    if project.cost not in (None, choice.cost):
        yield Mistake(("cost",), OTHER_COST.format(euros=euros(choice.cost), cost=choice.cost))


def _status(edition: Edition, choice: Choice, project: Project) -> str:
    """What is to be mended in its status; "" when all is well."""
    status = "choisi" if choice.chosen else "non-choisi"
    if project.status == "au-vote":
        return UNCOUNTED.format(status=status)
    if project.status in (WON if choice.chosen else LOST) or edition.decision:
        return ""
    return CONTRARY.format(status=status, edition=edition.slug)


def _late(edition: Edition, tally: Tally, numbered: dict[tuple[str, int], Project]) -> Iterator[tuple[str, Mistake]]:
    """The projects that are still put to a vote which was counted without them."""
    for area in tally.areas:
        counted = {one.number for one in area.choices}
        for one in numbered.values():
            here = (one.edition, one.area, one.status) == (edition.slug, area.slug, "au-vote")
            if here and one.number not in counted:
                yield f"projets/{one.slug}", Mistake(("status",), LATE.format(number=one.number))


def renamed(projects: Iterable[Project], tallies: Iterable[Tally]) -> Iterator[tuple[str, Mistake]]:
    """(file, mistake) of each project that its results call otherwise: one may wonder whether it is the same."""
    titles = {(one.slug, each.number): each.title for one in tallies for area in one.areas for each in area.choices}
    for one in projects:
        title = titles.get((one.edition, one.number), one.title)
        if title != one.title:
            yield f"projets/{one.slug}", Mistake(("title",), OTHER_TITLE.format(title=title))


def verdict(tally: Tally, project: Project) -> tuple[AreaTally, Choice] | None:
    """What the count says of a project; None where it was not put to that vote."""
    found = ((area, one) for area in tally.areas for one in area.choices if one.number == project.number)
    return next(found, None)
