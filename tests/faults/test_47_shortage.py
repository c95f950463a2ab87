"""No more inodes, descriptors or memory: a 503 with the answers, the old state intact, and it goes on by itself."""

import contextlib
import faulthandler
import mmap
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from formservice.agenda import signups
from formservice.storage import Unwritable

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

PAIR = ("session/SM-1", "person/3f")
MB, PIECE = 1024 * 1024, 64 * 1024


class Inodes:
    """A disk with room, but for few files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder / "data", folder / "ballast"
        self.ballast.mkdir()

    def leave(self, few: int) -> None:
        """Make files until only this many more can be made."""
        for number in range(max(0, os.statvfs(self.ballast).f_favail - few)):
            (self.ballast / str(number)).touch()

    def give_back(self) -> None:
        """Remove them."""
        for path in self.ballast.iterdir():
            path.unlink()


class Descriptors:
    """A process that may open few files more."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.held = folder / "data", []
        self.former = resource.getrlimit(resource.RLIMIT_NOFILE)

    def leave(self, few: int) -> None:
        """Open files until only this many more can be opened."""
        highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + few + 2, self.former[1]))
        try:
            while True:
                self.held.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            for _ in range(few):
                os.close(self.held.pop())

    def give_back(self) -> None:
        """Close them."""
        while self.held:
            os.close(self.held.pop())
        resource.setrlimit(resource.RLIMIT_NOFILE, self.former)


@pytest.fixture(params=[Inodes, Descriptors])
def scarce(request, tmp_path: Path) -> Iterator[Inodes | Descriptors]:
    """What there will be too little of."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8M,nr_inodes=300", "tmpfs", str(folder)]
    own = request.param is Inodes
    if own and (os.geteuid() or subprocess.run(mount, capture_output=True).returncode):
        pytest.skip("a disk of its own needs the right to mount; a refusal of any gesture is under row 4")
    scarce = request.param(folder)
    yield scarce
    scarce.give_back()
    if own:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def stored(client) -> list[str]:
    found = signups.signups_of(client.app.store.read("session/SM-1"), "SM-1")
    return [one["answers"]["name"] for one in found]


def add(store, size: int = 200) -> None:
    with store.transaction(*PAIR) as records:
        for partition in PAIR:
            records.add(partition, "signups", text="x" * size)
            records.note(partition, "registered")


def counts(store) -> set[int]:
    return {len(store.read(one).find(one, "signups")) for one in PAIR}


def test_a_shortage_gives_the_answers_back_and_ends_without_a_restart(scarce, make_client, activity):
    client = make_client(f"tinydb:{scarce.folder}")
    client.register(activity, name="Anna Exemple")
    check = client.fill_in(activity, 200, name="Badr Exemple")

    scarce.leave(0)
    page = client.press(check, "confirm", 503)
    client.get("/healthz", 503)
    scarce.give_back()
    assert page.says("Badr Exemple") and "tel:" in page.html
    assert stored(client) == ["Anna Exemple"]

    assert client.press(check, "confirm").says("place est gardée")
    assert stored(client) == ["Anna Exemple", "Badr Exemple"]
    client.get("/healthz", 200)


def test_wherever_it_runs_out_the_old_or_the_new_state_is_kept(scarce, make_client):
    store = make_client(f"tinydb:{scarce.folder}").app.store
    add(store)
    kept, refused = 1, 0
    for few in range(12):
        scarce.leave(few)
        try:
            add(store)
            told = True
        except Unwritable:
            told, refused = False, refused + 1
        scarce.give_back()
        found = counts(store)
        assert len(found) == 1 and found <= ({kept + 1} if told else {kept, kept + 1}), f"{few} left"
        [kept] = found
        assert store.check() == []
    assert refused and kept > 1


def test_a_process_that_gets_no_more_memory_leaves_the_old_or_the_new_state(make_client):
    store = make_client().app.store
    add(store)
    outcomes = []
    for room in (0, 1, 4, 16, 64, 256):
        [before] = counts(store)
        outcome = starved(room * MB, lambda: add(store, MB))
        outcomes.append(outcome)
        assert counts(store) in ({before}, {before + 1})
        assert counts(store) == {before + 1} or outcome, f"{room} MB left"
    assert store.check() == []
    assert outcomes[0] and not outcomes[-1], "some had enough, some had not"


def starved(room: int, action) -> int:
    """How a process of its own ends that has that much memory left: 0 when it was enough."""
    child = os.fork()
    if not child:
        status = 1
        # A library of C that gets no memory may crash the process: as good as a kill, and not worth a page of output.
        faulthandler.disable()
        try:
            # In one part: what the tests before us gave back are holes, and no megabyte fits in a hundred of them.
            spared = mmap.mmap(-1, room or 1)
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize(),) * 2)
            held = all_there_is()
            spared.close()
            action()
            del held
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def all_there_is() -> list[bytearray]:
    """Every piece of memory that can still be had: what tests before us gave back too."""
    held = []
    with contextlib.suppress(MemoryError):
        while True:
            held.append(bytearray(PIECE))
    return held
