"""Erasing what was kept long enough, field by field, as the registry of fields promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import click

from formservice.agenda import attendance, following, signups
from formservice.fields import declared
from formservice.kinds import REGISTRATION
from formservice.service import Service, service
from formservice.theme import plural


@dataclass(frozen=True)
class Due:
    """A record with fields to erase."""

    partition: str
    record: dict[str, Any]
    fields: tuple[str, ...]


def due(app: Service) -> Iterator[Due]:
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
                yield Due(partition, signup, fields)


def erase(app: Service, what: Due) -> None:
    """Erase these fields; the record stays, to be counted."""
    person = what.record["person"]
    holders = [signups.person_partition(person)] if person else []
    with app.store.transaction(what.partition, *holders) as records:
        now = records.get(what.partition, signups.TABLE, what.record["id"])
        if now is None:
            return
        answers = {name: value for name, value in now["answers"].items() if name not in what.fields}
        records.update(what.partition, signups.TABLE, now["id"], answers=answers, person="", key="")
        for holder in holders:
            for hold in records.find(holder, signups.HOLDS, signup=now["id"]):
                records.remove(holder, signups.HOLDS, hold["id"])
        records.note(what.partition, "purge", agent="cli", record=now["id"], fields=len(what.fields))


@click.command()
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait effacé, sans rien effacer.")
def purge(dry_run: bool) -> None:
    """Effacer ce qui a été gardé assez longtemps."""
    app = service()
    found = list(due(app))
    with click.progressbar(found, label="Effacement", hidden=dry_run or len(found) < 50) as bar:
        for what in bar:
            if not dry_run:
                erase(app, what)
    if not dry_run:
        attendance.forget(app)
    fields = sum(len(what.fields) for what in found)
    verb = "à effacer" if dry_run else "effacées"
    click.echo(f"{plural(fields, 'réponse')} de {plural(len(found), 'inscription')} {verb}.")
    for partition in sorted({what.partition for what in found}):
        click.echo(f"  {partition} : {plural(sum(what.partition == partition for what in found), 'inscription')}")
