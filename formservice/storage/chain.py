"""The lines of a journal, each one bound to the one before by its hash: the same text in every store."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from .errors import Corrupt

Line = dict[str, Any]
TAKEN = frozenset({"n", "at", "prev", "hash"})
"""What the chain itself writes in a line."""
HASH_PART = len(',"hash":""}') + 64


def genesis(partition: str) -> str:
    """What the first line holds on to: a journal moved to another partition does not verify."""
    return hashlib.sha256(f"journal {partition}".encode()).hexdigest()


def extended(notes: Iterable[Line], at: str, count: int, head: str) -> tuple[list[str], str]:
    """These notes as lines after the first `count`, dated `at`, and the hash of the last."""
    lines = []
    for number, note in enumerate(notes, count + 1):
        line, head = chained({"n": number, "at": at, "prev": head, **note})
        lines.append(line)
    return lines, head


def chained(line: Line) -> tuple[str, str]:
    """The line with its hash, and that hash."""
    body = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f'{body[:-1]},"hash":"{digest}"}}', digest


def as_written(lines: Iterable[Line]) -> list[str]:
    """The text of lines that were read: the order of their names is that of the bytes."""
    return [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]


def verified(raw: Iterable[bytes], partition: str) -> tuple[list[Line], str]:
    """All lines of a journal as dicts, and the hash of the last, if they are the very bytes that were written,
    each in its place. Corrupt."""
    lines: list[Line] = []
    head = genesis(partition)
    for each in raw:
        lines.append(one_verified(each, head, len(lines) + 1, partition))
        head = lines[-1]["hash"]
    return lines, head


def one_verified(raw: bytes, previous: str, number: int, partition: str) -> Line:
    """The line as a dict, if it is the very bytes that were written and follows `previous`."""
    digest = hashlib.sha256(raw[:-HASH_PART] + b"}").hexdigest()
    with suppress(ValueError, KeyError, TypeError):
        line: Line = json.loads(raw)
        if (line["hash"], line["prev"], line["n"]) == (digest, previous, number):
            return line
    raise Corrupt(f"La ligne {number} du journal de « {partition} » a été modifiée.")
