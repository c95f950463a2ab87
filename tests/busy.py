"""A month that overflows, in a generated commune: `crowd(commune)` adds it before the build."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from tests import words
from tests.commune import Commune, working, written

CODES = "ABCDEFGHJKLM"
"""The second letters of codes that `generate` never draws: XA, XB…"""
STARTS = ("9:00", "10:30", "14:00", "16:00", "18:00")
FULL = 40
"""Sessions of the week that is full; one day of it has a dozen at least. The others of the month make sixty."""


def crowd(commune: Commune) -> date:
    """Sixty sessions in a month, two in three within one week. Gives the Monday of that week."""
    monday = commune.now.date() + timedelta(days=14 - commune.now.weekday())
    days = [working(monday + timedelta(days=n % 5)) for n in range(FULL)]
    days += [working(monday + timedelta(days=7 + n)) for n in range(20)]
    for n, code in enumerate(CODES):
        sessions = [_session(f"X{code}-{m + 1}", day, n + m) for m, day in enumerate(sorted(days[n :: len(CODES)]))]
        _write(commune, n, f"X{code}", sessions)
    return monday


def _session(id: str, day: date, n: int) -> dict[str, Any]:
    start = datetime.combine(day, datetime.strptime(STARTS[n % len(STARTS)], "%H:%M").time())
    session = {"id": id, "start": written(start), "end": written(start + timedelta(minutes=90))}
    if n % 11 == 3:
        session |= {"cancelled": "La salle est prise : un vote.", "changes": [{"on": str(day), "was": written(start)}]}
    elif n % 7 == 2:
        session["changes"] = [{"on": str(day), "was": written(start - timedelta(days=1))}]
    return session


def _write(commune: Commune, n: int, code: str, sessions: list[dict[str, Any]]) -> None:
    content = commune.folder / "content"
    places = sorted(path.stem for path in (content / "lieux").glob("*.md"))
    front = {
        "title": f"{words.TITLES[n]} (foule)", "kind": "atelier", "code": code, "place": places[n % 2],
        "summary": words.SENTENCES[n % len(words.SENTENCES)], "level": "débutant", "bring": "Un crayon & du papier.",
        "capacity": "12", "waiting": "4", "booking": "session", "sessions": sessions,
    }  # fmt: skip
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    (content / "agenda" / f"foule-{n}.md").write_text("\n".join(["---", *lines, "---", "Texte.", ""]), "utf-8")
