"""Erasing what was kept long enough, field by field, as the registry of fields promises."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import click

from formservice.agenda import following, signups
from formservice.erasure import Erasure, erase, forget_since
from formservice.fields import declared
from formservice.kinds import REGISTRATION
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.theme import plural

LAST = "last_purge"
A_DAY = timedelta(days=1)


def due(app: Service) -> Iterator[Erasure]:
    """What has outlived its reason, in the order of partitions."""
    kept = {
        line.name: timedelta(days=line.purpose.keep.days) for line in declared(REGISTRATION.title, REGISTRATION.form)
    }
    longest = max(kept.values())
    now = app.clock.wall()
    for partition in app.store.partitions("session/"):
        for signup in app.store.read(partition).find(partition, signups.TABLE):
            # A session put off is kept until it has taken place.
            age = now - datetime.fromisoformat(following.as_it_stands(app, signup)["end"])
            # What an agent added (the consent) goes with the last of the person's own answers.
            fields = tuple(name for name, said in signup["answers"].items() if said and age > kept.get(name, longest))
            if fields:
                yield Erasure(partition, signups.TABLE, signup["id"], fields)


def check_clock(app: Service) -> None:
    """StoreError when the clock moved by more than a day since the last run, which was a day ago."""
    last = app.store.get_setting(LAST)
    if last is None or app.rehearsal:
        return
    elapsed = app.clock.utc() - datetime.fromisoformat(last)
    if not -A_DAY <= elapsed <= 2 * A_DAY:
        raise StoreError(
            f"Rien n’a été effacé : le dernier passage date du {last[:10]}, l’horloge dit {app.clock.today()}. "
            "Vérifiez la date de la machine. Si elle est juste : formservice purge --clock-is-right"
        )


def carry_out(app: Service, found: list[Erasure]) -> int:
    """Erase all of this; how many failures there were. One damaged partition keeps no other from its due."""
    since = (app.store.get_setting(LAST) or app.clock.utc().isoformat())[:10]
    app.store.set_setting(LAST, app.clock.utc().isoformat(timespec="seconds"))
    troubles = []
    with click.progressbar(found, label="Effacement", hidden=len(found) < 50) as bar:
        for what in bar:
            try:
                erase(app.store, what, "purge", "cli", app.clock.today())
            except StoreError as error:
                troubles.append(str(error))
    troubles += forget_since(app.store, since)
    for trouble in dict.fromkeys(troubles):
        click.echo(trouble, err=True)
    return len(troubles)


@click.command()
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait effacé, sans rien effacer.")
@click.option("--clock-is-right", is_flag=True, help="La date de la machine a été vérifiée.")
def purge(dry_run: bool, clock_is_right: bool) -> None:
    """Effacer ce qui a été gardé assez longtemps. Coupé, il se relance."""
    app = service()
    if not (dry_run or clock_is_right):
        check_clock(app)
    found = list(due(app))
    failed = 0 if dry_run else carry_out(app, found)
    fields = sum(len(what.fields or ()) for what in found)
    verb = (
        "à effacer"
        if dry_run
        else "effacées"
        if not failed
        else f"à effacer ; {plural(failed, 'échec')}, dits ci-dessus"
    )
    click.echo(f"{plural(fields, 'réponse')} de {plural(len(found), 'inscription')} {verb}.")
    for partition in sorted({what.partition for what in found}):
        click.echo(f"  {partition} : {plural(sum(what.partition == partition for what in found), 'inscription')}")
    raise SystemExit(1 if failed else 0)
