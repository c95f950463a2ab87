"""What `make check` says of consultations and their results together."""

from collections.abc import Iterator

from formservice.catalogue import Consultation, Results
from formservice.catalogue.typed import Mistake


def mistakes(consultations: list[Consultation], results: list[Results]) -> Iterator[tuple[str, Mistake]]:
    """(file, mistake): a consultation is filed away once its results are there; results are of a consultation."""
    published, known = {one.slug for one in results}, {one.slug: one for one in consultations}
    for one in consultations:
        # A date that is missing, or wrong, is told first.
        if one.filed and one.results and one.filed >= one.results and one.slug not in published:
            mend = f"Publiez-les d’abord : formservice publish {one.code} --to content."
            yield f"consultations/{one.slug}", Mistake(("filed",), f"Cette consultation n’a pas de résultats. {mend}")
    for told in results:
        if told.slug not in known:
            mend = "Donnez à ce fichier le nom de celui de la consultation."
            yield f"resultats/{told.slug}", Mistake((), f"Aucune consultation ne s’appelle « {told.slug} ». {mend}")
