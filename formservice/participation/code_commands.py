"""Printed codes from the command line: `formservice codes …`. No code is ever shown, but on the sheets."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from formservice.office.commands import Impossible, unwritten
from formservice.own_file import put
from formservice.paper import PaperError
from formservice.paper.code_sheets import check
from formservice.participation import code_work, issuing, reprinting
from formservice.participation.issuing import By, NotIssued
from formservice.participation.letters import Series, counted, series_of, sheets
from formservice.participation.written_codes import new_code
from formservice.service import service
from formservice.theme import plural

T = TypeVar("T")
BY = By("cli", "cli")
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("code")
@click.option("--count", type=click.IntRange(1, issuing.MOST), help="Combien de codes imprimer.")
@click.option("--to", "folder", type=FOLDER, help="Le dossier où écrire les planches PDF.")
@click.option(
    "--label", default="lettres", help="Le nom du tirage, par exemple « quartier-gare » ; jamais un nom d’habitant."
)
@click.option("--list", "listing", is_flag=True, help="Combien de codes, par tirage et par état.")
@click.option("--revoke", type=click.IntRange(1), multiple=True, help="Annule le code de ce numéro ; répétable.")
@click.option("--revoke-all", "label_gone", help="Annule tous les codes d’un tirage qui n’ont pas servi.")
@click.option("--reprint", type=click.IntRange(1), help="Remplace le code de ce numéro, une seule fois.")
def codes(
    code: str, count: int | None, folder: Path | None, label: str, listing: bool, revoke: tuple[int, ...],
    label_gone: str | None, reprint: int | None,
) -> None:  # fmt: skip
    """Les codes imprimés d’une consultation ou d’un vote, par son code : BA27."""
    acts = [count is not None, listing, bool(revoke), label_gone is not None, reprint is not None]
    if sum(acts) != 1:
        raise click.UsageError("choisissez une action : --count, --list, --revoke, --revoke-all ou --reprint.")
    series = _try(lambda: _series(code))
    if listing:
        show(series)
    elif revoke:
        for serial in revoke:
            _try(lambda serial=serial: issuing.revoke(service().store, series.code, serial, BY))  # type: ignore[misc]
            click.echo(f"Code n° {serial} annulé.")
    elif label_gone is not None:
        gone = issuing.revoke_all(service().store, series.code, label_gone, BY)
        click.echo(f"{plural(gone, 'code annulé', 'codes annulés')}.")
    elif folder is None:
        raise click.UsageError("dites dans quel dossier écrire : --to DOSSIER.")
    elif reprint is not None:
        _try(lambda: again(series, reprint, folder))
    else:
        _try(lambda: make(series, count or 1, label, folder))


def make(series: Series, count: int, label: str, folder: Path) -> None:
    """Draw, keep, print; or end what was begun."""
    check()
    work = code_work.begin(folder, series.code, _label(label), count)
    if (work.label, len(work.codes)) != (label, count):
        click.echo(
            f"Ce dossier a un tirage qui n’était pas fini : « {work.label} », {plural(len(work.codes), 'code')}."
        )
    numbered, keeping = code_work.keep(service(), work, BY)
    with click.progressbar(length=len(numbered), label="Enregistrement", hidden=len(numbered) < 500) as bar:
        for done in keeping:
            bar.update(done)
    printing, files = code_work.print_all(service(), series, folder, numbered), -(-len(numbered) // code_work.A_FILE)
    with click.progressbar(printing, length=files, label="Impression", hidden=files < 2) as bar:
        written = list(bar)
    code_work.end(folder, series.code)
    serials = list(numbered)
    click.echo(f"{plural(len(serials), 'code')}, du n° {serials[0]} au n° {serials[-1]}, tirage « {work.label} » :")
    for path in written:
        click.echo(str(path))
    click.echo(
        "Qui a ces planches peut répondre ou voter : gardez-les comme des bulletins, et effacez les fichiers une fois "
        "imprimés."
    )


def again(series: Series, old: int, folder: Path) -> None:
    """Print a code in the place of another, which is revoked once the sheet is on the disk. Stopped on the way, both
    are letters of one right."""
    check()
    store = service().store
    reprinting.check_replace(store, series.code, old)
    serial, code = issuing.next_serial(store, series.code), new_code()
    printed = sheets(service(), series, {serial: code})
    reprinting.print_again(store, series.code, old, serial, code, BY)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = code_work.name(folder, series.code, [serial])
    put(path, lambda stream: stream.write(printed))
    try:
        reprinting.in_hand(store, series.code, serial, BY)
    except NotIssued:
        # The letter it replaces has served meanwhile: this one opens nothing, and must not be posted.
        path.unlink()
        raise
    click.echo(f"Code n° {old} annulé ; le n° {serial} le remplace : {path}")


def show(series: Series) -> None:
    """Counts by label and state."""
    known = issuing.counts(service().store, series.code)
    for label, states in known.items():
        click.echo(f"{label}, {counted(states)}")
    if not known:
        click.echo("Aucun code n’a été imprimé.")


def _series(code: str) -> Series:
    try:
        return series_of(service(), code)
    except KeyError:
        raise Impossible(f"Aucune consultation ni édition n’a le code {code}.") from None


def _label(label: str) -> str:
    if not (0 < len(label.strip()) <= 40 and label.isprintable()):
        raise click.UsageError("un nom de tirage a de 1 à 40 caractères.")
    return label.strip()


def _try(work: Callable[[], T]) -> T:
    try:
        return work()
    except (NotIssued, PaperError) as error:
        raise Impossible(str(error)) from None
    except OSError as error:
        raise unwritten(error) from None
