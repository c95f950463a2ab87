"""What an answer costs as a consultation grows to 20,000, in turn with a floor: a line appended, and fsync.

`python -m benchmarks.consultation` prints, every so many answers, the median and its ratio. `--store postgres`: on
PostgreSQL, on the same disk. `--tenth`: a tenth.
"""

import argparse
import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from benchmarks.postgres import postgres
from benchmarks.subjects import Floor
from formservice.clock import FrozenClock
from formservice.service import Service
from formservice.storage import MOST_RECORDS
from tests.builders import NOW
from tests.consultations.town import Asked

ANSWERS, STEPS = 20_000, 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.consultation")
    parser.add_argument("--tenth", action="store_true", help="un dixième des réponses")
    parser.add_argument("--folder", default=None, help="le disque à mesurer (sinon, celui des fichiers temporaires)")
    parser.add_argument("--store", choices=("tinydb", "postgres"), default="tinydb", help="le magasin à mesurer")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        files = nullcontext(f"tinydb:{Path(name) / 'data'}")
        with postgres(given.folder) if given.store == "postgres" else files as url:
            grow(Path(name), url, ANSWERS // 10 if given.tenth else ANSWERS)


def grow(folder: Path, url: str, answers: int) -> None:
    """Answer after answer; the floor takes its turn, so that a noisy moment is shared."""
    clock = FrozenClock(NOW)
    Service.clock = clock  # type: ignore[assignment,method-assign]
    asked, floor = Asked(folder, url, clock), Floor(folder)
    ratios = []
    for step in range(1, STEPS + 1):
        took: list[float] = []
        least: list[float] = []
        for _ in range(answers // STEPS):
            took.append(timed(asked.answer))
            least.append(timed(floor.insert))
        mine, bare = statistics.median(took), statistics.median(least)
        ratios.append(mine / bare)
        print(f"{step * answers // STEPS:>6} réponses : {1000 * mine:5.2f} ms, {ratios[-1]:5.1f} planchers", flush=True)
    view = asked.app.store
    most = max(len(view.read(one).find(one, "answers")) for one in view.partitions("answer/"))
    print(f"Dernier dixième / premier : {ratios[-1] / ratios[0]:.2f}.")
    view.close()
    print(f"Partition la plus pleine : {most} sur {MOST_RECORDS}.")


def timed(work) -> float:  # type: ignore[no-untyped-def]
    """The seconds of one act."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
