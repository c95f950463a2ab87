"""What spares a run the same work thousands of times, and changes nothing of what is proved."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

ROOM = 4 * 2**30
"""What a disk in memory must have free: two runs at once, with their sites and their PostgreSQL."""


def quick_disk(room: int = ROOM) -> Path | None:
    """A disk in memory with room enough, where to sync costs nothing; None: the usual one."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK | os.X_OK) or os.statvfs(memory).f_flag & os.ST_NOEXEC:
        return None
    return memory if shutil.disk_usage(memory).free > room else None


class Compiled(BytecodeCache):
    """The templates compiled by this process, for all the services it makes."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this very text."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.codes[bucket.key, bucket.checksum] = bucket.code


def processes() -> dict[str, str]:
    """The environment of the processes of a service: the first compiles the templates for those that follow."""
    kept = os.environ.get("TEMPLATES_COMPILED")
    return {"PYTHONPATH": str(Path(__file__).parent / "startup"), "TEMPLATES_COMPILED": kept} if kept else {}


def once(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Werkzeug compiles two functions for each of 200 routes of each service: the same ones."""
    made: dict[tuple[Any, ...], Any] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    return compiled


def link(source: str, target: str) -> None:
    """A second name for a file, unless the place is taken."""
    if not Path(target).exists():
        os.link(source, target)
