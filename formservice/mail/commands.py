"""The sender from the command line: `formservice send-mail`."""

from collections.abc import Iterator

import click

from formservice.mail import outbox
from formservice.mail.deliver import Folder, place_of
from formservice.mail.letters import DROPPED, PARKED, SENT, TABLE, WAITING
from formservice.service import Service, service
from formservice.theme import plural

MANY = 20


def shown(letters: list[outbox.Found]) -> Iterator[outbox.Found]:
    """These letters, one by one, under a bar when they are many."""
    with click.progressbar(letters, label="Envoi", hidden=len(letters) < MANY) as bar:
        yield from bar


@click.command("send-mail")
def send_mail() -> None:
    """Envoyer le courrier qui attend, une fois. Sans danger à côté d’un autre."""
    app = service()
    place = place_of(app)
    if isinstance(place, Folder):
        why = "Répétition : rien ne part, les" if app.rehearsal else "Les"
        click.echo(f"{why} courriels sont écrits dans {place.path}.")
    done = outbox.run(app, shown)
    click.echo(f"{summary(app, done)}.")
    if done.trouble:
        click.echo(f"Le courrier ne part pas. {done.trouble}", err=True)
        raise SystemExit(1)


def summary(app: Service, done: outbox.Pass) -> str:
    """What was done, and what still waits, in a line."""
    counts = done.counts
    words = [f"{plural(counts[SENT], 'courriel')} {'envoyé' if counts[SENT] < 2 else 'envoyés'}"]
    words += [f"{waiting(app)} en attente"]
    if counts[DROPPED]:
        words += [f"{counts[DROPPED]} sans objet"]
    return ", ".join([*words, f"{plural(counts[PARKED], 'appel')} à faire à la place"])


def waiting(app: Service) -> int:
    """How many letters wait: for their time, for another try, or for the next hour."""
    partitions = list(app.store.waiting_mail())
    return sum(len(app.store.read(name).find(name, TABLE, state=WAITING)) for name in partitions)
