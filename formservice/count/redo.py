"""`formservice count FOLDER`: the published results, counted again, without settings, store or site."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from formservice.catalogue.french import typeset
from formservice.count.declared import IN_WORDS
from formservice.count.loading import Unreadable
from formservice.count.model import COMPLETED, KEPT, POOLED, Rule
from formservice.count.published import NAME
from formservice.count.redoing import Redone, redo
from formservice.count.told import plain
from formservice.count.words import score
from formservice.theme import listed, plural

LEFT = {KEPT: "gardé", COMPLETED: "donné aux projets suivants du quartier", POOLED: "mis en commun"}


def is_published(path: Path) -> bool:
    """Whether this is a folder of results, or its decompte.json, and not a file of ballots."""
    return path.is_dir() or path.suffix == ".json"


def redo_command(path: Path, as_json: bool = False) -> None:
    """Count again, and say where the published results differ; exit code 1 if they do."""
    try:
        done = redo(path)
    except Unreadable as error:
        click.echo(plain(str(error)), err=True)
        raise SystemExit(1) from None
    click.echo(plain(told_as_json(done) if as_json else words(done)))
    if done.differences or not done.areas:
        raise SystemExit(1)


def words(done: Redone) -> str:
    """What was found, line by line."""
    ballots, areas = plural(done.ballots, "bulletin"), plural(done.areas, "quartier")
    if done.differences:
        many = plural(len(done.differences), "différence")
        head = f"{done.told.title} : le décompte publié n’est pas celui de ses fichiers, {many}."
    elif done.areas:
        what = "Ce qui se recompte" if done.left_out else "Le décompte publié"
        head = f"{what} est juste : {done.told.title}, {ballots} dans {areas}, recomptés d’après {NAME}."
        head += f" Ne se recompte pas : {listed(done.left_out)}." if done.left_out else ""
    else:
        head = f"{done.told.title} : rien ne se recompte, aucun fichier de bulletins n’est publié."
    return "\n".join(
        [typeset(head), *(f"  {one}" for one in (*done.differences, *done.notes, by(done.told.rule.rule)))]
    )


def by(rule: Rule) -> str:
    """The rule that was followed, which the files alone do not prove."""
    parts = [
        f"Règle : {IN_WORDS.get(rule.kind, rule.kind)}",
        f"seuil : {score(rule, rule.threshold)}",
        f"tirage au sort d’après « {rule.seed} »",
        f"un projet au moins dans chaque quartier : {'oui' if rule.guaranteed else 'non'}",
        f"argent qui reste : {LEFT[rule.leftover]}",
    ]
    return typeset(f"{' ; '.join(parts)}. À comparer avec le règlement.")


def told_as_json(done: Redone) -> str:
    """The same for a program."""
    same = not done.differences and bool(done.areas)
    said = {
        "same": same,
        "whole": same and not done.left_out,
        "rule": asdict(done.told.rule),
        "areas": done.areas,
        "ballots": done.ballots,
    }
    told = said | {"differences": done.differences, "notes": done.notes, "left_out": done.left_out}
    return json.dumps(told, ensure_ascii=False, indent=1)
