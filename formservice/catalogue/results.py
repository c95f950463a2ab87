"""The results of a consultation as they are published: tables as data, small numbers already masked.

`formservice publish CODE` writes the file, an editor commits it. Nothing here tells what one person answered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from formservice.catalogue.consultations import KINDS, QUESTION_ID
from formservice.catalogue.french import typeset
from formservice.catalogue.kinds import DAY, HTML, LINE, PATH, SLUG, YES, Kind, choice, pattern, whole
from formservice.catalogue.typed import Mistake, key

CHANNEL, QUARTIER = "channel", "quartier"
LONGEST = 4_000
"""Characters of a free answer as it is published."""


def _text(text: str) -> str:
    if len(text) > LONGEST or re.search(r"[\x00-\x1f\x7f]", text):
        raise ValueError(f"Écrivez un seul paragraphe, de {LONGEST} caractères au plus.")
    return typeset(text)


COUNT = pattern("nombre publié", r"\d{1,7}(-\d{1,7})?|<5|\*", "écrivez un nombre, <5, une étendue (61-64) ou *.")
TEXT = Kind("texte", _text)


@dataclass(frozen=True)
class Row:
    """How many said one thing: an option, a degree, a month, a theme."""

    label: str = key(LINE)
    count: str = key(COUNT)
    share: int | None = key(whole(0, 100), default=None)
    """Per cent of who answered the question."""
    points: str | None = key(COUNT, default=None)
    """Of a rank: more for a better place."""


@dataclass(frozen=True)
class Line:
    """One line of a table by channel or by quartier."""

    label: str = key(LINE)
    cells: tuple[str, ...] = key(COUNT, many=True)


@dataclass(frozen=True)
class Split:
    """Who said what, by channel or by quartier."""

    by: str = key(choice(CHANNEL, QUARTIER))
    columns: tuple[str, ...] = key(LINE, many=True)
    totals: tuple[str, ...] = key(COUNT, many=True)
    """How many answered, column by column."""
    lines: tuple[Line, ...] = key(Line, many=True)

    def mistakes(self) -> Iterator[Mistake]:
        for n, one in enumerate((self.totals, *(line.cells for line in self.lines))):
            if len(one) != len(self.columns):
                yield Mistake(("lines", n), "Il faut autant de nombres que de colonnes. Refaites le fichier.")


@dataclass(frozen=True)
class Asked:
    """One question and its answers."""

    text: str = key(LINE)
    kind: str = key(choice(*KINDS))
    id: str = key(QUESTION_ID)
    said: str = key(LINE)
    """What to remember, in a sentence."""
    answered: str = key(COUNT)
    silent: str = key(COUNT)
    """« sans réponse »."""
    unasked: str = key(COUNT, default="0")
    """« question non posée »: what somebody answered before did not lead to it."""
    together: bool = key(YES, default=False)
    """Whether `silent` counts both, one of them being too small."""
    note: str | None = key(LINE, default=None)
    """How to read it."""
    about: bool = key(YES, default=False)
    """Whether the shares are each rounded, and do not add up to 100."""
    middle: str | None = key(LINE, default=None)
    quarters: tuple[str, ...] = key(LINE, many=True, default=())
    """The first and the third quartile."""
    rows: tuple[Row, ...] = key(Row, many=True, default=())
    splits: tuple[Split, ...] = key(Split, many=True, default=())
    texts: tuple[str, ...] = key(TEXT, many=True, default=())
    """Free answers, as agents redacted them."""

    def split(self, by: str) -> Split | None:
        """The table by channel or by quartier, where there is one."""
        return next((one for one in self.splits if one.by == by), None)


@dataclass(frozen=True)
class Part:
    """The answers to one version of the questionnaire."""

    asked: str = key(LINE)
    since: date = key(DAY)
    counted: str = key(COUNT)
    channels: tuple[Row, ...] = key(Row, many=True, default=())
    quartiers: tuple[Row, ...] = key(Row, many=True, default=())
    questions: tuple[Asked, ...] = key(Asked, many=True, default=())


@dataclass(frozen=True)
class Results:
    """The results of a consultation, at `/consultations/<slug>/resultats/`: its file has the name of the
    consultation's."""

    title: str = key(LINE)
    closed: date = key(DAY)
    published: date = key(DAY)
    parts: tuple[Part, ...] = key(Part, many=True)
    set_aside: int = key(whole(0, 999_999), default=0)
    """Answers left out, with a reason."""
    reasons: tuple[str, ...] = key(LINE, many=True, default=())
    removed: int = key(whole(0, 999_999), default=0)
    """Withdrawn at the request of who gave them."""
    held: int = key(whole(0, 999_999), default=0)
    """Not judged yet."""
    unread: int = key(whole(0, 999_999), default=0)
    """Free answers that nobody read yet."""
    unknown: int = key(whole(0, 999_999), default=0)
    """Counted answers to a questionnaire that is not known any more: they are in no table."""
    forced: str | None = key(LINE, default=None)
    """Why they are published all the same."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    @property
    def home(self) -> str:
        """The address of the consultation."""
        return self.url.removesuffix("resultats/")

    def mistakes(self) -> Iterator[Mistake]:
        if not self.parts:
            yield Mistake(("parts",), "Il manque les réponses. Refaites le fichier avec « formservice publish ».")
        if (self.held or self.unread or self.unknown) and not self.forced:
            mend = "Jugez et lisez d’abord, ou écrivez dans « forced » pourquoi vous publiez quand même."
            yield Mistake((), f"Des réponses ne sont pas encore jugées ou lues, ou ne se comptent pas. {mend}")


@dataclass(frozen=True)
class Told:
    """What the service knows of results: that they are published, and where."""

    consultation: str = key(SLUG)
    url: str = key(PATH)
    published: date = key(DAY)


def told_of(results: Results) -> Told:
    """What the service is told of results."""
    return Told(results.slug, results.url, results.published)
