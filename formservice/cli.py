"""The command line: `formservice …`, for whoever runs the service."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import click
from flask import has_app_context

from formservice import create_app, rehearsal
from formservice.catalogue import BadCatalogue
from formservice.config import BadSetting
from formservice.count.commands import count
from formservice.erase import erase
from formservice.mail.commands import send_mail
from formservice.office.commands import agent, export
from formservice.office.day_command import jour
from formservice.participation.code_commands import codes
from formservice.publish import publish
from formservice.purge import purge
from formservice.service import service
from formservice.storage import StoreError
from formservice.storage.commands import backup, import_store, migrate, repair, restore_archive, verify
from formservice.tick import run, tick, words
from formservice.voting.open_command import vote


class Friendly(click.Group):
    """Turns what an operator can mend into one line and a failure."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        try:
            return super().main(*args, **kwargs)
        except (BadSetting, BadCatalogue, StoreError) as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None


@click.group(cls=Friendly)
def main() -> None:
    """Le service des formulaires de la commune."""


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("by")
def clock(by: str) -> None:
    """Déplacer l’horloge de la répétition : +3d, -2h, +30min."""
    found = re.fullmatch(r"([+-])(\d{1,4})(d|h|min)", by)
    if not found:
        raise click.BadParameter("écrivez +3d, -2h ou +30min.")
    unit = {"d": "days", "h": "hours", "min": "minutes"}[found[3]]
    rehearsal.move(service(), timedelta(**{unit: int(found[1] + found[2])}))
    click.echo(f"L’horloge de la répétition : {service().clock.wall():%d/%m/%Y %H:%M}.")
    click.echo(words(run(service())))


def in_app(command: click.Command) -> None:
    """Give a command, and those below it, the application; `--help` needs none."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            in_app(below)
    elif command.callback:
        command.callback = _in_app(command.callback)


def _in_app(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            return callback(*args, **kwargs)
        with create_app().app_context():
            return callback(*args, **kwargs)

    return run


for command in (agent, export, jour, publish, codes, vote, purge, erase, tick, send_mail):
    main.add_command(command)
in_app(main)
# These need no application: the service may be refusing to start.
for command in (migrate, repair, import_store, backup, restore_archive, verify, count):
    main.add_command(command)

if __name__ == "__main__":
    main()
