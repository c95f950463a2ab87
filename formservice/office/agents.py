"""Agents: who of the town's staff comes in, and what for.

Each one is a record of the store. Any change raises its version, which ends the sessions that
were opened before: a new password, other roles, a closed account.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formservice.storage import Store, View

PARTITION, TABLE = "office/agents", "agents"
ROLES = {
    "agenda": "l’agenda et les inscriptions",
    "participation": "les consultations et les propositions",
    "vote": "les votes",
    "resources": "le centre de ressources",
    "contact": "les messages reçus",
    "admin": "les comptes des agents",
}
GUARDED = ("vote", "admin")
"""The roles that a password alone does not open."""
SHORTEST, LONGEST = 12, 200
LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,39}")
COMMON = ("motdepasse", "password", "azerty", "qwerty", "bienvenue", "administrateur", "mairie", "bonjour", "soleil")

# OWASP's floor: four people logging in at once need 80 MB, which a small server has.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
DECOY = HASHER.hash(secrets.token_hex())
"""Verified when there is no such agent, so that an unknown login costs as much as a known one."""


class BadAgent(Exception):
    """What was asked cannot be done; a French sentence for the operator."""


@dataclass(frozen=True)
class Agent:
    """One member of the staff."""

    login: str
    name: str
    roles: tuple[str, ...]
    disabled: bool
    version: int

    def may(self, audience: Iterable[str]) -> bool:
        """Whether a route of that audience is theirs."""
        return "agents" in audience or bool(set(audience) & set(self.roles))

    @property
    def guarded(self) -> bool:
        """Whether they come in with a second factor."""
        return self.may(GUARDED)


def add(store: Store, login: str, password: str, roles: Iterable[str], name: str = "") -> Agent:
    """Add an agent. BadAgent: login taken or odd, unknown role, weak password."""
    login = _login(login)
    fields = {"roles": _roles(roles), "hash": _hash(login, password), "name": _name(name) or login}
    with store.transaction(PARTITION) as records:
        if _record(records, login):
            raise BadAgent(f"« {login} » existe déjà. Pour le modifier : formservice agent change {login}.")
        record = records.add(PARTITION, TABLE, login=login, disabled=False, **fields)
        records.note(PARTITION, "agent-add", agent="cli", record=record["id"], roles=fields["roles"])
    return _agent(record)


def change(store: Store, login: str, **changes: Any) -> Agent:
    """Change `password`, `roles`, `name` or `disabled`; those given as None stay. BadAgent."""
    login = _login(login)
    fields = {name: value for name, value in changes.items() if value is not None}
    if "password" in fields:
        fields["hash"] = _hash(login, fields.pop("password"))
    if "name" in fields:
        fields["name"] = _name(fields["name"]) or login
    if "roles" in fields:
        fields["roles"] = _roles(fields["roles"])
    with store.transaction(PARTITION) as records:
        record = _record(records, login)
        if record is None:
            raise BadAgent(f"Aucun agent ne s’appelle « {login} ». Pour les voir : formservice agent list.")
        record = records.update(PARTITION, TABLE, record["id"], **fields)
        records.note(PARTITION, "agent-change", agent="cli", record=record["id"], fields=sorted(fields))
    return _agent(record)


def everyone(store: Store) -> list[Agent]:
    """All the agents, by login."""
    found = [_agent(record) for record in store.read(PARTITION).find(PARTITION, TABLE)]
    return sorted(found, key=lambda agent: agent.login)


def names(store: Store) -> dict[str, str]:
    """How each agent is called, by login: what colleagues read."""
    return {one.login: one.name for one in everyone(store)}


def find(store: Store, login: str) -> Agent | None:
    """The agent of a login, disabled or not."""
    record = _record(store.read(PARTITION), login)
    return _agent(record) if record else None


def verify(store: Store, login: str, password: str) -> Agent | None:
    """The agent, when the password is theirs. The same work is done whatever is wrong."""
    record = _record(store.read(PARTITION), login.strip().lower())
    fit = record is not None and not record["disabled"]
    try:
        HASHER.verify(record["hash"] if record and fit else DECOY, _typed(password))
    except (VerificationError, InvalidHashError):
        return None
    return _agent(record) if record and fit else None


def check_password(login: str, password: str) -> None:
    """Refuse what is guessed first. BadAgent."""
    letters = re.sub(r"[\W\d_]", "", password.casefold())
    if len(password) < SHORTEST:
        raise BadAgent(f"Ce mot de passe est trop court : il faut au moins {SHORTEST} caractères.")
    if len(password) > LONGEST:
        raise BadAgent(f"Ce mot de passe est trop long : {LONGEST} caractères au plus.")
    if letters.startswith(COMMON) and len(letters) < SHORTEST or len(set(password)) < 6 or not letters:
        raise BadAgent("Ce mot de passe est parmi les premiers essayés. Prenez par exemple quatre mots sans rapport.")
    if login in password.casefold() and len(password) < len(login) + SHORTEST:
        raise BadAgent("Ce mot de passe contient l’identifiant. Choisissez-en un autre.")


def _hash(login: str, password: str) -> str:
    password = _typed(password)
    check_password(login, password)
    return HASHER.hash(password)


def _typed(password: str) -> str:
    """The same letters whatever the keyboard composed them of; of an endless text, enough to be too long."""
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])


def _name(name: str) -> str:
    """What colleagues read, on one line. BadAgent."""
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in name):
        raise BadAgent("Le nom contient un caractère invisible, comme un retour à la ligne. Retapez-le sur une ligne.")
    return name.strip()


def _login(text: str) -> str:
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise BadAgent(f"« {text} » ne convient pas : de 2 à 40 lettres sans accent, chiffres, points ou tirets.")
    return login


def _roles(roles: Iterable[str]) -> list[str]:
    given = set(roles)
    if not given or given - ROLES.keys():
        raise BadAgent(f"Donnez un rôle au moins, parmi : {', '.join(ROLES)}.")
    return [role for role in ROLES if role in given]


def _record(view: View, login: str) -> dict[str, Any] | None:
    return next(iter(view.find(PARTITION, TABLE, login=login)), None)


def _agent(record: dict[str, Any]) -> Agent:
    return Agent(record["login"], record["name"], tuple(record["roles"]), record["disabled"], record["version"])
