"""What was submitted as a spreadsheet, whatever its kind: facts of the record, the fields of its form, how it came.

The form's registry heads the columns, so that a question added to a form is in the next file.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from formservice.export import Column, Table
from formservice.fields import Declared, declared
from formservice.handlers import HANDLERS
from formservice.kinds import KINDS
from formservice.office.desks import DESKS
from formservice.office.person import doubts
from formservice.service import Service
from formservice.submit import CHANNELS
from formservice.theme import day_words, hour, plural

TO_KNOW = "Ce fichier contient des données personnelles : ne le gardez pas plus longtemps que nécessaire."
ALL = "Aucun : tous les états"
CAME = (
    Column("Numéro", "reference"),
    Column("Reçue", "channel"),
    Column("Saisie par", "typed_by"),
    Column("Faite le", "at", "datetime"),
    Column("À vérifier", "doubt"),
)
Found = tuple[str, dict[str, Any]]
"""A record, with its partition before it."""


def asked(form: type, but: tuple[str, ...] = ()) -> tuple[Declared, ...]:
    """The questions of a form."""
    return tuple(line for line in declared("", form) if line.name not in but)


def columns(
    form: type, numbers: tuple[str, ...] = (), but: tuple[str, ...] = (), dates: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """A column for each question."""
    kinds = dict.fromkeys(numbers, "number") | dict.fromkeys(dates, "date")
    return tuple(
        Column(line.label.removesuffix(" (facultatif)"), line.name, kinds.get(line.name, "text"), 24)
        for line in asked(form, but)
    )


def values(form: type, record: dict[str, Any], but: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """The answers of a record, as the form words them."""
    # An idea is kept apart from who proposed it.
    said = record.get("idea", {}) | record["answers"]
    return tuple(_words(form, line.name, said.get(line.name)) for line in asked(form, but))


def _words(form: type, name: str, answer: Any) -> Any:
    choices = {one.value: one.label for one in getattr(form, name).kwargs.get("choices") or ()}
    if isinstance(answer, list):
        return [choices.get(one, one) for one in answer]
    return choices.get(answer, answer)


def about(what: str, rows: int, by: str, now: datetime, kept: str) -> tuple[tuple[str, str], ...]:
    """What a file holds, for its LISEZ-MOI. `by` is who asks for it, `now` the town's time."""
    return (
        ("Contenu", what),
        ("Fait le", f"{day_words(now)} à {hour(now)}"),
        ("Par", by),
        ("Nombre de lignes", str(rows)),
        ("Filtre", kept),
        ("À savoir", TO_KNOW),
    )


def stored(app: Service, kind: str) -> list[Found]:
    """Every record of a kind, in the order of partitions."""
    handler = HANDLERS[kind]
    return [one for prefix in handler.prefixes for one in app.store.export(f"{prefix}/", handler.table)]


def table(app: Service, kind: str, found: Iterable[Found], by: str, kept: str = ALL) -> Table:
    """The table of some records of a kind; `kept` says which."""
    desk, known = DESKS[kind], KINDS[kind]
    rows = [
        (*desk.facts(app, one), *values(known.form, one, desk.said), *_came(one)) for _, one in found
    ]  # fmt: skip
    head = (*desk.facts_columns, *columns(known.form, but=desk.said, dates=desk.dates), *CAME)
    what = f"{known.title} : {plural(len(rows), known.thing)}"
    return Table(desk.sheet or known.title, head, rows, about(what, len(rows), by, app.clock.wall(), kept))


def _came(record: dict[str, Any]) -> tuple[Any, ...]:
    channel = CHANNELS.get(record["channel"], record["channel"])
    return record["reference"], channel, record["typed_by"], record["at"], doubts(record)
