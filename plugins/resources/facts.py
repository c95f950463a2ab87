"""What a record says of itself, line by line, and in one line where it stands in a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from formservice import theme
from formservice.catalogue import Record
from formservice.catalogue.dates import When, read
from formservice.catalogue.resources import ROLES, WORKS, Creator
from formservice.folding import slug
from plugins.resources.centre import Centre
from plugins.resources.lists import Listing, Lists

LANGUAGES = {
    "fr": "français", "en": "anglais", "de": "allemand", "nl": "néerlandais", "it": "italien", "es": "espagnol",
    "pl": "polonais", "pt": "portugais", "la": "latin", "ar": "arabe", "uk": "ukrainien", "ru": "russe",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Some words, and where they lead."""

    words: str
    url: str = ""


def facts(record: Record, lists: Lists) -> list[tuple[str, list[Part]]]:
    """(label, parts) of all that is known of a record, in the order one reads a notice."""
    lines = [*_made(record, lists), *_life(record), *_published(record), *_held(record)]
    return [(label, parts) for label, parts in lines if parts]


def line(record: Record) -> str:
    """What is said of a record after its title, in a list."""
    if record.type not in WORKS:
        words = record.date.words if record.date else record.type_words
        return f"{theme.initial(words)}. {record.summary}"
    known = ", ".join([*_makers(record), *([record.when.words] if record.when else [])])
    return f"{theme.initial(known)}. {record.type_words}." if known else f"{record.type_words}."


def _makers(record: Record) -> list[str]:
    """`Anne Essai et Badr Exemple`, `recueilli par la Maison`: those of one role together."""
    roles = dict.fromkeys(one.role for one in record.creators)
    return [theme.listed(creator_words(one) for one in record.creators if one.role == role) for role in roles]


def creator_words(creator: Creator) -> str:
    """`Chantal Antier`, `sous la direction de Robert Vandenbussche`."""
    role, name = ROLES[creator.role], creator.natural
    if role.endswith(" de") and name[:1] in "AEIOUYÉÈÊÂÎÔÛŒH":
        return f"{role[:-1]}’{name}"
    # « recueilli par la Maison », but « par La Fontaine, Anne ».
    if role and not creator.parts[1] and name.startswith("La "):
        name = f"l{name[1:]}"
    return f"{role} {name}".strip()


def readings(record: Record, when: When | None) -> list[str]:
    """A date in words; a disputed one, reading by reading, each with who says it."""
    if when is None:
        return []
    return [_said(record, one) for one in when.readings] or [when.words]


def _said(record: Record, reading: str) -> str:
    by = theme.listed(one.title for one in record.sources if one.says and one.says.edtf == reading)
    return f"{read(reading).words} ({by})"


def _made(record: Record, lists: Lists) -> Iterator[tuple[str, list[Part]]]:
    yield "Type", [Part(record.type_words, lists.types[record.type].url)]
    centre = lists.centre
    urls = [centre.record(one.person).url if one.person else "" for one in record.creators]
    yield "Par", [Part(creator_words(one), url) for one, url in zip(record.creators, urls, strict=True)]
    yield "Date", [Part(words) for words in readings(record, record.date)]
    yield "Époque traitée", _line(record.covers.words if record.covers else None)


def _life(record: Record) -> Iterator[tuple[str, list[Part]]]:
    yield "Naissance", _event(record, record.born, record.born_at)
    yield "Mort", _event(record, record.died, record.died_at)
    yield "Autres noms", [Part(name) for name in record.names]


def _event(record: Record, when: When | None, place: str | None) -> list[Part]:
    parts = [Part(words) for words in readings(record, when)]
    return [*parts, *([Part(f"à {place}")] if place else [])]


def _published(record: Record) -> Iterator[tuple[str, list[Part]]]:
    within = [record.published_in, record.volume and f"vol. {record.volume}", record.issue and f"n° {record.issue}"]
    within += [record.pages and f"p. {record.pages}"]
    yield "Paru dans", _line(*within)
    yield "Éditeur", _line(record.publisher, record.published_at)
    yield "Étendue", _line(record.extent)
    yield "Langue", _line(LANGUAGES.get(record.language, record.language) if record.language != "fr" else None)
    yield "ISBN", _line(record.isbn and hyphenated(record.isbn))
    yield "ISSN", _line(record.issn)
    yield "DOI", [Part(record.doi, f"https://doi.org/{record.doi}")] if record.doi else []
    yield "Référence", _line(record.reference)


def _held(record: Record) -> Iterator[tuple[str, list[Part]]]:
    yield "Pour qui", _line(*record.level)
    # What can be consulted says how further down (record_use.html).
    yield "Cote", _line(record.call_number if not record.consult else None)
    yield "En ligne", [Part("Lire en ligne", record.link)] if record.link and "en ligne" not in record.consult else []
    yield "Droits", _line(record.rights)


def _line(*words: str | None) -> list[Part]:
    said = ", ".join(filter(None, words))
    return [Part(said)] if said else []


def hyphenated(isbn: str) -> str:
    """`979-10-210-0061-2`."""
    from stdnum import isbn as number

    return str(number.format(isbn))


def listed_under(record: Record, lists: Lists) -> dict[str, list[Listing]]:
    """The subjects and the places of a record, as lists."""
    places = dict.fromkeys(map(slug, record.places))
    return {
        "subjects": [lists.subjects[one] for one in record.subjects],
        "places": [lists.places[one] for one in places],
    }


def around(record: Record, centre: Centre) -> dict[str, list]:
    """The people, the other records and the trails that a record leads to."""
    return {
        "people": [centre.record(one) for one in record.people],
        "related": [centre.record(one) for one in dict.fromkeys(record.related)],
        "trails": centre.with_step(record),
    }
