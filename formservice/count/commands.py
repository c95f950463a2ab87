"""The command that counts an election from its file alone: no settings, no store, no site."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import NoReturn

import click

from formservice.count import count as counted
from formservice.count.bounded import NotRead, bounded
from formservice.count.election import Election, read
from formservice.count.model import GREEDY, NO_SKIP, SHARES, SHARES_ADD1
from formservice.count.pb import Malformed
from formservice.count.redo import is_published, redo_command
from formservice.count.told import as_object, as_text, plain

RULES = (GREEDY, NO_SKIP, SHARES, SHARES_ADD1)
ZIP = b"PK\x03\x04"
"""How an archive begins."""
SOON = 2.0
"""Seconds without a word, on a terminal."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FICHIER")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Des phrases, ou du JSON.")
@click.option("--rule", "kind", type=click.Choice(RULES), help="Une autre règle que celle du fichier.")
@click.option("--seed", metavar="MOTS", help="Tirer les égalités au sort de ces mots, et non de l’ordre du fichier.")
def count(path: Path, shape: str, kind: str | None, seed: str | None) -> None:
    """Compter une élection d’après son FICHIER .pb (format Pabulib), par la règle qu’il déclare.

    FICHIER peut aussi être le dossier d’un décompte publié, ou son decompte.json : tout est alors recompté et comparé.
    """
    if is_published(path):
        if kind or seed:
            raise click.UsageError("un décompte publié se recompte par sa règle : --rule et --seed vont avec un .pb.")
        redo_command(path, shape == "json")
        return
    with patience(path), unswept():
        election = under(election_of(path), kind, seed)
        outcome = counted(election.poll, election.rule)
    if shape == "json":
        click.echo(plain(json.dumps(as_object(election, outcome), ensure_ascii=False, indent=1)))
    else:
        click.echo(plain("\n".join(as_text(election, outcome))))


def election_of(path: Path) -> Election:
    """The election of a file; a failure in one line, with where it is."""
    content = content_of(path)
    if content.startswith(ZIP):
        fail(f"{path} : c’est une archive. Ouvrez-la d’abord, puis indiquez son dossier.")
    try:
        return read(content)
    except Malformed as error:
        fail(f"{path}, ligne {error.line} : {error}")


def content_of(path: Path) -> bytes:
    """What a file holds; a failure in one line."""
    try:
        return bounded(path)
    except NotRead as error:
        fail(f"{path} : {error}. Donnez un fichier .pb.")


def under(election: Election, kind: str | None, seed: str | None) -> Election:
    """An election, by another rule than its own, or by a draw."""
    rule = replace(election.rule, kind=kind or election.rule.kind, seed=seed if seed else election.rule.seed)
    return replace(election, rule=rule)


@contextmanager
def patience(path: Path) -> Iterator[None]:
    """Say, to whoever waits before a terminal, that it is under way."""
    late = Timer(
        SOON, click.echo, [f"{plain(str(path))} : lecture et décompte, encore quelques secondes…"], {"err": True}
    )
    late.daemon = True
    if sys.stderr.isatty():
        late.start()
    try:
        yield
    finally:
        late.cancel()


@contextmanager
def unswept() -> Iterator[None]:
    """Do not look for rings among a hundred thousand ballots: there are none, and it takes an eighth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def fail(text: str) -> NoReturn:
    """End with a line on the error output."""
    click.echo(plain(text), err=True)
    raise SystemExit(1)
