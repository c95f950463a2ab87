"""Who gave a good password and has a code still to give: for five minutes, and for the pages of the code alone.

It is kept beside the sessions, in a table of its own: no other route takes it for a session.
"""

import secrets
import time
from typing import Any

from formservice.office import agents
from formservice.office.agents import Agent
from formservice.office.sessions import place
from formservice.storage import Store

TABLE, COMING = "coming", "coming"
LASTS = 5 * 60


def start(store: Store, agent: Agent) -> str:
    """Remember that the password was good; the id that the browser keeps."""
    raw = secrets.token_urlsafe(32)
    partition, digest, now = *place(raw), time.time()
    with store.transaction(partition) as records:
        for one in records.find(partition, TABLE):
            if _over(one, now):
                records.remove(partition, TABLE, one["id"])
        records.add(partition, TABLE, digest=digest, login=agent.login, agent_version=agent.version, made=now)
    return raw


def agent_of(store: Store, raw: str) -> Agent | None:
    """Who is on the way in; None after five minutes, or when the agent changed meanwhile."""
    partition, digest = place(raw)
    found = next(iter(store.read(partition).find(partition, TABLE, digest=digest)), None)
    if found is None or _over(found, time.time()):
        return None
    agent = agents.find(store, found["login"])
    return agent if agent and not agent.disabled and agent.version == found["agent_version"] else None


def end(store: Store, raw: str) -> None:
    """They are in, or begin again."""
    partition, digest = place(raw)
    if not store.read(partition).find(partition, TABLE, digest=digest):
        return
    with store.transaction(partition) as records:
        for one in records.find(partition, TABLE, digest=digest):
            records.remove(partition, TABLE, one["id"])


def _over(one: dict[str, Any], now: float) -> bool:
    return bool(now - one["made"] > LASTS)
