"""The domain types of front matter: how an editor writes a value, what it becomes.

A kind reads one string and writes it back; what it refuses, it refuses with the mend, in
French. The catalogue file holds the same strings, so one vocabulary serves from the Markdown
to the running service. Times are the town's, as on the clock of its wall (no offset).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from formservice.catalogue.french import typeset
from formservice.folding import unaccented

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class Kind:
    """A domain type: `read` raises ValueError with a French sentence that says what to write."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    alone: str = ""
    """What to write to who gave a list, or keys, instead of one value."""


@dataclass(frozen=True, order=True)
class Hours:
    """An opening on one day: from `opens` to `closes`, the town's time."""

    opens: time
    closes: time


def choice(*allowed: str, instead: Mapping[str, str] | None = None) -> Kind:
    """A word out of a closed list. `instead`: the right word for those that editors type, without accents."""

    def read(text: str) -> str:
        if text not in allowed:
            right = (instead or {}).get(unaccented(text[:40]).lower())
            if right:
                raise ValueError(f"« {text} » se dit ici « {right} ». Écrivez ce mot.")
            raise ValueError(f"« {text} » n’est pas prévu. Écrivez l’un de ces mots : {', '.join(allowed)}.")
        return text

    return Kind("mot", read)


def whole(lowest: int = 0, highest: int = 9999) -> Kind:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"0|[1-9]\d{0,5}", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"« {text} » : écrivez un nombre entier de {lowest} à {highest}, par exemple 12.")
        return int(text)

    return Kind("nombre", read)


def pattern(name: str, regex: str, mend: str) -> Kind:
    """A short string of a fixed shape."""

    def read(text: str) -> str:
        if not re.fullmatch(regex, text):
            raise ValueError(f"« {text} » : {mend}")
        return text

    return Kind(name, read)


UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Controls, ends of line of other kinds, halves of characters: no reader of a file of ours expects them."""


def _line(text: str) -> str:
    # Guillemets take their space when typeset: what is read here is read again, from the catalogue.
    if "\n" in text or len(text) > 300 or len(typeset(text)) > 300:
        raise ValueError("Écrivez une seule ligne, de 300 caractères au plus, espaces des guillemets compris.")
    if UNSEEN.search(text):
        raise ValueError("Un caractère invisible s’est glissé dans cette ligne. Retapez-la au lieu de la coller.")
    return typeset(text)


def _somewhere(text: str) -> str:
    words = _line(text)
    if not re.match(r"(à|au|aux|chez|dans|sur|en) ", words, re.IGNORECASE):
        raise ValueError(f"« {text} » : commencez par « à », « au » ou « chez » : à la mairie, au CCAS.")
    return words


def _day(text: str) -> date:
    mend = f"« {text} » n’est pas une date. Écrivez l’année, le mois, le jour : 2026-12-03."
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(mend)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"« {text} » n’existe pas dans le calendrier. Vérifiez le jour et le mois.") from None


def _moment(text: str) -> datetime:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)", text)
    if not found:
        raise ValueError(f"« {text} » : écrivez la date puis l’heure : 2026-12-03 14:00.")
    return datetime.combine(_day(found[1]), _clock(found[2]))


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"« {text} » n’est pas une heure. Écrivez par exemple 14:00.") from None


def _hours(text: str) -> Hours:
    found = re.fullmatch(r"(\d\d?:\d\d)-(\d\d?:\d\d)", text)
    if not found:
        raise ValueError(f"« {text} » : écrivez l’ouverture et la fermeture ainsi : 14:00-17:00.")
    opens, closes = _clock(found[1].zfill(5)), _clock(found[2].zfill(5))
    if opens >= closes:
        raise ValueError(f"« {text} » : la fermeture doit venir après l’ouverture.")
    return Hours(opens, closes)


def _span(text: str) -> tuple[Hours, ...]:
    spans = tuple(_hours(part.strip()) for part in text.split(","))
    if any(one.closes > after.opens for one, after in zip(spans, spans[1:], strict=False)):
        raise ValueError(f"« {text} » : les horaires se chevauchent ou ne sont pas dans l’ordre.")
    return spans


UNITS = {"min": "minutes", "h": "hours", "day": "days", "days": "days", "week": "weeks", "weeks": "weeks"}


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9]\d{0,3}) ?(min|h|days?|weeks?)", text)
    if not found:
        raise ValueError(f"« {text} » n’est pas une durée. Écrivez par exemple 30 min, 2 h, 7 days ou 8 weeks.")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _write_duration(value: timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    for size, unit in ((7 * 24 * 60, "weeks"), (24 * 60, "days"), (60, "h")):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"« {text} » : écrivez true (oui) ou false (non).")
    return text == "true"


def _euros(text: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,9}", text) or int(text) > 10**9:
        raise ValueError(f"« {text[:40]} » : écrivez des euros, sans espace ni virgule, par exemple 12000.")
    return int(text)


def write_hours(value: Hours) -> str:
    """`14:00-17:00`, as the editor writes it."""
    return f"{value.opens:%H:%M}-{value.closes:%H:%M}"


LINE = Kind("ligne de texte", _line)
SOMEWHERE = Kind("lieu, après « rapportez-le »", _somewhere)
HTML = Kind("page", str)
DAY = Kind("date", _day, date.isoformat)
MOMENT = Kind("date et heure", _moment, lambda value: f"{value:%Y-%m-%d %H:%M}")
HOURS = Kind("horaire", _hours, write_hours)
SPANS = Kind("horaires", _span, lambda value: ", ".join(map(write_hours, value)))
DURATION = Kind("durée", _duration, _write_duration)
YES = Kind("oui ou non", _yes, lambda value: "true" if value else "false")
EUROS = Kind("montant", _euros)
WEEKDAY = choice(*WEEKDAYS)
CODE = pattern("code", r"[A-Z]{2,3}", "écrivez deux ou trois lettres majuscules, par exemple SM.")
EDITION = pattern(
    "code d’édition", r"[A-Z]{2,3}([0-9]{2}|[0-9]{4})?", "écrivez deux ou trois majuscules, et l’année : BP27."
)
SESSION_ID = pattern("numéro de séance", r"[A-Z]{2,3}-[0-9]{1,6}", "écrivez le code puis un nombre : SM-12.")
SHAPE_OF_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
SLUG = pattern(
    "nom de fichier",
    SHAPE_OF_SLUG,
    "écrivez des minuscules sans accent et des tirets : pole-seniors.",
)
RECORD = pattern(
    "notice",
    SHAPE_OF_SLUG,
    "écrivez le nom du fichier de la notice, dans ressources/, sans .md : louise-de-bettignies.",
)
WORD = pattern(
    "sujet",
    SHAPE_OF_SLUG,
    "écrivez un mot de la liste « subjects » de pelicanconf.py, en minuscules, sans accent : grande-guerre.",
)
PHONE = pattern("téléphone", r"0[1-9]( \d\d){4}", "écrivez le numéro par groupes de deux : 03 53 01 02 03.")
EMAIL = pattern(
    "adresse e-mail",
    r"[^@\s]{1,64}@[^@\s]{1,180}\.[a-z]{2,}",
    "écrivez une adresse comme accueil@example.org.",
)
GEO = pattern(
    "position",
    r"-?[0-8]?\d\.\d{3,7}, -?1?\d?\d\.\d{3,7}",
    "écrivez la latitude, une virgule, la longitude : 50.44800, 3.42800.",
)
PATH = pattern(
    "adresse de page",
    r"/([a-z0-9-]+/)*(#[a-z0-9-]+)?",
    "écrivez une adresse du site qui finit par / : /agenda/.",
)
