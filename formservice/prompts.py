"""What a command asks of whoever typed it, in French."""

import click

YES = ("o", "oui")


def agree(question: str) -> None:
    """Go on if the answer is yes; else say that nothing was done, and stop the command."""
    said: str = click.prompt(f"{question} [o/N]", default="n", show_default=False, prompt_suffix=" : ")
    if said.strip().casefold() not in YES:
        click.echo("Rien n’a été fait.", err=True)
        raise SystemExit(1)
