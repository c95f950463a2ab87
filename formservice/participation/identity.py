"""Who is the same person, by the rules of an edition. Pure: what is compared, never who it is.

`open` asks nothing, `declared` a name and a birth date on honour, `email` an address, `code` a printed code.
"""

import re
from collections.abc import Mapping
from datetime import date

from formservice.folding import named

SCHEMES = ("open", "declared", "email", "code")


class Unidentified(ValueError):
    """What the edition compares is missing: a mistake of the form that asked, not of the resident."""


def compared(scheme: str, answers: Mapping[str, str]) -> str | None:
    """What is compared of a person, the same however it was typed; None when everybody may come again.

    `answers` holds `name` and `birth` (ISO), `email` or `code`. Raises Unidentified.
    """
    if scheme == "open":
        return None
    try:
        told = {"declared": _declared, "email": _address, "code": _code}[scheme](answers)
    except (KeyError, ValueError) as missing:
        raise Unidentified(f"{scheme}: {missing}") from None
    return f"{scheme}|{told}"


def _declared(answers: Mapping[str, str]) -> str:
    return f"{_some(named(answers['name']))}|{date.fromisoformat(answers['birth']).isoformat()}"


def _address(answers: Mapping[str, str]) -> str:
    """One mailbox is one person: what follows a + leads to the same."""
    local, at, domain = answers["email"].strip().casefold().rpartition("@")
    return _some(local.partition("+")[0]) + _some(at) + _some(domain)


def _code(answers: Mapping[str, str]) -> str:
    return _some(re.sub(r"[^A-Z0-9]", "", answers["code"].upper()))


def _some(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text
