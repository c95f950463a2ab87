"""What goes of an idea with its person. Pure: the idea and its dated steps stay, as they are the town's too."""

from collections.abc import Iterable
from typing import Any

from formservice.participation import contacts, rules
from formservice.participation.words import Idea
from formservice.theme import listed

NAMES = ("signature", "group_name")
WRITTEN = ("reply", "contest")
"""The steps whose words are the author's."""
TEXTS = {
    "title": "titre", "where": "lieu", "what": "texte", "why": "utilité", "summary": "résumé",
    "photo_alt": "description de la photo",
}  # fmt: skip
"""What an idea says, and how it is called."""


def blanks(idea: Idea, fields: Iterable[str] | None) -> dict[str, Any]:
    """What its author wrote to us since, and their contacts wherever they stand; `fields`: these only, or all (None).

    Asked to be erased, the names shown go too, what leads to the roll, and the photo of what was taken back.
    """
    hidden, asked = hidden_of(idea, fields), fields is None
    steps = [{**step, "text": ""} if step["verb"] in WRITTEN else step for step in idea["steps"]]
    gone: dict[str, Any] = {
        "steps": [_without(hidden, step, ("text", "reason")) for step in steps],
        "idea": _worded(idea["idea"], hidden, asked), "public": _worded(idea["public"], hidden, asked),
        "versions": [_worded(words, hidden, asked) for words in idea["versions"]],
        "told": _without(hidden, idea["told"], ("title",)),
    }  # fmt: skip
    if photo_of(idea):
        gone["photo"] = ""
    return gone | ({"mark": ""} if asked else {})


def hidden_of(idea: Idea, fields: Iterable[str] | None) -> list[str]:
    """What must not be read any more in what the idea says."""
    shown = "" if fields is None else idea["idea"]["signature"]
    names = [idea["idea"][name] for name in NAMES if fields is None and idea["idea"].get(name)]
    return [*contacts.of(idea["answers"], shown, fields), *names]


def is_signed(record: Idea) -> bool:
    """Whether an idea still says a name, though its author may be unknown by now; no other record has one."""
    return any(record.get(part, {}).get(name) for part in ("idea", "public") for name in NAMES)


def photo_of(idea: Idea) -> str:
    """The photo that goes with its author: that of an idea that was taken back."""
    return str(idea["photo"]) if idea["state"] == rules.WITHDRAWN else ""


def _worded(words: Idea, hidden: list[str], asked: bool) -> dict[str, Any]:
    kept = _without(hidden, words, TEXTS)
    return kept | ({name: "" for name in NAMES if name in kept} if asked else {})


def _without(hidden: list[str], said: Idea, names: Iterable[str]) -> dict[str, Any]:
    return {**said, **{name: contacts.redacted(hidden, said[name]) for name in names if said.get(name)}}


def remains(idea: Idea) -> list[str]:
    """What was taken out of the idea itself, and what a person must still do by hand once its author was erased."""
    number, left, places = idea["number"], [], places_of(idea)
    if places:
        left.append(f"Ses coordonnées étaient dans l’idée n° {number} : effacées là aussi ({listed(places)}).")
    if is_signed(idea):
        left.append(
            f"L’idée n° {number} était signée : si elle est publiée, retirez « author: » du fichier de content/projets "
            f"qui porte « number: {number} », puis publiez de nouveau."
        )
    if photo_of(idea):
        left.append(f"La photo de l’idée n° {number}, qui était retirée, est effacée aussi.")
    elif idea["photo"]:
        left.append(
            f"La photo de l’idée n° {number} reste : si la personne s’y reconnaît, un agent la retire, sur la page de "
            "l’idée (« Retirer la photo »)."
        )
    return left


def places_of(idea: Idea) -> list[str]:
    """Where its author's contacts stand, in words."""
    hidden = hidden_of(idea, None)
    every = [idea["idea"], idea["public"], *idea["versions"]]
    found = [
        said for name, said in TEXTS.items() if any(contacts.stands_in(hidden, one.get(name) or "") for one in every)
    ]  # fmt: skip
    steps = [step for step in idea["steps"] if step["verb"] not in WRITTEN]
    told = any(contacts.stands_in(hidden, step.get(name) or "") for step in steps for name in ("text", "reason"))
    return [*found, *(["décisions et questions"] if told else [])]
