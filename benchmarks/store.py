"""What a durable insert costs as history grows, beside other ways to keep records, in one run.

`python -m benchmarks.store` prints ratios to the floor (a line appended, and fsync), which depend less on the
machine than milliseconds do. `--tenth` is for every day: a tenth of the history and of the rounds.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import whole
from benchmarks.postgres import postgres
from benchmarks.subjects import FULL, Floor, Ours, Sqlite, StockTinyDB, Subject

SIZES = (FULL, 100, 1_000, 10_000, 100_000)
ROUNDS = 200
FEW_ROUNDS, SLOW = 10, 0.02
"""A subject that takes more than these seconds is measured less often."""
Costs = dict[str, dict[int, float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store")
    parser.add_argument("--tenth", action="store_true", help="un dixième de l’historique et des mesures")
    parser.add_argument("--folder", default=None, help="le disque à mesurer (sinon, celui des fichiers temporaires)")
    given = parser.parse_args()
    sizes, rounds = (SIZES[:-1], ROUNDS // 10) if given.tenth else (SIZES, ROUNDS)
    with tempfile.TemporaryDirectory(dir=given.folder) as name, postgres(given.folder) as url:
        folder = Path(name)
        ours = [Ours("nous, fichiers", f"tinydb:{folder / 'data'}"), Ours("nous, PostgreSQL", url)]
        subjects: list[Subject] = [Floor(folder), *ours, StockTinyDB(folder, sizes[-2]), Sqlite(folder)]
        print_costs(measure(subjects, sizes, rounds), sizes)
        for one in ours:
            print_whole(one, rounds)
            one.store.close()


def measure(subjects: list[Subject], sizes: tuple[int, ...], rounds: int) -> Costs:
    """The median of each subject at each size; all take turns, so that a noisy moment is shared."""
    costs: Costs = {subject.name: {} for subject in subjects}
    for size in sizes:
        able = [subject for subject in subjects if size <= subject.most]
        for subject in able:
            subject.grow(size)
            subject.insert()()
        took: dict[str, list[float]] = {subject.name: [] for subject in able}
        for turn in range(rounds):
            for subject in able:
                if turn < FEW_ROUNDS or statistics.median(took[subject.name]) < SLOW:
                    took[subject.name].append(timed(subject))
        for name, seconds in took.items():
            costs[name][size] = statistics.median(seconds)
    return costs


def timed(subject: Subject) -> float:
    """The seconds of one insert; it is taken away again."""
    start = time.perf_counter()
    undo = subject.insert()
    seconds = time.perf_counter() - start
    undo()
    return seconds


def print_costs(costs: Costs, sizes: tuple[int, ...]) -> None:
    """Ratios to the floor of the same moment, and flatness."""
    floor = costs[Floor.name]
    print(f"Plancher : {1000 * statistics.median(floor.values()):.2f} ms. Coût d’un ajout durable, en planchers :")
    print(f"{'enregistrements':18}" + "".join(f"{size:>9}" for size in sizes) + "   aplati*")
    for name, found in costs.items():
        cells = [f"{found[size] / floor[size]:9.1f}" if size in found else f"{'-':>9}" for size in sizes]
        largest = max(found)
        flat = found[largest] / floor[largest] / (found[100] / floor[100])
        note = "" if largest == sizes[-1] else f" (à {largest} : {1000 * found[largest]:.0f} ms, arrêté là)"
        print(f"{name:18}" + "".join(cells) + f"{flat:9.2f}{note}")
    print("* coût au plus grand historique / coût à 100, en planchers. Nos partitions ont 80 enregistrements.\n")


def print_whole(ours: Ours, rounds: int) -> None:
    """A whole registration, and where its time goes."""
    median, parts = whole.measure(ours, rounds)
    print(f"{ours.name} : une inscription entière (deux partitions, journal, courrier), médiane {1000 * median:.2f} ms")
    for kind, (calls, seconds) in sorted(parts.items(), key=lambda part: -part[1][1]):
        count = f" ({calls:.0f} fois)" if kind != "le reste" else ""
        print(f"    {1000 * seconds:6.2f} ms  {kind}{count}")


if __name__ == "__main__":
    main()
