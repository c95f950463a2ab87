"""`formservice erase`: one person's record, because the person asked."""

import re
from typing import Any

import click

from formservice import erasure
from formservice.catalogue.french import typeset
from formservice.erasure import Erasure, Gone
from formservice.handlers import HANDLERS, Handler, handler_of
from formservice.identity import is_reference
from formservice.kin import Found, whole
from formservice.kinds import KINDS
from formservice.prompts import agree
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.theme import initial, plural

ASK = "Effacer toutes les réponses de cette personne ? On ne pourra pas revenir en arrière"
KEPT = (
    "Les copies de ces fichiers sont supprimées ; les sauvegardes de la nuit gardent ces réponses jusqu’à ce qu’elles\n"
    "aient fait leur temps, et « restore » les efface de nouveau."
)


@click.command()
@click.argument("what", metavar="NUMÉRO|PARTITION")
@click.argument("record", metavar="[ID]", default="")
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
def erase(what: str, record: str, yes: bool) -> None:
    """Effacer une personne qui le demande, par son NUMÉRO (AT-7KM4-3QXW), ou par PARTITION et ID.

    L’inscription, la demande ou la question reste comptée, sans personne. Si elle court encore, elle est d’abord
    annulée ; une idée reste à l’étude, sans son auteur. Ce qui mène à la demande est effacé aussi : les listes par
    thème, les autres dates."""
    app = service()
    named = [by_place(app, what, record)] if record else by_reference(app, what)
    places = whole(app, named)
    for partition, handler, found in places:
        if why := handler.bound(found):
            raise StoreError(typeset(why))
        told = found.get("told", {})
        click.echo(f"{found.get('reference', found['id'])} : {told.get('title', partition)}, {told.get('when', '')}")
    if not yes:
        agree(ASK)
    done = set[str]()
    # A seat may have been offered while the question was asked.
    while places := [place for place in whole(app, named) if place[2]["id"] not in done]:
        for place in places:
            gone = erased(app, *place)
            done.add(place[2]["id"])
            click.echo(said(app, gone, *place) if gone else "Il n’y avait plus rien à effacer.")
            for sentence in place[1].remains(place[2]) if gone else ():
                click.echo(typeset(sentence))
    click.echo(KEPT)


def erased(app: Service, partition: str, handler: Handler, found: dict[str, Any]) -> Gone | None:
    """Free what the record holds, make it anonymous, drop the former copies. Cut short, it may be done again."""
    if handler.may_cancel(app, found) and not handler.lives_on:
        handler.cancel(app, partition, found, "cli", "cli")
    what = Erasure(partition, handler.table, found["id"])
    holders = erasure.holders_of(app.store, what)
    gone = erasure.erase(app.store, what, "erase", "cli", app.clock.today(), handler.bound)
    for name in (partition, *holders):
        app.store.forget(name)
    return gone


def by_reference(app: Service, reference: str) -> list[Found]:
    """Where the records of a reference are. StoreError when there is none."""
    if not is_reference(reference):
        raise StoreError(f"« {reference} » n’est pas un numéro : il s’écrit comme AT-7KM4-3QXW.")
    letters = re.sub(r"[^A-Z0-9]", "", reference.upper())
    written = f"{letters[:2]}-{letters[2:6]}-{letters[6:]}"
    places = [
        (partition, handler, found)
        for handler in HANDLERS.values()
        for prefix in handler.prefixes
        for partition, found in app.store.search(f"{prefix}/", handler.table, None, reference=written)
    ]
    if not places:
        things = list(dict.fromkeys(kind.thing for kind in KINDS.values()))
        raise StoreError(f"Aucune {', '.join(things[:-1])} ou {things[-1]} n’a le numéro {written}.")
    return places


def by_place(app: Service, partition: str, record: str) -> Found:
    """The record of that identity in a partition. StoreError when there is none."""
    try:
        handler = handler_of(partition)
    except KeyError:
        raise StoreError(f"« {partition} » ne contient pas de réponses.") from None
    found = app.store.read(partition).get(partition, handler.table, record)
    if found is None:
        raise StoreError(f"« {partition} » ne contient pas « {record} ».")
    return partition, handler, found


def thing_of(handler: Handler) -> str:
    """`l’inscription`, `la demande`, `la question`."""
    return next(KINDS[name].the_thing for name, one in HANDLERS.items() if one is handler)


def said(app: Service, gone: Gone, partition: str, handler: Handler, found: dict[str, Any]) -> str:
    """What went, in a sentence."""
    parts = [plural(gone.answers, "réponse"), plural(gone.holds, "place tenue", "places tenues")]
    parts.append(plural(gone.letters, "lettre"))
    now = app.store.read(partition).get(partition, handler.table, found["id"]) or {}
    withdrawn = handler.withdrawn and now.get("state") == handler.withdrawn
    left = "n’est plus comptée" if withdrawn else "reste comptée, sans personne"
    return f"Effacé : {', '.join(parts)}. {initial(thing_of(handler))} {left}."
