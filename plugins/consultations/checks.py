"""What no consultation can see alone: results that nobody promised, or too early."""

from collections.abc import Iterable, Iterator

from formservice.catalogue import Consultation, Mistake

NO_RESULTS = "Une consultation rangée a donné ses résultats. Ajoutez « results: 2027-03-15 », le jour où ils ont paru."
EARLY = "Les résultats sont promis avant la fin des réponses. Écrivez un jour qui vient après « closes »."
FILED_EARLY = "Une consultation se range après ses résultats. Corrigez « filed », ou retirez-le."


def mistakes(consultations: Iterable[Consultation]) -> Iterator[tuple[str, Mistake]]:
    """(file as `consultations/bancs`, mistake) of each."""
    for one in consultations:
        yield from ((f"consultations/{one.slug}", mistake) for mistake in _dates(one))


def _dates(one: Consultation) -> Iterator[Mistake]:
    if one.results and one.results < one.closes.date():
        yield Mistake(("results",), EARLY)
    if one.filed and not one.results:
        yield Mistake(("filed",), NO_RESULTS)
    if one.filed and one.filed < max(one.closes.date(), one.results or one.closes.date()):
        yield Mistake(("filed",), FILED_EARLY)
