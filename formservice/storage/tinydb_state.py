"""A partition as bytes: TinyDB's own shape, `{table: {seq: record}}`, behind a sealed `_meta` table, and `_claims`."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import orjson

from .chain import genesis
from .staged import Claims
from .tinydb_journal import Mark

FORMAT = 1
# The seal comes first, at a fixed place, so that the very bytes are verified before any of them is parsed.
OPENING = b'{"_meta":{"1":{"sha256":"'
BLANK = b"0" * 64
BODY = len(OPENING) + len(BLANK)


Tables = dict[str, dict[str, dict[str, Any]]]
"""Per table, per `seq` as text, the record."""


class Damaged(ValueError):
    """Bytes that are not a state as it was written; the text says why, in French."""


@dataclass
class State:
    """All that a partition holds. `revision` counts its transactions, `seq` the records it ever had."""

    partition: str
    tables: Tables
    journal: Mark
    seq: int = 0
    revision: int = 0
    claims: Claims = field(default_factory=dict)

    @classmethod
    def new(cls, partition: str) -> "State":
        """The state of a partition never written."""
        return cls(partition, {}, Mark(genesis(partition)))

    def encode(self) -> bytes:
        """The sealed bytes."""
        mark = self.journal
        meta = {
            "sha256": BLANK.decode(),
            "format": FORMAT,
            "partition": self.partition,
            "seq": self.seq,
            "revision": self.revision,
            "journal": {"head": mark.head, "offset": mark.offset, "count": mark.count, "lines": mark.lines},
        }
        claims = {"_claims": {"1": self.claims}} if self.claims else {}
        document = {"_meta": {"1": meta}, **claims, **self.tables}
        data = orjson.dumps(document)
        return b"".join((OPENING, seal(data), memoryview(data)[BODY:]))


def seal(data: bytes) -> bytes:
    """The SHA-256, in hexadecimal, of the bytes with a blank seal."""
    digest = hashlib.sha256(OPENING + BLANK)
    digest.update(memoryview(data)[BODY:])
    return digest.hexdigest().encode()


def is_sealed(data: bytes) -> bool:
    """Whether every bit is as it was written."""
    return data.startswith(OPENING) and data[len(OPENING) : BODY] == seal(data)


def decode(data: bytes, partition: str) -> State:
    """The state in these bytes. Damaged when one bit is not as it was written, or when it is another's."""
    if not data:
        raise Damaged("le fichier est vide")
    if not data.startswith(OPENING):
        raise Damaged("ce n'est pas un fichier du service")
    if data[len(OPENING) : BODY] != seal(data):
        raise Damaged("la somme de contrôle est fausse")
    tables = orjson.loads(data)
    meta = tables.pop("_meta")["1"]
    if meta["format"] != FORMAT:
        raise Damaged(f"le format {meta['format']} est d'une autre version du service")
    if meta["partition"] != partition:
        raise Damaged("le fichier appartient à une autre partition")
    journal = meta["journal"]
    mark = Mark(journal["head"], journal["offset"], journal["count"], tuple(journal["lines"]))
    claims = tables.pop("_claims", {"1": {}})["1"]
    return State(partition, tables, mark, meta["seq"], meta["revision"], claims)
