"""`formservice publish CODE --to FOLDER`: what the service made for editors, as files of content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from formservice.catalogue import Consultation
from formservice.consultations import objecting, publishing
from formservice.consultations.objecting import Despite, Objected
from formservice.office.commands import Impossible, unwritten
from formservice.participation.commands import projects
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.theme import listed
from formservice.voting import publish_command

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
CONTENT = "Le dossier content/ de l’éditeur."
FORCE = (
    "Une édition : remplace aussi ce qu’un éditeur a modifié. Une consultation : bien qu’il reste à vérifier ou à lire."
)
NEAR = "Une consultation : bien que de 1 à 4 réponses aient changé depuis les résultats déjà faits."
UNKNOWN = "Une consultation : sans les réponses à une version inconnue ; la page dit combien."
REASON = "Avec --force, --near ou --unknown : la raison, notée au journal ; publiée aussi, sauf celle de --near."
OPTIONS = {objecting.UNFINISHED: "--force", objecting.NEAR: "--near", objecting.UNKNOWN: "--unknown"}


@click.command()
@click.argument("code")
@click.option("--to", "folder", required=True, type=FOLDER, help=CONTENT)
@click.option("--force", is_flag=True, help=FORCE)
@click.option("--near", is_flag=True, help=NEAR)
@click.option("--unknown", is_flag=True, help=UNKNOWN)
@click.option("--reason", default="", help=REASON)
def publish(code: str, folder: Path, force: bool, near: bool, unknown: bool, reason: str) -> None:
    """Écrit pour un éditeur les projets d’une édition (CODE : BP27), les résultats d’un vote (BP27-VOTE) ou d’une
    consultation."""
    app = service()
    if publish_command.is_vote(code):
        if force or near or unknown or reason:
            raise click.UsageError("Les résultats d’un vote se publient sans --force, --near, --unknown ni --reason.")
        written(folder, lambda: publish_command.results(app, code, folder))
        return
    found = called(app, code)
    named = [name for name, given in zip(OPTIONS, (force, near, unknown), strict=True) if given]
    said = objecting.despite(named, reason)
    if isinstance(found, Consultation) and bool(named) != bool(said.reason):
        raise click.UsageError("--force, --near et --unknown vont avec --reason : la raison sera notée, ou publiée.")
    if not isinstance(found, Consultation) and (reason or near or unknown):
        raise click.UsageError("--reason, --near et --unknown sont pour les consultations.")
    if isinstance(found, Consultation):
        written(folder, lambda: results(app, found, folder, said))
    else:
        written(folder, lambda: projects(app, found, folder, force))


def written(folder: Path, write: Callable[[], None]) -> None:
    """Write, or say what the disk refused. Raises Impossible."""
    try:
        write()
    except OSError as error:
        raise unwritten(error, folder) from None


def called(app: Service, code: str) -> Any:
    """The edition, or the consultation, of a code, in capitals or not. Raises Impossible."""
    catalogue = app.releases.current().catalogue
    known: list[Any] = [*catalogue.editions, *catalogue.consultations]
    found = next((one for one in known if one.code == code.upper()), None)
    if found is None:
        codes = listed([one.code for one in known]) or "aucun"
        raise Impossible(f"Rien n’a le code {code} sur le site. Ceux que l’on publie : {codes}.")
    return found


def results(app: Service, known: Consultation, folder: Path, said: Despite) -> None:
    """Write the results of a consultation and say where."""
    try:
        path = publishing.publish(app, known, folder, "cli", said)
    except Objected as refusal:
        options = " ".join(OPTIONS[name] for name in refusal.found)
        raise Impossible(f"{refusal} Publiez quand même avec {options} --reason.") from None
    except Refused as refusal:
        raise Impossible(str(refusal)) from None
    click.echo(f"{known.title} : résultats écrits dans {path}.")
