"""The check page's token: the answers, signed, with the key that makes a second click harmless."""

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from formservice.service import service

TOO_FAST = 2
"""Seconds under which a check page was not read by a person."""


class Altered(Exception):
    """The token is not one of ours, or was changed."""


@dataclass(frozen=True)
class Sealed:
    """What a check page carries."""

    page: str
    """The address of the form."""
    version: str
    """The version of the page the form was made from."""
    made: datetime
    """The town's time of the first check page."""
    fields: dict[str, list[str]]
    """The form as it was posted, known fields only."""
    partition: str = ""
    """Where the record would be, once the answers were found good."""
    stamp: float = field(default_factory=time.time)
    """The machine's time of this check page, for the time trap."""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    """One per form filled in: the same key is the same registration."""

    @property
    def too_fast(self) -> bool:
        """Whether the page comes back before anyone could read it."""
        return 0 <= time.time() - self.stamp < TOO_FAST


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(
        service().settings.secret_keys, salt="check-page", signer_kwargs={"digest_method": hashlib.sha256}
    )


def seal(sealed: Sealed) -> str:
    """The token of a check page."""
    data: list[Any] = [
        sealed.page,
        sealed.version,
        sealed.made.isoformat(),
        sealed.fields,
        sealed.partition,
        sealed.stamp,
        sealed.key,
    ]
    return str(_signer().dumps(data))


def unseal(text: str) -> Sealed:
    """Read a token back, or raise Altered."""
    try:
        page, version, made, fields, partition, stamp, key = _signer().loads(text)
        return Sealed(page, version, datetime.fromisoformat(made), fields, partition, float(stamp), key)
    except (BadSignature, ValueError, TypeError):
        raise Altered() from None
