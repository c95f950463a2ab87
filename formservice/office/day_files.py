"""The day on paper as files of this machine: for its owner's eyes, put in place whole, deleted once the day is over."""

import re
import time
from datetime import date
from pathlib import Path

from formservice.office.day_paper import gathered
from formservice.office.printing import site_of
from formservice.own_file import put
from formservice.paper import render
from formservice.paper.code_sheets import check
from formservice.paper.day import on_paper
from formservice.service import Service

NAME = re.compile(r"\.?jour-([0-9]{4}-[0-9]{2}-[0-9]{2})\.pdf(?P<part>\.part)?")
DEAD = 10 * 60
"""Seconds after which nobody is at work any more on a file that is not whole."""


def folder_of(app: Service) -> Path:
    """Where the files are when nothing else is said."""
    return Path(app.settings.VAR or "var") / "jour"


def keep(app: Service, day: date, folder: Path | None = None) -> Path:
    """Make the file of a day. Those of past days go first, whatever becomes of this one. Raises PaperError, OSError."""
    place = folder or folder_of(app)
    forget(place, app.clock.today())
    check()
    activities = app.releases.current().catalogue.activities
    pdf = render("jour", on_paper(site_of(app), gathered(app, day), activities))
    if not place.exists():
        place.mkdir(mode=0o700, parents=True)
    elif folder is None:
        place.chmod(0o700)
    path = place / f"jour-{day}.pdf"
    put(path, lambda stream: stream.write(pdf))
    return path


def forget(folder: Path, today: date) -> int:
    """Delete what is left of past days, and of a day whose making was cut short; how many files."""
    found = [one for one in folder.iterdir() if _may_go(one, today)] if folder.is_dir() else []
    for one in found:
        one.unlink(missing_ok=True)
    return len(found)


def _may_go(path: Path, today: date) -> bool:
    found = NAME.fullmatch(path.name)
    return found is not None and (found[1] < today.isoformat() or bool(found["part"]) and _is_dead(path))


def _is_dead(path: Path) -> bool:
    try:
        # The machine's time, as the disk has it: the town's may be moved by a rehearsal.
        return time.time() - path.lstat().st_mtime > DEAD
    except FileNotFoundError:
        return False
