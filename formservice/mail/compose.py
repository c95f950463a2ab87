"""A letter as it leaves: plain text first, then the date for a calendar. Pure but for the template it draws."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment

from formservice.agenda import calendar
from formservice.agenda.forms import date_words
from formservice.catalogue import Catalogue
from formservice.catalogue.french import typeset
from formservice.mail.letters import one_address
from formservice.mail.text import name_shown, one_line, sender_name, wrapped
from formservice.theme import day_words, hour, since_words

LONGEST = 4_000
"""Characters of a paragraph that an agent wrote."""
PUBLISHED = ("confirmed", "moved", "rescheduled", "reminder")
"""Letters that bring the date to a calendar, when a seat is held."""
RECALLED = ("cancelled", "called_off")
"""Letters that take it away."""


class NoAddress(ValueError):
    """What was given is not exactly one address."""


@dataclass(frozen=True)
class Frame:
    """What every letter is drawn with."""

    catalogue: Catalogue
    templates: Environment
    base_url: str
    sender: str
    now: datetime
    """The town's time, without offset."""

    @property
    def host(self) -> str:
        """The public name of the site."""
        return urlsplit(self.base_url).hostname or "localhost"


def compose(letter: dict[str, Any], record: dict[str, Any] | None, frame: Frame, link: str = "") -> EmailMessage:
    """The message of an outbox record; `link` is the whole address of the follow-up. NoAddress, TemplateError."""
    message = EmailMessage(policy=SMTP)
    subject, text = drawn(letter, record, frame, link)
    site = frame.catalogue.site
    message["From"] = Address(sender_name(site.name), addr_spec=frame.sender)
    message["To"] = Address(addr_spec=only_address(letter["to"]))
    message["Subject"] = subject
    message["Date"] = format_datetime(frame.now.replace(tzinfo=ZoneInfo(site.timezone)))
    message["Message-ID"] = one_line(letter["message_id"])
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "fr"
    message.set_content(text, cte="quoted-printable")
    for method, told, revisions in calendars(letter, record):
        attach(message, method, dates(method, told, revisions, frame))
    return message


def only_address(text: str) -> str:
    """The one address, or NoAddress."""
    address = one_address(text)
    if not address:
        raise NoAddress
    return address


def drawn(letter: dict[str, Any], record: dict[str, Any] | None, frame: Frame, link: str) -> tuple[str, str]:
    """(subject, text): the first line of the template and the rest."""
    template = frame.templates.get_template(f"mail/{letter['template']}.txt")
    whole = typeset(template.render(**given(letter["data"], record, frame), link=link))
    subject, _, text = whole.lstrip().partition("\n")
    return one_line(subject, 100), wrapped(text)


def given(data: dict[str, Any], record: dict[str, Any] | None, frame: Frame) -> dict[str, Any]:
    """What a template is given; all text on one line."""
    site, told = frame.catalogue.site, lines(data.get("told") or {})
    start = told.get("start") and datetime.fromisoformat(told["start"])
    until = data.get("until") and datetime.fromisoformat(data["until"])
    more = {name: one_line(str(data.get(name) or "")) for name in ("was", "why", "theme", "reference")}
    day = data.get("day") and datetime.fromisoformat(data["day"])
    parts = str(data.get("answer") or "").split("\n\n")
    more |= {"day": since_words(day) if day else ""}
    # Of an idea: its number, that of the one it was joined to, what it costs, what became of it.
    of_idea = {name: data.get(name) or 0 for name in ("number", "into", "cost", "settled", "late", "again")}
    more |= {"status": one_line(str(data.get("status") or ""))}
    return more | of_idea | {
        "answer": [one_line(part, LONGEST) for part in parts if part.strip()],
        "site": site, "catalogue": frame.catalogue,
        "told": told, "base": frame.base_url.rstrip("/"), "name": name_shown(data.get("name") or ""),
        "other": bool(data.get("other")), "party": data.get("party", 1), "rank": data.get("rank") or 0,
        "state": (record or {}).get("state", ""), "wish": bool((record or {}).get("wish")),
        "start": moment(start) if start else "",
        "until": moment(until) if until else one_line(str(data.get("until_words") or "")),
        "dates": [
            date_words(datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"]))
            for one in told.get("sessions", ())
        ],
    }  # fmt: skip


def lines(told: dict[str, Any]) -> dict[str, Any]:
    """What was told, each text on one line."""
    known = dict.fromkeys(("title", "when", "place", "address", "url", "way", "edition", "project"), "")
    return known | {key: one_line(value) if isinstance(value, str) else value for key, value in told.items()}


def moment(at: datetime) -> str:
    """`jeudi 3 décembre à 14 h`."""
    return f"{day_words(at, year=False)} à {hour(at)}"


def calendars(letter: dict[str, Any], record: dict[str, Any] | None) -> list[tuple[str, dict[str, Any], int]]:
    """(method, what was told, revisions of the sign-up) of each calendar file: none for who waits, two for who changed
    dates."""
    name, data, record = letter["template"], letter["data"], record or {}
    told, revisions = data.get("told") or {}, record.get("revisions", 0)
    found = [("PUBLISH", told, revisions)] if name in PUBLISHED and record.get("state") == "confirmed" else []
    found += [("CANCEL", told, revisions)] if name in RECALLED else []
    found += [("CANCEL", data.get("was_told") or {}, data.get("was_revisions", 0))] if name == "rescheduled" else []
    return [one for one in found if one[1].get("sessions")]


def dates(method: str, told: dict[str, Any], revisions: int, frame: Frame) -> bytes:
    """The calendar file."""
    site = frame.catalogue.site
    return calendar.calendar(
        lines(told), frame.now.replace(tzinfo=ZoneInfo(site.timezone)).isoformat(), frame.host, site.timezone,
        frame.base_url.rstrip("/") + told.get("url", ""), site.telephone,
        method=method, sequences=calendar.sequences(frame.catalogue, told, revisions),
    )  # fmt: skip


def attach(message: EmailMessage, method: str, made: bytes) -> None:
    """Add a calendar file twice: some programs read the part, others only what is attached. Base64, for Outlook."""
    name = "agenda.ics" if method == "PUBLISH" else "annulation.ics"
    how = {"method": method, "charset": "utf-8"}
    message.add_attachment(made, maintype="text", subtype="calendar", params=how, disposition="inline")
    message.add_attachment(made, maintype="application", subtype="ics", filename=name)
