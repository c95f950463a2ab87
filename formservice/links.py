"""Follow-up links: the place of a record and a signature, derived again whenever needed, never stored.

Keys live in the store, newest first; old ones still verify. Raising a record's `token_version`
revokes its links.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from formservice.storage import Store

FOLLOW, SEEN = "f", "s"
"""`f` shows and cancels; `s` only says that the person is already registered."""


def keys(store: Store) -> list[str]:
    """The signing keys of links, newest first."""
    found: list[str] = store.ensure_setting("link_keys", lambda: [secrets.token_hex(32)])
    return found


def address(store: Store, partition: str, record: dict[str, Any], mode: str = FOLLOW) -> str:
    """`/suivi/session/SM-12/f…`: the address of a record's follow-up."""
    mac = _mac(keys(store)[0], partition, record, mode)
    return f"/suivi/{partition}/{mode}{record['id']}.{mac}"


def record_id(token: str) -> tuple[str, str]:
    """(mode, record id) that a token claims; it proves nothing yet. Raises ValueError."""
    mode, rest = token[:1], token[1:]
    if mode not in (FOLLOW, SEEN) or "." not in rest or len(token) > 100:
        raise ValueError(token)
    return mode, rest.split(".", 1)[0]


def proves(store: Store, partition: str, record: dict[str, Any], token: str) -> bool:
    """Whether a token was made by us for this very record."""
    mode, given = token[:1], token.split(".", 1)[1].encode()
    return any(hmac.compare_digest(_mac(key, partition, record, mode).encode(), given) for key in keys(store))


def _mac(key: str, partition: str, record: dict[str, Any], mode: str) -> str:
    told = f"{mode}|{partition}|{record['id']}|{record['token_version']}".encode()
    digest = hmac.new(bytes.fromhex(key), told, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
