"""Making codes, which may be stopped at any moment and started again.

Codes are drawn once, into a file of the folder that the sheets go to: they are known there and on paper, nowhere else.
Their hashes are kept, then the sheets are printed, then that file goes. Whoever was stopped finds it, and goes on.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from formservice.own_file import put
from formservice.participation import issuing
from formservice.participation.issuing import By
from formservice.participation.letters import Series, sheets
from formservice.participation.written_codes import new_code
from formservice.service import Service

A_FILE = 480
"""Codes in one PDF: twenty pages."""


@dataclass(frozen=True)
class Work:
    """Codes that were drawn, and are being kept and printed."""

    id: str
    series: str
    label: str
    codes: tuple[str, ...]


def path_of(folder: Path, series: str) -> Path:
    """The file that the codes of a series are drawn into."""
    return folder / f".codes-{series}.en-cours"


def begin(folder: Path, series: str, label: str, count: int) -> Work:
    """Draw codes; those of a work that was stopped when there is one."""
    path = path_of(folder, series)
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Work(secrets.token_hex(16), series, label, tuple(new_code() for _ in range(count)))
        put(path, lambda stream: stream.write(json.dumps(asdict(made)).encode()))
    return _read(path)


def _read(path: Path) -> Work:
    told = json.loads(path.read_bytes())
    return Work(told["id"], told["series"], told["label"], tuple(told["codes"]))


def keep(app: Service, work: Work, by: By) -> tuple[dict[int, str], Iterator[int]]:
    """The codes by serial number, and what keeps them, a shard at a time. Raises NotIssued."""
    first = issuing.reserve(app.store, work.series, work.id, work.label, len(work.codes), by)
    numbered = dict(enumerate(work.codes, first))
    return numbered, issuing.keep(app.store, work.series, work.label, numbered)


def print_all(app: Service, series: Series, folder: Path, numbered: dict[int, str]) -> Iterator[Path]:
    """Write the sheets, twenty pages a file. Raises PaperError."""
    serials = list(numbered)
    for n in range(0, len(serials), A_FILE):
        part = serials[n : n + A_FILE]
        yield write(app, series, folder, {serial: numbered[serial] for serial in part})


def write(app: Service, series: Series, folder: Path, codes: dict[int, str]) -> Path:
    """Write one file of sheets, named by its serial numbers."""
    path, printed = name(folder, series.code, list(codes)), sheets(app, series, codes)
    put(path, lambda stream: stream.write(printed))
    return path


def name(folder: Path, series: str, serials: list[int]) -> Path:
    """`codes-BA27-00001-00480.pdf`."""
    return folder / f"codes-{series}-{'-'.join(f'{one:05d}' for one in sorted({serials[0], serials[-1]}))}.pdf"


def end(folder: Path, series: str) -> None:
    """The sheets are there: what the codes were drawn into goes."""
    path_of(folder, series).unlink(missing_ok=True)
