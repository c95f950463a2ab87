"""The demand as tables: by workshop, theme, level, place, half-day and channel, beside the season before. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from formservice import folding
from formservice.catalogue.agenda import LEVELS
from formservice.demand.counting import Counted, Key, Measures
from formservice.demand.model import AFTERNOON, EVENING, MORNING

NONE = "non précisé"
HALVES = (MORNING, AFTERNOON, EVENING)
MEASURES = (
    ("offered", "Places offertes"),
    ("asked", "Places demandées"),
    ("seated", "Places prises"),
    ("refused", "Refusées"),
    ("waiting", "En attente"),
    ("never", "Sans place"),
    ("absent", "Absentes"),
)
"""Each measure with the heading of its column."""


@dataclass(frozen=True)
class Row:
    """One line: its name, what was counted, and what was asked the season before."""

    name: str
    now: Measures
    before: Measures
    most: int = 0
    """The most asked or offered in its table: what the longest bar stands for."""

    def width(self, name: str) -> int:
        """Of the bar of a measure, in hundredths of the longest."""
        return round(100 * getattr(self.now, name) / self.most) if self.most else 0

    @property
    def cells(self) -> tuple[int, ...]:
        """The numbers, in the order of MEASURES."""
        return tuple(getattr(self.now, name) for name, _ in MEASURES)


@dataclass(frozen=True)
class Sheet:
    """One table."""

    title: str
    head: str
    rows: tuple[Row, ...]
    seats: bool = True
    """Whether seats are offered apart to each line: not by channel."""


def sheets(found: Counted, former: Counted, themes: Mapping[str, str], channels: Mapping[str, str]) -> Iterator[Sheet]:
    """Every table of a season, `former` being the season before. Names are titles, of themes and of channels too."""
    names = workshops(found, former)
    keys: tuple[tuple[str, str, Key, tuple[str, ...]], ...] = (
        ("Par atelier", "Atelier", lambda one: names[one.code], ()),
        ("Par thème", "Thème", lambda one: themes.get(one.theme, one.theme) or NONE, ()),
        ("Par niveau", "Niveau", lambda one: one.level or NONE, tuple(LEVELS.values())),
        ("Par lieu", "Lieu", lambda one: one.place, ()),
        ("Par demi-journée", "Demi-journée", lambda one: one.half, HALVES),
    )
    for title, head, key, order in keys:
        yield Sheet(title, head, rows(found.by(key), former.by(key), order))
    these, those = _named(found.by_channel(), channels), _named(former.by_channel(), channels)
    yield Sheet("Par canal", "Comment on a demandé", rows(these, those, channels.values()), seats=False)


def workshops(*seasons: Counted) -> dict[str, str]:
    """What each activity is called, by its code: its last title, and the code too where another has the same."""
    offers = [offer for one in seasons for offer in (*one.offers, *(request.offer for request, _ in one.lines))]
    titles = {one.code: one.title for one in sorted(offers, key=lambda one: one.start)}
    bearers = Counter(titles.values())
    return {code: f"{title} ({code})" if bearers[title] > 1 else title for code, title in titles.items()}


def rows(now: Mapping[str, Measures], before: Mapping[str, Measures], order: Iterable[str] = ()) -> tuple[Row, ...]:
    """In a known order, else the most asked first; what was there only the season before comes last."""
    most = max((number for one in now.values() for number in (one.asked, one.offered)), default=0)
    known = {name: n for n, name in enumerate(order)}
    names = sorted(
        {*now, *before}, key=lambda name: (known.get(name, len(known)), -_asked(now, name), folding.order(name))
    )
    return tuple(Row(name, now.get(name, Measures()), before.get(name, Measures()), most) for name in names)


def _asked(found: Mapping[str, Measures], name: str) -> int:
    return found[name].asked if name in found else -1


def _named(found: Mapping[str, Measures], words: Mapping[str, str]) -> dict[str, Measures]:
    named: dict[str, Measures] = {}
    for name, one in found.items():
        title = words.get(name, NONE)
        named[title] = named.get(title, Measures()) + one
    return named
