"""Commands of whoever runs the store. They need no application: the service may be refusing to start."""

import click

from formservice.config import Config

from . import need_driver, open_store

STORE = click.option(
    "--store", envvar="FORMSERVICE_STORE", default=Config.STORE, help="L’adresse du stockage (FORMSERVICE_STORE)."
)


@click.command()
@STORE
def migrate(store: str) -> None:
    """Mettre les tables de PostgreSQL au niveau de cette version. Sans danger : ce qui est fait n’est pas refait."""
    if store.startswith("tinydb:"):
        click.echo("Le stockage est dans des fichiers : rien à faire.")
        return
    need_driver()
    from .postgres_schema import migrate as advance

    steps = advance(store)
    click.echo(f"Étapes faites : {', '.join(map(str, steps))}." if steps else "Les tables sont à jour.")


@click.command()
@STORE
@click.argument("partition")
def repair(store: str, partition: str) -> None:
    """Remettre en service une PARTITION abîmée, depuis sa dernière bonne copie. La dernière écriture est perdue."""
    if open_store(store).restore(partition):
        click.echo(f"« {partition} » est de nouveau en service. Regardez la dernière écriture de son journal.")
    else:
        click.echo(f"« {partition} » n’est pas abîmée : rien à faire.")
