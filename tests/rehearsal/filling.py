"""A questionnaire as people fill it in: on a screen, on paper by its printed numbers; the line it must make in a
download."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from formservice.submit import CHANNELS
from tests.rehearsal.published import FEW, FEWEST

Question = dict[str, Any]
Said = dict[str, Any]
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAYS = ("2028-02-29", "2029-03-01", "2029-06-12", "2029-07-14")


def front(path: Path) -> dict[str, Any]:
    """The front matter of a generated file."""
    lines = path.read_text(encoding="utf-8").split("---\n")[1].splitlines()
    return {key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines)}


def write(path: Path, **given: Any) -> None:
    """Change keys of it; None takes one out."""
    said = {key: value for key, value in (front(path) | given).items() if value is not None}
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    path.write_text("\n".join(["---", *lines, f"---\n{body}"]), encoding="utf-8")


def opinion(draw: Random, question: Question, words: str, days: Sequence[str] = DAYS) -> Any:
    """What somebody answers to a question, in these words where one writes; "" now and then."""
    if "required" not in question and draw.random() < 0.15:
        return ""
    places = [str(n) for n in range(1, len(question.get("options", ())) + 1)]
    most = int(question.get("most", 0))
    match question["kind"]:
        case "one":
            return draw.choice(places[: draw.choice((2, 2, len(places)))])
        case "several" | "rank":
            chosen = draw.sample(places, draw.randrange(1, min(most or len(places), len(places)) + 1))
            return chosen if question["kind"] == "rank" else sorted(chosen, key=int)
        case "scale":
            return str(draw.randrange(int(question["least"]), most + 1))
        case "number":
            return str(draw.randrange(0, most + 1))
        case "date":
            return draw.choice(days)
    return words


def on_screen(question: Question, said: Any) -> Any:
    """An answer as the boxes of the web take it."""
    if question["kind"] == "rank":
        return [str(said.index(str(n)) + 1) if str(n) in said else "" for n in range(1, len(question["options"]) + 1)]
    return on_paper(said)


def by_numbers(question: Question, said: Any) -> str:
    """An answer as an agent types it: the printed numbers, of a rank its boxes from top to bottom."""
    if question["kind"] == "rank":
        return " ".join(rank or "-" for rank in on_screen(question, said))
    return " ".join(said) if isinstance(said, list) else str(on_paper(said))


def on_paper(said: Any) -> Any:
    """A day as one writes it; the rest as it is."""
    return "/".join(reversed(said.split("-"))) if isinstance(said, str) and DAY.fullmatch(said) else said


def ways(came: list[str]) -> dict[str, str]:
    """How each channel is told: no fewer than five answers together."""
    told = {channel: CHANNELS[channel] for channel in came}
    for channel in sorted(set(came), key=lambda one: (came.count(one), one)):
        few = sum(told[one] == FEW for one in came)
        if came.count(channel) < FEWEST or 0 < few < FEWEST:
            told[channel] = FEW
    return told


def row(questions: list[Question], one: Any, quartiers: list[str], ways: dict[str, str]) -> list[str]:
    """The line of the download that this person must have made, the themes of agents aside."""
    said = kept(questions, one.said)
    cells = [cell for q in questions for cell in cells_of(q, said.get(q["id"], ""), led_to(q, questions, said))]
    return [ways[one.channel], quartiers[one.quartier - 1] if one.quartier else "", *cells]


def kept(questions: list[Question], said: Said) -> Said:
    """What is kept of it: the answers to what is asked."""
    found: Said = {}
    for q in questions:
        if led_to(q, questions, found) and q["id"] in said:
            found[q["id"]] = said[q["id"]]
    return found


def cells_of(question: Question, said: Any, asked: bool) -> list[str]:
    """The cells of one question."""
    options = question.get("options", [])
    if question["kind"] in ("several", "rank"):
        found = {place: str(n) if question["kind"] == "rank" else "Oui" for n, place in enumerate(said, 1)}
        return [found.get(str(n), "") if asked else "question non posée" for n in range(1, len(options) + 1)]
    words = options[int(said) - 1] if options and said else on_paper(said)
    return [words if asked else "question non posée"]


def led_to(question: Question, questions: list[Question], said: Said) -> bool:
    """Whether what was answered before leads to a question."""
    rule = question.get("show_if")
    if not rule:
        return True
    before = next(q for q in questions if q["id"] == rule["question"])
    given = said.get(before["id"], [])
    places = given if isinstance(given, list) else [given]
    words = [before["options"][int(n) - 1] if "options" in before else n for n in places]
    return led_to(before, questions, said) and bool(set(words) & set(rule["among"]))
