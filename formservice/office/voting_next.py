"""Where a vote stands, and the one thing to do now, in words."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from formservice.catalogue.french import typeset
from formservice.office.voting_known import Known, find
from formservice.service import Service
from formservice.theme import plural, since_words, until_words
from formservice.voting import batches, elections, sheets

STATES = {elections.CLOSED: "Urne fermée", elections.COUNTED: "Urne dépouillée"}


@dataclass(frozen=True)
class Next:
    """What to do now: a sentence, and a button where there is one."""

    words: str
    button: str = ""
    address: str = ""

    @property
    def said(self) -> str:
        """The sentence as French prints it."""
        return typeset(self.words)


def state_words(known: Known, now: datetime) -> str:
    """Where it stands, in a few words."""
    if known.state in (elections.CLOSED, elections.COUNTED):
        return STATES[known.state]
    if now < known.since:
        return f"On vote à partir du {since_words(known.since)}"
    ends = f"jusqu’au {until_words(known.until)}"
    if now >= known.until:
        return f"On a voté {ends}"
    return f"On vote {ends}" if known.election else f"Le vote devrait être ouvert, {ends}"


def what_next(app: Service, known: Known, now: datetime) -> Next:
    """One sentence, one button."""
    home = url_for("office.vote_board", code=known.code)
    if known.election is None:
        return Next(
            "L’urne n’est pas ouverte. Deux agents l’ouvrent, avec la personne qui gère le serveur. D’ici là, imprimez "
            "les feuilles d’émargement.", "Les feuilles d’émargement", f"{home}feuilles/",
        )  # fmt: skip
    if known.state == elections.COUNTED:
        return Next(
            "L’urne a été dépouillée. Regardez le décompte, puis publiez-le. Si ce n’est pas fait : une sauvegarde, et "
            "les trois papiers de la clé sont détruits.", "Le décompte", f"{home}decompte/",
        )  # fmt: skip
    if known.state == elections.CLOSED:
        return after_close(app, known, home)
    if now < known.until:
        address = url_for("office.entry", code=known.page.code)
        return Next("Une personne vient voter au guichet : émargez-la, puis remettez l’enveloppe.", "Émarger", address)
    return before_close(app, known, home, now)


def before_close(app: Service, known: Known, home: str, now: datetime) -> Next:
    """The vote is over, the box is not closed yet."""
    left = len(sheets.pending(app.store, known.code))
    if left and now < known.typed_until:
        words = f"Saisissez ce qui a été signé sur papier : {plural(left, 'feuille reste', 'feuilles restent')}."
        return Next(
            f"{words} C’est possible jusqu’au {until_words(known.typed_until)}.", "Les feuilles", f"{home}feuilles/"
        )
    done = "Le délai de saisie est passé" if left else "Tout est saisi"
    return Next(f"{done} : deux agents ferment l’urne, avec la personne qui gère le serveur.")


def after_close(app: Service, known: Known, home: str) -> Next:
    """Envelopes are opened."""
    left = len(batches.pending(app.store, known.code))
    words = (
        f"{plural(left, 'lot attend', 'lots attendent')}." if left else "Ouvrez les enveloppes, cent au plus à la fois."
    )
    return Next(
        f"L’urne est fermée. {words} Quand tous les lots sont scellés, l’urne peut être dépouillée.",
        "Les lots",
        f"{home}lots/",
    )


def what_waits(app: Service) -> list[tuple[str, str]]:
    """(address, sentence) of the votes under way, for the desk."""
    now, found = app.clock.wall(), []
    for edition in app.releases.current().catalogue.editions:
        known = find(app, edition.code)
        if known and known.state != elections.COUNTED and now >= known.since:
            words = typeset(f"{edition.title} : {state_words(known, now).lower()}")
            found.append((url_for("office.vote_board", code=known.code), words))
    return found
