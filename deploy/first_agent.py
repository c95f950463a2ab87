"""The first agent of an empty store, with a password that can be read aloud."""

from __future__ import annotations

import secrets

from deploy.service import Settings

ROLES = ("agenda", "participation", "vote", "resources", "contact", "admin")
CONSONANTS, VOWELS = "bdfgjklmnprstvz", "aeiou"


def readable_password() -> str:
    """Five short words such as `bova-tiku-remo-sali-nufe`: 62 bits, easy to read and to type."""
    return "-".join("".join(syllable() for _ in range(2)) for _ in range(5))


def syllable() -> str:
    """A consonant and a vowel drawn at random."""
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def add_first_agent(settings: Settings) -> str | None:
    """Add the agent « agent » with every role when there is none; return the password, or None.

    Raise SystemExit with what the service said when it could not be done.
    """
    if formservice(settings, "agent", "list"):
        return None
    password = readable_password()
    roles = [word for role in ROLES for word in ("--role", role)]
    formservice(settings, "agent", "add", "agent", *roles, "--password-stdin", given=password)
    return password


def formservice(settings: Settings, *arguments: str, given: str = "") -> str:
    """Run a `formservice` command to its end and return what it printed."""
    process = settings.start_formservice(*arguments)
    output, _ = process.communicate(given)
    if process.returncode:
        raise SystemExit(f"« formservice {' '.join(arguments[:2])} » a échoué :\n{output.strip()}")
    return output.strip()
