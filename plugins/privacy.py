"""What the forms ask, from their registry: a few lines on the page of the town, a page for each form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formservice.catalogue import Page
from formservice.fields import Declared, notice
from formservice.kinds import KINDS, Kind, registry
from plugins.drawn import Drawn
from plugins.entries import NEWS, Entry


@dataclass(frozen=True)
class Told:
    """One form: what it asks, and who reads it for how long."""

    kind: Kind

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/vie-privee/{self.kind.name}/"

    @property
    def title(self) -> str:
        """`Inscription à une activité`."""
        return self.kind.title

    @property
    def heading(self) -> str:
        """The same where it stands alone: nobody must take this page for the form."""
        return f"Vie privée : {self.title[0].lower()}{self.title[1:]}"

    @property
    def notice(self) -> str:
        """Who reads the answers, and how long they are kept."""
        return notice(self.kind.form)

    @property
    def lines(self) -> tuple[Declared, ...]:
        """Every field with its purpose."""
        return tuple(line for line in registry() if line.form == self.title)


def told() -> tuple[Told, ...]:
    """Every form."""
    return tuple(map(Told, KINDS.values()))


def found(known: Iterable[Page]) -> Iterator[Entry]:
    """The same pages, for the search."""
    if any(page.template == "privacy" for page in known):
        for one in told():
            summary = "Ce que demande ce formulaire, pourquoi, qui le lit et combien de temps."
            yield Entry(one.url, one.heading, "pages", "Vie privée", summary, "données personnelles", weight=NEWS)


def pages(known: Iterable[Page]) -> Iterator[Drawn]:
    """The page of each form; none where the town has no page on personal data."""
    for page in known:
        if page.template == "privacy":
            for one in told():
                yield one.url, "privacy_form", {"page": page, "told": one}
