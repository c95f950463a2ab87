"""Who is asked during a ceremony: people at the terminal, who may correct; or the lines of a script, read once."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click

from formservice.catalogue.french import typeset
from formservice.office.commands import Impossible
from formservice.prompts import YES
from formservice.voting.words import COUNT, BadWords, tidied

T = TypeVar("T")
TRIES = 5
WIPE = "\033[2J\033[3J\033[H"
"""Clears the screen, and what one could scroll back to."""


@dataclass(frozen=True)
class Asker:
    """Asks, and reads the answers."""

    script: bool

    def line(self, question: str, hidden: bool = False) -> str:
        """One line. Impossible when a script has none left."""
        if not self.script:
            said: str = click.prompt(question, default="", show_default=False, hide_input=hidden, prompt_suffix=" : ")
            return said
        read = sys.stdin.readline()
        if not read:
            raise Impossible(typeset(f"Il manque une ligne sur l’entrée standard : « {question} »."))
        return read.rstrip("\r\n")

    def words(self, question: str) -> str:
        """The words of a paper, on one line or several. An empty line ends them."""
        told = ""
        while len(tidied(told).split()) < COUNT:
            line = self.line(question if not told else typeset(f"La suite, après le mot n° {_count(told)}"))
            if not line.strip():
                break
            told += f" {line}"
        return told

    def until_good(self, ask: Callable[[], T]) -> T:
        """What `ask` gives, once its words are good: people try again, a script does not. Raises BadWords."""
        for _ in range(0 if self.script else TRIES - 1):
            try:
                return ask()
            except BadWords as error:
                click.echo(typeset(str(error)), err=True)
        return ask()

    def yes(self, question: str) -> bool:
        """Whether the answer is yes."""
        return self.line(f"{question} [o/N]").strip().casefold() in YES

    def pause(self, words: str) -> None:
        """Wait for somebody to press Enter. A script does not wait."""
        if not self.script:
            click.prompt(f"{words} Appuyez sur Entrée", default="", show_default=False, prompt_suffix=" ")

    def wipe(self) -> None:
        """Let nothing of what was shown stay on the screen."""
        if not self.script and sys.stdout.isatty():
            click.echo(WIPE, nl=False)


def _count(told: str) -> int:
    return len(tidied(told).split())
