"""What no record can see alone: identifiers given twice, unknown subjects, people and records."""

import difflib
from collections.abc import Iterable, Iterator

from formservice.catalogue import Collection, Mistake, Record, Trail
from formservice.catalogue.typed import Where

TRANSCRIPT = "## Transcription"
NO_TRANSCRIPT = (
    "Un témoignage s’écoute et se lit. Ajoutez sous l’en-tête une ligne « ## Transcription », puis ce qui est dit."
)
NO_RECORD = "Aucun fichier de ressources/ n’a ce nom : créez la notice, ou retirez ce mot."
NO_PERSON = "Aucune notice de personne n’a ce nom de fichier dans ressources/ : créez-la, ou retirez ce mot."
NO_COLLECTION = "Le site ne décrit pas de collection. Ajoutez « collection » à TOWN, dans pelicanconf.py."


def mistakes(
    records: Iterable[Record], trails: Iterable[Trail], collection: Collection | None
) -> Iterator[tuple[str, Mistake]]:
    """(file as `ressources/antier`, mistake) of all records and trails together."""
    records = list(records)
    taken: dict[str, str] = {}
    people = {one.slug for one in records if one.type == "personne"}
    known = {one.slug for one in records}
    subjects = {one.slug for one in collection.subjects} if collection else set()
    for one in records:
        found = _identifier(one, collection, taken)
        taken.setdefault(one.id, one.slug)
        found += _undated(one, collection)
        found += _unknown(("subjects",), one.subjects, subjects, _subjects(subjects))
        found += _unknown(("people",), one.people, people, NO_PERSON)
        found += _unknown(("related",), one.related, known)
        for n, creator in enumerate(one.creators):
            found += _unknown(("creators", n, "person"), filter(None, [creator.person]), people, NO_PERSON)
        yield from ((f"ressources/{one.slug}", mistake) for mistake in found)
    for trail in trails:
        for n, step in enumerate(trail.steps):
            for mistake in _unknown(("steps", n, "record"), [step.record], known):
                yield f"parcours/{trail.slug}", mistake


def _identifier(one: Record, collection: Collection | None, taken: dict[str, str]) -> list[Mistake]:
    if collection is None:
        return [Mistake((), NO_COLLECTION)]
    if one.id in taken:
        text = f"L’identifiant {one.id} est déjà celui de {taken[one.id]}.md. Donnez-en un autre."
        return [Mistake(("id",), text)]
    if not one.id.startswith(f"{collection.code}-"):
        return [Mistake(("id",), f"L’identifiant {one.id} doit commencer par le code : {collection.code}-1.")]
    return []


def _undated(one: Record, collection: Collection | None) -> list[Mistake]:
    periods = collection.periods if collection else ()
    if one.type != "jalon" or not periods or any(period.holds(one.date) for period in periods):
        return []
    mend = "La chronologie n’a pas de période pour cette date. Ajoutez-en une à TOWN, dans « collection »."
    return [Mistake(("date",), mend)]


def _subjects(known: set[str]) -> str:
    return f"Les mots connus, de la liste « subjects » de pelicanconf.py : {', '.join(sorted(known))}."


def _unknown(at: Where, words: Iterable[str], known: set[str], other: str = NO_RECORD) -> list[Mistake]:
    found = []
    for n, word in enumerate(words):
        if word not in known:
            close = difflib.get_close_matches(word, known, 1)
            mend = f"Vouliez-vous écrire « {close[0]} » ?" if close else other
            where = (*at, n) if at[-1] in ("subjects", "people", "related") else at
            found.append(Mistake(where, f"« {word} » n’est pas connu. {mend}"))
    return found
