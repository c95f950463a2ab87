"""The smallest commune there is: a content of one date, a check that knows dates, a builder of one page."""

from pathlib import Path

TREE = {
    "publishconf.py": "",
    "content/atelier.md": "start: 2026-12-03\n",
    "theme/templates/base.html": "{{ page }}",
    "plugins/__init__.py": "",
    "plugins/changes.py": "",
    "plugins/links.py": "",
    "plugins/check.py": """
import sys
from datetime import date
from pathlib import Path

text = Path("content/atelier.md").read_text().split()[1]
try:
    date.fromisoformat(text)
except ValueError:
    sys.exit(f"content/atelier.md:1 : « {text} » n’existe pas. Écrivez une date comme 2026-12-03.")
""",
    "pelican/__init__.py": "",
    "pelican/__main__.py": """
import sys
from pathlib import Path

site = Path(sys.argv[sys.argv.index("-o") + 1])
site.mkdir()
(site / "index.html").write_text(Path("content/atelier.md").read_text())
(site.parent / "catalogue.json").write_text("{}")
""",
}

SERVICE = {
    "formservice/__init__.py": "",
    "formservice/cli.py": """
import os
import sys
from pathlib import Path

agents = Path(os.environ["FORMSERVICE_VAR"], "agents")
if sys.argv[1:3] == ["agent", "list"] and agents.exists():
    print(agents.read_text())
if sys.argv[1:3] == ["agent", "add"]:
    agents.parent.mkdir(parents=True, exist_ok=True)
    agents.write_text(f"{sys.argv[3]} {sys.stdin.read()}")
if sys.argv[1:3] == ["agent", "second"]:
    print("7KM4-3QXW-9PBT", "BB3C-4D5F-6GHJ", "Chacun sert une fois.", sep="\\n")
""",
    "formservice/wsgi.py": """
import os
import time
from pathlib import Path


def app(environ, start_response):
    if environ["PATH_INFO"] == "/lent":
        time.sleep(2)
    text = Path(os.environ["FORMSERVICE_RELEASE"], "site", "index.html").read_bytes()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]
""",
}


def write_tree(folder: Path, tree: dict[str, str]) -> None:
    """Write files given by their path and text."""
    for name, text in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
