"""Who is the same person, and the references people read out: nothing here tells who they are."""

import hashlib
import hmac
import re
import secrets
from typing import Any

from formservice.folding import folded, words
from formservice.letters import ALPHABET, check_letter
from formservice.storage import Store

HOLDS = "holds"
"""The table of what a person holds, in the partition of the person: a line for each seat, each document."""


def person_of(store: Store, answers: dict[str, Any]) -> str:
    """A keyed hash of the name and the contact, the same however they were typed."""
    key: str = store.ensure_setting("person_key", lambda: secrets.token_hex(32))
    told = "|".join([folded(answers["name"]), contact_of(answers)])
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()[:32]


def contact_of(answers: dict[str, Any]) -> str:
    """The contact as it is compared: digits, an address in small letters, or words."""
    phone = re.sub(r"\D", "", answers.get("phone") or "")
    return (
        phone
        or (answers.get("email") or "").casefold()
        or " ".join(words(answers.get("contact") or answers.get("post") or ""))
    )


def person_partition(person: str) -> str:
    """Where it is known what a person holds."""
    return f"person/{person[:2]}"


def new_reference(prefix: str) -> str:
    """`AT-7KM4-3QXW`: seven letters by chance and one that checks them."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    whole = drawn + check_letter(drawn)
    return f"{prefix}-{whole[:4]}-{whole[4:]}"


def is_reference(text: str) -> bool:
    """Whether a reference was read out right."""
    found = re.fullmatch(r"[A-Z]{2}-?([" + ALPHABET + r"]{4})-?([" + ALPHABET + r"]{4})", text.strip().upper())
    return bool(found) and check_letter((found[1] + found[2])[:7]) == found[2][3]  # type: ignore[index]
