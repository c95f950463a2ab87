"""What was published binds: numbers, editions and results that stay, rules that change by a new version only."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from formservice.catalogue import Catalogue, Counted, Edition, Mistake, Outcome, Project, Tally, version_of
from formservice.catalogue.tallies import binding

BINDING = ("phases", "areas", "who", "limit", "contest", "paper", "ballot", "count", "identity", "filing")
"""The keys of an edition that its published rules say."""
EDITION_GONE = "L’édition {code} a été publiée. Remettez ce fichier : une édition se garde, même terminée."
CODE_CHANGED = (
    "Le code de cette édition publiée est {was} : il est imprimé sur les formulaires. Remettez « code: {was} »."
)
NEW_VERSION = (
    "Le dépôt des idées a commencé : changer « {key} » change le règlement (version {version}), qui engage la commune. "
    "Remettez la valeur d’avant, ou publiez le nouveau règlement et changez « version » dans « rules »."
)
NUMBER_GONE = (
    "Le projet n° {n}, « {title} », a été publié : son numéro est imprimé et cité. Remettez son fichier. S’il ne se "
    "fait plus, dites-le par « status »."
)
RESULTS_GONE = "Les résultats de ce vote ont été publiés. Remettez ce fichier : ils restent, même après la décision."
RESULTS_CHANGED = (
    "Ces résultats ont été publiés, et ce qu’ils disent change. Remettez-les. Si l’on a recompté, changez « counted » "
    "et dites pourquoi dans le texte."
)
NUMBER_CHANGED = "Ce projet a été publié sous le numéro {was} : il le garde partout. Remettez « number: {was} »."


def broken(
    before: Catalogue, editions: Iterable[Edition], projects: Iterable[Project], now: datetime
) -> Iterator[tuple[str, Mistake]]:
    """(file as `projets/un-banc`, mistake) of each promise of a release that the content would break."""
    known = {one.slug: one for one in editions}
    for was in before.editions:
        yield from ((f"participation/{was.slug}", mistake) for mistake in _edition(was, known.get(was.slug), now))
    # The projects of an edition that is gone come back with it.
    kept = [one for one in before.outcomes if one.edition in known]
    yield from _numbers(kept, list(projects))


def _edition(was: Edition, now_is: Edition | None, now: datetime) -> Iterator[Mistake]:
    if now_is is None:
        yield Mistake((), EDITION_GONE.format(code=was.code))
        return
    if now_is.code != was.code:
        yield Mistake(("code",), CODE_CHANGED.format(was=was.code))
    # Without rules there is no other version: taking them away changes them.
    if now_is.rules.version not in ("", was.rules.version) or not opened(was, now):
        return
    for key in BINDING:
        if getattr(now_is, key) != getattr(was, key):
            yield Mistake((key,), NEW_VERSION.format(key=key, version=was.rules.version))


def opened(edition: Edition, now: datetime) -> bool:
    """Whether its calendar has begun: from then on somebody may have relied on the rules."""
    return any(phase.since <= now for phase in edition.phases[:1])


def _numbers(before: list[Outcome], projects: list[Project]) -> Iterator[tuple[str, Mistake]]:
    there = {(one.edition, number) for one in projects for number in (one.number, *one.merged)}
    titles = {(one.edition, one.title): one for one in projects}
    was_called = {(one.edition, one.number): one.title for one in before}
    for was in before:
        same = titles.get((was.edition, was.title))
        moved = same is not None and same.number != was.number
        if same and moved and was_called.get((was.edition, same.number)) != was.title and was.number not in same.merged:
            yield f"projets/{same.slug}", Mistake(("number",), NUMBER_CHANGED.format(was=was.number))
        elif (was.edition, was.number) not in there:
            yield f"participation/{was.edition}", Mistake((), NUMBER_GONE.format(n=was.number, title=was.title))


def recounted(before: Catalogue, tallies: Iterable[Tally]) -> Iterator[tuple[str, Mistake]]:
    """(file as `decomptes/budget-2027`, mistake): results that went, or are others for the same count."""
    known = {one.slug: one for one in tallies}
    for was in before.counted:
        name, one = f"decomptes/{was.edition}", known.get(was.edition)
        if one is None:
            yield name, Mistake((), RESULTS_GONE)
        elif _differs(was, one):
            yield name, Mistake(("counted",), RESULTS_CHANGED)


def _differs(was: Counted, one: Tally) -> bool:
    return was.counted == one.counted and was.version != version_of(binding(one))
