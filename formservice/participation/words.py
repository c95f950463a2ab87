"""The words an idea is known by. Pure."""

from collections.abc import Mapping
from typing import Any

Idea = Mapping[str, Any]
LEFT_OUT = ("where", "signature")
"""What an agent may publish nothing of: empty, it is not the author's that comes back."""


def wording(idea: Idea) -> dict[str, Any]:
    """Those the agents publish, else its author's."""
    worded = {name: said for name, said in idea["public"].items() if said or name in LEFT_OUT}
    return {**idea["idea"], **worded}
