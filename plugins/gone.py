"""The sessions to come that were on line and left the content: people hold seats, calendars show them. Pure.

A session is called off by `cancelled`, never by being taken out: those who booked are told by that word alone.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from formservice.catalogue import Activity, Catalogue, Change, Session
from plugins.content import Content
from plugins.frontmatter import BadContent, read_file

TOLD = "les personnes inscrites seront prévenues"


def gone(before: Catalogue, content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """Those that are nowhere any more, with the line to put back. One that is over may go."""
    kept = {session.id for activity in content.things["agenda"] for session in activity.sessions}
    for activity in before.activities:
        left = [one for one in activity.sessions if one.id not in kept and one.start.date() >= today]
        path = path_of(activity, content, root)
        name = f"{root.name}/{path.relative_to(root)}"
        if left and not path.is_file():
            yield BadContent(name, 1, _file(activity, left, today))
            continue
        for session in left:
            yield BadContent(name, read_file(path).line_of(("sessions",)), _session(session, today))


def path_of(activity: Activity, content: Content, root: Path) -> Path:
    """The file of an activity that was on line: known by its code, else by its name, whether it is there or not."""
    slug = next((one.slug for one in content.things["agenda"] if one.code == activity.code), activity.slug)
    return content.files.get(f"agenda/{slug}", root / "agenda" / f"{slug}.md")


def _session(was: Session, today: date) -> str:
    how = "telle qu’elle était" if was.cancelled else f"avec « cancelled: la raison », et {TOLD}"
    return f"La séance {was.id}, à venir, n’est plus dans le fichier. Remettez-la {how} :\n  {line(was, today)}"


def _file(activity: Activity, left: list[Session], today: date) -> str:
    lines = "\n".join(f"  {line(one, today)}" for one in left)
    return (
        f"Le fichier de « {activity.title} » n’est plus là, et des séances étaient à venir. Remettez-le, avec "
        f"« cancelled: la raison » à chacune : {TOLD}.\n{lines}"
    )


def line(was: Session, today: date) -> str:
    """The line of a session, called off today, ready to copy."""
    lines = [*was.changes, *(() if was.cancelled else (Change(today, was.start),))]
    keys = {
        "id": was.id, "start": f"{was.start:%Y-%m-%d %H:%M}", "end": f"{was.end:%Y-%m-%d %H:%M}",
        "maintained": "true" if was.maintained else "",
        "cancelled": _quoted(was.cancelled) if was.cancelled else "la raison",
        "changes": f"[{', '.join(map(_change, lines))}]" if lines else "",
    }  # fmt: skip
    return f"- {{{', '.join(f'{name}: {text}' for name, text in keys.items() if text)}}}"


def _change(one: Change) -> str:
    why = f", why: {_quoted(one.why)}" if one.why else ""
    return f"{{on: {one.on}, was: {one.was:%Y-%m-%d %H:%M}{why}}}"


def _quoted(text: str) -> str:
    # A reason may hold what YAML reads otherwise: a colon, a comma, a brace.
    return json.dumps(text, ensure_ascii=False)
