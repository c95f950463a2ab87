"""Reading a Pabulib file (`.pb`): three tables one below the other, and every mistake with its line. Pure.

Format: https://pabulib.org/format, and the checker of the same authors (pabulib-checker, MIT).
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from formservice.theme import listed, plural

META, PROJECTS, VOTES = SECTIONS = ("META", "PROJECTS", "VOTES")
FIRST = {META: "key", PROJECTS: "project_id", VOTES: "voter_id"}
NEEDED = {PROJECTS: ("project_id", "cost"), VOTES: ("voter_id", "vote")}
ASKED = ("num_projects", "num_votes", "budget", "vote_type", "rule")
APPROVAL, CHOOSE_1 = "approval", "choose-1"
VOTE_TYPES = (APPROVAL, CHOOSE_1, "ordinal", "cumulative", "scoring")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
LONGEST = 2_000_000
"""Characters of one line, even over several lines."""


class Malformed(ValueError):
    """A file that is not read; the text says why, and what to do. `line` is the number of the line, from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """A cell; "" where there is none."""
        return self.cells.get(name, "")


@dataclass
class Tables:
    """The three tables, as they are written."""

    meta: dict[str, Row] = field(default_factory=dict)
    projects: list[Row] = field(default_factory=list)
    votes: list[Row] = field(default_factory=list)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    last: int = 1

    def said(self, key: str) -> str:
        """What META says of a key; "" where it says nothing."""
        return self.meta[key].get("value") if key in self.meta else ""

    def line(self, key: str) -> int:
        """Where META says it."""
        return self.meta[key].line if key in self.meta else 1


def text_of(content: bytes) -> str:
    """The text of a file. Malformed when it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Malformed(line, "ce n’est pas du texte en UTF-8. Enregistrez le fichier en UTF-8.") from None


def tables(content: bytes) -> Tables:
    """The tables of a file. Malformed."""
    found, section = Tables(), ""
    header: tuple[str, ...] = ()
    for line, cells in rows(text_of(content)):
        found.last = line
        if len([cell for cell in cells if cell]) == 1 and cells[0].upper() in SECTIONS:
            section, header = next_section(found, line, cells[0].upper()), ()
        elif not section:
            raise Malformed(line, "un fichier .pb commence par une ligne « META ».")
        elif not header:
            header = found.columns[section] = heading(line, section, cells)
        else:
            put(found, section, Row(line, dict(zip(header, cells, strict=False))), len(cells) - len(header))
    for name in SECTIONS:
        if name not in found.columns:
            raise Malformed(found.last, f"la partie {name} manque. Le fichier a peut-être été coupé.")
    check(found)
    return found


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells without spaces around) of each line that is not empty. Malformed."""
    csv.field_size_limit(LONGEST)
    lines = Lines(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=";")
    at = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Malformed(at, f"cette ligne ne se lit pas ({error}). Vérifiez ses guillemets.") from None
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield at, cells
        at = lines.begin(reader.line_num + 1)


class Lines:
    """The lines of a text; Malformed at one that would fill memory with cells."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.at, self.room = lines, 1, LONGEST

    def begin(self, at: int) -> int:
        """A new line of cells, at this line of the text."""
        self.at, self.room = at, LONGEST
        return at

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.room -= len(line)
            if self.room < 0:
                raise Malformed(self.at, "cette ligne est trop longue, elle ne se lit pas. Vérifiez ses guillemets.")
            yield line


def next_section(found: Tables, line: int, name: str) -> str:
    """The name of a section that may begin here. Malformed."""
    expected = SECTIONS[len(found.columns)] if len(found.columns) < len(SECTIONS) else ""
    if name in found.columns:
        raise Malformed(line, f"la partie {name} est écrite deux fois. Gardez-en une.")
    if name != expected:
        raise Malformed(line, f"la partie {name} vient trop tôt : il faut d’abord {expected}.")
    return name


def heading(line: int, section: str, cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns. Malformed."""
    names = tuple(cell.lower() for cell in cells)
    if names[0] != FIRST[section]:
        raise Malformed(line, f"la partie {section} commence par une ligne de titres, dont « {FIRST[section]} ».")
    lacking = [name for name in NEEDED.get(section, ()) if name not in names]
    if lacking:
        raise Malformed(line, f"il manque la colonne {listed(lacking)} dans la partie {section}.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Malformed(line, f"la colonne {listed(twice)} est écrite deux fois.")
    return names


def put(found: Tables, section: str, row: Row, extra: int) -> None:
    """Keep a line in its table. Malformed."""
    first = row.get(FIRST[section])
    if not first:
        raise Malformed(row.line, f"la première colonne, « {FIRST[section]} », est vide.")
    if section == META:
        if first in found.meta:
            raise Malformed(row.line, f"« {first} » est déjà dit à la ligne {found.meta[first].line}.")
        found.meta[first] = Row(row.line, {"value": row.get("value")})
        return
    if extra > 0 and section == VOTES:
        raise Malformed(row.line, f"cette ligne a {plural(extra, 'colonne')} de trop. Un « ; » de trop, peut-être.")
    (found.projects if section == PROJECTS else found.votes).append(row)


def check(found: Tables) -> None:
    """Raise Malformed for what META does not say, and for a file that is not as long as it says."""
    for key in ASKED:
        if not found.said(key):
            raise Malformed(found.line(key), f"META ne dit pas « {key} ». Ajoutez cette ligne.")
    if found.said("vote_type") not in VOTE_TYPES:
        text = f"vote_type « {found.said('vote_type')} » : écrivez {', '.join(VOTE_TYPES)}."
        raise Malformed(found.line("vote_type"), text)
    for key, there in ("num_projects", len(found.projects)), ("num_votes", len(found.votes)):
        if number(found.line(key), key, found.said(key)) != there:
            text = f"{key} dit {found.said(key)}, le fichier en a {there}. Il a peut-être été coupé."
            raise Malformed(found.line(key), text)


def number(line: int, name: str, text: str) -> Fraction:
    """A number, exactly. Malformed."""
    if not NUMBER.fullmatch(text):
        raise Malformed(line, f"{name} : « {text[:40]} » n’est pas un nombre. Écrivez-le comme 12500 ou 12500.50.")
    return Fraction(text)
