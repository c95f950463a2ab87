"""What stops a vote on its way, in the words of a vote: nothing counts before the last button; no choice is shown."""

from typing import Any

from flask import Response

from formservice import pages
from formservice.sealed import Sealed, seal
from formservice.voting.page import Voting

NOT_COUNTED = "Aucun vote n’a été compté."
KEPT = "Ce que vous avez rempli est gardé sur cette page, sans y être écrit : appuyez sur le bouton pour le retrouver."


def altered(page: Voting) -> Response:
    """A page that is not ours, or was changed on the way."""
    text = [f"La page a été modifiée ou coupée en route. {NOT_COUNTED}", "Recommencez depuis la première page du vote."]
    return pages.notice("Votre bulletin n’est pas arrivé entier", text, 400, ways=_ways(page), error=True)


def foreign(page: Voting, sealed: Sealed) -> Response:
    """A post from another site."""
    text = [f"{pages.WORDS[403][1]} {NOT_COUNTED}", KEPT]
    return pages.notice(pages.WORDS[403][0], text, 403, error=True, **_kept(page, sealed))


def flood(page: Voting, sealed: Sealed) -> Response:
    """Too many sends, or too many wrong codes, from one connection."""
    title, words = pages.WORDS[429]
    return pages.notice(title, [words, NOT_COUNTED, KEPT], 429, error=True, **_kept(page, sealed))


def unavailable(page: Voting, sealed: Sealed) -> Response:
    """The store cannot write."""
    text = [
        f"Le service ne peut pas enregistrer pour le moment. Ce n’est pas de votre faute. {NOT_COUNTED}",
        f"Réessayez dans quelques minutes. {KEPT}",
    ]
    return pages.notice("Votre vote n’est pas encore compté", text, 503, error=True, **_kept(page, sealed))


def old_link(page: Voting) -> Response:
    """A link sent by e-mail that opens nothing any more, or never did."""
    text = [
        f"Un lien sert 48 heures, et une seule fois. {NOT_COUNTED}",
        "Demandez un autre lien, ou votez sur papier.",
    ]
    ways = [("Demander un autre lien", page.url, ""), ("Le budget participatif", page.edition.url, "")]
    return pages.notice("Ce lien ne sert plus", text, 410, ways=ways)


def _kept(page: Voting, sealed: Sealed) -> dict[str, Any]:
    return {"sealed": seal(sealed), "retry_url": page.url, "ways": _ways(page)}


def _ways(page: Voting) -> list[tuple[str, str, str]]:
    return [("La première page du vote", page.url, ""), ("Le budget participatif", page.edition.url, "")]
