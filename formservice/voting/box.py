"""The sealed box of an election: ballots encrypted to its public key, in 256 parts, each a list in no order.

A part is one record that is written anew for each ballot, which goes to a place drawn by chance: no id, no number, no
row tells when a ballot came, nor after which.
"""

import base64
import secrets
from collections.abc import Collection, Iterator
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from formservice.storage import Records, Store, View
from formservice.voting.ballots import BROKEN, CHANNELS, Cast, Unreadable, decode, encode

TABLE = "box"


def new_key() -> PrivateKey:
    """The key of an election: its public half seals, its private half leaves the machine at once."""
    return PrivateKey.generate()


def public_of(key: PrivateKey) -> str:
    """The public half, as the election keeps it (hexadecimal)."""
    return bytes(key.public_key).hex()


def seal(public: str, cast: Cast, length: int) -> str:
    """The ballot, padded to `length` bytes and sealed (base64): twice the same ballot gives two texts."""
    sealed = SealedBox(PublicKey(bytes.fromhex(public))).encrypt(encode(cast, length))
    return base64.b64encode(sealed).decode()


def unseal(key: PrivateKey, sealed: str, channel: str) -> Cast:
    """The ballot; one that does not open, or says another channel than its place, is kept as broken."""
    try:
        cast = decode(SealedBox(key).decrypt(base64.b64decode(sealed, validate=True)))
    except (CryptoError, Unreadable, ValueError, TypeError):
        return Cast("", channel, {}, {}, BROKEN)
    return cast if cast.channel == channel else Cast("", channel, {}, {}, BROKEN)


def parts(code: str) -> str:
    """The prefix of the parts of a box."""
    return f"box/{code}/"


def draw_part(code: str) -> str:
    """One of the 256 parts of a box, by chance: drawn anew for each ballot, and kept nowhere."""
    return f"{parts(code)}{secrets.token_hex(1)}"


def put(records: Records, partition: str, channel: str, sealed: list[str]) -> None:
    """Put ballots in a part, each at a place drawn by chance."""
    found = records.find(partition, TABLE)
    inside: dict[str, Any] = {name: list(found[0][name]) if found else [] for name in CHANNELS}
    for one in sealed:
        inside[channel].insert(secrets.randbelow(len(inside[channel]) + 1), one)
    if found:
        records.update(partition, TABLE, found[0]["id"], **inside)
    else:
        records.add(partition, TABLE, **inside)


def ballots(view: View, partition: str) -> Iterator[tuple[str, str]]:
    """(channel, sealed ballot) of one part."""
    for record in view.find(partition, TABLE):
        for channel in CHANNELS:
            yield from ((channel, sealed) for sealed in record[channel])


def counts(store: Store, code: str, without: Collection[str] = ()) -> dict[str, int]:
    """How many ballots came by each channel. Reads the whole box but `without` these parts, and opens nothing."""
    found = dict.fromkeys(CHANNELS, 0)
    with store.snapshot() as view:
        for part in (one for one in list(view.partitions(parts(code))) if one not in without):
            for channel, _ in ballots(view, part):
                found[channel] += 1
    return found
