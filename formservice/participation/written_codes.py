"""Printed codes as people write them: pure, so that a slip is told before anything is looked up."""

import re
import secrets

from formservice.letters import ALPHABET, check_letter

DRAWN = 11
"""Letters drawn by chance: 23^11 codes, so that nobody meets one by trying. A check letter follows."""
LENGTH, GROUP = DRAWN + 1, 4
LONGEST = 60
"""Characters that are looked at: a code in its groups, with whatever people put between them."""


def new_code() -> str:
    """`7KM4-3QXW-9PBT`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return grouped(drawn + check_letter(drawn))


def grouped(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP))


def bare(code: str) -> str:
    """The letters and figures alone, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", code[:LONGEST].upper())


def slip(code: str) -> str:
    """What went wrong while copying a code, in words; "" when it may be one."""
    letters = bare(code)
    if len(letters) != LENGTH:
        return f"Un code a {LENGTH} lettres et chiffres, et il y en a {len(letters)} ici. Relisez-le."
    strange = next((letter for letter in letters if letter not in ALPHABET), "")
    if strange:
        return f"Il n’y a pas de « {strange} » dans nos codes. Relisez-le lettre par lettre."
    if check_letter(letters[:DRAWN]) != letters[DRAWN]:
        return "Une lettre de ce code ne va pas, ou deux sont inversées. Relisez-le lettre par lettre."
    return ""
