"""Pages that say what happened and what to do: never a dead end, always the telephone."""

from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from formservice.catalogue import BadCatalogue
from formservice.catalogue.french import typeset
from formservice.security import MOST_BYTES, most_bytes
from formservice.service import Service, page, service
from formservice.storage import StoreError

HOME = ("Revenir à l’accueil", "/", "")
AGENDA = ("Voir l’agenda", "/agenda/", "les ateliers et les rendez-vous")
NOT_STORED = "Rien n’a été enregistré."
NOT_YET = "Vos réponses ne sont pas encore enregistrées"
WITHOUT_FILE = "La photo que vous venez de choisir n’est pas gardée : choisissez-la de nouveau, ou continuez sans."
WORDS: dict[int, tuple[str, str]] = {
    400: ("Votre envoi est illisible", "Le message reçu est incomplet. Revenez au formulaire et recommencez."),
    403: ("Cet envoi n’est pas accepté", "Il ne vient pas d’une page de ce site. Utilisez notre formulaire."),
    404: ("Cette page n’existe pas", "L’adresse est peut-être mal recopiée, ou la page a été retirée."),
    405: ("Cette adresse ne s’utilise pas ainsi", "Revenez à la page et utilisez ses boutons."),
    410: ("Cette page n’est plus disponible", "Elle a été fermée ou sa date est passée."),
    413: ("Votre envoi est trop long", "Raccourcissez vos réponses : 40 000 caractères au plus, 200 cases au plus."),
    415: ("Votre envoi est illisible", "Le site ne connaît pas ce genre d’envoi. Revenez au formulaire."),
    429: ("Beaucoup de demandes en même temps", "Attendez quelques minutes, puis recommencez. Ou appelez-nous."),
    500: ("Le site a un problème", "Ce n’est pas de votre faute. Réessayez dans quelques minutes, ou appelez-nous."),
    503: ("Le service est arrêté pour un moment", "Réessayez dans quelques minutes, ou appelez-nous."),
}  # fmt: skip
HEAVY = [
    "La photo doit peser 8 Mo au plus. Pour l’alléger : sur un téléphone, faites une capture d’écran de la photo et "
    "envoyez la capture ; sur un ordinateur, enregistrez-la plus petite, en JPEG.",
    "L’envoi n’a pas été lu : remplissez de nouveau le formulaire, avec une photo plus petite ou sans photo. Vous "
    "pourrez nous la montrer plus tard. Vous pouvez aussi nous dire votre idée par téléphone, ou au guichet.",
]
"""The same, where a photo may be sent: it is what weighs."""


def notice(title: str, text: list[str], status: int = 200, /, **given: Any) -> Response:
    """A page with a title, some sentences and ways out."""
    shown: dict[str, Any] = {
        "ways": [AGENDA, HOME],
        "lines": [],
        "sealed": "",
        "again": [],
        "retry_url": "",
        "error": False,
    }
    response = page("notice.html", status, title=typeset(title), text=[typeset(one) for one in text], **(shown | given))
    if status in (429, 503):
        response.headers["Retry-After"] = "120"
    return response


def altered(form_page: Any) -> Response:
    """A check page that is not ours, or was changed on the way."""
    text = [
        "La page de vérification a été modifiée ou coupée en route. " + NOT_STORED,
        "Remplissez de nouveau le formulaire.",
    ]
    return notice(
        "Vos réponses ne sont pas arrivées entières",
        text,
        400,
        ways=[("Revenir au formulaire", form_page.url, ""), HOME],
        error=True,
    )


def foreign(form_page: Any, lines: list[tuple[str, str]], sealed: str) -> Response:
    """A post from another site: the answers are kept, a person decides."""
    text = [
        WORDS[403][1] + " " + NOT_STORED,
        "Si c’est bien vous, revenez au formulaire : vos réponses y sont déjà.",
    ]
    return notice(WORDS[403][0], text, 403, lines=lines, sealed=sealed, retry_url=form_page.url, error=True)


def flood(form_page: Any, lines: list[tuple[str, str]], sealed: str) -> Response:
    """Too many sends from one connection: the answers stay on the page."""
    title, words = WORDS[429]
    return notice(title, [words, NOT_STORED], 429, lines=lines, sealed=sealed, retry_url=form_page.url, error=True)


def unavailable(form_page: Any, lines: list[tuple[str, str]], sealed: str, more: str = "") -> Response:
    """The store cannot write: the answers stay on the page, nothing was stored."""
    text = [
        "Le service ne peut pas enregistrer pour le moment. Ce n’est pas de votre faute. " + NOT_STORED,
        "Vos réponses sont gardées sur cette page : vous pouvez les imprimer, ou réessayer dans quelques minutes.",
    ]
    return notice(
        NOT_YET,
        [*text, more] if more else text,
        503,
        lines=lines,
        sealed=sealed,
        retry_url=form_page.url,
        error=True,
    )


def unwritten(lines: list[tuple[str, str]], again: list[tuple[str, str]]) -> Response:
    """The store cannot write what was done on a page that is followed: what was typed stays, to be sent again."""
    text = [
        "Le service ne peut pas enregistrer pour le moment. Ce n’est pas de votre faute. " + NOT_STORED,
        "Ce que vous avez écrit est gardé sur cette page. Réessayez dans quelques minutes, ou appelez-nous.",
    ]
    given = {"lines": lines, "again": again, "retry_url": request.path, "ways": [HOME], "error": True}
    return notice(NOT_YET if lines else WORDS[503][0], text if lines else text[:1], 503, **given)


def of_code(code: int) -> Response:
    """The page of an HTTP error."""
    title, words = WORDS.get(code, WORDS[500 if code >= 500 else 400])
    if code == 413 and most_bytes() > MOST_BYTES:
        ways = [("Revenir au formulaire", request.path, "vide"), HOME]
        return notice("La photo est trop lourde", [NOT_STORED, *HEAVY], 413, ways=ways, error=True)
    text = [words] if request.method in ("GET", "HEAD") else [words, NOT_STORED]
    return notice(title, text, code, error=code not in (404, 410))


def init_app(app: Service) -> None:
    """Every error is a page in French."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code and error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        response = of_code(error.code or 500)
        if error.code == 405:
            response.headers["Allow"] = error.get_response().headers.get("Allow", "")
        return response

    @app.errorhandler(StoreError)
    def store_error(error: StoreError) -> Response:
        service().logger.error("%s", error)
        return of_code(503)

    @app.errorhandler(BadCatalogue)
    def no_release(error: BadCatalogue) -> Response:
        service().logger.error("%s", error)
        return Response(
            "Le site n’est pas encore construit. Réessayez dans une minute.\n",
            503,
            content_type="text/plain; charset=utf-8",
        )

    @app.errorhandler(InternalServerError)
    def bug(error: InternalServerError) -> Response:
        return of_code(500)
