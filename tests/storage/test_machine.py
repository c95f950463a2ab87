"""Random lives of a store, against a plain dict: whatever was done, aborted or killed, both hold the same."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from formservice.storage import Unwritable, open_store
from tests.storage.conftest import EMPTY
from tests.storage.faults import killed_at
from tests.storage.model import PARTITIONS, Model, Step, comparable, fork, observed, play
from tests.storage.postgres_server import execute

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

# Most of it in one partition, where things meet.
VERBS = ("add", "add", "update", "remove", "note", "claim", "claim", "claim", "release", "mail")
STEPS = st.builds(
    Step,
    st.sampled_from(VERBS),
    st.sampled_from(PARTITIONS[:1] * 3 + PARTITIONS[1:]),
    st.integers(0, 9),
    st.sampled_from(["anna", "badr", "Chlo\u00e9 \u2028 \U0001f469"]),
)
TRANSACTIONS = st.lists(STEPS, min_size=1, max_size=6)
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"


class Aborted(Exception):
    """The service changed its mind."""


class Life(RuleBasedStateMachine):
    """One store, from its creation on. `url` gives the address of an empty one."""

    def __init__(self, url: Callable[[], str]) -> None:
        super().__init__()
        self.url = url()
        self.store = open_store(self.url)
        self.model: Model = {}
        self.crashed = False

    def run(self, steps: list[Step], end: Callable[[Model], None] = lambda after: None) -> Model:
        """A transaction on the real store, `end` being done last; what the model is after it."""
        after = fork(self.model)
        with self.store.transaction(*{step.partition for step in steps}) as records:
            for step in steps:
                play(step, after, records)
            after = {name: part for name, part in after.items() if part.seq or part.verbs}
            end(after)
        return after

    @rule(steps=TRANSACTIONS)
    def commit(self, steps: list[Step]) -> None:
        """All of it, or nothing that can be seen."""
        self.model = self.run(steps)

    @rule(steps=TRANSACTIONS)
    def abort(self, steps: list[Step]) -> None:
        """Nothing of it."""

        def end(after: Model) -> None:
            raise Aborted

        with pytest.raises(Aborted):
            self.run(steps, end)

    @rule()
    def reopen(self) -> None:
        """Another process would find the same."""
        self.store.close()
        self.store = open_store(self.url)

    @rule()
    def check(self) -> None:
        """The store finds nothing wrong with itself, and mends what a crash left."""
        assert self.store.check() == []

    @invariant()
    def same(self) -> None:
        """The store is the model."""
        assert comparable(observed(self.store)) == comparable(self.model)
        waiting = [name for name, part in sorted(self.model.items()) if part.waits()]
        told = list(self.store.waiting_mail())
        assert told == waiting or (self.crashed and set(waiting) <= set(told))

    @rule(text=st.sampled_from(["anna", "badr"]))
    def search(self, text: str) -> None:
        """A search finds what reading one by one finds."""
        found = [(partition, row["seq"]) for partition, row in self.store.search("", "signups", text=text)]
        assert found == [
            (name, seq)
            for name, part in sorted(self.model.items())
            for seq, (table, _, fields) in sorted(part.rows.items())
            if table == "signups" and fields["text"] == text
        ]

    def teardown(self) -> None:
        self.store.close()


class LifeOnFiles(Life):
    """With kills between any two gestures towards the disk."""

    @rule(steps=TRANSACTIONS, gesture=st.integers(1, 80))
    def kill(self, steps: list[Step], gesture: int) -> None:
        """The previous state or the new one. A line of journal tells one from the other."""
        planned: list[Model] = []

        def abort(after: Model) -> None:
            planned.append(after)
            raise Aborted

        steps = [*steps, Step("note", steps[0].partition)]
        with pytest.raises(Aborted):
            self.run(steps, abort)
        killed = killed_at(gesture, lambda: self.run(steps))
        self.crashed = True
        if comparable(observed(self.store)) != comparable(self.model) or not killed:
            self.model = planned[0]


class LifeOnPostgres(Life):
    """With connections lost in the middle."""

    @rule(steps=TRANSACTIONS)
    def lose(self, steps: list[Step]) -> None:
        """Nothing of it."""
        with pytest.raises(Unwritable):
            self.run([*steps, Step("note", steps[0].partition)], lambda after: execute(self.url, OTHERS))


def live(life: Callable[[], Life]) -> None:
    """Some lives, long enough to meet what two or three mishaps in a row can do."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounds = settings(max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(life, settings=bounds)


def test_files_hold_what_a_dict_would(tmp_path):
    numbers = itertools.count(1)
    live(lambda: LifeOnFiles(lambda: f"tinydb:{tmp_path / str(next(numbers))}"))


def test_postgres_holds_what_a_dict_would(postgres_url):
    def emptied() -> str:
        execute(postgres_url, EMPTY)
        return postgres_url

    live(lambda: LifeOnPostgres(emptied))
