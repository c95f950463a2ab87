"""French typography: the spaces that must not break, set for the editor who typed plain ones; numbers."""

import re

from markupsafe import Markup, escape

NBSP, THIN, JOINT = "\u00a0", "\u202f", "\u2060"

_RULES = (
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;!?](?:\W|$))"), THIN),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=:(?:\s|$))"), NBSP),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]*»"), NBSP + "»"),
    # « 14 h 30 », « 12 € », « 35 % », « n° 4 »: a number stays with its unit.
    (re.compile(r"(?<=\d) (?=h\b|€|%|min\b|ans?\b|places?\b|km\b)"), NBSP),
    (re.compile(r"(?<=\d[ \u00a0]h) (?=\d\d\b)"), NBSP),
    (re.compile(r"(?<=n°) (?=\d)"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), THIN),
    (re.compile(r"(?<=\w)'(?=\w|$)"), "’"),
    (re.compile(r"(?<!\.)\.{3}(?![./])"), "…"),
)


def figure(number: int) -> str:
    """`12 500`, on one line."""
    return f"{number:,}".replace(",", NBSP)


def day_number(day: int) -> str:
    """`1er`, `2`: the number of a day in its month."""
    return "1er" if day == 1 else str(day)


def typeset(text: str) -> str:
    """Return `text` with unbreakable spaces and typographic apostrophes. Idempotent."""
    for regex, good in _RULES:
        text = regex.sub(good, text)
    return text


_NAME = re.compile(r"(?<![\w’-])[A-ZÀ-Þ][\w’]*(?:-[^\W\d_][\w’]*)+")
_SHORT = re.compile(r"(?<![\w-])[^\W\d_]{1,2}-(?=[^\W\d_])")


def whole(text: str) -> Markup:
    """The text, to be drawn with names such as « Saint-Jean-le-Vieux » on one line; what is copied is the same."""
    return Markup(_NAME.sub(r'<span class="whole">\g<0></span>', str(escape(text))))  # noqa: S704


def joined(text: str) -> str:
    """The text with an invisible joint in « e-mail » or « mi-chemin »: no line ends after so few letters."""
    return _SHORT.sub(lambda found: found[0] + JOINT, text)
