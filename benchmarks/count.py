"""What it costs to count 100,000 ballots by each rule, reading included, beside the equal shares of Pabulib's checker.

`python -m benchmarks.count` runs the command itself on files it draws, each in a process of its own. It fails beyond 10
seconds of processor (of the clock, on a machine that does nothing else) or 300 MB. `--tenth`: a tenth of the ballots.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pabulib.checker import Checker

from formservice.count import count
from formservice.count.election import read

BALLOTS, SECONDS, MEGABYTES = 100_000, 10.0, 300
PEER, TIMES = 4_000, 3
"""Ballots that the checker counts too, and how many times as long it must take at least."""
COMMAND = [sys.executable, "-c", "from formservice.cli import main; main()", "count", "--format", "json"]
FEW = {"projects": 60, "most": 10, "budget": 50}
MANY = {"projects": 100, "most": 15, "budget": 200}
CASES = [
    ("greedy", "approval", FEW), ("greedy-no-skip", "approval", FEW), ("greedy", "cumulative", FEW),
    ("equalshares", "approval", FEW), ("equalshares/add1", "approval", FEW), ("equalshares/add1", "cumulative", FEW),
    ("equalshares/add1", "approval", MANY),
]  # fmt: skip


def main() -> None:
    """Measure, print, and fail beyond the bounds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.count")
    parser.add_argument("--tenth", action="store_true", help="un dixième des bulletins")
    ballots = BALLOTS // 10 if parser.parse_args().tenth else BALLOTS
    with tempfile.TemporaryDirectory() as name:
        good = [measured(Path(name) / "election.pb", ballots, *case) for case in CASES]
    if not all([*good, beside()]):
        raise SystemExit("Au-delà des bornes.")


def measured(path: Path, ballots: int, rule: str, kind: str, size: dict[str, int]) -> bool:
    """Whether one count keeps within the bounds."""
    path.write_text(drawn(ballots, rule, kind, **size))
    start = time.perf_counter()
    with subprocess.Popen([*COMMAND, str(path)], stdout=subprocess.PIPE) as child:
        said = child.stdout.read() if child.stdout else b""
        _, failed, used = os.wait4(child.pid, 0)
        child.returncode = failed
    wall, spent, memory = time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    print(
        f"{rule:>16}, {kind:>10}, {size['projects']:>3} projets : {spent:5.1f} s de processeur ({wall:5.1f} s), "
        f"{memory:>3} Mo, {len(json.loads(said)['winners']) if said else 0} choisis", flush=True,
    )  # fmt: skip
    return not failed and spent <= SECONDS and memory <= MEGABYTES


def beside() -> bool:
    """Whether we are as many times faster than the checker as we say, on the same ballots and with the same winners."""
    text = drawn(PEER, "equalshares/add1", "approval", 12, 4, 20)
    start = time.process_time()
    election = read(text.encode())
    ours = count(election.poll, election.rule).winners
    mine, start = time.process_time() - start, time.process_time()
    checker = Checker()
    checker.meta = {"budget": election.tables.said("budget")}
    checker.projects = {one.id: {"cost": str(one.cost)} for one in election.poll.items}
    checker.votes = {row.get("voter_id"): {"vote": row.get("vote")} for row in election.tables.votes}
    theirs = checker._compute_equalshares_winners(add1=True)
    peer = time.process_time() - start
    print(f"{PEER} bulletins : {mine:.2f} s, vérificateur de Pabulib {peer:.2f} s, {peer / mine:.0f} fois plus.")
    return list(ours) == theirs and peer >= TIMES * mine


def drawn(ballots: int, rule: str, kind: str, projects: int, most: int, budget: int) -> str:
    """A file of so many ballots, the same each time; `budget`: for each voter."""
    chance = random.Random(2027)  # noqa: S311
    liked = [chance.paretovariate(1.2) for _ in range(projects)]
    costs = [chance.randrange(5, 500) * max(1, ballots // 100) for _ in range(projects)]
    meta = {
        "description": "Bulletins tirés au sort", "country": "France", "unit": "Saint-Exemple", "instance": "2027",
        "num_projects": projects, "num_votes": ballots, "budget": budget * ballots, "vote_type": kind, "rule": rule,
        "date_begin": "2027", "date_end": "2027", "max_sum_points": 5 * most,
    }  # fmt: skip
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items()), "PROJECTS", "project_id;cost"]
    lines += [f"{number};{cost}" for number, cost in enumerate(costs, 1)]
    lines += ["VOTES", "voter_id;vote;points" if kind == "cumulative" else "voter_id;vote"]
    for number in range(ballots):
        chosen = list(dict.fromkeys(chance.choices(range(1, projects + 1), liked, k=chance.randint(1, most))))
        lines.append(f"{number};{joined(chosen)}")
        if kind == "cumulative":
            lines[-1] += f";{joined([chance.randint(1, 5) for _ in chosen])}"
    return "\n".join(lines) + "\n"


def joined(numbers: Sequence[int]) -> str:
    """`12,7`."""
    return ",".join(map(str, numbers))


if __name__ == "__main__":
    main()
