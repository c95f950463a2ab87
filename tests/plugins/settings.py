"""The settings of a town in a folder of its own, imported anew: Python keeps the modules of a name, and what it saw
of a folder."""

import importlib
import sys
from typing import Any

from formservice.catalogue import Site, typed
from plugins import check


def checked(folder: Any, site: Site, monkeypatch: Any) -> int:
    """The exit code of `make check` in a folder that has content/."""
    monkeypatch.chdir(folder)
    (folder / "aconf.py").write_text(f"TOWN = {typed.dump(site)!r}\n")
    monkeypatch.delitem(sys.modules, "aconf", raising=False)
    importlib.invalidate_caches()
    try:
        return check.main(["content", "aconf"])
    finally:
        sys.modules.pop("aconf", None)
