"""`formservice publish BP27-VOTE --to content/`: the results of a vote, for an editor to commit."""

from pathlib import Path

import click

from formservice.catalogue.french import NBSP, typeset
from formservice.office.commands import Impossible
from formservice.refusal import Refused
from formservice.service import Service
from formservice.theme import listed, plural
from formservice.voting import elections, publication
from formservice.voting.elections import Election
from formservice.voting.page import SUFFIX
from formservice.voting.publication import FOLDER, Done


def is_vote(code: str) -> bool:
    """Whether a code is that of a vote."""
    return code.upper().endswith(SUFFIX)


def results(app: Service, code: str, folder: Path) -> None:
    """Write the results of a vote and say what was done. Raises Impossible, OSError."""
    try:
        done = publication.publish(app, called(app, code), folder)
    except Refused as refusal:
        raise Impossible(str(refusal)) from None
    click.echo("\n".join(words(done)))


def called(app: Service, code: str) -> Election:
    """The election of a code, in capitals or not. Raises Impossible."""
    known = {f"{one.edition.code}{SUFFIX}": one for one in elections.every(app.store)}
    if code.upper() not in known:
        opened = listed(known) or "aucune"
        raise Impossible(f"Aucune urne n’a été ouverte sous le code {code}. Celles qui l’ont été : {opened}.")
    return known[code.upper()]


def words(done: Done) -> list[str]:
    """What was written, and what is left to an editor."""
    tally = done.made.tally
    files, slug = plural(len(done.made.ballots), "fichier"), done.path.stem
    # Of a path, no sign is changed.
    said = [f"{typeset(f'{tally.title} : écrits')} dans {done.path}, avec {files} de bulletins dans {FOLDER}/{slug}/."]
    for status in ("choisi", "non-choisi"):
        if those := [f"n° {number}" for number, _, now in done.changed if now == status]:
            said.append(typeset(f"  status: {status} pour {listed(those)}."))
    left = "son « status » n’est plus « au-vote », laissé tel quel"
    said += [typeset(f"  n° {number}, {name} : {left}.") for number, name in done.left]
    stuck = "son « status » n’a pas pu être changé : écrivez"
    said += [typeset(f"  n° {number}, {name} : {stuck} « status: {now} ».") for number, name, now in done.stuck]
    link = "c’est un lien, laissé tel quel. Dans le fichier où il mène, écrivez"
    said += [typeset(f"  n° {number}, {name} : {link} « status: {now} ».") for number, name, now in done.linked]
    said += [typeset(f"  {name} : illisible, laissé tel quel.") for name in done.unread]
    said += [typeset(f"  n° {number} : pas de fichier dans projets/.") for number in done.lost]
    return [*said, f"Vérifiez{NBSP}: formservice count {done.path.with_suffix('')}"]
