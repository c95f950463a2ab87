"""Agents' sessions, kept by the store: a signed cookie could not be taken back.

The cookie holds a random id; the store holds only its SHA-256, so that reading the store opens
nothing. Times are the machine's: moving the clock of a rehearsal opens and closes no session.
"""

import hashlib
import hmac
import secrets
import time
from contextlib import suppress
from typing import Any

from flask import Response

from formservice.office import agents
from formservice.office.agents import Agent
from formservice.storage import Records, Store, StoreError

TABLE = "sessions"
IDLE = 30 * 60
ABSOLUTE = 10 * 3600
A_MINUTE = 60


def start(store: Store, agent: Agent, second: bool = False) -> str:
    """Open a session and give its id, which is new each time: none that was known before is ever taken.
    `second`: the agent gave a second factor."""
    raw = secrets.token_urlsafe(32)
    partition, digest, now = *place(raw), time.time()
    with store.transaction(partition) as records:
        _sweep(records, partition, now)
        whose = {"login": agent.login, "agent_version": agent.version, "second": second}
        records.add(partition, TABLE, digest=digest, made=now, seen=now, **whose)
    return raw


def agent_of(store: Store, raw: str) -> Agent | None:
    """The agent of a living session; None when it ended, or when the agent changed since it was opened."""
    partition, digest = place(raw)
    session = next(iter(store.read(partition).find(partition, TABLE, digest=digest)), None)
    now = time.time()
    if session is None or _over(session, now):
        return None
    agent = agents.find(store, session["login"])
    if agent is None or agent.disabled or agent.version != session["agent_version"]:
        return None
    # Also for who was inside before a second factor was asked for.
    if agent.guarded and not session.get("second"):
        return None
    if now - session["seen"] >= A_MINUTE:
        _touch(store, partition, session["id"], now)
    return agent


def end(store: Store, raw: str) -> None:
    """Close a session, if there is one."""
    partition, digest = place(raw)
    if not store.read(partition).find(partition, TABLE, digest=digest):
        return
    with store.transaction(partition) as records:
        for session in records.find(partition, TABLE, digest=digest):
            records.remove(partition, TABLE, session["id"])


def token(raw: str) -> str:
    """What each form of the session carries; derived, so that the store never holds it."""
    return hmac.new(raw.encode(), b"csrf", hashlib.sha256).hexdigest()


def same_token(raw: str, given: str) -> bool:
    """Whether a form carries the token of this session."""
    return hmac.compare_digest(token(raw).encode(), given.encode("utf-8", "replace"))


def cookie_name(secure: bool) -> str:
    """With `__Host-`, no other host of the town can set it."""
    return "__Host-agent" if secure else "agent"


def give(response: Response, raw: str, secure: bool) -> None:
    """Put the session in the browser, until it closes."""
    response.set_cookie(cookie_name(secure), raw, secure=secure, httponly=True, samesite="Strict", path="/")


def take_back(response: Response, secure: bool) -> None:
    """Remove it from the browser."""
    response.delete_cookie(cookie_name(secure), secure=secure, httponly=True, samesite="Strict", path="/")


def place(raw: str) -> tuple[str, str]:
    """The partition of a session, and what the store knows of its id."""
    digest = hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()
    return f"agent-session/{digest[:2]}", digest


def _over(session: dict[str, Any], now: float) -> bool:
    return now - session["seen"] > IDLE or now - session["made"] > ABSOLUTE


def _sweep(records: Records, partition: str, now: float) -> None:
    for session in records.find(partition, TABLE):
        if _over(session, now):
            records.remove(partition, TABLE, session["id"])


def _touch(store: Store, partition: str, session_id: str, now: float) -> None:
    # A full disk must not shut out who is inside: the session then only ends a little earlier.
    with suppress(StoreError), store.transaction(partition) as records:
        if records.get(partition, TABLE, session_id):
            records.update(partition, TABLE, session_id, seen=now)
