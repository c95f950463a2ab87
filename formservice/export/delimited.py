"""CSV for a French Excel: UTF-8 with its mark, semicolons, CRLF, every cell quoted, decimal comma."""

import csv
import io
import unicodedata
from itertools import chain
from typing import IO

from .table import Counts, Table, Value, shown

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
RISKY = set("=+-@\t\r\n\0＝＋－＠")


def write(table: Table, stream: IO[bytes]) -> Counts:
    """Write the header and the rows, the cells that would be a formula kept as text by an apostrophe."""
    # The mark tells Excel the encoding; a « sep= » line would make it forget.
    stream.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    rows = prefixed = 0
    for values in chain([table.labels()], table.values()):
        lines.writerow(map(cell, values))
        prefixed += sum(map(is_risky, values))
        rows += 1
    text.detach()
    return Counts(rows - 1, prefixed)


def cell(value: Value) -> str:
    """What is written for a value; numbers and dates are ours, only text can be risky."""
    if value is None:
        return ""
    return f"'{value}" if is_risky(value) else shown(value)


def is_risky(value: Value) -> bool:
    """Whether a spreadsheet could take this for a formula, whatever invisible signs come first.

    A text that already has such an apostrophe gets a second one: removing one always gives the answer back.
    """
    if not isinstance(value, str):
        return False
    seen = next((char for char in value.lstrip("'") if not is_invisible(char)), "")
    return seen in RISKY


def is_invisible(char: str) -> bool:
    """Spaces, zero-width signs, direction marks and the byte order mark."""
    return unicodedata.category(char) in ("Zs", "Cf")
