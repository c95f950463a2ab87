"""Erasing what was kept long enough, field by field, as the registry of fields promises."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click

from formservice.agenda import refusals, signups
from formservice.consultations.keeping import forget_contacts, forget_rights
from formservice.demand import served
from formservice.erasure import Erasure, erase, forget_since
from formservice.fields import declared
from formservice.handlers import HANDLERS
from formservice.kinds import KINDS
from formservice.mail import keeping
from formservice.participation import guesses, staging
from formservice.participation.keeping import forget_editions
from formservice.search import missed
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.theme import listed, plural
from formservice.voting import destroying, mailed, sealing

LAST = "last_purge"
A_DAY, A_YEAR = timedelta(days=1), timedelta(days=366)


def due(app: Service) -> Iterator[Erasure]:
    """What has outlived its reason, kind by kind, in the order of partitions."""
    for name, handler in HANDLERS.items():
        kept = {line.name: timedelta(days=line.purpose.keep.days) for line in declared("", KINDS[name].form)}
        for partition in (one for prefix in handler.prefixes for one in app.store.partitions(f"{prefix}/")):
            for record in app.store.read(partition).find(partition, handler.table):
                said = record["answers"] | handler.free(record)
                fields = too_old(said, kept, app.clock.wall() - handler.ended(app, record))
                if fields:
                    yield Erasure(partition, handler.table, record["id"], fields)


def too_old(answers: dict[str, Any], kept: dict[str, timedelta], age: timedelta) -> tuple[str, ...]:
    """The answers kept long enough; what an agent added (the consent) goes with the last of the person's own."""
    longest = max(kept.values())
    return tuple(name for name, said in answers.items() if said and age > kept.get(name, longest))


def forget_attendance(app: Service) -> int:
    """Let go of who came on which theme more than a year ago; how many lines."""
    since, count = f"{app.clock.today() - A_YEAR:%Y-%m}", 0
    for partition, line in list(app.store.search("person/", signups.ATTENDED, lambda one: one["month"] < since)):
        with app.store.transaction(partition) as records:
            if records.get(partition, signups.ATTENDED, line["id"]):
                records.remove(partition, signups.ATTENDED, line["id"])
                count += 1
    return count


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


def count_served(app: Service) -> int:
    """Count who was served before ages are erased; 1 when it could not be done. Nobody stays known because of that."""
    try:
        served.keep(app)
    except StoreError as error:
        click.echo(str(error), err=True)
        return 1
    return 0


def let_go(app: Service) -> int:
    """What is kept beside the records, each part whatever became of the others; how many failures there were."""
    failed = 0
    rights = forget_contacts, forget_rights, forget_editions, destroying.forget_voters
    beside = destroying.finish, sealing.forget, mailed.forget, guesses.forget, missed.forget, staging.sweep
    for forget in (forget_attendance, refusals.forget, *rights, *beside):
        try:
            forget(app)
        except StoreError as error:
            click.echo(str(error), err=True)
            failed += 1
    return failed


@click.command()
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait effacé, sans rien effacer.")
@click.option("--clock-is-right", is_flag=True, help="La date de la machine a été vérifiée.")
def purge(dry_run: bool, clock_is_right: bool) -> None:
    """Effacer ce qui a été gardé assez longtemps. Coupé, il se relance."""
    app = service()
    if not (dry_run or clock_is_right):
        check_clock(app)
    failed = 0 if dry_run else count_served(app)
    found = list(due(app))
    failed += 0 if dry_run else carry_out(app, found)
    if not dry_run:
        failed += let_go(app)
    letters = keeping.old(app)
    for partition, letter in letters if not dry_run else ():
        keeping.erase(app, partition, letter)
    say(found, len(letters), dry_run, failed)
    raise SystemExit(1 if failed else 0)


def say(found: list[Erasure], letters: int, dry_run: bool, failed: int) -> None:
    """What was erased, or would be."""
    fields = sum(len(what.fields or ()) for what in found)
    verb = "à effacer" if dry_run else "effacées"
    trouble = f" ; {plural(failed, 'échec')}, dits ci-dessus" if failed else ""
    click.echo(f"{plural(fields, 'réponse')} de {counted(found)} {verb}{trouble}.")
    for partition in sorted({what.partition for what in found}):
        click.echo(f"  {partition} : {counted([what for what in found if what.partition == partition])}")
    if letters:
        click.echo(f"Courriels de plus d’un mois {verb.replace('effacées', 'effacés')} : {letters}.")


def counted(found: list[Erasure]) -> str:
    """« 2 inscriptions et 1 demande »: records by what they are called."""
    things = {handler.table: KINDS[name].thing for name, handler in HANDLERS.items()}
    counts = Counter(things[what.table] for what in found)
    return listed(plural(count, thing) for thing, count in counts.items()) or plural(0, "inscription")
