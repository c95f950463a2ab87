"""A reader of the disk and of the tables, with nothing of the project: what may be found, what is there?"""

import base64
import json
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from nacl.bindings import sodium_unpad
from nacl.public import PrivateKey, SealedBox
from shamir_mnemonic import combine_mnemonics

Kept = dict[str, bytes]
RUN = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
SHAPES = {
    "roll": {"uses"}, "box": {"web", "paper"}, "sheet": {"number", "place", "state", "lines"},
    "receipt": {"state", "key", "reference", "channel", "day", "at", "person", "answers", "told", "token_version",
                "finished", "rules", "by", "doubt", "proof"},
    "codes": {"serial", "label", "state", "replaces", "replaced"},
}  # fmt: skip
"""All that a record may have, by the first word of its partition."""


def on_disk(folder: Path) -> Kept:
    """Every file, former generations, intents and journals among them; those that go while we look are left."""
    found = {}
    for path in folder.rglob("*"):
        try:
            found |= {str(path.relative_to(folder)): path.read_bytes()} if path.is_file() else {}
        except FileNotFoundError:
            continue
    return found


def in_tables(url: str) -> Kept:
    """Every row of every table, by table and partition."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (table,) in names:
            for text, row in connection.execute(f"SELECT t::text, to_jsonb(t) FROM {table} t").fetchall():
                place = row.get("partition") or row.get("name") or ""
                found.setdefault(f"{table}:{place}", []).extend([text, *map(str, row.values())])
    return {name: "\n".join(rows).encode() for name, rows in found.items()}


def in_backup(path: Path) -> Kept:
    """Every member of a backup."""
    with tarfile.open(path) as held:
        return {f"{path.name}/{one.name}": held.extractfile(one).read() for one in held if one.isfile()}  # type: ignore[union-attr]


def everything(folder: Path, url: str) -> Kept:
    """All that is kept now."""
    return on_disk(folder) | ({} if url.startswith("tinydb:") else in_tables(url))


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes, without spaces, unpacked, and what they hold in base64."""
    tight = re.sub(rb"\s+", b"", data).replace(b'\\"', b'"').replace(b'""', b'"')
    yield from (data, tight)
    with suppress(zlib.error):
        yield zlib.decompress(data, 47)
    for run in set(RUN.findall(data)):
        text = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        yield base64.b64decode(text[: len(text) // 4 * 4])


def found(kept: Kept, wanted: list[bytes]) -> list[tuple[str, bytes]]:
    """Where any of these bytes are."""
    seen = []
    for name, data in kept.items():
        whole = b"\0\0".join(layers(data))
        seen += [(name, one) for one in wanted if one in whole]
    return seen


def texts(kept: Kept) -> set[bytes]:
    """All that looks like a sealed ballot."""
    return {run for data in kept.values() for run in RUN.findall(data)}


# What is really there


def records(folder: Path, url: str, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(partition, record) of what is kept under a prefix, as it is now."""
    if not url.startswith("tinydb:"):
        with psycopg.connect(url) as connection:
            query = "SELECT partition, body FROM records WHERE starts_with(partition, %s)"
            yield from ((name, json.loads(body)) for name, body in connection.execute(query, (prefix,)).fetchall())
        return
    for path in Path(url.removeprefix("tinydb:")).rglob("records.json"):
        tables = json.loads(path.read_bytes())
        name = tables.pop("_meta")["1"]["partition"]
        if name.startswith(prefix):
            tables.pop("_claims", None)
            yield from ((name, one) for table in tables.values() for one in table.values())


def strange(folder: Path, url: str) -> list[tuple[str, set[str]]]:
    """Records of a vote that have more than they should."""
    odd = []
    for prefix, shape in SHAPES.items():
        for name, one in records(folder, url, f"{prefix}/"):
            if more := set(one) - shape - {"id", "seq", "version"}:
                odd.append((name, more))
    return odd


def sealed(folder: Path, url: str, code: str) -> list[tuple[str, str]]:
    """(channel, sealed text) of each ballot of the box."""
    found = records(folder, url, f"box/{code}/")
    return [(channel, text) for _, one in found for channel in ("web", "paper") for text in one[channel]]


def signed(folder: Path, url: str, code: str) -> Counter[str]:
    """How many are on the roll, by channel."""
    return Counter(channel for _, one in records(folder, url, f"roll/{code}-vote/") for channel, _ in one["uses"])


def receipts(folder: Path, url: str, code: str) -> Counter[tuple[str, str, str]]:
    """How many receipts there are, by state, day and channel."""
    return Counter((one["state"], one["day"], one["channel"]) for _, one in records(folder, url, f"receipt/{code}/"))


def numbers(folder: Path, url: str, code: str) -> set[str]:
    """The numbers of all receipts that stand."""
    return {one["reference"] for _, one in records(folder, url, f"receipt/{code}/") if one["state"] == "voted"}


def key_of(papers: list[str]) -> PrivateKey:
    """The key, from two papers."""
    return PrivateKey(combine_mnemonics(papers))


def opened_with(key: PrivateKey, texts: list[tuple[str, str]]) -> Counter[tuple[Any, ...]]:
    """The ballots of a box: area, channel, choices, why one is not counted."""
    plain = [SealedBox(key).decrypt(base64.b64decode(text)) for _, text in texts]
    assert len({len(one) for one in plain}) <= 1, "all of one length"
    return Counter(ballot(json.loads(sodium_unpad(one, len(one)))) for one in plain)


def in_clear(folder: Path, url: str, code: str) -> Counter[tuple[Any, ...]]:
    """The ballots that were opened."""
    return Counter(ballot(one) for _, kept in records(folder, url, f"opened/{code}/") for one in kept["ballots"])


def ballot(said: list[Any]) -> tuple[Any, ...]:
    """A ballot that can be counted."""
    area, channel, rows, invalid = said
    return area, channel, tuple(sorted(tuple(row) for row in rows)), invalid
