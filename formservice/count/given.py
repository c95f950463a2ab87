"""How many points a ballot of a `.pb` file gives to each of its projects. Pure."""

from collections import Counter
from collections.abc import Callable

from formservice.count.pb import APPROVAL, CHOOSE_1, Malformed, Row, Tables, number
from formservice.theme import plural

ORDINAL = "ordinal"
Worth = Callable[[Row, int], list[int]]
"""The points of a ballot of so many projects, in its order. Malformed."""


def places_worth(found: Tables) -> Worth:
    """What to count a ballot of this file by."""
    kind = found.said("vote_type")
    if kind in (APPROVAL, CHOOSE_1):
        return lambda row, many: [1] * many
    if "points" in found.columns["VOTES"]:
        return written
    if kind != ORDINAL:
        raise Malformed(found.line("vote_type"), f"« {kind} » demande une colonne « points » dans la partie VOTES.")
    return ranks(found)


def written(row: Row, many: int) -> list[int]:
    """The points as they are written."""
    cells = [cell.strip() for cell in row.get("points").split(",")] if row.get("points") else []
    if len(cells) != many:
        said = plural(many, "projet"), plural(len(cells), "nombre de points", "nombres de points")
        raise Malformed(row.line, f"{said[0]} pour {said[1]} dans ce bulletin.")
    found = [number(row.line, "les points", cell) for cell in cells]
    if any(one.denominator != 1 for one in found):
        raise Malformed(row.line, "les points sont des nombres entiers.")
    return [one.numerator for one in found]


def ranks(found: Tables) -> Worth:
    """Points for a rank: the first of N gets N. Towns differ on N for a ballot that is not full; the file's scores say
    which they meant, and without them the longest ballot allowed is N."""
    longest = _longest(found)
    ways: list[Worth] = [
        lambda row, many: [longest - place for place in range(many)],
        lambda row, many: [many - place for place in range(many)],
    ]
    said = {row.get("project_id"): row.get("score") for row in found.projects if row.get("score")}
    for worth in ways if said else []:
        if all(f"{points}" == said[id].removesuffix(".0") for id, points in _scores(found, worth, said).items()):
            return worth
    return ways[0]


def _longest(found: Tables) -> int:
    most = found.said("max_length")
    longest = max((len(row.get("vote").split(",")) for row in found.votes if row.get("vote")), default=0)
    return max(longest, number(found.line("max_length"), "max_length", most).numerator if most else 0)


def _scores(found: Tables, worth: Worth, said: dict[str, str]) -> Counter[str]:
    scores: Counter[str] = Counter(dict.fromkeys(said, 0))
    for row in found.votes:
        names = [name.strip() for name in row.get("vote").split(",")] if row.get("vote") else []
        for name, points in zip(names, worth(row, len(names)), strict=True):
            if name in said:
                scores[name] += points
    return scores
