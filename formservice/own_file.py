"""A file for its owner's eyes: put in its place whole, or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")


def put(output: Path, fill: Callable[[IO[bytes]], T]) -> T:
    """Fill a file beside its place, then put it there; what `fill` gives back."""
    work = output.with_name(f".{output.name}.part")
    try:
        return _put(work, output, fill)
    except OSError as error:
        # A write that is refused names no file; whoever asked knows this one.
        error.filename = str(output) if error.filename in (None, str(work)) else error.filename
        raise


def _put(work: Path, output: Path, fill: Callable[[IO[bytes]], T]) -> T:
    handle = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(handle, 0o600)
        with os.fdopen(handle, "wb") as stream:
            given = fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        work.replace(output)
    finally:
        work.unlink(missing_ok=True)
    return given
