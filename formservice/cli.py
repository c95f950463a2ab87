"""The command line: `formservice …`, for whoever runs the service."""

import json
import re
from datetime import timedelta
from typing import Any

import click
from flask.cli import FlaskGroup

from formservice import create_app, rehearsal
from formservice.config import BadSetting
from formservice.office.commands import agent, export
from formservice.purge import purge
from formservice.service import service
from formservice.storage import StoreError


class Friendly(FlaskGroup):
    """Turns what an operator can mend into one line and a failure."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        try:
            return super().main(*args, **kwargs)
        except (BadSetting, StoreError) as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None


main = Friendly(
    name="formservice", create_app=create_app, add_default_commands=False, add_version_option=False,
    help="Le service des formulaires de la commune.",
)  # fmt: skip


@main.command()
@click.argument("by")
def clock(by: str) -> None:
    """Move the rehearsal clock: +3d, -2h, +30min."""
    found = re.fullmatch(r"([+-])(\d{1,4})(d|h|min)", by)
    if not found:
        raise click.BadParameter("écrivez +3d, -2h ou +30min.")
    unit = {"d": "days", "h": "hours", "min": "minutes"}[found[3]]
    rehearsal.move(service(), timedelta(**{unit: int(found[1] + found[2])}))
    click.echo(f"L’horloge de la répétition : {service().clock.wall():%d/%m/%Y %H:%M}.")


@main.command()
def tick() -> None:
    """Do all that is due. Idempotent; may run beside another."""
    click.echo("Rien à faire.")


@main.command()
@click.option("--as-json", is_flag=True, help="One JSON object.")
def check(as_json: bool) -> None:
    """Mend what a crash left and verify every file of the store."""
    wrong = service().store.check()
    click.echo(json.dumps(wrong, ensure_ascii=False) if as_json else "\n".join(wrong) or "Le stockage est sain.")
    raise SystemExit(1 if wrong else 0)


for command in (agent, export, purge):
    main.add_command(command)

if __name__ == "__main__":
    main()
