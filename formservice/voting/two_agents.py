"""A ceremony needs two agents, and each proves who they are: password, then second factor."""

from formservice.office import proving
from formservice.office.agents import Agent, BadAgent
from formservice.storage import Store
from formservice.voting.asking import Asker

ROLES = ("vote", "admin")


def asked(store: Store, asker: Asker) -> tuple[Agent, Agent]:
    """Two agents of the vote, at the same place. Raises BadAgent."""
    first = _one(store, asker, "Premier agent")
    second = _one(store, asker, "Deuxième agent")
    if first.login == second.login:
        raise BadAgent("Il faut deux personnes : c’est deux fois le même agent.")
    return first, second


def _one(store: Store, asker: Asker, who: str) -> Agent:
    login = asker.line(f"{who}, identifiant")
    password = asker.line("Mot de passe", hidden=True)
    found = proving.prove(store, login, password, asker.line("Code à six chiffres, ou code de secours", hidden=True))
    if not found.may(ROLES):
        raise BadAgent(f"« {found.login} » n’a pas le rôle « vote » ni « admin ».")
    return found
