"""Free answers, read by agents after the close: a theme, a redacted copy, whether it is published.

The words as they came are kept beside until the purge. Two agents at once see each other's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice.catalogue import Consultation
from formservice.catalogue.consultations import FREE, Question
from formservice.catalogue.results import LONGEST
from formservice.consultations import stored
from formservice.consultations.stored import COUNTED, PREFIX, TABLE, Answer
from formservice.folding import order
from formservice.forms import clean, clean_lines
from formservice.refusal import Refused
from formservice.service import Service

LONGEST_THEME = 60
Place = tuple[str, str]


class Overtaken(Refused):
    """Somebody else read it meanwhile: `now` is what they wrote."""

    reason = "overtaken"

    def __init__(self, now: dict[str, Any]):
        self.now = now
        super().__init__("Une autre personne vient de lire cette réponse : voici ce qu’elle a écrit.")


class Wrong(Refused):
    """What was typed cannot be kept; the text says what to do."""

    reason = "wrong"


@dataclass(frozen=True)
class Reading:
    """What an agent makes of a free answer."""

    theme: str
    text: str
    publish: bool


def free_questions(app: Service, known: Consultation) -> list[Question]:
    """The questions with words of one's own, of every version that was asked, the present one first."""
    everywhere = [known, *(old for _, _, old in reversed(stored.versions(app, known.code)))]
    found: dict[str, Question] = {}
    for one in (question for version in everywhere for question in version.questions):
        if one.kind in FREE:
            found.setdefault(one.id, one)
    return list(found.values())


def may_read(known: Consultation, now: datetime) -> bool:
    """Not before the close: what was answered is nobody's to see until then."""
    return now >= known.closes


def answers(app: Service, code: str, id: str) -> list[tuple[str, Answer]]:
    """The counted answers that say something to a question, always in the same order, which is nobody's: by a random
    name, for the order of arrival in a part would tell, beside the roll, whose they are."""
    known = {asked: one for asked, _, one in stored.versions(app, code)}
    found = (one for one in app.store.search(f"{PREFIX}/{code}/", TABLE, state=COUNTED) if says(known, one[1], id))
    return sorted(found, key=lambda one: str(one[1]["id"]))


def says(known: Mapping[str, Consultation], answer: Answer, id: str) -> bool:
    """Whether an answer says something in its own words: in another version, the same name may be of choices."""
    asked = known.get(answer["asked"])
    free = [one.id for one in asked.questions if one.kind in FREE] if asked else answer["texts"]
    return id in free and bool(answer["said"].get(id))


def is_read(answer: Answer, id: str) -> bool:
    """Whether somebody read it."""
    return id in answer["read"]


def version(answer: Answer, id: str) -> int:
    """How many times it was read: what a page must be told of."""
    return int(answer["read"].get(id, {}).get("n", 0))


def themes(found: list[tuple[str, Answer]], id: str) -> list[str]:
    """The themes in use for a question."""
    named = {one["read"][id]["theme"] for _, one in found if is_read(one, id) and one["read"][id]["theme"]}
    return sorted(named, key=order)


def typed(theme: str, text: str, publish: bool) -> Reading:
    """What was typed, cleaned. Raises Wrong."""
    made = Reading(clean(theme), clean_lines(text), publish)
    if len(made.theme) > LONGEST_THEME:
        raise Wrong(f"Gardez un thème de {LONGEST_THEME} caractères au plus.")
    if len(made.text) > LONGEST:
        raise Wrong(f"Gardez un texte de {LONGEST} caractères au plus.")
    if publish and not made.text:
        raise Wrong("Il n’y a rien à publier : écrivez le texte, ou décochez « Publier ».")
    return made


def read(app: Service, place: Place, id: str, made: Reading, agent: str, version_seen: int) -> Answer:
    """Keep what an agent made of an answer. Raises Overtaken, KeyError: nothing changed then."""
    partition, record = place
    if app.store.read(partition).get(partition, TABLE, record) is None:
        raise KeyError(record)
    with app.store.transaction(partition) as records:
        now = records.get(partition, TABLE, record)
        if now is None or not now["said"].get(id) or now["state"] != COUNTED:
            raise KeyError(record)
        kept = {"theme": made.theme, "text": made.text, "publish": made.publish, "by": agent}
        before = now["read"].get(id, {})
        if {name: before.get(name) for name in kept} == kept:
            return now
        if version(now, id) != version_seen:
            raise Overtaken(before)
        after = records.update(
            partition, TABLE, record, read=now["read"] | {id: kept | {"n": version_seen + 1}}
        )  # fmt: skip
        records.note(
            partition, "read", agent=agent, channel="office", record=record, question=id, publish=made.publish
        )  # fmt: skip
    return after
