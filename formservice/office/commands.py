"""The office from the command line: `formservice agent …` and `formservice export …`."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TypeVar

import click

from formservice.catalogue.french import typeset
from formservice.export import FORMATS, Table, write
from formservice.kinds import KINDS
from formservice.office import (  # noqa: F401  (desks)
    agents,
    centre,
    consulting,
    lists,
    meetings,
    participating,
    registering,
    second,
    sheets,
    theme_lists,
)
from formservice.office.agents import ROLES, Agent, BadAgent
from formservice.office.desks import DESKS
from formservice.office.meetings import Meeting
from formservice.own_file import put
from formservice.service import Service, service
from formservice.storage import Unwritable
from formservice.storage.errors import reason
from formservice.theme import listed, plural

HELP = "Ce que l’agent peut voir ; répétable."
ROLE = click.option("--role", "roles", multiple=True, type=click.Choice(tuple(ROLES)), help=HELP)
NAME = click.option("--name", default=None, help="Le nom affiché.")
CLI = "la ligne de commande"
Done = TypeVar("Done")
PASSWORD = click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l’entrée standard.")


class Impossible(click.ClickException):
    """What cannot be done, said in one French line; exit code 1."""

    def show(self, file: IO[str] | None = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file or sys.stderr)


def unwritten(error: OSError, path: Path | None = None) -> Impossible:
    """What the disk refused, and why."""
    return Impossible(f"{error.filename or path} : impossible d’écrire ({reason(error)}).")


@click.group()
def agent() -> None:
    """Les agents qui entrent dans l’espace /agents/."""


@agent.command("add")
@click.argument("login")
@ROLE
@NAME
@PASSWORD
def add_agent(login: str, roles: tuple[str, ...], name: str | None, password_stdin: bool) -> None:
    """Ajoute un agent."""
    added = _try(lambda: agents.add(service().store, login, _password(password_stdin), roles, name or ""))
    click.echo(f"Agent ajouté : {_line(added)}")


@agent.command("change")
@click.argument("login")
@ROLE
@NAME
@PASSWORD
@click.option("--enable", is_flag=True, help="Rouvre un compte fermé.")
def change_agent(login: str, roles: tuple[str, ...], name: str | None, password_stdin: bool, enable: bool) -> None:
    """Change le mot de passe, les rôles ou le nom d’un agent ; ferme ses sessions."""
    changes = {
        "password": _password(True) if password_stdin else None,
        "roles": roles or None,
        "name": name,
        "disabled": False if enable else None,
    }
    if all(value is None for value in changes.values()):
        raise click.UsageError("dites ce qui change : --role, --name, --password-stdin ou --enable.")
    changed = _try(lambda: agents.change(service().store, login, **changes))
    click.echo(f"Agent modifié, ses sessions sont fermées : {_line(changed)}")


@agent.command("second")
@click.argument("login")
@click.option("--reset", is_flag=True, help="Oublie l’application et les codes : l’agent recommence à la connexion.")
@click.option("--recovery", is_flag=True, help="Donne dix codes de secours à la place de ceux qu’il avait.")
def second_factor(login: str, reset: bool, recovery: bool) -> None:
    """Remplace le second facteur d’un agent : téléphone perdu, codes perdus."""
    if reset == recovery:
        raise click.UsageError("dites ce qui change : --reset ou --recovery.")
    store, login = service().store, login.strip().lower()
    if reset:
        _try(lambda: second.reset(store, login))
        click.echo(f"{login} : second facteur oublié, sessions fermées. Il en prendra un autre à sa connexion.")
        return
    codes = _try(lambda: second.renew(store, login, "cli"))
    click.echo("\n".join(codes))
    click.echo("Ces codes ne sont montrés que cette fois, et chacun sert une fois.", err=True)


@agent.command("list")
def list_agents() -> None:
    """Affiche les agents, un par ligne ; rien quand il n’y en a pas."""
    store = service().store
    for found in agents.everyone(store):
        click.echo(_line(found) + _second(found, bool(second.standing(store, found.login))))


@agent.command("disable")
@click.argument("login")
def disable_agent(login: str) -> None:
    """Ferme le compte d’un agent et ses sessions."""
    closed = _try(lambda: agents.change(service().store, login, disabled=True))
    click.echo(f"Compte fermé : {_line(closed)}")


@click.command()
@click.argument("what", type=click.Choice([desk.export for desk in DESKS.values() if desk.export]))
@click.option("--format", "kind", type=click.Choice(tuple(FORMATS)), help="Sinon, d’après le nom du fichier.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Le fichier à écrire.")
@click.option("--session", "unit", default=None, help="Une seule séance de l’agenda, par exemple SM-12.")
def export(what: str, kind: str | None, output: Path, unit: str | None) -> None:
    """Écrit dans un tableur ce qui a été reçu, et le note au journal."""
    kind = kind or output.suffix.lstrip(".")
    if kind not in FORMATS:
        raise click.UsageError(f"choisissez un format : --format {', '.join(FORMATS)}.")
    if unit and what != "agenda":
        raise click.UsageError("--session va avec « agenda ».")
    try:
        said = _sessions(service(), unit, kind, output) if what == "agenda" else _all(service(), what, kind, output)
    except OSError as error:
        raise unwritten(error, output) from None
    click.echo(f"{output} : {said}.")


def _sessions(app: Service, unit: str | None, kind: str, output: Path) -> str:
    """The registrations, session by session."""
    chosen = [_meeting(app, unit)] if unit else [*meetings.past(app)[::-1], *meetings.coming(app)]
    chosen = [meeting for meeting in chosen if meeting.signups or unit]
    made = lists.table(chosen, CLI, app.clock.wall())
    rows = put(
        output, lambda stream: _fill(app, made, {one.partition: len(one.signups) for one in chosen}, kind, stream)
    )
    return f"{plural(rows, 'inscription')} de {plural(len(chosen), 'séance')}"


def _all(app: Service, what: str, kind: str, output: Path) -> str:
    """Every record of another kind."""
    name = next(name for name, desk in DESKS.items() if desk.export == what)
    if DESKS[name].sealed:
        raise Impossible(typeset(DESKS[name].sealed))
    found = sheets.stored(app, name)
    made = sheets.table(app, name, found, CLI)
    rows = put(output, lambda stream: _fill(app, made, Counter(one for one, _ in found), kind, stream))
    return plural(rows, KINDS[name].thing)


def _meeting(app: Service, unit: str) -> Meeting:
    found = meetings.find(app, unit)
    if found is None:
        raise Impossible(f"Aucune séance n’a le code {unit}.")
    return found


def _fill(app: Service, made: Table, here: Mapping[str, int], kind: str, stream: IO[bytes]) -> int:
    """Write the list, then its lines in the journal: the file is put in its place only after."""
    rows = write(kind, made, stream).rows
    with click.progressbar(here.items(), length=len(here), label="Journal", hidden=len(here) < 50) as bar:
        for partition, count in bar:
            try:
                with app.store.transaction(partition) as records:
                    records.note(partition, "download", agent="cli", channel="cli", format=kind, rows=count)
            except Unwritable as error:
                click.echo(f"{partition} : non noté au journal. {error}", err=True)
    return rows


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    return typed


def _try(work: Callable[[], Done]) -> Done:
    try:
        return work()
    except BadAgent as error:
        raise Impossible(str(error)) from None


def _second(found: Agent, has: bool) -> str:
    """Said of who has a second factor, and of who must take one."""
    return ", second facteur" if has else ", sans second facteur" if found.guarded else ""


def _line(found: Agent) -> str:
    state = ", compte fermé" if found.disabled else ""
    return f"{found.login} ({found.name}), {listed(found.roles)}{state}"
