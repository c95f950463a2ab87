"""The whole of a large store, moved there and back, and restored on an empty machine: equal, and timed."""

import hashlib
import time

import pytest

from formservice.erasure import Erasure, erase, erase_again
from formservice.storage import archive, open_store
from formservice.storage.transfer import move, to_text
from tests.builders import NOW

RECORDS, EACH = 20_000, 500
ERASED = "consultation/c-07"


def fill(store) -> None:
    """Twenty thousand answers to a consultation, in forty partitions, with their journals."""
    for number in range(RECORDS // EACH):
        name = f"consultation/c-{number:02}"
        with store.transaction(name) as records:
            for one in range(EACH):
                answers = {
                    "name": f"Habitant·e {one}",
                    "views": ["oui", "non"],
                    "more": "Un banc, un arbre. " * 5,
                }
                records.add(name, "answers", answers=answers, person="", key=f"{number}-{one}")
            records.note(name, "submit", after="counted")


def counted(store) -> tuple[int, str]:
    """How many records there are, and one hash of all that is kept."""
    whole, count = hashlib.sha256(), 0
    with store.snapshot() as view:
        for name in view.partitions():
            text = to_text(view, name)
            count += text.count(b'\n["record",')
            whole.update(text)
    return count, whole.hexdigest()


@pytest.mark.heavy
def test_twenty_thousand_records_are_moved_and_restored_equal(postgres_store, tmp_path, capsys):
    files, back, new = (open_store(f"tinydb:{tmp_path / name}") for name in ("files", "back", "new"))
    fill(files)
    before, times = counted(files), {}
    assert before[0] == RECORDS

    times["files to PostgreSQL"] = timed(move, files, postgres_store)
    times["PostgreSQL to files"] = timed(move, postgres_store, back)
    assert counted(postgres_store) == counted(back) == before

    times["backup"] = timed(archive.backup, back, tmp_path / "night.tar.gz")
    gone = erase_some(back)
    times["restore"] = timed(archive.restore, tmp_path / "night.tar.gz", new)
    assert counted(new) == before
    times["erasing again"] = timed(erase_again, new, back)
    left = new.read(ERASED).find(ERASED, "answers")
    assert [one["answers"] for one in left if one["id"] in gone] == [{}] * len(gone)
    assert len(left) == EACH and new.check() == []
    with capsys.disabled():
        print("\n  20,000 records:", ", ".join(f"{label} {seconds:.1f} s" for label, seconds in times.items()))


def timed(action, *arguments) -> float:
    began = time.monotonic()
    action(*arguments)
    return time.monotonic() - began


def erase_some(store) -> list[str]:
    """Ten people ask to be erased, after the backup."""
    gone = [one["id"] for one in store.read(ERASED).find(ERASED, "answers")[:10]]
    for one in gone:
        erase(store, Erasure(ERASED, "answers", one), "erase", "cli", NOW.date())
    return gone
