"""One more agent on this desk: `make agent LOGIN=lucie ROLE=agenda`, with a password printed once."""

from __future__ import annotations

import os
import sys

from deploy.first_agent import ROLES, formservice, readable_password
from deploy.service import Settings

HOW = f"Écrivez par exemple : make agent LOGIN=lucie ROLE=agenda\nRôles, un ou plusieurs : {', '.join(ROLES)}."


def add(settings: Settings, login: str, roles: list[str]) -> str:
    """Add the agent and return the password. SystemExit with what the service said when it could not be done."""
    password = readable_password()
    chosen = [word for role in roles for word in ("--role", role)]
    formservice(settings, "agent", "add", login, *chosen, "--password-stdin", given=password)
    return password


def main() -> int:
    """Read LOGIN and ROLE, whose roles are parted by spaces or commas."""
    login, roles = os.environ.get("LOGIN", "").strip(), os.environ.get("ROLE", "").replace(",", " ").split()
    if not login or login.startswith("-") or not roles or set(roles) - set(ROLES):
        print(HOW, file=sys.stderr)
        return 2
    password = add(Settings.from_environment(), login, roles)
    print(f"    identifiant   {login}\n    mot de passe  {password}\n    (il n’est montré que cette fois : notez-le)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
