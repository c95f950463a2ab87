"""`formservice tick`: all that is due, by whatever part of the service. Safe beside another run."""

from collections import Counter
from collections.abc import Iterable, Sequence

import click

from formservice.agenda import due as agenda
from formservice.consultations import informing
from formservice.demand import keeping, served
from formservice.participation import due as participation
from formservice.participation import staging
from formservice.resources import due as resources
from formservice.service import Service, service
from formservice.storage.transfer import Progress, silent
from formservice.theme import listed, plural
from formservice.voting import sealing, turnout

DONE = agenda.DONE | resources.DONE | participation.DONE | staging.DONE | informing.DONE | turnout.DONE
DONE |= sealing.DONE | keeping.DONE | served.DONE


def run(app: Service, progress: Progress = silent) -> Counter[str]:
    """Do what is due; how many of each."""
    done = agenda.run(app, progress) + resources.run(app, progress) + participation.run(app, progress)
    done += informing.run(app, progress) + staging.run(app) + turnout.run(app)
    return done + sealing.run(app) + keeping.run(app) + served.run(app)


def words(done: Counter[str]) -> str:
    """« 2 offres échues et 2 places proposées »; « Rien à faire. »."""
    said = [plural(count, *DONE[name]) for name, count in done.items() if count]
    return f"{listed(said)}." if said else "Rien à faire."


def shown(label: str, names: Sequence[str]) -> Iterable[str]:
    """A progress bar where it can take a while."""
    with click.progressbar(names, label=label, hidden=len(names) < 200) as bar:
        yield from bar


@click.command()
def tick() -> None:
    """Faire tout ce qui est dû : offres échues, changements, rappels, nouvelles. Sans danger à côté d’un autre."""
    done = run(service(), shown)
    click.echo(words(done))
    if done["failed"] or done["unreadable"]:
        raise SystemExit(1)
