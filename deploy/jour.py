"""Tomorrow on paper from the store of this desk: `make jour`, or `make jour DAY=today TO=/media/cle`."""

from __future__ import annotations

import os
import sys

from deploy.service import Settings


def main() -> int:
    """Read DAY and TO, and let the service print."""
    given = {f"--{name.lower()}": os.environ.get(name, "").strip() for name in ("DAY", "TO")}
    words = [word for option, value in given.items() if value for word in (option, value)]
    process = Settings.from_environment().start_formservice("jour", *words)
    said, _ = process.communicate()
    print(said, end="", file=sys.stderr if process.returncode else sys.stdout)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
