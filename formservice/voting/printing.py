"""The pages of the ceremonies, with what was read in the store, for who prints and signs them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from formservice.catalogue import Site
from formservice.catalogue.french import NBSP, typeset
from formservice.office import agents
from formservice.own_file import put
from formservice.paper import PaperError, render
from formservice.paper.ceremonies import ballot_of, calendar, key_page, report, section
from formservice.service import Service
from formservice.theme import listed, plural
from formservice.voting import batches, doubted, tallying, told_results
from formservice.voting.ballots import BROKEN, INVALID
from formservice.voting.ceremony import NotNow, differences, fingerprint, when
from formservice.voting.count_words import count_words
from formservice.voting.counting import NotCounted
from formservice.voting.elections import CLOSED, COUNTED, OPEN, Election
from formservice.voting.opening import Ready
from formservice.voting.words import HOLDERS

WORDS = INVALID | {BROKEN: "Bulletin qui ne s’ouvre pas"}
ROLL = {"web": "par internet", "counter": "au guichet", "paper": "sur feuille d’émargement"}
BOX = {"web": "par internet", "paper": "sur papier"}
GONE = "L’urne et ses copies sur la machine ont été détruites. Restent les sauvegardes : détruisez-les aussi."
GOING = "L’urne et ses copies sur la machine sont détruites ensuite, la nuit prochaine au plus tard."
NEXT = (
    "À faire maintenant : une sauvegarde, puis détruisez les trois papiers, devant tout le monde. Ensuite, publiez le "
    "décompte : formservice publish {code}-VOTE --to content/"
)
COUNTED_BY_HAND = {"signatures": "signature", "envelopes": "enveloppe", "ballots": "bulletin"}
"""What is counted of a batch, in words."""
AGREE = "L’émargement et l’urne ont le même nombre de votes."
HOLDING = [f"Papier {n}, gardé par :" for n in range(1, HOLDERS + 1)]


def site_of(app: Service) -> Site:
    """The town, with the mark of a rehearsal when this is one."""
    site = app.releases.current().catalogue.site
    return replace(site, rehearsal=True) if app.rehearsal else site


def key_papers(app: Service, on: Ready, papers: list[str]) -> list[bytes]:
    """The PDF of each officer. Raises PaperError."""
    day, site = app.clock.today(), site_of(app)
    return [
        render("key", key_page(site, on.edition, n, HOLDERS, paper.split(), day)) for n, paper in enumerate(papers, 1)
    ]


def report_of(app: Service, election: Election) -> dict[str, Any]:
    """The report of the last ceremony: the same whenever it is asked for. NotNow while it is not ended."""
    if election.state == CLOSED and "totals" not in election.story:
        raise NotNow("La fermeture n’est pas finie. Relancez : formservice vote close")
    return {OPEN: opening, CLOSED: closing, COUNTED: unsealing}[election.state](app, election)


def opening(app: Service, election: Election) -> dict[str, Any]:
    """The report of the opening."""
    edition = election.edition
    done = section(
        "Ce qui a été fait",
        f"L’urne a été ouverte le {when(election.story['opened_at'])}. Avant l’ouverture, elle a été comptée : "
        f"0{NBSP}bulletin, 0{NBSP}émargement.",
        f"Les mots des {HOLDERS} papiers ont été tapés, et chaque paire de papiers a redonné la clé.",
        f"Empreinte de la clé publique : {fingerprint(election.public)}.",
        f"Règlement : version {edition.rules.version}. Le bulletin ci-dessous ne change plus.",
    )
    candidates = [one for slate in election.slates for one in slate.candidates]
    counting = section("Comment les votes seront comptés", *count_words(edition, candidates))
    told = [done, section("Calendrier", table=calendar(edition)), counting]
    told += [ballot_of(slate.area, slate.candidates) for slate in election.slates]
    return _report(app, election, "Procès-verbal d’ouverture", told, election.opened_by, HOLDING)


def closing(app: Service, election: Election) -> dict[str, Any]:
    """The report of the closing."""
    closed, totals = election.story, election.story["totals"]
    done = section(
        "Ce qui a été fait",
        f"L’urne a été fermée le {when(closed['closed_at'])}. Depuis, ni vote "
        "ni émargement n’y entre. Aucun bulletin n’a été ouvert.",
        f"Empreinte de la clé publique : {fingerprint(election.public)}.",
    )
    wrong = differences(totals["roll"], totals["box"], paper=False)
    agrees = wrong or ["Le nombre de votes par internet est le même à l’émargement et dans l’urne."]
    signed = [["Émargement", "Votes"], *([ROLL.get(one, one), str(n)] for one, n in totals["roll"].items())]
    inside = [["Urne", "Bulletins"], *([BOX[one], str(n)] for one, n in totals["box"].items())]
    told = [
        done,
        section("Votes émargés", *filter(None, [doubted.words(closed.get("doubted", 0))]), table=signed),
        section("Bulletins scellés dans l’urne", *agrees, table=inside),
    ]
    told += _unreadable(election)
    return _report(app, election, "Procès-verbal de fermeture", told, closed["closed_by"])


def unsealing(app: Service, election: Election) -> dict[str, Any]:
    """The report of the unsealing."""
    ballots, invalid = election.story["counted"]["ballots"], election.story["counted"]["invalid"]
    done = section(
        "Ce qui a été fait",
        f"L’urne a été dépouillée le {when(election.story['counted_at'])}, avec deux papiers. Les bulletins ont été "
        "mélangés.",
        GONE if election.story.get("emptied") else GOING,
        *(differences(election.story["totals"]["roll"], ballots, paper=True) or [AGREE]),
    )
    came = [["Voie", "Bulletins"], *([BOX[one], str(n)] for one, n in ballots.items())]
    kinds = [["Pourquoi", "Bulletins"], *([WORDS.get(one, one), str(n)] for one, n in invalid.items())]
    told = [done, section("Bulletins", table=came)]
    told += [section("Bulletins qui ne comptent pas", table=kinds)] if invalid else []
    told += [*_unreadable(election), *_batches(app, election.edition.code), *results(app, election)]
    return _report(app, election, "Procès-verbal de dépouillement", told, election.story["counted_by"], HOLDING)


def results(app: Service, election: Election) -> list[dict[str, Any]]:
    """The result of each area; why there is none, where ballots are missing."""
    try:
        return told_results.sections(tallying.tally(app, election))
    except NotCounted as refused:
        return [section("Résultat", str(refused))]


def _unreadable(election: Election) -> list[dict[str, Any]]:
    """The parts that were damaged beyond repair, and left out."""
    lost = election.story.get("unreadable", ())
    said = "Abîmées sans bonne copie, ces parties ne se lisent plus. Ce qu’elles contenaient n’est pas compté ici."
    return [section("Parties illisibles", said, *lost)] if lost else []


def _batches(app: Service, code: str) -> list[dict[str, Any]]:
    """What each batch of paper held, and the words of a difference."""
    rows = [["Lot", "D’où il vient", "Ce qui a été compté"]]
    for one in batches.every(app.store, code):
        why = f" – {one['words']}" if one["words"] else ""
        told = [plural(one[name], word) for name, word in COUNTED_BY_HAND.items()]
        rows.append([str(one["number"]), one["place"] + why, ", ".join(told)])
    return [section("Lots de papier", table=rows)] if len(rows) > 1 else []


def said(parts: Iterable[dict[str, Any]]) -> None:
    """Parts of a report on the terminal."""
    for part in parts:
        click.echo(f"\n{part['title']}")
        for line in part["lines"]:
            click.echo(f"  {line}")
        for row in part["table"][1:]:
            click.echo("  " + " : ".join(row) if len(row) == 2 else f"  n° {row[0]}, {row[1]}, {row[2]}")


def written(told: dict[str, Any], path: Path) -> None:
    """The report as a file to print; where it cannot be, that is said, and what was done stands."""
    try:
        made = render("report", told)
        put(path, lambda stream: stream.write(made))
    except (PaperError, OSError) as error:
        click.echo(typeset(f"Le procès-verbal n’a pas été imprimé dans « {path} » : {error}"), err=True)
        return
    click.echo(typeset(f"\nProcès-verbal à imprimer et à signer : {path}"))


def counted(found: Mapping[str, int], words: Mapping[str, str]) -> str:
    """`12 par internet et 3 au guichet`."""
    return listed(f"{n} {words.get(one, one)}" for one, n in sorted(found.items()) if n) or "aucun"


def _report(
    app: Service, election: Election, title: str, told: list[dict[str, Any]], logins: Iterable[str],
    others: Iterable[str] = (),
) -> dict[str, Any]:  # fmt: skip
    called = agents.names(app.store)
    who = [*(called.get(one, one) for one in logins), *others]
    return report(site_of(app), election.edition, title, told, who, app.clock.today())
