"""The quarter of an hour of who was reading when it closed: the same for a date, an idea, a questionnaire, a document.

Pure. A vote has none: one second after the close is too late.
"""

from datetime import datetime, timedelta

GRACE = timedelta(minutes=15)


def in_grace(made: datetime | None, closes: datetime, now: datetime) -> bool:
    """Whether what was under way before the close is still taken: « quinze minutes », the last moment included."""
    return made is not None and made < closes <= now <= closes + GRACE
