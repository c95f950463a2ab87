"""What was announced of a session, and when: for calendars, feeds and search engines. Pure, like the rules.

The days are those that the content says, never that of a build: what did not change is told alike each night.
"""

import re
from datetime import date, datetime, timedelta

from formservice.catalogue import Session

A_YEAR = timedelta(days=366)
NOTICE = timedelta(days=60)
"""How long before it a date is told as new, when no file says since when it is known."""
AMOUNT = re.compile(
    r"(?<![\d.,])(?<!\d\s)(\d{1,3}(?:[\s.]\d{3}){1,2}|\d{1,7})(?:[.,](\d{1,2}))?\s{0,2}(?:€|euros?\b)(?!\s?\d)"
)
MONEY = re.compile(r"€|\beur", re.IGNORECASE)
SEVERAL = re.compile(r"\d\s?(?:à|ou|et|-|–|/)\s?\d")
FREE = re.compile(
    r"(?:gratuite?s?|0\s?(?:€|euros?))"
    r"(?:,?\s(?:entrée libre|sur inscription|pour tous)"
    r"|,\s(?:(?!non\s|pas\s)\w{1,20}\s){1,3}(?:offert|compris|inclus|fourni|prêté)e?s?){0,3}\.?",
    re.IGNORECASE,
)
"""What is free for everybody. Any other word may say for whom: then nothing is claimed."""


def former_starts(session: Session) -> list[datetime]:
    """The starts it was moved from, oldest first; the lines of other changes say the start that it has."""
    return list(dict.fromkeys(change.was for change in session.changes if change.was != session.start))


def changed(session: Session) -> str:
    """What became of a session that takes place: another date, another change; "" for nothing."""
    return "Nouvelle date" if former_starts(session) else "Changement" if session.changes else ""


def changed_words(session: Session) -> str:
    """The same, as people are told: why it changed, where its date did not."""
    what = changed(session)
    return (what == "Changement" and session.changes[-1].why) or what


def revised(session: Session) -> date:
    """The last day something was announced of it; a year before it when no file says, so that no change is older."""
    return _told(session) or session.start.date() - A_YEAR


def new_since(session: Session) -> date:
    """The day it is told as new, or as changed."""
    return _told(session) or session.start.date() - NOTICE


def _told(session: Session) -> date | None:
    days = [change.on for change in session.changes] + ([session.added] if session.added else [])
    return max(days, default=None)


def amount(price: str) -> str:
    """The one sum a price names: `4 € sur place` gives `4.00`; "" for none, for several, and where one is not sure."""
    found = AMOUNT.findall(price)
    if len(found) != 1 or len(MONEY.findall(price)) != 1 or SEVERAL.search(price):
        return ""
    [(whole, cents)] = found
    return f"{int(re.sub(r'[^0-9]', '', whole))}.{cents:0<2}"


def is_free(price: str) -> bool | None:
    """Whether nothing is paid; None when the words do not say for sure."""
    if FREE.fullmatch(price.strip()):
        return True
    paid = amount(price)
    return False if paid and float(paid) else None
