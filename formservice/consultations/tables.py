"""Who said what, by channel and by quartier: tables in which nothing of few people can be read or worked out. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formservice.catalogue.consultations import FREE, Consultation
from formservice.catalogue.results import CHANNEL, QUARTIER, Line, Split
from formservice.consultations import counting, masking, several, wording
from formservice.consultations.counting import Said, Tally
from formservice.consultations.masking import MASKED

CHANNELS = {"web": "Par internet", "telephone": "Par téléphone", "counter": "Au guichet", "paper": "Sur papier"}
NOT_SAID = "Quartier non dit"
Columns = list[tuple[str, list[Said]]]
"""Words, and the answers they head."""


def by_channel(answers: Sequence[Said]) -> Columns:
    """The answers by channel."""
    return grouped({label: [one for one in answers if one.channel == name] for name, label in CHANNELS.items()})


def by_quartier(known: Consultation, answers: Sequence[Said]) -> Columns:
    """The answers by quartier; nothing when none was asked."""
    if not known.quartiers:
        return []
    found = {name: [one for one in answers if one.quartier == name] for name in known.quartiers}
    return grouped(found | {NOT_SAID: [one for one in answers if one.quartier not in known.quartiers]})


def grouped(found: dict[str, list[Said]]) -> Columns:
    """Those of few people are told together; those of nobody are left out."""
    names, some = list(found), list(found.values())
    return [
        (wording.together([names[n] for n in group]), [one for n in group for one in some[n]])
        for group in masking.groups([len(one) for one in some])
    ]


def splits(known: Consultation, counted: Tally) -> list[Split]:
    """By channel, by quartier, where nothing would be given away."""
    found = [
        (CHANNEL, by_channel(counted.answers), Counter(one.channel for one in counted.left)),
        (QUARTIER, by_quartier(known, counted.answers), Counter(one.quartier for one in counted.left)),
    ]
    # Beside how many answered at all in a column, its total tells how few were not asked.
    safe = [(by, columns) for by, columns, left in found if not any(map(masking.is_small, left.values()))]
    columns = [(by, columns) for by, columns in safe if len(columns) > 1]
    if counting.is_multiple(counted.question):
        return list(multiple(counted, columns))
    return [one for by, some in columns if (one := split(by, counted, some))]


def split(by: str, counted: Tally, columns: Columns) -> Split | None:
    """One table; None when it cannot be published."""
    if counted.question.kind in ("date", *FREE):
        return None
    lines = halves(counted, columns) if counted.question.kind == "number" else crossed(counted, columns)
    return _made(by, columns, lines) if lines else None


def _made(by: str, columns: Columns, lines: tuple[Line, ...]) -> Split:
    return Split(by, tuple(label for label, _ in columns), tuple(str(len(some)) for _, some in columns), lines)


def multiple(counted: Tally, found: list[tuple[str, Columns]]) -> Iterator[Split]:
    """Several answers a person: each table leaves the counts of the page as masked as they were beside the others."""
    limit, counts = counted.question.limit, counting.counts(counted)
    told = several.main(list(counts.values()), counted.answered, limit)
    for by, columns in [] if told.is_alone else found:
        each = [counting.counts(counted, some) for _, some in columns]
        rows = [[one[label] for one in each] for label in counts]
        if made := several.table(rows, [len(some) for _, some in columns], limit, told):
            grid, told = made
            yield _made(by, columns, tuple(map(Line, counts, several.shown(grid))))


def halves(counted: Tally, columns: Columns) -> tuple[Line, ...] | None:
    """The middle of the numbers of each column where there are many; None when there are nowhere."""
    found = [counting.numbers(replace(counted, answers=tuple(some))) for _, some in columns]
    cells = [str(counting.rounded(counting.quartile(one, 2))) if len(one) >= counting.MANY else MASKED for one in found]
    return (Line("Valeur du milieu", tuple(cells)),) if set(cells) != {MASKED} else None


def crossed(counted: Tally, columns: Columns) -> tuple[Line, ...] | None:
    """One answer a person: lines that the main table masks are one line here."""
    found = counting.counts(counted)
    main = masking.line(list(found.values()))
    if main is None:
        return None
    hidden = [label for label, cell in zip(found, main, strict=True) if not cell.isdecimal()]
    together = [[label] for label in found if label not in hidden] + ([hidden] if hidden else [])
    if len(together) < 2:
        return None
    tables = [counting.counts(counted, some) for _, some in columns]
    cells = masking.table([[sum(one[label] for label in group) for one in tables] for group in together])
    if cells is None:
        return None
    return tuple(Line(wording.together(group), line) for group, line in zip(together, cells, strict=True))
