"""What the author of an idea is still to be told: the sentence for the telephone, the letter for the post."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from formservice.catalogue.french import typeset
from formservice.catalogue.projects import STATUSES
from formservice.mail import compose, outbox
from formservice.participation import hearing, rules
from formservice.participation.ideas import TABLE, Idea
from formservice.refusal import Refused
from formservice.service import Service
from formservice.theme import euros, initial

VERBS = {name: verb for verb, name in (hearing.SAID | hearing.ACKNOWLEDGED).items()}
SENTENCES = {
    "idea_noted": "{Idea} est bien arrivée. Elle porte le n° {number}.",
    "idea_asked": "Nous avons une question sur {idea} n° {number} : {answer}",
    "idea_accepted": "{Idea} n° {number} est retenue pour le vote : elle coûterait {cost}. {answer}",
    "idea_refused": "{Idea} n° {number} n’est pas retenue. Voici pourquoi. {answer}",
    "idea_merged": "{Idea} n° {number} ressemble à l’idée n° {into} : elles continuent ensemble.",
    "idea_parted": "{Idea} n° {number} est étudiée seule : elle n’est plus réunie à une autre.",
    "idea_contested": "Votre contestation est notée : un autre agent va relire {idea} n° {number}.",
    "idea_withdrawn": "{Idea} n° {number} est retirée, comme vous l’avez demandé.",
    "idea_news": "Des nouvelles de {idea} n° {number} : {status}. {answer}",
}
LATE = "{Idea} n° {number} est retenue trop tard pour ce vote : elle est proposée à la prochaine édition. {answer}"
CORRECTED = "Le coût de {idea} n° {number} est corrigé : {cost}. Elle reste retenue pour le vote. {answer}"
JOINED = " Elle est réunie à l’idée n° {into}."
UNTIL = " Vous pouvez contester cette décision jusqu’au {day}."


@dataclass(frozen=True)
class Letter:
    """A letter to print: blocks of lines."""

    subject: str
    blocks: tuple[tuple[str, ...], ...]


def news(call: dict[str, Any]) -> str:
    """Which letter says it: the one that was lost, when an e-mail did not arrive."""
    return str(call.get("letter") or call["why"])


def facts(app: Service, idea: Idea, name: str) -> dict[str, Any]:
    """What that letter tells, read again from the steps: of the idea itself, or of the one it was joined to."""
    target = joined_to(app, idea)
    source = target if target and VERBS.get(name) in hearing.SHARED else idea
    step: dict[str, Any] = next((one for one in reversed(source["steps"]) if one["verb"] == VERBS.get(name)), {})
    told: dict[str, Any] = {"answer": step.get("text") or step.get("reason") or "", "cost": step.get("cost")}
    with suppress(Refused):
        told = hearing.words(app, source, VERBS.get(name, ""), step)
    return told | {
        "number": idea["number"], "into": idea["into"][2] if idea["into"] else 0,
        "settled": bool(target and target["state"] == rules.ACCEPTED),
        "status": STATUSES.get(idea["news"], idea["news"]),
    }  # fmt: skip


def joined_to(app: Service, idea: Idea) -> Idea | None:
    """The idea it goes on with; None when it is by itself."""
    if not idea["into"]:
        return None
    where, id, _ = idea["into"]
    return app.store.read(where).get(where, TABLE, id)


def say(app: Service, idea: Idea, call: dict[str, Any]) -> str:
    """The sentence to say on the telephone."""
    name = news(call)
    given = facts(app, idea, name)
    whose = "l’idée" if idea["answers"].get("who") == "other" else "votre idée"
    shown = compose.given(given, idea, outbox.frame(app)) | {"cost": euros(given.get("cost") or 0)}
    words = LATE if given.get("late") and name == "idea_accepted" else SENTENCES.get(name, SENTENCES["idea_news"])
    words = CORRECTED if given.get("again") and name == "idea_accepted" else words
    words += JOINED if given["into"] and VERBS.get(name) in hearing.SHARED else ""
    words += UNTIL if shown["day"] and name == "idea_refused" and not given["into"] else ""
    said = words.format(**shown | {"answer": " ".join(shown["answer"]), "idea": whose, "Idea": initial(whose)})
    return typeset(" ".join(filter(None, [re.sub(" +", " ", said).strip(), since(idea, name)])))


def since(idea: Idea, name: str) -> str:
    """The news that came while that was still to be told; "" for none."""
    verbs = [step["verb"] for step in idea["steps"]]
    if name == hearing.SAID["news"] or "news" not in verbs:
        return ""
    after = [step for step in reversed(idea["steps"]) if step["verb"] in ("news", VERBS.get(name))]
    if after[0]["verb"] != "news":
        return ""
    return f"Et depuis : {STATUSES[idea['news']].lower()}. " + " ".join(after[0]["text"].split())


def letter(app: Service, idea: Idea, call: dict[str, Any]) -> Letter:
    """The letter, drawn from the template of the e-mail."""
    answers, name = idea["answers"], news(call)
    data = facts(app, idea, name) | {
        "told": idea["told"], "name": answers.get("name") or "", "reference": idea["reference"],
        "other": answers.get("who") == "other",
    }  # fmt: skip
    frame = outbox.frame(app)
    drawn = frame.templates.get_template(f"mail/{name}.txt").render(
        **compose.given(data, idea, frame), link="", paper=True
    )  # fmt: skip
    subject, _, text = typeset(drawn).lstrip().partition("\n")
    blocks = [_lines(block) for block in re.split(r"\n\s*\n", text) if block.strip()]
    more = since(idea, name)
    # After the greeting, which is the first block, and what the letter tells first.
    return Letter(subject.strip(), (*blocks[:2], *([(typeset(more),)] if more else []), *blocks[2:]))


def _lines(block: str) -> tuple[str, ...]:
    """A paragraph is one line; what is indented keeps its lines."""
    lines = [line for line in block.split("\n") if line.strip()]
    if any(line.startswith("  ") for line in lines):
        return tuple(line.strip() for line in lines)
    return (" ".join(line.strip() for line in lines),)
