"""Count a download again, with nothing of the project: `python recount.py questionnaire.md reponses.csv`.

`questionnaire.md` is the file that was asked (JSON after each key); prints JSON.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

NOT_ASKED = "question non posée"
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre"]  # fmt: skip
CHANNELS = {"par internet": "Par internet", "par téléphone": "Par téléphone", "au guichet": "Au guichet",
            "sur papier": "Sur papier"}  # fmt: skip


def main() -> None:
    """Read, count, print."""
    with Path(sys.argv[1]).open(encoding="utf-8") as stream:
        [line] = [line for line in stream if line.startswith("questions: ")]
    with Path(sys.argv[2]).open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream, delimiter=";")
    print(json.dumps(recount(json.loads(line.removeprefix("questions: ")), head, rows), ensure_ascii=False))


def recount(questions: list[dict], head: list[str], rows: list[list[str]]) -> dict:
    """Everything that a page may say, unmasked."""
    people = [(CHANNELS.get(row[0], row[0]), row[1] or "Quartier non dit") for row in rows]
    at, found = 2, []
    for question in questions:
        wide = len(question["options"]) if question["kind"] in ("several", "rank") else 1
        wide += question["kind"] in ("short", "long")
        said = [read(question, row[at : at + wide]) for row in rows]
        found.append(one_question(question, people, said))
        at += wide
    assert at == len(head), (at, head)
    return {"counted": len(rows), "channels": Counter(who for who, _ in people),
            "quartiers": Counter(where for _, where in people), "questions": found}  # fmt: skip


def read(question: dict, cells: list[str]) -> list[str] | None:
    """What was said, in words: [] when nothing, None when it was not asked."""
    if cells[0] == NOT_ASKED:
        return None
    if question["kind"] == "several":
        return [option for option, cell in zip(question["options"], cells, strict=True) if cell == "Oui"]
    if question["kind"] == "rank":
        places = {cell: option for option, cell in zip(question["options"], cells, strict=True) if cell}
        return [places[str(n)] for n in range(1, len(places) + 1)]
    if not cells[0]:
        return []
    if question["kind"] in ("short", "long"):
        return [cells[1] or "Sans thème"]
    return [in_words(cells[0])] if question["kind"] == "date" else [cells[0]]


def in_words(day: str) -> str:
    """`jeudi 1er mars 2029`, by the rule of a calendar."""
    number, month, year = map(int, day.split("/"))
    shift, since = (14 - month) // 12, year - (14 - month) // 12
    weekday = (number + since + since // 4 - since // 100 + since // 400 + 31 * (month + 12 * shift - 2) // 12) % 7
    return f"{DAYS[weekday - 1]} {'1er' if number == 1 else number} {MONTHS[month - 1]} {year}"


def one_question(question: dict, people: list[tuple[str, str]], said: list[list[str] | None]) -> dict:
    """The numbers of one question."""
    first = question["kind"] == "rank"
    given = [(who, one[:1] if first else one) for who, one in zip(people, said, strict=True) if one]
    split = {by: splits(n, given) for n, by in enumerate(("channel", "quartier"))}
    numbers = sorted(int(one[0]) for _, one in given) if question["kind"] in ("number", "scale") else []
    limit = min(int(question.get("most", 99)), len(question.get("options", ())))
    points = Counter()
    for one in said if first else ():
        for n, option in enumerate(one or ()):
            points[option] += limit - n
    return {
        "kind": question["kind"], "answered": len(given), "silent": sum(one == [] for one in said),
        "unasked": said.count(None), "rows": Counter(word for _, one in given for word in one), "points": points,
        "fourths": [fourth(numbers, n) for n in (1, 2, 3)] if numbers else [], "by": split,
    }  # fmt: skip


def splits(n: int, given: list) -> dict:
    """Column → how many answered there, and what."""
    found: dict = {}
    for who, one in given:
        column = found.setdefault(who[n], {"total": 0, "rows": Counter(), "numbers": []})
        column["total"] += 1
        column["rows"].update(one)
        column["numbers"].append(one[0])
    return found


def fourth(numbers: list[int], n: int) -> int:
    """The first number that n fourths of them do not pass."""
    return next(one for one in numbers if 4 * sum(other <= one for other in numbers) >= n * len(numbers))


if __name__ == "__main__":
    main()
