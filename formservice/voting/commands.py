"""The ceremonies of a vote from the command line: `formservice vote …`. No secret is ever an argument, nor is kept."""

from pathlib import Path

import click

from formservice.catalogue.french import typeset
from formservice.office.agents import Agent
from formservice.office.commands import Impossible
from formservice.participation import roll
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.theme import listed
from formservice.tick import shown
from formservice.voting import (
    batches,
    box,
    ceremony,
    closing,
    damaged,
    destroying,
    doubted,
    printing,
    sheets,
    two_agents,
    unsealing,
    words,
)
from formservice.voting.asking import Asker
from formservice.voting.ceremony import fingerprint
from formservice.voting.elections import CLOSED, COUNTED, OPEN, Election, partition_of
from formservice.voting.guided import REPORT, STDIN, UNREADABLE, ceremonial, give, key_of
from formservice.voting.handling import SCHEMES
from formservice.voting.opening import note, since

STATES = {
    OPEN: "l’urne est ouverte", CLOSED: "l’urne est fermée, pas encore dépouillée", COUNTED: "l’urne est dépouillée",
}  # fmt: skip


@click.group()
def vote() -> None:
    """Les cérémonies d’un vote : ouvrir l’urne, la fermer, la dépouiller. Le guide : docs/voter.md."""


@vote.command()
@click.argument("code")
@STDIN
@ceremonial("Rien n’a été écrit.", "  les 33 mots d’un papier ; les 33 mots d’un autre.")
def rehearse(code: str, script: bool) -> None:
    """Vérifie que deux papiers redonnent la clé de l’urne. N’ouvre rien ; seul le journal en garde une ligne."""
    app, asker = service(), Asker(script)
    election = closing.opened(app, code)
    agents = two_agents.asked(app.store, asker)
    try:
        _, papers = key_of(asker, election)
    except words.BadWords:
        _rehearsed(election, agents, [])
        raise
    _rehearsed(election, agents, papers)
    click.echo(typeset(f"Les papiers n° {papers[0]} et n° {papers[1]} redonnent la clé de l’urne."))


def _rehearsed(election: Election, agents: tuple[Agent, Agent], papers: list[int]) -> None:
    code = election.edition.code
    with service().store.transaction(partition_of(code)) as records:
        note(records, code, "key_rehearsed", agents, good=bool(papers), papers=papers)


@vote.command("close")
@click.argument("code")
@STDIN
@REPORT
@UNREADABLE
@ceremonial("Relancez la commande : elle finit ce qui est commencé.", "  « fermer quand même », si c’est demandé.")
def close_vote(code: str, script: bool, report: Path | None, unreadable: bool) -> None:
    """Ferme l’urne : ni vote ni émargement n’y entre plus. Compte sans ouvrir, et fait le procès-verbal.

    Possible une minute après la fin du vote. Tant que des feuilles d’émargement peuvent arriver, ou ne sont pas toutes
    saisies, il faut écrire « fermer quand même ». Relancée, elle finit ce qui était commencé, ou redonne le
    procès-verbal."""
    app, asker = service(), Asker(script)
    election = closing.opened(app, code)
    # Before anybody gives a code: each serves once.
    if election.state == OPEN:
        ceremony.check_closing(closing.edition_of(app, election), app.clock.wall())
    agents = two_agents.asked(app.store, asker)
    if election.state == OPEN and (why := still_coming(app, election)):
        click.echo(typeset(f"{why} Pour fermer sans attendre, écrivez : {ceremony.FORCE}"))
        if asker.line("Votre réponse").strip().casefold() != ceremony.FORCE:
            raise ceremony.NotNow("L’urne reste ouverte : saisissez d’abord toutes les feuilles d’émargement.")
    closing.close(app, code, agents, shown, unreadable)
    give(app, code, report or Path(f"fermeture-{code}.pdf"))


def still_coming(app: Service, election: Election) -> str:
    """Why the roll may not be whole yet; "" when it is. Raises NotNow before the end of the vote."""
    early = ceremony.check_closing(closing.edition_of(app, election), app.clock.wall())
    if left := sheets.pending(app.store, election.edition.code):
        return f"Des feuilles d’émargement ne sont pas saisies jusqu’au bout : n° {listed(map(str, left))}."
    return "Des feuilles d’émargement peuvent encore arriver." if early else ""


@vote.command()
@click.argument("code")
@STDIN
@REPORT
@UNREADABLE
@ceremonial(
    "L’urne est entière, ou déjà dépouillée : relancez la commande, elle le dira et finira.",
    "  les 33 mots d’un papier ; les 33 mots d’un autre.",
)
def unseal(code: str, script: bool, report: Path | None, unreadable: bool) -> None:
    """Ouvre les bulletins scellés, une fois, avec les mots de deux papiers ; détruit l’urne, et dit le résultat.

    Refusé tant que l’urne n’est pas fermée, ou qu’un lot de papier n’est pas scellé. Coupée, elle se relance."""
    app, asker = service(), Asker(script)
    election = closing.opened(app, code)
    if election.state != COUNTED:
        unsealing.check(app, election)
    agents = two_agents.asked(app.store, asker)
    if election.state != COUNTED:
        lost = damaged.left_out(app.store, unsealing.parts(app.store, election), unreadable)
        key, _ = key_of(asker, election)
        unsealing.keep(app, election, unsealing.decrypt(app.store, election, key, shown, lost), agents, lost)
        del key
    destroying.empty_box(app, closing.opened(app, code), shown)
    give(app, code, report or Path(f"depouillement-{code}.pdf"))
    click.echo(typeset(f"\n{printing.NEXT.format(code=code)}"))


@vote.command()
@click.argument("code")
@REPORT
def status(code: str, report: Path | None) -> None:
    """Dit où en est un vote : jamais un choix avant le dépouillement, ensuite le résultat. Avec --report, refait le
    procès-verbal de la dernière cérémonie."""
    try:
        _status(service(), code, report)
    except Refused as refused:
        raise Impossible(typeset(str(refused))) from None


def _status(app: Service, code: str, report: Path | None) -> None:
    election = closing.opened(app, code)
    if report:
        give(app, code, report)
    click.echo(typeset(f"{election.edition.title} ({code}) : {STATES[election.state]}."))
    click.echo(typeset(f"Ouverte{since(election)}, par {' et '.join(election.opened_by)}."))
    click.echo(typeset(f"Empreinte de la clé : {fingerprint(election.public)}."))
    if election.state == COUNTED:
        click.echo(typeset(f"Bulletins : {printing.counted(election.story['counted']['ballots'], printing.BOX)}."))
        printing.said(printing.results(app, election))
        return
    right, lost = roll.Right(f"{code}-vote", SCHEMES[election.edition.identity]), election.story.get("unreadable", ())
    signed = election.story["totals"]["roll"] if "totals" in election.story else roll.totals(app.store, right)
    click.echo(typeset(f"Émargés : {printing.counted(signed, printing.ROLL)}."))
    click.echo(typeset(f"Dans l’urne, scellés : {printing.counted(box.counts(app.store, code, lost), printing.BOX)}."))
    if many := doubted.words(doubted.count(app.store, code)):
        click.echo(many)
    for number in sheets.pending(app.store, code):
        click.echo(typeset(f"Feuille d’émargement à finir : n° {number}."))
    for one in (one for one in batches.every(app.store, code) if one["state"] != batches.SEALED):
        click.echo(typeset(f"Lot de papier pas encore scellé : n° {one['number']}, {one['place']}."))
