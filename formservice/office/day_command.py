"""`formservice jour`: a day of the agenda on paper, made while the service is up for when it is not."""

from datetime import date, timedelta
from pathlib import Path

import click

from formservice.catalogue.french import typeset
from formservice.office.commands import Impossible, unwritten
from formservice.office.day_files import keep
from formservice.paper import PaperError
from formservice.service import service
from formservice.theme import day_words

WORDS = {"today": 0, "tomorrow": 1}
WHICH = "today, tomorrow, ou une date : 2026-12-03."
WHERE = (
    "Le dossier ; sinon « jour », parmi ce que garde l’installation. Créé, il n’est lisible que par son propriétaire."
)


class Day(click.ParamType):
    """A day that is not over: in a word, or as a date."""

    name = "jour"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse what is no day; whether it is over, only the town's clock knows."""
        try:
            return value if value in WORDS else date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(typeset(f"« {value} » : écrivez {WHICH}"), param, ctx)


@click.command()
@click.option("--day", "text", type=Day(), default="tomorrow", show_default=True, help=WHICH)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help=WHERE)
def jour(text: str, folder: Path | None) -> None:
    """Imprime en un PDF une journée de l’agenda : les inscrits et leurs téléphones, les feuilles à signer, les appels à
    faire, des bulletins vierges. À garder sous la main, pour le jour où le service ne répond pas."""
    app = service()
    today = app.clock.today()
    day = today + timedelta(days=WORDS[text]) if text in WORDS else date.fromisoformat(text)
    if day < today:
        raise Impossible(typeset(f"{day_words(day).capitalize()} est passé : rien n’est imprimé."))
    try:
        path = keep(app, day, folder)
    except PaperError as error:
        raise Impossible(typeset(str(error))) from None
    except OSError as error:
        raise unwritten(error, folder) from None
    click.echo(typeset(f"{path} : {day_words(day)}. Noms et téléphones : à garder sous clé."))
