"""An agent proves who they are on the command line, as at the door: password and code, together."""

from formservice.office import agents, second
from formservice.office.agents import Agent, BadAgent
from formservice.office.throttle import Throttle
from formservice.storage import Store
from formservice.theme import plural

REFUSED = (
    "L’identifiant, le mot de passe ou le code n’est pas le bon, ou ce code a déjà servi. Attendez le code suivant, "
    "puis recommencez. Sans second facteur, connectez-vous d’abord à l’espace des agents."
)


def prove(store: Store, login: str, password: str, code: str) -> Agent:
    """The agent of this login, password and code (six digits, or a recovery code), which is spent. BadAgent, in
    the same words whatever was wrong. Roles are for the caller to look at."""
    login = login.strip().lower()
    throttle = Throttle(store, None, login, None)
    wait = throttle.attempt()
    if wait:
        raise BadAgent(f"Il y a eu trop d’essais. Attendez {waiting(wait)}, puis recommencez.")
    found = agents.verify(store, login, password)
    if found is None or not second.spend(store, found.login, code):
        raise BadAgent(REFUSED)
    throttle.succeed()
    return found


def waiting(seconds: int) -> str:
    """How long, in words."""
    return plural(seconds, "seconde") if seconds < 60 else plural(-(-seconds // 60), "minute")
