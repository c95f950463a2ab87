"""Files of content that an editor and the service both write: where the front matter ends, and one writer at a time."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formservice.catalogue.french import typeset
from formservice.refusal import Refused

HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
"""As the site reads it: the last end of line may be missing."""


class Unended(Refused):
    """A file opens a front matter and does not close it; the text names it."""

    reason = "unended"


class Busy(Refused):
    """Somebody is writing there; the text says what to do."""

    reason = "busy"


def is_unended(text: str) -> bool:
    """Whether a front matter begins and does not end."""
    return text.lstrip("\ufeff \t\r\n").startswith("---") and not HEAD.match(text)


def words_of(text: str, path: Path) -> str:
    """What an editor wrote under the front matter. Raises Unended."""
    if is_unended(text):
        mend = "Fermez-le par une ligne « --- », ou retirez le fichier"
        raise Unended(f"{path}{typeset(f' : son en-tête ne finit pas. {mend}.')}")
    head = HEAD.match(text)
    return text[head.end() :] if head else text


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one who writes what goes with this file. Raises Busy, OSError."""
    with path.open("rb+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait = "attendez qu’elle ait fini, puis recommencez"
            raise Busy(typeset(f"Une autre publication écrit dans ce dossier : {wait}.")) from None
        yield
