"""The second factor of those who hold the votes and the accounts: an application, ten recovery codes.

The store holds a salt, the last step used, and marks of the codes. All are worth nothing without the key of the office,
a setting that no ordinary backup holds. Times are the machine's: a rehearsal moves no code.
"""

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from formservice.office import agents, totp
from formservice.office.agents import PARTITION, BadAgent
from formservice.participation.written_codes import bare, new_code
from formservice.storage import Records, Store, View

TABLE, KEY = "seconds", "second-key"
APP, RECOVERY = "app", "recovery"
CODES = 10


class WrongCode(Exception):
    """What proves who it is was wrong, or has served."""


class WrongFirst(Exception):
    """The first code of a new application was wrong."""


@dataclass(frozen=True)
class Standing:
    """What an agent has: an application, so many recovery codes."""

    app: bool = False
    left: int = 0

    def __bool__(self) -> bool:
        return self.app or bool(self.left)


class Candidate(NamedTuple):
    """An application that is not confirmed yet."""

    salt: str
    secret: str


def standing(store: Store, login: str) -> Standing:
    """What an agent has now."""
    record = _record(store.read(PARTITION), login)
    return Standing(bool(record["salt"]), len(record["marks"])) if record else Standing()


def candidate(store: Store, login: str, session: str) -> Candidate:
    """What this browser may enrol, the same until it did: nothing waits in the store, and looking writes nothing."""
    record = _record(store.read(PARTITION), login)
    salt = sha256(f"second|{session}|{record['salt'] if record else ''}".encode()).hexdigest()
    return Candidate(salt, totp.secret(_key(store), login, salt))


def enrol(store: Store, login: str, new: Candidate, first: str, proof: str | None = None) -> list[str]:
    """Take a new application, and give ten recovery codes. Without a proof, only who has none may.
    WrongCode, WrongFirst: nothing is changed nor spent."""
    key, codes = _key(store), _drawn()
    with store.transaction(PARTITION) as records:
        record = _record(records, login) or _new(records, login)
        if (record["salt"] or record["marks"]) if proof is None else not _spend(records, key, record, proof):
            raise WrongCode
        step = totp.step_of(new.secret, totp.digits(first), 0, time.time())
        if step is None:
            raise WrongFirst
        records.update(PARTITION, TABLE, record["id"], salt=new.salt, step=step, marks=_marks(key, login, codes))
        _end_sessions(records, login)
        records.note(PARTITION, "second-enrol", agent=login, record=record["id"])
    return codes


def spend(store: Store, login: str, typed: str) -> str:
    """Use a code: APP or RECOVERY, "" when it is wrong or has served. One of two at once."""
    key = _key(store)
    with store.transaction(PARTITION) as records:
        record = _record(records, login)
        return _spend(records, key, record, typed) if record else ""


def renew(store: Store, login: str, by: str, proof: str | None = None) -> list[str]:
    """Ten recovery codes in place of those there were, shown now or never. WrongCode, BadAgent for nobody."""
    key, codes = _key(store), _drawn()
    with store.transaction(PARTITION) as records:
        _known(records, login)
        record = _record(records, login) or _new(records, login)
        if proof is not None and not _spend(records, key, record, proof):
            raise WrongCode
        records.update(PARTITION, TABLE, record["id"], marks=_marks(key, login, codes))
        records.note(PARTITION, "second-codes", agent=by, record=record["id"])
    return codes


def reset(store: Store, login: str, by: str = "cli") -> None:
    """Forget the application and the codes of an agent, and end their sessions. BadAgent."""
    with store.transaction(PARTITION) as records:
        _known(records, login)
        record = _record(records, login)
        if record is None:
            raise BadAgent(f"« {login} » n’a pas de second facteur.")
        records.remove(PARTITION, TABLE, record["id"])
        _end_sessions(records, login)
        records.note(PARTITION, "second-reset", agent=by, record=record["id"])


def _spend(records: Records, key: str, record: dict[str, Any], typed: str) -> str:
    """Use a code of this record, in the transaction that holds it."""
    login, six = record["login"], totp.digits(typed)
    if six and record["salt"]:
        step = totp.step_of(totp.secret(key, login, record["salt"]), six, record["step"], time.time())
        if step is not None:
            records.update(PARTITION, TABLE, record["id"], step=step)
            return APP
    mark = totp.mark(key, login, bare(typed))
    if mark not in record["marks"]:
        return ""
    left = [one for one in record["marks"] if one != mark]
    records.update(PARTITION, TABLE, record["id"], marks=left)
    records.note(PARTITION, "second-recovery", agent=login, record=record["id"], left=len(left))
    return RECOVERY


def ready(store: Store) -> None:
    """Make the key while something is sent: looking at a page writes nothing."""
    _key(store)


def _key(store: Store) -> str:
    return str(store.ensure_setting(KEY, lambda: secrets.token_hex(32)))


def _drawn() -> list[str]:
    return [new_code() for _ in range(CODES)]


def _marks(key: str, login: str, codes: list[str]) -> list[str]:
    return [totp.mark(key, login, bare(code)) for code in codes]


def _record(view: View, login: str) -> dict[str, Any] | None:
    return next(iter(view.find(PARTITION, TABLE, login=login)), None)


def _new(records: Records, login: str) -> dict[str, Any]:
    return records.add(PARTITION, TABLE, login=login, salt="", step=0, marks=[])


def _known(records: Records, login: str) -> dict[str, Any]:
    """The agent's own record. BadAgent."""
    found = next(iter(records.find(PARTITION, agents.TABLE, login=login)), None)
    if found is None:
        raise BadAgent(f"Aucun agent ne s’appelle « {login} ». Pour les voir : formservice agent list.")
    return found


def _end_sessions(records: Records, login: str) -> None:
    """A raised version ends the sessions that were opened before."""
    records.update(PARTITION, agents.TABLE, _known(records, login)["id"])
