"""Ideas as the agents of participation see them on a board: where each stands, for how long, who has it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from formservice import telling
from formservice.participation import rules
from formservice.participation.ideas import PREFIX, TABLE, Idea
from formservice.participation.words import wording
from formservice.service import Service
from formservice.theme import plural

STATES = {
    rules.RECEIVED: "À étudier", rules.QUESTIONED: "Question posée", rules.CONTESTED: "Contestée, à relire",
    rules.ACCEPTED: "Retenue", rules.REFUSED: "Pas retenue", rules.MERGED: "Réunie à une autre",
    rules.WITHDRAWN: "Retirée",
}  # fmt: skip
"""In the order of the filter: what is still to be decided comes first."""
PATIENCE = timedelta(days=10)
"""How long a question may wait before an agent calls."""
SHAPES = {
    rules.RECEIVED: "waiting", rules.QUESTIONED: "few", rules.CONTESTED: "few", rules.ACCEPTED: "free",
    rules.REFUSED: "cancelled", rules.WITHDRAWN: "cancelled",
}  # fmt: skip


class Found(NamedTuple):
    """An idea where it is kept, and what its author is still to be told."""

    partition: str
    idea: Idea
    call: dict[str, Any] | None


@dataclass(frozen=True)
class Line:
    """One idea in words."""

    number: int
    title: str
    area: str
    age: str
    """« il y a 3 jours »."""
    state: str
    shape: str
    """How its state is drawn."""
    since: str
    """What presses, in words."""
    holder: str
    to_say: str
    """« À appeler », « Lettre à poster »."""
    outdated: bool
    """Whether the words to publish are older than the idea."""


def gathered(app: Service, code: str) -> list[Found]:
    """Every idea of an edition in the order of numbers, each with what is still to be told."""
    prefix = f"{PREFIX}/{code}/"
    calls = {call["signup"]: call for _, call in app.store.search(prefix, telling.CALLS)}
    found = [Found(where, idea, calls.get(idea["id"])) for where, idea in app.store.search(prefix, TABLE)]
    return sorted(found, key=lambda one: one.idea["number"])


def line(one: Found, today: date, names: Mapping[str, str]) -> Line:
    """An idea in words; `names` of the agents, by login."""
    idea = one.idea
    return Line(
        idea["number"], wording(idea)["title"], idea["told"]["place"], ago((today - _day(idea["at"])).days),
        STATES[idea["state"]], SHAPES.get(idea["state"], ""), since(idea, today), holder(idea, names), to_say(one),
        outdated(idea),
    )  # fmt: skip


def ago(days: int) -> str:
    """« aujourd’hui », « hier », « il y a 3 jours »."""
    return ("aujourd’hui", "hier")[max(days, 0)] if days < 2 else f"il y a {plural(days, 'jour')}"


def since(idea: Idea, today: date) -> str:
    """For how long its author has not answered, or that they just did; "" while that is no matter."""
    days = silent(idea, today)
    if outdated(idea):
        return "L’auteur a complété depuis le texte à publier"
    if idea["steps"][-1]["verb"] == "reply":
        return "L’auteur a répondu"
    return f"Sans réponse depuis {plural(days, 'jour')}" if days >= PATIENCE.days else ""


def outdated(idea: Idea) -> bool:
    """Whether its author completed it after the words to publish were written."""
    verbs = [step["verb"] for step in idea["steps"] if step["verb"] in ("complete", "word")]
    return "word" in verbs and verbs[-1] == "complete"


def silent(idea: Idea, today: date) -> int:
    """Days since the question that waits; 0 without one."""
    if idea["state"] != rules.QUESTIONED:
        return 0
    asked = next(step for step in reversed(idea["steps"]) if step["verb"] == "ask")
    return (today - _day(asked["at"])).days


def holder(idea: Idea, names: Mapping[str, str]) -> str:
    """Who is to do what comes next, or who decided."""
    state, worked = idea["state"], [step["agent"] for step in idea["steps"][1:] if step["agent"]]
    last = names.get(worked[-1], worked[-1]) if worked else ""
    if state == rules.QUESTIONED:
        return f"L’auteur, question de {last}"
    if state == rules.CONTESTED:
        refused = next(step["agent"] for step in reversed(idea["steps"]) if step["verb"] == "refuse")
        return f"Un autre agent que {names.get(refused, refused)}"
    if state == rules.MERGED:
        return f"Avec l’idée n°\xa0{idea['into'][2]}"
    if state == rules.WITHDRAWN:
        return "Terminée"
    return ", ".join(filter(None, [last, idea["service"]])) or "Personne encore"


def by_post(idea: Idea) -> bool:
    """Whether its author is written to on paper."""
    answers = idea["answers"]
    return bool(answers.get("post")) and (answers.get("reach") == "post" or not _telephone(answers))


def _telephone(answers: dict[str, Any]) -> bool:
    return bool(answers.get("phone") or answers.get("contact"))


def to_say(one: Found) -> str:
    """What is to be done to tell its author; "" when nothing is."""
    if one.call is None:
        return ""
    return "Lettre à poster" if by_post(one.idea) else "À appeler"


def pressing(found: list[Found], today: date) -> list[tuple[int, str, str, str]]:
    """(how many, one, several, the filter that shows them) of what presses."""
    said = Counter(to_say(one) for one in found)
    states = Counter(one.idea["state"] for one in found)
    waiting = sum(silent(one.idea, today) >= PATIENCE.days for one in found)
    days = f"depuis {PATIENCE.days} jours"
    every = [
        (states[rules.CONTESTED], "décision contestée", "décisions contestées", "?etat=contestee"),
        (waiting, f"question sans réponse {days}", f"questions sans réponse {days}", "?etat=question"),
        (said["À appeler"], "auteur à appeler", "auteurs à appeler", "?dire=1"),
        (said["Lettre à poster"], "lettre à poster", "lettres à poster", "?dire=1"),
    ]
    return [one for one in every if one[0]]


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
