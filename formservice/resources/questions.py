"""Research questions in the store: asked, taken in hand, answered or closed; each act once, between several agents."""

from typing import Any

from formservice import room, telling
from formservice.handlers import Entry
from formservice.identity import new_reference
from formservice.resources import following
from formservice.resources.asking import Research
from formservice.resources.lending import Overtaken
from formservice.resources.rules import NotNow
from formservice.service import Service
from formservice.storage import Records

TABLE, PREFIX = "questions", "question"
ASKED, IN_HAND, ANSWERED, CLOSED, CANCELLED = "asked", "in_hand", "answered", "closed", "cancelled"
LIVING = (ASKED, IN_HAND)
OVER = (ANSWERED, CLOSED, CANCELLED)
FROM = {"take": LIVING, "answer": LIVING, "close": LIVING, "cancel": LIVING}
AIM = {"take": IN_HAND, "answer": ANSWERED, "close": CLOSED, "cancel": CANCELLED}
LETTERS = {"answer": "question_answered", "close": "question_closed"}
Question = dict[str, Any]


def partition_of(entry: Entry) -> str:
    """Where a question is kept: its month, in one of sixteen parts by who asks."""
    return f"{PREFIX}/{entry.made or entry.now:%Y-%m}/{entry.person[0]}"


def add(app: Service, records: Records, entry: Entry) -> Question:
    """Keep a question, with the day its answer is due."""
    page, partition = entry.page, partition_of(entry)
    room.make(records, partition)
    return records.add(
        partition, TABLE, state=ASKED, answers=entry.answers, person=entry.person, key=entry.key, at=entry.at,
        channel=entry.channel, typed_by=entry.agent, rules=page.version, token_version=1, finished=False,
        doubt=list(entry.doubt), told=told(page), reference=new_reference("QR"), due=str(page.due(entry.now.date())),
        taken_by="", answer="", ended=None, reason="", last=[], calls=[],
    )  # fmt: skip


def told(page: Research) -> dict[str, Any]:
    """What the person was told."""
    place = page.place
    return {
        "title": "Question de recherche", "url": page.url, "when": "", "place": place.title,
        "address": place.address, "phone": place.phone or "",
    }  # fmt: skip


def act(
    app: Service, partition: str, question: Question, verb: str, channel: str = "web", agent: str | None = None,
    version: int | None = None, **more: Any,
) -> Question:  # fmt: skip
    """Do what a button says, once. Raises Overtaken, NotNow: nothing changed then."""
    with app.store.transaction(partition) as records:
        current = records.get(partition, TABLE, question["id"]) or question
        if current["last"] == [verb, version] or (version is None and current["state"] == AIM[verb]):
            return current
        if version is not None and current["version"] != version:
            raise Overtaken("Un autre agent, ou la personne, vient de changer cette question. Relisez-la.")
        if current["state"] not in FROM[verb]:
            raise NotNow("Cette question est déjà terminée.")
        return _change(app, records, partition, current, verb, channel, agent, version, **more)


def _change(
    app: Service, records: Records, partition: str, current: Question, verb: str, channel: str, agent: str | None,
    version: int | None, **more: Any,
) -> Question:  # fmt: skip
    changes: dict[str, Any] = {"state": AIM[verb], "last": [verb, version], **more}
    if verb == "take":
        changes["taken_by"] = agent or ""
    else:
        changes["ended"] = app.clock.today().isoformat()
    after = records.update(partition, TABLE, current["id"], **changes)
    telling.drop_calls(records, partition, after["id"])
    if verb in LETTERS:
        given = {"table": TABLE, "answer": after["answer"], "why": following.why(after)}
        telling.tell(records, partition, after, LETTERS[verb], **given)
    facts = {"before": current["state"], "after": after["state"]}
    records.note(partition, verb, agent=agent, channel=channel, record=after["id"], **facts)
    return after
