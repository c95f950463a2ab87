"""Ideas in the store: what a resident proposes, apart from who proposed it and how to reach them.

`idea` is what may be published; `answers` is who filed it, and goes alone when it is erased.
"""

from collections.abc import Iterator
from typing import Any

from formservice.handlers import Entry
from formservice.identity import new_reference
from formservice.participation import rules
from formservice.participation.filing import Proposing
from formservice.participation.roll import Right, mark_of
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records, Store, View

TABLE, PREFIX = "ideas", "idea"
OF_THE_IDEA = ("title", "area", "where", "what", "why", "estimate", "signature", "group_name", "photo")
"""The answers that may be published, once agents and editors have read them."""
NOT_KEPT = ("birth", "code")
"""What only serves to know that a right was used: the roll keeps a hash of it, and nothing else does."""
MOST = 160
"""Ideas in a partition of 500 records: each may have two letters on their way, or a letter and a call."""
Idea = dict[str, Any]
Place = tuple[str, str]
"""The partition of an idea, and its id."""


def right_of(page: Proposing) -> Right:
    """How many ideas one person may file in this edition. Its roll has a key of its own: the vote has another."""
    scheme = {"libre": "open", "declaree": "declared"}[page.edition.filing]
    return right_named(page.edition.code, scheme, page.edition.limit)


def right_named(code: str, scheme: str = "declared", most: int = 0) -> Right:
    """The same by the code of the edition: to give back what was spent."""
    return Right(f"{code}-depot", scheme, most)


def mark(store: Store, entry: Entry) -> str | None:
    """The person on the roll of the edition; None when it compares nobody."""
    return mark_of(store, right_of(entry.page), entry.answers)


def partition_of(entry: Entry) -> str:
    """Where an idea is kept: its edition, in one of 256 parts by who files."""
    return f"{PREFIX}/{entry.page.edition.code}/{entry.person[:2]}"


def numbers_of(code: str) -> str:
    """The partition that knows the last number given in an edition."""
    return f"edition/{code}"


def next_number(records: Records, code: str) -> int:
    """The number of a new idea: none is given twice, none is skipped."""
    partition = numbers_of(code)
    found = records.find(partition, "numbers") or [records.add(partition, "numbers", last=0)]
    last = int(found[0]["last"]) + 1
    records.update(partition, "numbers", found[0]["id"], last=last)
    return last


class NoRoom(Refused):
    """So many ideas came that a person must take the next."""

    reason = "room"

    def __init__(self) -> None:
        super().__init__("Trop d’idées arrivent pour le moment. Appelez-nous : nous noterons la vôtre.")


def is_full(view: View, partition: str) -> bool:
    """Whether a part of an edition takes no more ideas: none is ever dropped, and agents must still act on each."""
    return len(view.find(partition, TABLE)) >= MOST


def add(records: Records, entry: Entry, marked: str | None) -> Idea:
    """Keep an idea, with its number."""
    page, partition = entry.page, partition_of(entry)
    idea, answers = parted(entry.answers)
    step = {"at": entry.now.isoformat(timespec="seconds"), "verb": "submit", "agent": entry.agent or "",
            "channel": entry.channel, "after": rules.RECEIVED, "version": 1}  # fmt: skip
    return records.add(
        partition, TABLE, state=rules.RECEIVED, idea=idea, answers=answers, person=entry.person, key=entry.key,
        at=entry.at, channel=entry.channel, typed_by=entry.agent, rules=page.version, token_version=1,
        finished=False, doubt=list(entry.doubt), told=told(page, idea), reference=new_reference("ID"),
        number=next_number(records, page.edition.code), edition=page.edition.code, slug=page.edition.slug,
        rules_version=page.edition.rules.version, mark=marked or "", photo=idea.pop("photo", ""),
        public={}, service="", cost=None, steps=[step], versions=[], before=rules.RECEIVED, alone="",
        into=None, joined=[], news="", calls=[],
    )  # fmt: skip


def parted(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what is proposed, who proposes it) of the answers of the form."""
    idea = {name: answers.get(name) or "" for name in OF_THE_IDEA}
    person = {name: said for name, said in answers.items() if name not in (*OF_THE_IDEA, *NOT_KEPT)}
    return idea, person


def told(page: Proposing, idea: dict[str, Any]) -> dict[str, Any]:
    """What the person was told."""
    area = page.edition.area(idea["area"])
    return {
        "title": idea["title"], "url": page.edition.url, "when": "", "place": area.title, "address": "",
        "edition": page.edition.title,
    }  # fmt: skip


def everything(app: Service, code: str) -> list[tuple[str, Idea]]:
    """Every idea of an edition with its partition, in the order of numbers."""
    return sorted(app.store.search(f"{PREFIX}/{code}/", TABLE), key=lambda found: found[1]["number"])


def numbered(app: Service, code: str, number: int) -> tuple[str, Idea]:
    """An idea by its number, with its partition. Raises KeyError."""
    found: Iterator[tuple[str, Idea]] = app.store.search(
        f"{PREFIX}/{code}/", TABLE, lambda one: bool(one["number"] == number)
    )
    for place in found:
        return place
    raise KeyError(number)
