"""French typography: the spaces that must not break, set for the editor who typed plain ones."""

import re

NBSP, THIN = "\u00a0", "\u202f"

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


def typeset(text: str) -> str:
    """Return `text` with unbreakable spaces and typographic apostrophes. Idempotent."""
    for regex, good in _RULES:
        text = regex.sub(good, text)
    return text
