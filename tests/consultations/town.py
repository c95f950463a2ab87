"""A town that consults its residents: one questionnaire of every kind of question, answered by four channels."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from formservice import create_app, theme
from formservice.catalogue import Consultation, Results, typed
from formservice.clock import FrozenClock
from formservice.consultations import stored
from formservice.consultations.answering import Answering, answering
from formservice.submit import enter, submit
from plugins.consultations import results as pages
from tests.builders import ROOT, a_catalogue, a_release, a_site

OPENS, CLOSES = datetime(2027, 1, 11, 8), datetime(2027, 2, 15)
FILE = {
    "title": "Les bancs de la ville", "code": "BA27", "summary": "Où en mettre, et pour qui.",
    "opens": f"{OPENS:%Y-%m-%d %H:%M}", "closes": f"{CLOSES:%Y-%m-%d %H:%M}", "results": "2027-03-15",
    "identity": "libre", "quartiers": ["Les Prés", "La Gare"],
    "questions": [
        {"id": "usage", "kind": "one", "text": "Vous asseyez-vous sur un banc ?", "required": "true",
         "options": ["Chaque jour", "Parfois", "Jamais"]},
        {"id": "quand", "kind": "several", "text": "À quel moment ?", "options": ["Le matin", "À midi", "Le soir"],
         "most": "2", "show_if": {"question": "usage", "among": ["Chaque jour", "Parfois"]}},
        {"id": "ordre", "kind": "rank", "text": "Où en ajouter ?", "options": ["L’école", "La gare", "Le parc"]},
        {"id": "note", "kind": "scale", "text": "Sont-ils confortables ?", "ends": ["Pas du tout", "Tout à fait"]},
        {"id": "combien", "kind": "number", "text": "Combien en faut-il ?", "most": "500"},
        {"id": "jour", "kind": "date", "text": "Quel jour inaugurer ?"},
        {"id": "nom", "kind": "short", "text": "Un nom pour le parc ?"},
        {"id": "idee", "kind": "long", "text": "Voulez-vous ajouter quelque chose ?"},
    ],
}  # fmt: skip
GIVEN = {"slug": "bancs", "url": "/consultations/bancs/", "version": "0123abcd"}
SAID = {
    "usage": "1", "quand": ["1", "3"], "ordre": ["3", "1"], "note": "4", "combien": "12", "jour": "2027-06-01",
    "nom": "Parc des Tilleuls", "idee": "Avec un dossier.",
}  # fmt: skip


def a_consultation(**given: Any) -> Consultation:
    """The questionnaire of the town."""
    return replace(typed.read(Consultation, FILE | given), **GIVEN)


def drawn(made: Results, known: Consultation) -> Iterator[tuple[str, str]]:
    """Every page of results, as the site draws it."""
    files = Environment(loader=FileSystemLoader(ROOT / "theme/templates"), **theme.OPTIONS)  # noqa: S701
    catalogue = a_catalogue(consultations=(known,), site=a_site(telephone_hours="le matin"))
    frame = theme.frame(catalogue, datetime(2027, 3, 1, 12))
    home = (made.url, "results", {"page": made, **pages.given(catalogue, made)})
    for url, template, more in [home, *pages.pages([made])]:
        yield url, theme.dress(files).get_template(f"{template}.html").render(**frame, **more)


class Asked:
    """The service inside this process, on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock, **given: Any) -> None:
        self.folder, self.clock, self.keys, self.releases = folder, clock, count(), count()
        self.settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(folder / "output"), "CLOCK": ""}
        self.settings |= {"BASE_URL": "http://localhost", "MAIL": f"file:{folder / 'mail'}"}
        self.publish(**given)
        self.clock.at = OPENS + timedelta(days=1)

    def publish(self, **given: Any) -> None:
        """Put a new release on line."""
        self.online(a_consultation(**given))

    def online(self, *consultations: Consultation) -> None:
        """Put these on line, and no others."""
        catalogue = a_catalogue(consultations=consultations)
        made = a_release(self.folder / f"release-{next(self.releases)}", catalogue)
        link = self.folder / "link"
        link.symlink_to(made)
        link.replace(self.folder / "output")
        if not hasattr(self, "app"):
            self.app = create_app(**self.settings)

    @property
    def page(self) -> Answering:
        """The form that is on line."""
        return answering(self.app.releases.current().catalogue, GIVEN["slug"])

    def answer(self, said: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Somebody answers."""
        how = {one: more.pop(one) for one in ("channel", "agent", "made", "doubt") if one in more}
        page = more.pop("page", self.page)
        with self.app.app_context():
            stored.remember(self.app, page.consultation)
            answers = {"said": SAID if said is None else said, "quartier": "1"} | more
            return submit(self.app, enter(self.app, page, answers, f"key-{next(self.keys):016d}", **how)).record

    def answers(self) -> list[dict[str, Any]]:
        """Every answer in the store."""
        return [one for _, one in self.app.store.search("answer/", stored.TABLE)]
