"""What the ceremonies of a vote share: how they are refused or stopped, the words of two papers, the report."""

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from nacl.public import PrivateKey

from formservice.catalogue.french import typeset
from formservice.office.agents import BadAgent
from formservice.office.commands import Impossible, unwritten
from formservice.paper import PaperError
from formservice.refusal import Refused
from formservice.service import Service
from formservice.voting import box, closing, damaged, printing, words
from formservice.voting.asking import Asker
from formservice.voting.elections import Election

FILE = click.Path(dir_okay=False, path_type=Path)
STDIN = click.option("--stdin", "script", is_flag=True, help="Lit les réponses sur l’entrée standard, une par ligne.")
REPORT = click.option("--report", type=FILE, help="Le fichier PDF du procès-verbal.")
UNREADABLE = click.option(
    damaged.OPTION, is_flag=True, help="Laisse de côté ce qui ne se lit plus, et le nomme au procès-verbal."
)
LINES = """

    \b
    Avec --stdin, les lignes dans l’ordre :
      identifiant, mot de passe, code du premier agent ;
      identifiant, mot de passe, code du deuxième agent ;
    """
QUESTIONS = ("Les mots du 1er papier", "Les mots du 2e papier")


def ceremonial(ending: str, rest: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command whose refusals are one French line; stopped by a key, it says what became of the box."""

    def dress(command: Callable[..., None]) -> Callable[..., None]:
        command.__doc__ = (command.__doc__ or "") + LINES + rest

        @wraps(command)
        def held(**given: Any) -> None:
            try:
                with undisturbed():
                    command(**given)
            except (click.Abort, KeyboardInterrupt):
                raise Impossible(typeset(f"Arrêté. {ending}")) from None
            except (Refused, BadAgent, PaperError, words.BadWords) as error:
                raise Impossible(typeset(str(error))) from None
            except OSError as error:
                raise unwritten(error) from None

        return held

    return dress


@contextmanager
def undisturbed() -> Iterator[None]:
    """A crash writes no memory to a file; a closed terminal stops the ceremony as Ctrl-C does, and is tidied after."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    before = {one: signal.signal(one, signal.default_int_handler) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def key_of(asker: Asker, election: Election) -> tuple[PrivateKey, list[int]]:
    """The key of this election from two papers, and their numbers. Raises BadWords."""
    try:
        return _key_of(asker, election)
    finally:
        # Whatever happened, no word stays on the screen, nor in what one scrolls back to.
        asker.wipe()


def _key_of(asker: Asker, election: Election) -> tuple[PrivateKey, list[int]]:
    papers: dict[int, str] = {}
    for n in range(1, words.NEEDED + 1):
        number, paper = asker.until_good(lambda n=n: read(asker, QUESTIONS[n - 1]))  # type: ignore[misc]
        asker.wipe()
        click.echo(typeset(f"Papier n° {number} : lu sans faute."))
        papers[number] = paper
    key = words.join(list(papers.values()))
    if box.public_of(key) != election.public:
        raise words.BadWords("Ces papiers se lisent, mais ce sont ceux d’une autre urne.")
    return key, sorted(papers)


def read(asker: Asker, question: str) -> tuple[int, str]:
    """A paper, and its number."""
    paper = asker.words(question)
    return words.number(paper), paper


def give(app: Service, code: str, path: Path | None) -> None:
    """The report of the last ceremony, on the terminal and as a file."""
    told = printing.report_of(app, closing.opened(app, code))
    printing.said(told["sections"])
    if path:
        printing.written(told, path)
