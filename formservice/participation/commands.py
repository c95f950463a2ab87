"""The projects of an edition as files of content, from the command line."""

from pathlib import Path

import click

from formservice.catalogue import Edition
from formservice.participation import publishing, rules
from formservice.participation.placing import CHANGED, DECIDED, DELETED, LEFT, NEW, SAME
from formservice.participation.publishing import GONE, HELD, ORPHAN, UNREAD, UNSHOWN, Done
from formservice.service import Service
from formservice.theme import listed, plural
from formservice.tick import shown

COUNTED = {
    NEW: ("fichier nouveau", "fichiers nouveaux"), CHANGED: ("mis à jour", "mis à jour"),
    SAME: ("inchangé", "inchangés"),
    GONE: ("supprimé, son idée est réunie à une autre", "supprimés, leur idée est réunie à une autre"),
}  # fmt: skip
LEFT_ALONE = "Modifiés par un éditeur, laissés tels quels (--force les remplace) :"
VOTED = "Allés plus loin depuis les résultats du vote, laissés tels quels, même avec --force :"
KEPT_BACK = "Pas publiés, à revoir par un agent :"
TAKEN_AWAY = "Supprimés par un éditeur, laissés de côté (--force les remet) :"
PHOTOS = "Photos pas publiées :"
NOT_READ = "Fichiers qui ne se lisent pas, laissés de côté :"
TO_SETTLE = "À régler par un éditeur :"
WHY = {
    rules.MERGED: "cette idée est réunie à une autre : supprimez le fichier",
    rules.WITHDRAWN: "cette idée a été retirée : écrivez « status: abandonne », ou supprimez le fichier",
}


def projects(app: Service, edition: Edition, folder: Path, force: bool) -> None:
    """Write the projects of an edition and say what was done; leave with 1 when one waits for an agent."""
    done = publishing.publish(app, edition, folder, agent="cli", force=force, progress=shown)
    click.echo(words(done))
    if done.of(HELD):
        raise SystemExit(1)


def words(done: Done) -> str:
    """What was done, for who reads the terminal or opens the zip."""
    counts = [plural(len(done.of(what)), *said) for what, said in COUNTED.items() if done.of(what)]
    head = f"{done.edition.title} : {listed(counts) if counts else 'aucun projet à publier'}."
    orphans = [(number, name, WHY[why]) for number, name, why in done.of(ORPHAN)]
    photos = [f"  photo de l’idée n° {n} : un agent doit écrire ce qu’elle montre" for n, _, _ in done.of(UNSHOWN)]
    unread = [f"  {name}" for _, name, _ in done.of(UNREAD)]
    return "\n".join([
        head, *part(LEFT_ALONE, done.of(LEFT)), *part(VOTED, done.of(DECIDED)),
        *part(TAKEN_AWAY, done.of(DELETED)), *part(KEPT_BACK, done.of(HELD)),
        *part(TO_SETTLE, orphans), *([PHOTOS, *photos] if photos else []), *([NOT_READ, *unread] if unread else []),
    ])  # fmt: skip


def part(title: str, found: list[tuple[int, str, str]]) -> list[str]:
    """A title, and a line for each file; nothing without any."""
    lines = [f"  n° {number}, {name}" + (f" : {why}" if why else "") for number, name, why in found]
    return [title, *lines] if lines else []
