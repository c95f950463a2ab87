"""Faults between any two gestures towards the disk: a kill -9, or a refusal of the system."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

GESTURES = ("open", "write", "fsync", "replace", "link", "unlink", "ftruncate", "mkdir")
CHANGES = GESTURES[1:]
"""All but those that only look."""


@contextmanager
def before_each(act: Callable[[int, str], None]) -> Iterator[None]:
    """Call `act(number, gesture)` before each gesture; of a write, half is done by then."""
    count = 0

    def spied(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def gesture(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if name == "write":
                fd, data = arguments
                half = real(fd, data[: len(data) // 2]) if len(data) > 1 else 0
                act(count, name)
                return half + real(fd, data[half:])
            act(count, name)
            return real(*arguments, **options)

        return gesture

    with patch.multiple(os, **{name: spied(name, getattr(os, name)) for name in GESTURES}):
        yield


def killed_at(step: int, action: Callable[[], object], only: tuple[str, ...] = GESTURES) -> bool:
    """Run an action in a process of its own, killed before its gesture number `step` (of those named `only`).
    True when it was killed, False when it ended first."""
    child = os.fork()
    if not child:
        try:
            seen = 0

            def kill(number: int, gesture: str) -> None:
                nonlocal seen
                seen += gesture in only
                if seen == step and gesture in only:
                    os.kill(os.getpid(), signal.SIGKILL)

            with before_each(kill):
                action()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "the action itself failed"
    return status != 0


@contextmanager
def refused_at(step: int, error: int, gestures: tuple[str, ...] = GESTURES) -> Iterator[list[str]]:
    """Let gesture number `step` fail with that errno, once; gives the names of what was refused."""
    refused: list[str] = []

    def refuse(number: int, gesture: str) -> None:
        if number == step and gesture in gestures:
            refused.append(gesture)
            raise OSError(error, os.strerror(error))

    with before_each(refuse):
        yield refused
