"""Votes that were counted, in a commune that does not exist: many areas, few ballots, points, ties, odd batches.

Really counted (formservice.count), from ballots drawn with the commune's seed.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from formservice.catalogue import typed
from formservice.catalogue.ballots import Ballot, Count
from formservice.catalogue.results import Row
from formservice.catalogue.tallies import AreaTally, BatchTold, Choice, Tally
from formservice.count import Item, Outcome, Poll, Rule, count
from formservice.count.model import GREEDY, POINTS, SHARES_ADD1, VOTES
from formservice.count.published import FORMAT, AreaCounted, Counted, dump, projects_of, rule_said, ties_of
from formservice.count.words import amount, reason, tie
from tests import words

PAST = {"depot": (-300, -250), "etude": (-250, -210), "vote": (-200, -180), "decision": (-30, 60)}
KINDS = {
    "votes": (Ballot(), Count(threshold=8, guaranteed=True), Rule(GREEDY, VOTES, 8, guaranteed=True)),
    "points": (Ballot("points"), Count("parts-egales"), Rule(SHARES_ADD1, POINTS, 1)),
}  # fmt: skip
FEW = 3
"""Ballots in an area where nothing is told of them."""


def write(budgets: Any, title: str, code: str, kind: str, sizes: list[tuple[int, int]], **given: Any) -> str:
    """An edition that was counted, its projects, its results and their files: (projects, ballots) of each area."""
    draw, writer = random.Random(code), budgets.writer
    ballot, rule, by = KINDS[kind]
    areas = [
        {"slug": f"zone-{n}", "title": f"{words.AREAS[n % len(words.AREAS)]}, zone {n}", "quartiers": [f"Zone {n}"],
         "envelope": "20000"}
        for n in range(1, len(sizes) + 1)
    ]  # fmt: skip
    front = budgets._edition(title, code, PAST, areas) | given
    front |= {"ballot": typed.dump(ballot), "count": typed.dump(rule)}
    slug = writer._file("participation", title, **{key: value for key, value in front.items() if value})
    told, files, number = [], [], 1
    by = replace(by, seed=code)
    for area, (projects, ballots) in zip(areas, sizes, strict=True):
        poll = a_poll(draw, range(number, number + projects), ballots, kind, code)
        outcome = count(poll, by)
        told.append(an_area(area, outcome, by, ballots))
        files.append(_ballots(writer, slug, told[-1], outcome, by))
        for line in outcome.lines:
            status = ("choisi", "prevu")[int(line.item.id) % 2] if line.chosen else "non-choisi"
            decided = {"decided": str(budgets.now.date() - timedelta(days=205))} if status == "choisi" else {}
            writer._file(
                "projets", f"{slug[:9]} {line.item.id}", title=line.item.name, edition=slug, number=line.item.id,
                area=area["slug"], summary=writer._sentence(), status=status, cost=str(line.item.cost),
                **decided,
            )  # fmt: skip
        number += projects
    tally = a_tally(budgets, title, code, (ballot, rule), told)
    writer._file("decomptes", slug, "Merci & à bientôt.", **typed.dump(tally))
    whole = Counted(FORMAT, slug, title, "Ville", tally.counted, tally.rules, rule_said(by), tuple(files))
    (_folder(writer, slug) / "decompte.json").write_text(dump(whole), encoding="utf-8")
    return str(slug)


def a_poll(draw: random.Random, numbers: range, ballots: int, kind: str, code: str) -> Poll:
    """Projects, and what their voters gave them."""
    items = tuple(
        Item(str(n), 100 * draw.randrange(5, 120), f"{words.IDEAS[n % len(words.IDEAS)]} [{n}, {code}]")
        for n in numbers
    )
    given: Counter[tuple[tuple[int, int], ...]] = Counter()
    for _ in range(ballots if items else 0):
        chosen = draw.sample(range(len(items)), min(len(items), draw.randrange(1, 4)))
        given[tuple((place, draw.randrange(1, 4) if kind == "points" else 1) for place in chosen)] += 1
    return Poll(items, 20_000, given)


def an_area(area: dict[str, Any], outcome: Outcome, rule: Rule, ballots: int) -> AreaTally:
    """What is published of an area: of few ballots, which projects won and nothing else."""
    few = 0 < ballots < 5
    lines = sorted(outcome.lines, key=lambda one: int(one.item.id)) if few else outcome.lines
    choices = tuple(
        Choice(
            int(one.item.id), one.item.name, int(one.item.cost), one.chosen,
            "Moins de 5 bulletins : le nombre de voix n’est pas publié." if few else reason(one, rule),
            "*" if few else str(one.votes), str(one.points) if rule.by == POINTS and not few else None,
        )
        for one in lines
    )  # fmt: skip
    draws = () if few else tuple(tie(one, rule) for one in outcome.ties if one.decides)
    share = amount(outcome.share) if outcome.share is not None and not few else None
    return AreaTally(
        area["slug"], area["title"], 20_000, int(outcome.cost), "<5" if few else str(ballots),
        "*" if few else str(ballots - ballots // 5), "*" if few else str(ballots // 5), choices, draws, share,
        None if few or not choices else f"{area['slug']}.pb",
    )  # fmt: skip


def _folder(writer: Any, slug: str) -> Path:
    folder = Path(writer.commune.folder / "content" / "decomptes" / slug)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _ballots(writer: Any, slug: str, area: AreaTally, outcome: Outcome, rule: Rule) -> AreaCounted:
    """Write the file of an area; what decompte.json says of it."""
    text = f"META\nkey;value\nnum_votes;{area.ballots}\n"
    if area.file:
        (_folder(writer, slug) / area.file).write_text(text, encoding="utf-8")
    return AreaCounted(
        area.slug, area.title, area.envelope, area.spent, tuple(str(one.number) for one in area.winners),
        projects_of(outcome, rule, not area.masked), () if area.masked else ties_of(outcome),
        None if area.masked else int(area.ballots), area.file,
        hashlib.sha256(text.encode()).hexdigest() if area.file else None,
    )  # fmt: skip


def a_tally(budgets: Any, title: str, code: str, how: tuple[Ballot, Count], areas: Sequence[AreaTally]) -> Tally:
    """The results of an edition, with many batches of paper."""
    lots = tuple(BatchTold(f"Lot n° {n}, à l’école « Les Œillets »", 20, 20, 20) for n in range(1, 19))
    odd = BatchTold("Lot n° 19, au bureau", 21, 20, 20, "Une signature sans enveloppe : la personne est repartie.")
    return Tally(
        f"Résultats : {title}", budgets.now.date() - timedelta(days=170), "2", *how, code, tuple(areas),
        (Row("Par internet", "210"), Row("Sur papier", "64"), Row("En tout", "274")),
        (Row("Bulletin blanc", "3"), Row("Trop de projets", "2")), (*lots, odd),
        ("Sur papier, il y a une signature de plus que de bulletins.",), True,
    )  # fmt: skip
