"""From the tables of a `.pb` file to what is counted, by the rule that the file declares. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formservice.count.declared import meant, seed_of
from formservice.count.given import places_worth
from formservice.count.model import (
    ADD1_COMPARED,
    COMPARED,
    GREEDY,
    NO_SKIP,
    POINTS,
    SHARES,
    SHARES_ADD1,
    VOTES,
    Ballot,
    Item,
    Money,
    Poll,
    Rule,
)
from formservice.count.pb import APPROVAL, CHOOSE_1, Malformed, Row, Tables, number, tables
from formservice.theme import listed, plural

WITHDRAWN = 999_999_999
"""The cost of a project that was withdrawn after the vote."""
RULES = {
    "greedy": GREEDY, "greedy-threshold": GREEDY, "greedy-no-skip": NO_SKIP, "equalshares": SHARES,
    "equalshares/add1": SHARES_ADD1, "equalshares-comparison": COMPARED, "equalshares/add1-comparison": ADD1_COMPARED,
    "greedy-exclusive": GREEDY, "greedy-custom": GREEDY, "unknown": GREEDY,
}  # fmt: skip
UNSAID = {
    "greedy-exclusive": "le fichier ne dit pas quels projets s’excluent",
    "greedy-custom": "le fichier ne dit pas la règle de cette commune",
    "unknown": "le fichier ne dit pas la règle",
}
"""The rules that a file names without saying them: the most votes first is counted in their place."""


@dataclass(frozen=True)
class Election:
    """What a file holds."""

    poll: Poll
    rule: Rule
    declared: str
    """The rule, in the words of the file."""
    official: tuple[str, ...] | None
    """The projects that the file says were selected; None where it does not say."""
    notes: tuple[str, ...]
    """What makes the count doubtful, in French."""
    tables: Tables


def read(content: bytes) -> Election:
    """The election of a file. Malformed, with the line."""
    found = tables(content)
    declared = found.said("rule")
    if declared not in RULES:
        raise Malformed(found.line("rule"), f"règle « {declared} » inconnue : écrivez {', '.join(RULES)}.")
    items = tuple(_items(found.projects))
    budget = number(found.line("budget"), "budget", found.said("budget"))
    if budget < 0:
        raise Malformed(found.line("budget"), "le budget est négatif.")
    for key, rows in ("num_projects", found.projects), ("num_votes", found.votes):
        if not rows:
            raise Malformed(found.line(key), f"{key} dit 0 : il n’y a rien à compter.")
    poll = Poll(items, exact(budget), _ballots(found, items))
    by = _by(found)
    threshold = found.said("min_project_score_threshold")
    low = number(found.line("min_project_score_threshold"), "le seuil", threshold) if threshold else Fraction(0)
    kind, exclusive = meant(found.said("comment")) if declared in UNSAID else (None, frozenset[frozenset[str]]())
    # Scores are whole: at least 49.5 is at least 50.
    rule = Rule(kind or RULES[declared], by, -(-low.numerator // low.denominator), exclusive,
                seed=seed_of(found.said("comment")))  # fmt: skip
    silent = declared in UNSAID and not kind and not exclusive
    unsaid = [f"Règle « {declared} » : {UNSAID[declared]}. Comptée comme « greedy »."] if silent else []
    return Election(poll, rule, declared, _official(found), (*unsaid, *_differs(found, poll)), found)


def exact(amount: Fraction) -> Money:
    """A whole number where it is one."""
    return amount.numerator if amount.denominator == 1 else amount


def _by(found: Tables) -> str:
    """What ranks the projects: what the file gives as their result, and points where it gives none."""
    if found.said("vote_type") in (APPROVAL, CHOOSE_1):
        return VOTES
    columns = found.columns["PROJECTS"]
    return VOTES if "votes" in columns and "score" not in columns else POINTS


def _items(rows: Sequence[Row]) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for row in rows:
        id = row.get("project_id")
        if id in seen:
            raise Malformed(row.line, f"le projet {id} est déjà à la ligne {seen[id]}.")
        seen[id] = row.line
        cost = number(row.line, f"le coût du projet {id}", row.get("cost"))
        if cost < 0:
            raise Malformed(row.line, f"le coût du projet {id} est négatif.")
        yield Item(id, exact(cost), row.get("name"), cost == WITHDRAWN)


def _ballots(found: Tables, items: Sequence[Item]) -> Mapping[Ballot, int]:
    """How many voters gave each ballot."""
    places = {one.id: place for place, one in enumerate(items)}
    voters: dict[str, int] = {}
    pairs: dict[tuple[int, int], tuple[int, int]] = {}
    counted: Counter[Ballot] = Counter()
    worth = places_worth(found)
    for row in found.votes:
        voter = row.get("voter_id")
        if voter in voters:
            raise Malformed(row.line, f"le bulletin {voter} est déjà à la ligne {voters[voter]}.")
        voters[voter] = row.line
        chosen = _chosen(row, places)
        given = worth(row, len(chosen))
        # One pair of each kind for all ballots: a hundred thousand of them fit in little.
        ballot = ((place, points) for place, points in zip(chosen, given, strict=True))
        counted[tuple(pairs.setdefault(pair, pair) for pair in ballot)] += 1
    return counted


def _chosen(row: Row, places: Mapping[str, int]) -> list[int]:
    names = [name.strip() for name in row.get("vote").split(",")] if row.get("vote") else []
    for name in names:
        if not name:
            raise Malformed(row.line, "il y a une virgule de trop dans ce bulletin.")
        if name not in places:
            raise Malformed(row.line, f"le projet « {name[:40]} » n’est pas dans la partie PROJECTS.")
    if len(set(names)) < len(names):
        raise Malformed(row.line, "un projet est écrit deux fois dans ce bulletin.")
    return [places[name] for name in names]


def _official(found: Tables) -> tuple[str, ...] | None:
    """The projects with 1 in « selected »: 2 and 3 were taken for a reason that is not the rule."""
    if "selected" not in found.columns["PROJECTS"]:
        return None
    return tuple(row.get("project_id") for row in found.projects if row.get("selected") == "1")


def _differs(found: Tables, poll: Poll) -> Iterator[str]:
    """Where the results that the file gives are not those of its ballots."""
    for column, counted in (("votes", poll.votes), ("score", poll.points)):
        wrong = [
            f"{row.get('project_id')} ({row.get(column)}, compté {there})"
            for row, there in zip(found.projects, counted, strict=True)
            if row.get(column) and row.get(column) not in (str(there), f"{there}.0")
        ]
        if wrong:
            head = plural(len(wrong), "résultat du fichier n’est pas celui", "résultats du fichier ne sont pas ceux")
            yield f"{head} de ses bulletins ({column}) : {listed(wrong[:5])}{'…' if len(wrong) > 5 else ''}."
