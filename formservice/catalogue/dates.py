"""Dates of history: what EDTF says (ISO 8601-2), read by the library `edtf` and said in French.

Levels 0 and 1, and a set of which one is true: `[1915-10-20,1915-10-21]` holds a date that
sources dispute. Seasons, several dates and years beyond four figures are refused.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from formservice.catalogue.french import NBSP, day_number
from formservice.catalogue.kinds import Kind

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?"
_POINT = rf"(?:{_DAY}[?~%]?|\d{{3}}X|\d\dXX)"
SHAPE = re.compile(rf"{_POINT}|{_POINT}/{_POINT}|\[{_DAY}(?:,{_DAY})+\]|{_DAY}/\.\.|\.\./{_DAY}")
MEND = (
    "écrivez une date ainsi : 1915, 1915-10 ou 1915-10-20 ; 1915~ (vers), 1915? (incertain), 191X (années 1910), "
    '1914/1918 (de … à …), "[1915-10-20,1915-10-21]" avec les guillemets (les sources se contredisent).'
)


@dataclass(frozen=True)
class When:
    """A date as EDTF writes it, with the first and the last day it may mean."""

    edtf: str
    first: date
    last: date

    @property
    def readings(self) -> tuple[str, ...]:
        """The dates of a disputed one, as EDTF; empty when no source disputes it."""
        return tuple(self.edtf[1:-1].split(",")) if self.edtf.startswith("[") else ()

    @property
    def year(self) -> int:
        """The year it begins with, for lists in order of time."""
        return (self.last if self.edtf.startswith("..") else self.first).year

    @property
    def words(self) -> str:
        """`20 ou 21 octobre 1915`, `vers 1914`, `de 1914 à 1918`."""
        if self.readings:
            return _either([_point(one) for one in self.readings])
        start, slash, end = self.edtf.partition("/")
        if not slash:
            return _point(start)
        if start == "..":
            return f"jusqu’{_joined('en', 'à', end)}"
        return f"depuis {_ruled(start)}" if end == ".." else f"{_joined('de', 'de', start)} {_joined('à', 'à', end)}"

    def __str__(self) -> str:
        return self.words


def read(text: str) -> When:
    """Read an EDTF date. Raises ValueError with what to write."""
    for sign in ",/":
        text = sign.join(part.strip() for part in text.split(sign))
    if not SHAPE.fullmatch(text):
        raise ValueError(f"« {text} » : {MEND}")
    if text.startswith("[") and len(set(text[1:-1].split(","))) < text.count(",") + 1:
        raise ValueError(f"« {text} » : deux fois la même date. Écrivez-la une fois : 1915-10-20.")
    bounds = [_bounds(part) for part in re.findall(_POINT, text)]
    firsts, lasts = [first for first, _ in bounds], [last for _, last in bounds]
    if "/" in text and ".." not in text and lasts[1] < firsts[0]:
        raise ValueError(f"« {text} » : la fin vient avant le début. Inversez les deux dates.")
    first = date.min if text.startswith("..") else min(firsts)
    return When(text, first, date.max if text.endswith("..") else max(lasts))


@cache
def _bounds(text: str) -> tuple[date, date]:
    # Imported at need: the service reads no date of history. Kept: the grammar takes ten milliseconds a date.
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(text)
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError):
        raise ValueError(f"« {text} » n’existe pas dans le calendrier. Vérifiez le jour et le mois.") from None


def _point(text: str) -> str:
    if text.endswith("XX"):
        return f"{_roman(int(text[:2]) + 1)}e siècle"
    if text.endswith("X"):
        return f"années {text[:3]}0"
    words = _calendar(text.rstrip("?~%"))
    words = f"vers {'le ' if _is_day(text) else ''}{words}" if text[-1] in "~%" else words
    return f"{words} (date incertaine)" if text[-1] in "?%" else words


def _joined(before: str, before_article: str, text: str) -> str:
    """`en 1918`, `au 30 avril 2023`, `de 1914`, `du 18 novembre 2026`, `des années 1910`."""
    # « de vers 1914 » is not French.
    words = re.sub("^vers ", "environ ", _ruled(text))
    article, _, rest = words.partition(" ")
    if article in ("le", "les"):
        return f"{({'à': 'au', 'de': 'du'} if article == 'le' else {'à': 'aux', 'de': 'des'})[before_article]} {rest}"
    # « d’août », « d’octobre », « d’avril », « d’environ 1914 ».
    return f"d’{words}" if before == "de" and words[0] in "aeo" else f"{before} {words}"


def _ruled(text: str) -> str:
    """The words of a point, with the article that French wants: `1918`, `le 30 avril 2023`, `les années 1910`."""
    words = _point(text)
    if text.endswith("X"):
        return f"{'le' if text.endswith('XX') else 'les'} {words}"
    return f"le {words}" if _is_day(text) and text[-1] not in "~%" else words


def _is_day(text: str) -> bool:
    return re.match(r"\d{4}-\d\d-\d\d", text) is not None


def _calendar(text: str) -> str:
    year, month, day = (text.split("-") + ["", ""])[:3]
    named = f"{MONTHS[int(month) - 1]} {year}" if month else year
    return f"{day_number(int(day))}{NBSP}{named}" if day else named


def _either(words: list[str]) -> str:
    """`20 ou 21 octobre 1915`: what both say is said once."""
    shared = 0
    parts = [re.split(r"[ \u00a0]", one) for one in words]
    while all(len(one) > shared + 1 and one[-1 - shared] == parts[0][-1 - shared] for one in parts):
        shared += 1
    tail = sum(len(word) + 1 for word in parts[0][len(parts[0]) - shared :])
    firsts = [one[: len(one) - tail] for one in words[:-1]]
    return f"{', '.join(firsts)} ou {words[-1]}"


def _roman(number: int) -> str:
    found = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        found += letters * (number // value)
        number %= value
    return found


ALONE = 'Mettez-la entre guillemets droits : "[1915-10-20,1915-10-21]".'
WHEN = Kind("date", read, lambda value: value.edtf, ALONE)
