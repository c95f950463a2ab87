"""The link by e-mail that opens a ballot: it stands for an address that was proved, and is good for one vote.

The store knows it by its hash, beside the mark of the roll; the address is in the letter alone, which goes once sent.
Where one lives is asked after it: what knows the voter never knows the area.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Response

from formservice import mail, pages
from formservice.handlers import Entry
from formservice.participation import roll
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Full, Record, Records
from formservice.voting.handling import mark_of, right_of
from formservice.voting.page import Voting

PREFIX, LETTERS, TABLE = "votelink", "voteletter", "links"
LIFE, AN_HOUR = timedelta(hours=48), timedelta(hours=1)
MOST = 3
"""Links of one address that are good at the same time: more is a stranger who floods it."""
TITLE = "Regardez votre messagerie"
SENT = [
    "Si l’adresse est juste, un message y arrive dans quelques minutes, avec un lien : il ouvre votre bulletin.",
    "Le lien sert pendant 48 heures, jusqu’à la fin du vote au plus tard. Votre vote n’est pas encore compté.",
    "Rien ne vient ? Regardez dans les indésirables, vérifiez l’adresse, ou appelez-nous : on vote aussi sur papier.",
]


class BadLink(Refused):
    """The link is not one of ours, or its time is over."""

    reason = "link"


def ask(app: Service, page: Voting, entry: Entry) -> Response:
    """Send a link to an address, and say the same whatever is known of it. StoreError."""
    marked, code = mark_of(app.store, page, entry.answers) or "", page.edition.code
    partition, outbox = partition_of(code, marked), f"{LETTERS}/{code}/{secrets.token_hex(1)}"
    # The first letters say in which part it is looked for.
    token = marked[:2] + secrets.token_urlsafe(24)
    voted = bool(roll.uses(app.store.read(roll.partition_of(right_of(page), marked)), right_of(page), marked))
    until = ends(page, entry.now)
    with app.store.transaction(partition, outbox) as records:
        if sweep(records, partition, marked, entry.now) < MOST:
            over = until.isoformat(timespec="seconds")
            records.add(partition, TABLE, digest=digest(token), mark=marked, until=over)
            _send(records, outbox, page, entry.answers["email"], "" if voted else token, until)
    return pages.notice(TITLE, SENT, ways=[("Le budget participatif", page.edition.url, "")])


def find(app: Service, page: Voting, token: str) -> dict[str, str]:
    """The answers that a link stands for. Raises BadLink."""
    partition = partition_of(page.edition.code, token)
    found = app.store.read(partition).find(partition, TABLE, digest=digest(token)) if token.isascii() else []
    if not found or found[0]["until"] <= app.clock.wall().isoformat(timespec="seconds"):
        raise BadLink("")
    return {"mark": found[0]["mark"], "eligible": "yes", "of_age": "yes"}


def partition_of(code: str, mark: str) -> str:
    """Where the links of a mark are, or a link by itself."""
    shard = mark[:2] if set(mark[:2]) <= set("0123456789abcdef") and len(mark) > 1 else "00"
    return f"{PREFIX}/{code}/{shard}"


def digest(token: str) -> str:
    """What the store knows a link by."""
    return hashlib.sha256(f"votelink|{token}".encode()).hexdigest()


def ends(page: Voting, now: datetime) -> datetime:
    """When a link that is asked for now is good no more: on the hour, for its minute is nobody's business."""
    phase, over = page.edition.phase("vote"), (now + LIFE).replace(minute=0, second=0, microsecond=0) + AN_HOUR
    return min(over, phase.until) if phase else now


def sweep(records: Records, partition: str, mark: str, now: datetime) -> int:
    """Let the links go whose time is over; how many this mark still has."""
    living: list[Record] = []
    for one in records.find(partition, TABLE):
        if one["until"] <= now.isoformat(timespec="seconds"):
            records.remove(partition, TABLE, one["id"])
        else:
            living.append(one)
    return sum(one["mark"] == mark for one in living)


def _send(records: Records, outbox: str, page: Voting, address: str, token: str, until: datetime) -> None:
    told = {"title": page.edition.title, "url": f"{page.url}{token}/" if token else "", "edition": page.edition.url}
    to: dict[str, Any] = {"id": "", "answers": {"reach": "email", "email": address}, "told": told}
    if not mail.queue(records, outbox, to, "vote_link", until=until.isoformat()):
        raise Full(outbox)


def forget(app: Service) -> int:
    """Let go of links whose time is over, and of the former copies of letters; how many links."""
    gone, now = 0, app.clock.wall()
    for partition in list(app.store.partitions(f"{PREFIX}/")):
        before = len(app.store.read(partition).find(partition, TABLE))
        if before:
            with app.store.transaction(partition) as records:
                sweep(records, partition, "", now)
                gone += before - len(records.find(partition, TABLE))
        app.store.forget(partition)
    for partition in list(app.store.partitions(f"{LETTERS}/")):
        app.store.forget(partition)
    return gone
