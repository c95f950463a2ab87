"""The agents of a desk, the first one above all: a password that can be read aloud, the codes that go with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import NamedTuple

from deploy.service import Settings

ROLES = ("agenda", "participation", "vote", "resources", "contact", "admin")
GUARDED = ("vote", "admin")
"""The roles that a password alone does not open."""
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b")
CONSONANTS, VOWELS = "bdfgjklmnprstvz", "aeiou"


class Way(NamedTuple):
    """How an agent comes in: a password, and recovery codes where the roles want a code."""

    login: str
    password: str
    codes: list[str]

    def told(self) -> str:
        """What is printed, once."""
        lines = [f"identifiant   {self.login}", f"mot de passe  {self.password}"]
        if not self.codes:
            return indented([*lines, "(il n’est montré que cette fois : notez-le)"])
        pairs = ["  ".join(self.codes[n : n + 2]) for n in range(0, len(self.codes), 2)]
        lines += [f"{'' if n else 'codes':14}{pair}" for n, pair in enumerate(pairs)]
        ask = "(après le mot de passe, un de ces codes est demandé : chacun sert une fois)"
        return indented([*lines, ask, "(tout cela n’est montré que cette fois : notez-le)"])


def indented(lines: list[str]) -> str:
    """These lines, a little aside."""
    return "\n".join(f"    {line}" for line in lines)


def readable_password() -> str:
    """Five short words such as `bova-tiku-remo-sali-nufe`: 62 bits, easy to read and to type."""
    return "-".join("".join(syllable() for _ in range(2)) for _ in range(5))


def syllable() -> str:
    """A consonant and a vowel drawn at random."""
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def add_first_agent(settings: Settings) -> Way | None:
    """Add the agent « agent » with every role when there is none; return how they come in, or None.

    Raise SystemExit with what the service said when it could not be done.
    """
    return None if formservice(settings, "agent", "list") else add_agent(settings, "agent", ROLES)


def add_agent(settings: Settings, login: str, roles: Iterable[str]) -> Way:
    """Add an agent of these roles, and give how they come in. SystemExit with what the service said."""
    password, given = readable_password(), set(roles)
    chosen = [word for role in ROLES if role in given for word in ("--role", role)]
    formservice(settings, "agent", "add", login, *chosen, "--password-stdin", given=password)
    said = formservice(settings, "agent", "second", login, "--recovery") if given & set(GUARDED) else ""
    return Way(login, password, CODE.findall(said))


def formservice(settings: Settings, *arguments: str, given: str = "") -> str:
    """Run a `formservice` command to its end and return what it printed."""
    process = settings.start_formservice(*arguments)
    output, _ = process.communicate(given)
    if process.returncode:
        raise SystemExit(f"« formservice {' '.join(arguments[:2])} » a échoué :\n{output.strip()}")
    return output.strip()
