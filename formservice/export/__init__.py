"""Spreadsheets of what was submitted: the same table for Excel, for LibreOffice and as raw data.

    with open(path, "wb") as stream:
        manifest = write("xlsx", Table("Inscriptions SM-12", columns, rows, about), stream)

Nothing reaches the stream before the whole file is written, so a failure never leaves half a file behind.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO
from urllib.parse import quote

from formservice import folding

from . import delimited, odf, ods, xlsx
from .table import Column, Counts, Table
from .xlsx import CellTooLong

__all__ = [
    "FORMATS",
    "CellTooLong",
    "Column",
    "Format",
    "Manifest",
    "Table",
    "disposition",
    "file_name",
    "write",
]

CHUNK = 64 * 1024
IN_MEMORY = 2 * 1024 * 1024


@dataclass(frozen=True)
class Format:
    """A kind of file; `label` and `hint` are what an agent reads when choosing."""

    name: str
    label: str
    mimetype: str
    extension: str
    write: Callable[[Table, IO[bytes]], Counts]
    hint: str = ""


@dataclass(frozen=True)
class Manifest:
    """What was written: rows under the header, cells that CSV had to prefix, and the digest of the file."""

    rows: int
    prefixed: int
    sha256: str


FORMATS = {
    kind.name: kind
    for kind in (
        Format("xlsx", "Excel", xlsx.MIMETYPE, "xlsx", xlsx.write),
        Format("ods", "LibreOffice", odf.MIMETYPE, "ods", ods.write),
        Format("csv", "Données brutes (CSV)", "text/csv; charset=utf-8", "csv", delimited.write,
               "Ouvert d’un double-clic, ce fichier perd les zéros du début (01234 devient 1234)."),
    )
}  # fmt: skip


def write(format_name: str, table: Table, stream: IO[bytes]) -> Manifest:
    """Write the table to the stream, in one go at the end; KeyError for a format that is not offered."""
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as work:
        counts = FORMATS[format_name].write(table, work)
        work.seek(0)
        while chunk := work.read(CHUNK):
            digest.update(chunk)
            stream.write(chunk)
    return Manifest(counts.rows, counts.prefixed, digest.hexdigest())


def file_name(title: str, format_name: str, on: date) -> str:
    """A name that any system takes, as `2026-12-03_inscriptions-sm-12.xlsx`."""
    return f"{on:%Y-%m-%d}_{slug(title)}.{FORMATS[format_name].extension}"


def slug(title: str) -> str:
    """The title in small ASCII letters, digits and hyphens, at most 80 of them."""
    return folding.slug(title)[:80].strip("-") or "export"


def disposition(file_name: str) -> str:
    """The Content-Disposition of a download, in both forms of RFC 6266."""
    name = re.sub(r"[\x00-\x1f\x7f/\\\"]", "_", file_name.encode("utf-8", "replace").decode())
    plain = re.sub(r"[^ -$&-~]", "_", folding.unaccented(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
