"""One more agent on this desk: `make agent LOGIN=lucie ROLE=agenda`, with a password printed once."""

from __future__ import annotations

import os
import sys

from deploy.first_agent import ROLES, add_agent
from deploy.service import Settings

HOW = f"Écrivez par exemple : make agent LOGIN=lucie ROLE=agenda\nRôles, un ou plusieurs : {', '.join(ROLES)}."


def main() -> int:
    """Read LOGIN and ROLE, whose roles are parted by spaces or commas."""
    login, roles = os.environ.get("LOGIN", "").strip(), os.environ.get("ROLE", "").replace(",", " ").split()
    if not login or login.startswith("-") or not roles or set(roles) - set(ROLES):
        print(HOW, file=sys.stderr)
        return 2
    print(add_agent(Settings.from_environment(), login, roles).told())
    return 0


if __name__ == "__main__":
    sys.exit(main())
