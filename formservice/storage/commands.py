"""Commands of whoever runs the store. They need no application: the service may be refusing to start."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from formservice.config import Config
from formservice.erasure import erase_again

from . import Corrupt, Store, StoreError, archive_file, need_driver, open_store
from . import archive as archives
from .errors import RESTORE, with_advice
from .progress import silent
from .transfer import move

STORE = click.option(
    "--store", envvar="FORMSERVICE_STORE", default=Config.STORE, help="L’adresse du stockage (FORMSERVICE_STORE)."
)


@click.command()
@STORE
def migrate(store: str) -> None:
    """Mettre les tables de PostgreSQL au niveau de cette version. Sans danger : ce qui est fait n’est pas refait."""
    if store.startswith("tinydb:"):
        click.echo("Le stockage est dans des fichiers : rien à faire.")
        return
    need_driver()
    from .postgres_schema import migrate as advance

    steps = advance(store)
    click.echo(f"Étapes faites : {', '.join(map(str, steps))}." if steps else "Les tables sont à jour.")


@click.command()
@STORE
@click.argument("partition", required=False)
def repair(store: str, partition: str | None) -> None:
    """Remettre en service une PARTITION abîmée, depuis sa dernière bonne copie. La dernière écriture est perdue.

    Sans PARTITION : ce qui bloque les écritures de plusieurs à la fois."""
    name = partition or "Le stockage"
    if open_store(store).restore(partition):
        click.echo(f"{name} : de nouveau en service. Regardez la dernière écriture de son journal.")
    else:
        click.echo(f"{name} : rien d’abîmé, rien à faire.")


def shown(label: str, names: Sequence[str]) -> Iterable[str]:
    """These names, one by one, under a bar."""
    with click.progressbar(names, label=label) as bar:
        yield from bar


@click.command()
@STORE
@click.option("--as-json", is_flag=True, help="Une liste JSON.")
def verify(store: str, as_json: bool) -> None:
    """Réparer ce qu’un arrêt brutal a laissé, relire tout le stockage, et dire ligne à ligne ce qu’il faut faire."""
    refuse_nowhere(store)
    try:
        wrong = open_store(store).check(silent if as_json else shown)
    except Corrupt as error:
        wrong = [with_advice(error, RESTORE)]
    click.echo(json.dumps(wrong, ensure_ascii=False) if as_json else "\n".join(wrong) or "Le stockage est sain.")
    raise SystemExit(1 if wrong else 0)


def refuse_nowhere(address: str) -> None:
    """StoreError for the address of files that are not there: opening would make them."""
    kind, _, place = address.partition(":")
    if kind == "tinydb" and not Path(place).is_dir():
        raise StoreError(f"Il n’y a pas de stockage dans « {place} ».")


def warn(store: Store) -> None:
    """Say what is wrong with a store about to be copied: a damaged partition is read from an older copy."""
    for alarm in store.alarms():
        click.echo(alarm, err=True)


@click.command("import")
@click.argument("source", metavar="DÉPART")
@click.argument("target", metavar="ARRIVÉE")
def import_store(source: str, target: str) -> None:
    """Porter tout le stockage de DÉPART à ARRIVÉE (tinydb:<dossier> ou postgresql://…), service arrêté.

    Coupé, il reprend où il en était. Tout est relu et comparé à la fin."""
    if source == target:
        raise StoreError("Le départ et l’arrivée sont le même stockage.")
    refuse_nowhere(source)
    warn(origin := open_store(source))
    written, there = move(origin, open_store(target), shown)
    click.echo(f"Partitions portées : {written} ; déjà là : {there}. Tout a été relu : rien ne manque.")


APART = click.option(
    "--keys",
    metavar="CLÉS.tar.gz",
    type=click.Path(path_type=Path),
    help="Le fichier des clés des votes et des seconds facteurs, à part.",
)


@click.command()
@STORE
@APART
@click.argument("file", metavar="FICHIER.tar.gz", type=click.Path(path_type=Path))
def backup(store: str, keys: Path | None, file: Path) -> None:
    """Sauver tout le stockage dans un nouveau FICHIER, sans arrêter le service. Il contient des noms et des clés.

    Les clés des votes et des seconds facteurs n’y sont jamais : elles vont dans le fichier de --keys, à garder
    ailleurs."""
    refuse_nowhere(store)
    warn(source := open_store(store))
    count = archives.backup(source, file, shown, keys)
    click.echo(f"« {file} » : {count} partitions.")
    left_out = len(archive_file.verify(file).left_out)
    if keys:
        click.echo(f"« {keys} » : {left_out} clés.")
    elif left_out:
        click.echo(f"Clés laissées de côté : {left_out}. Pour les garder : --keys", err=True)


@click.command("restore")
@STORE
@APART
@click.option("--erased-in", help="Le stockage mis de côté, s’il se lit encore : ce qu’il a effacé le reste.")
@click.argument("file", metavar="FICHIER.tar.gz", type=click.Path(path_type=Path))
def restore_archive(store: str, keys: Path | None, erased_in: str | None, file: Path) -> None:
    """Remettre une sauvegarde dans un stockage vide, la vérifier, et effacer de nouveau ce qui l’avait été."""
    if erased_in:
        refuse_nowhere(erased_in)
    target = open_store(store)
    count = archives.restore(file, target, shown, keys)
    erased = sum(erase_again(target, listing) for listing in [target, *([open_store(erased_in)] if erased_in else [])])
    click.echo(f"Partitions restaurées et vérifiées : {count}. Effacés de nouveau : {erased}.")
    missing = archives.missing_keys(file, target)
    if second := [name for name in missing if name.startswith("second-")]:
        click.echo(
            "Manque la clé des seconds facteurs : aucun code d’agent ne sera reconnu. Si vous l’avez, recommencez dans "
            "un stockage vide, avec --keys. Sinon, pour chaque agent qui en avait un : formservice agent second LOGIN "
            "--reset.",
            err=True,
        )
    if missing := [name for name in missing if name not in second]:
        click.echo(
            f"Manquent les clés de : {', '.join(missing)}. Sans elles, ces votes ne reconnaissent plus personne : "
            "n’y laissez pas voter. Si vous les avez, recommencez dans un stockage vide, avec --keys.",
            err=True,
        )
