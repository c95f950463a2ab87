"""What a spreadsheet is before any format: columns, rows, and the value of each cell."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

TOWN_TIME = ZoneInfo("Europe/Paris")
MOMENTS = ("date", "datetime", "utc")
KINDS = ("text", "number", "yesno", *MOMENTS)
YES_NO = {"true": "Oui", "1": "Oui", "oui": "Oui", "false": "Non", "0": "Non", "non": "Non"}
READ_ME = "LISEZ-MOI"

# Excel counts a 29 February 1900 that never was: earlier days are shown shifted, so they stay text.
FIRST_DAY = date(1900, 3, 1)
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}.*)?")

Value = str | Decimal | date | None


class Counts(NamedTuple):
    """What a writer did: rows under the header, cells it had to prefix."""

    rows: int
    prefixed: int = 0


@dataclass(frozen=True)
class Column:
    """A column: its label in French, the code of its field, what its cells are, its width in characters.

    A `datetime` is the town's wall time; a `utc` column beside it tells the instant, to the second.
    """

    label: str
    code: str
    kind: str = "text"
    width: int = 18

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.code}: unknown kind {self.kind!r}, expected one of {', '.join(KINDS)}")


@dataclass(frozen=True)
class Table:
    """A sheet to write; `rows` is read once, and `about` says what the file holds and where it comes from."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple]
    about: tuple[tuple[str, str], ...] = ()

    def labels(self) -> list[Value]:
        """The header row."""
        return [clean(column.label) for column in self.columns]

    def values(self) -> Iterator[list[Value]]:
        """Each row, typed; ValueError when a row has not one value per column."""
        for row in self.rows:
            yield [typed(column.kind, raw) for column, raw in zip(self.columns, row, strict=True)]

    def read_me(self) -> list[tuple[str, str]]:
        """The lines of the LISEZ-MOI sheet: what the file is, then the field behind each column."""
        fields = [(column.label, column.code) for column in self.columns]
        lines = [*self.about, ("", ""), ("Colonne", "Code du champ"), *fields]
        return [(clean(name), clean(text)) for name, text in lines]

    def sheet_name(self) -> str:
        """The title as Excel allows it: at most 31 characters, no sign that a formula or a reference uses."""
        name = " ".join(re.sub(r"[^\w.,()«»’&°-]", " ", self.title[:200]).split())
        name = name.encode("utf-16-le", "ignore")[:62].decode("utf-16-le", "ignore").strip(" -.,")
        return "Données" if name.casefold() in ("", "history", READ_ME.casefold()) else name


def typed(kind: str, raw: object) -> Value:
    """The value of a cell: None when empty, a wall date, a number of 15 digits at most, otherwise text."""
    if raw is None or raw in ("", [], ()):
        return None
    if isinstance(raw, bool) or (kind == "yesno" and str(raw).lower() in YES_NO):
        return YES_NO[str(raw).lower()]
    if isinstance(raw, list | tuple):
        return clean(" ; ".join(map(str, raw)))
    found: Value = number(raw) if kind == "number" else None
    if kind in MOMENTS or isinstance(raw, date):
        found = as_kind(kind, moment(raw))
    return clean(shown(raw)) if found is None else found


def as_kind(kind: str, found: date | None) -> Value:
    """A moment as its column wants it: an instant in UTC, a day, the minute of the day, or words."""
    if found is None:
        return None
    day = found.date() if isinstance(found, datetime) else found
    if day < FIRST_DAY or kind not in MOMENTS:
        return shown(found)
    if kind == "date" or not isinstance(found, datetime):
        return day
    if kind == "utc":
        return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return found.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def moment(raw: object) -> date | None:
    """A day, or a date-time in the town's zone, from an object or its ISO text; otherwise None."""
    try:
        if isinstance(raw, str) and ISO.fullmatch(raw):
            raw = datetime.fromisoformat(raw) if len(raw) > 10 else date.fromisoformat(raw)
        if isinstance(raw, datetime):
            return raw.astimezone(TOWN_TIME) if raw.tzinfo else raw.replace(tzinfo=TOWN_TIME)
    except (ValueError, OverflowError):
        return None
    return raw if isinstance(raw, date) else None


def number(raw: object) -> Decimal | None:
    """A number that any spreadsheet gives back unchanged, otherwise None: « 007 », 16 digits."""
    if isinstance(raw, float | Decimal) and Decimal(str(raw)).is_finite():
        raw = f"{Decimal(str(raw)):f}"
    text = str(raw) if isinstance(raw, int | str) else ""
    digits = sum(char.isdigit() for char in text)
    return Decimal(text.replace(",", ".")) if digits <= 15 and NUMBER.fullmatch(text) else None


def clean(text: str) -> str:
    """The text as any of the files can hold it: lines end with LF, what XML forbids becomes U+FFFD."""
    return UNREADABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(value: object) -> str:
    """What a French reader sees in a cell."""
    if isinstance(value, datetime):
        return f"{value:%d/%m}/{value.year:04} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
