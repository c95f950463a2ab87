"""The steps of an idea as a dated story, and what somebody else did of it meanwhile: agents by their names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from formservice.catalogue.french import typeset
from formservice.participation.ideas import Idea
from formservice.submit import CHANNELS
from formservice.theme import day_words, euros, hour

Step = Mapping[str, Any]
BY_AGENT = {
    "ask": "a posé une question", "accept": "a retenu cette idée",
    "refuse": "n’a pas retenu cette idée", "merge": "a réuni cette idée à l’idée n° {number}",
    "part": "a séparé cette idée de celle à laquelle elle était réunie",
    "join": "a réuni l’idée n° {number} à celle-ci", "unjoin": "a séparé l’idée n° {number} de celle-ci",
    "word": "a écrit le texte à publier", "unphoto": "a retiré la photo",
}  # fmt: skip
BY_AUTHOR = {
    "submit": "Idée déposée", "complete": "L’auteur a complété son idée", "reply": "L’auteur a répondu",
    "contest": "L’auteur a contesté la décision", "withdraw": "L’auteur a retiré son idée",
    "news": "Son auteur a des nouvelles du projet",
}  # fmt: skip
ASIDE = ("word", "unphoto", "join", "unjoin")
"""Steps that leave it where it stands."""
CHANGED = "Entre-temps, cette fiche a changé : un appel noté, ou des coordonnées effacées."


class Told(NamedTuple):
    """One step: when, what, and the words that were written then."""

    when: str
    deed: str
    said: tuple[str, ...]


def story(idea: Idea, names: Mapping[str, str]) -> list[Told]:
    """All the steps, the first one first."""
    return [told(step, names) for step in idea["steps"]]


def told(step: Step, names: Mapping[str, str]) -> Told:
    """A step in words."""
    at = datetime.fromisoformat(step["at"])
    return Told(typeset(f"{day_words(at)} à {hour(at)}"), typeset(deed(step, names)), _said(step))


def latest(idea: Idea, names: Mapping[str, str]) -> Told | None:
    """What brought it where it stands; None for one that nobody worked on yet."""
    steps = [step for step in idea["steps"][1:] if step["verb"] not in ASIDE]
    return told(steps[-1], names) if steps else None


def deed(step: Step, names: Mapping[str, str]) -> str:
    """« Lucie a retenu cette idée : 900 €, service Voirie »."""
    if step["verb"] in BY_AUTHOR:
        return _of_author(step, names)
    did = BY_AGENT.get(step["verb"], "a changé cette idée").format(number=step.get("number", ""))
    did += f" : {euros(step['cost'])}" if step.get("cost") is not None else ""
    did += f", service {step['service']}" if step.get("service") else ""
    return f"{names.get(step['agent'], step['agent'])} {did}"


def _of_author(step: Step, names: Mapping[str, str]) -> str:
    channel = CHANNELS.get(step["channel"], "") if step["agent"] or step["verb"] == "submit" else ""
    typed = "saisie" if step["verb"] == "submit" else "noté"
    by = f", {typed} par {names.get(step['agent'], step['agent'])}" if step["agent"] else ""
    return f"{BY_AUTHOR[step['verb']]} {channel}".strip() + by


def overtaken(steps: Sequence[Step], names: Mapping[str, str]) -> str:
    """« Entre-temps, Lucie a retenu cette idée : 900 €, le 3 mars à 14 h. »."""
    if not steps:
        return CHANGED
    found = []
    for step in steps:
        words, said = deed(step, names), " ".join(_said(step))
        words = words[0].lower() + words[1:] if step["verb"] in BY_AUTHOR else words
        found.append(f"{words}, {moment(step['at'])}{f' : « {said} »' if said else ''}")
    return typeset(f"Entre-temps, {' ; puis '.join(found)}.")


def last_deed(idea: Idea, names: Mapping[str, str]) -> str:
    """What was done last of an idea."""
    return typeset(deed(idea["steps"][-1], names))


def moment(at: str) -> str:
    """« le 3 mars à 14 h »."""
    when = datetime.fromisoformat(at)
    return f"le {day_words(when, year=False).partition(' ')[2]} à {hour(when)}"


def _said(step: Step) -> tuple[str, ...]:
    words = str(step.get("text") or step.get("reason") or "")
    return tuple(typeset(part) for part in words.split("\n") if part.strip())
