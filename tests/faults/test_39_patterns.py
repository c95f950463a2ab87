"""Texts that make a pattern, or a validator, think for ever: none does, twice the text takes about twice the time."""

import ast
import math
import re
import time

import pytest

from formservice import forms, identity
from formservice.agenda.forms import SignUpForm
from formservice.office import agents
from formservice.storage.values import PARTITION
from tests.builders import ROOT, answers

KB = 1000
SEEDS = ["a", "0", " ", "\u00a0", ".", "-", "@", "a@", "a.", "+33", "(", "\t", "<", '"', "/", "é", "«", "_x0041_"]
TALL = ["e\u0301\u0327", "\u0301\u0327", "\ufdfa"]
"""Marks out of order, which take the square of their number to be put right; a letter that becomes eighteen."""
WHOLE = {PARTITION.pattern}
"""Only ever matched whole, on a hundred characters at most."""
ENDS = ["", "!", "\n"]


def patterns() -> set[str]:
    """Every pattern written as one literal anywhere in the service."""
    found = set()
    for path in sorted((ROOT / "formservice").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re.")
            if called and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def quickest(work, text: str) -> float:
    """The least of five times of the processor: others use this machine too."""
    times = []
    for _ in range(5):
        began = time.process_time()
        work(text)
        times.append(time.process_time() - began)
    return min(times)


def grows(work, seed: str, end: str) -> bool:
    """Whether four times the text takes far more than four times as long. Measured anew while it seems so: a busy
    machine slows one measure, what takes the square of its text is always slow."""
    small = large = math.inf
    for _ in range(6):
        small = min(small, quickest(work, seed * (KB // len(seed)) + end))
        large = min(large, quickest(work, seed * (4 * KB // len(seed)) + end))
        if large <= 0.001 or large <= 6 * small:
            return False
    return large > 9 * small


@pytest.mark.parametrize("pattern", sorted(patterns()))
def test_no_pattern_takes_the_square_of_its_text(pattern):
    compiled = re.compile(pattern)
    ways = [compiled.fullmatch] if pattern in WHOLE else [compiled.fullmatch, compiled.search, compiled.findall]
    for work in ways:
        bad = [(seed, end) for seed in SEEDS for end in ENDS if grows(work, seed, end)]
        assert not bad, work


def test_the_patterns_of_the_service_are_found():
    assert len(patterns()) > 40


FIELDS = sorted(name for name, _ in SignUpForm()._fields.items())


def bound(activity, name: str, text: str) -> SignUpForm:
    form = SignUpForm(answers(activity, **{name: text}))
    form.fit(activity, None)
    return form


@pytest.mark.parametrize("seed", [*SEEDS, *TALL])
def test_a_hundred_kilobytes_in_any_field_are_refused_at_once(activity, seed):
    """The length is looked at first: all fields together, a hundred times what any of them takes."""
    text = seed * (100 * KB // len(seed))
    for name in FIELDS:
        assert quickest(lambda text, name=name: bound(activity, name, text).validate(), text) < 1
    form = bound(activity, "name", text)
    assert form.validate() is False or seed in TALL
    assert quickest(agents._typed, text) < 0.5
    assert quickest(forms.clean, text) < 0.5
    assert quickest(forms.written_phone, text) + quickest(identity.is_reference, text) < 0.5


def test_marks_beyond_reason_are_cut_and_names_of_any_script_are_not():
    assert len(forms.clean("e" + "\u0301\u0327" * 20_000)) <= 32
    vietnamese = "Nguyễn Thị Phượng " * 100
    assert forms.clean(vietnamese) == vietnamese.strip()


def test_this_test_sees_a_pattern_that_thinks():
    assert any(grows(re.compile(r"[ ]*x").search, " ", "") for _ in range(5))
