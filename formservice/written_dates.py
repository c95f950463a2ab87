"""Dates as people write them: in figures or in words, the day first."""

import re
from datetime import date

from formservice.catalogue.dates import MONTHS
from formservice.folding import unaccented

LONGEST = 30


def written_date(text: str) -> date | None:
    """`12/03/1950`, `12 mars 1950`, `1950-03-12`; None for anything else."""
    plain = unaccented(text[:LONGEST]).lower()
    found = re.fullmatch(r"(\d{1,2})(?:er)?[ ./-](\d{1,2}|[a-z]{3,9})[ ./-](\d{4})", plain)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", plain)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(found[3]), _month(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else [unaccented(name) for name in MONTHS].index(text) + 1
