"""Who is the same person, and the references people read out: nothing here tells who they are."""

import hashlib
import hmac
import re
import secrets
from typing import Any

from formservice.folding import folded, words
from formservice.storage import Store

ALPHABET = "3456789BCDFGHJKMNPQRTWX"
"""No letter that looks like a digit, no vowel to make a word, no E to make a number; 23 letters, a prime, so
that the check letter finds every wrong letter and every swap among the others."""


def person_of(store: Store, answers: dict[str, Any]) -> str:
    """A keyed hash of the name and the contact, the same however they were typed."""
    key: str = store.ensure_setting("person_key", lambda: secrets.token_hex(32))
    told = "|".join([folded(answers["name"]), contact_of(answers)])
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()[:32]


def contact_of(answers: dict[str, Any]) -> str:
    """The contact as it is compared: digits, an address in small letters, or words."""
    phone = re.sub(r"\D", "", answers.get("phone") or "")
    return phone or (answers.get("email") or "").casefold() or " ".join(words(answers.get("contact") or ""))


def new_reference(prefix: str) -> str:
    """`AT-7KM4-3QXW`: seven letters by chance and one that checks them."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    whole = drawn + check_letter(drawn)
    return f"{prefix}-{whole[:4]}-{whole[4:]}"


def check_letter(drawn: str) -> str:
    """The letter that finds one wrong letter or two swapped neighbours."""
    total = sum((n + 1) * ALPHABET.index(letter) for n, letter in enumerate(drawn))
    return ALPHABET[total % len(ALPHABET)]


def is_reference(text: str) -> bool:
    """Whether a reference was read out right."""
    found = re.fullmatch(r"[A-Z]{2}-?([" + ALPHABET + r"]{4})-?([" + ALPHABET + r"]{4})", text.strip().upper())
    return bool(found) and check_letter((found[1] + found[2])[:7]) == found[2][3]  # type: ignore[index]
