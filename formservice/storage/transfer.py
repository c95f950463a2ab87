"""All of one store into another: every partition with its own numbers and hashes, the blobs, the settings.

A partition is compared by the SHA-256 of its text, the same in every store: JSON lines, a header first. Each one is
written whole or not at all, so that a move cut short goes on where it stopped.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from .contract import Snapshot, Store
from .errors import Corrupt, StoreError, Taken
from .progress import Progress, silent

BORN = frozenset({"created", "rehearsal"})
"""The settings of a store that nobody used yet."""


def as_json(value: Any) -> str:
    """One line, in the order in which things were written."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_text(view: Snapshot, partition: str) -> bytes:
    """A partition as JSON lines: its header, records, claims, journal. Corrupt."""
    return "".join(f"{as_json(line)}\n" for line in to_lines(view, partition)).encode()


def to_lines(view: Snapshot, partition: str) -> Iterator[Any]:
    """The lines of `to_text`."""
    yield {"partition": partition, "last": view.last(partition)}
    for table in view.tables(partition):
        for record in view.find(partition, table):
            yield ["record", table, record]
    for claim in view.claims(partition):
        yield ["claim", *claim]
    for line in view.journal(partition):
        yield ["line", line]


def load_text(target: Store, text: bytes) -> None:
    """Write a partition from what `to_text` gave. Taken when it is there, Corrupt when it is no such text."""
    try:
        # Not splitlines: JSON leaves U+2028 and its like as they are.
        header, *lines = [json.loads(line) for line in text.decode().split("\n")[:-1]]
        partition, last = str(header["partition"]), int(header["last"])
        found: dict[str, list[Any]] = {"record": [], "claim": [], "line": []}
        for kind, *values in lines:
            found[kind].append(values[0] if kind == "line" else tuple(values))
        target.load(partition, found["record"], found["claim"], found["line"], last)
    except (ValueError, KeyError, TypeError) as error:
        raise Corrupt("Une partition à charger n'a pas la forme attendue.") from error


def digest(text: bytes) -> str:
    """Its SHA-256."""
    return hashlib.sha256(text).hexdigest()


def move(source: Store, target: Store, progress: Progress = silent) -> tuple[int, int]:
    """Bring all of a store into another, which is new or holds the beginning of the same move, and verify it there.

    Gives how many partitions were written, and how many were there already. The source is read as of one moment.
    Taken, before anything is written, when the target holds something else.
    """
    with source.snapshot() as view:
        names, there = list(view.partitions()), set(target.partitions())
        if strange := sorted(there - set(names)):
            raise Taken(f"L'arrivée contient « {strange[0]} », que le départ ne contient pas : il la faut vide.")
        settings = view.settings()
        check_settings(target, settings, used=bool(there))
        compare(target, {name: digest(to_text(view, name)) for name in names if name in there})
        set_settings(target, settings)
        # Before what names them; one that came after the moment of the snapshot does no harm.
        blobs, kept = list(source.blobs()), set(target.blobs())
        for blob in progress("Fichiers joints", [blob for blob in blobs if blob not in kept]):
            if (content := source.blob_unless_dropped(blob)) is not None:
                kept.add(target.put_blob(content))
        digests = {}
        for name in progress("Partitions", names):
            text = to_text(view, name)
            digests[name] = digest(text)
            if name not in there:
                load_text(target, text)
    confirm(target, digests, [blob for blob in blobs if blob in kept], settings, progress)
    return len(names) - len(there), len(there)


def compare(target: Store, digests: dict[str, str]) -> None:
    """Taken when one of these partitions is not the same in the target."""
    with target.snapshot() as view:
        for name, wanted in digests.items():
            if digest(to_text(view, name)) != wanted:
                raise Taken(
                    f"« {name} » existe déjà à l'arrivée, avec un autre contenu : rien n'a été écrit. "
                    "Reprenez vers un stockage vide."
                )


def check_settings(target: Store, wanted: dict[str, Any], *, used: bool) -> None:
    """Taken when the target has settings that are not those that come."""
    with target.snapshot() as view:
        found = view.settings()
    mine = BORN - {"rehearsal"} if used else BORN
    for name in sorted(found.keys() - mine):
        if name not in wanted or found[name] != wanted[name]:
            raise Taken(f"Le réglage « {name} » de l'arrivée n'est pas celui du départ : il la faut vide.")


def set_settings(target: Store, wanted: dict[str, Any]) -> None:
    """Give the target these settings; first that it is a rehearsal, if it is one."""
    for name in sorted(wanted, key=lambda name: (name != "rehearsal", name)):
        if target.get_setting(name) != wanted[name]:
            target.set_setting(name, wanted[name])


def confirm(
    target: Store, digests: dict[str, str], blobs: Iterable[str], settings: dict[str, Any], progress: Progress
) -> None:
    """Read all of a store again: Corrupt unless it holds these partitions and settings, and at least these blobs."""
    with target.snapshot() as view:
        names = list(view.partitions())
        if names != sorted(digests):
            raise Corrupt(f"L'arrivée contient {len(names)} partitions au lieu de {len(digests)}.")
        for name in progress("Vérification", names):
            if digest(to_text(view, name)) != digests[name]:
                raise Corrupt(f"« {name} » n'est pas à l'arrivée ce qu'elle était au départ.")
        if view.settings() != settings:
            raise Corrupt("Les réglages ne sont pas à l'arrivée ce qu'ils étaient au départ.")
    for blob in blobs:
        target.get_blob(blob)


def refuse_used(target: Store) -> None:
    """StoreError unless nothing was ever kept in this store."""
    with target.snapshot() as view:
        settings = view.settings()
    if any(target.partitions()) or any(target.blobs()) or settings.keys() - BORN:
        raise StoreError("Ce stockage contient déjà des données : une sauvegarde se restaure dans un stockage vide.")
