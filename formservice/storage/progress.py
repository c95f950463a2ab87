"""How what takes long shows where it is: a bar under the command line, nothing elsewhere."""

from collections.abc import Callable, Iterable, Sequence

Progress = Callable[[str, Sequence[str]], Iterable[str]]
"""Gives back these names one by one, and shows under that label how many are done."""


def silent(_label: str, names: Sequence[str]) -> Iterable[str]:
    """No progress shown."""
    return names
