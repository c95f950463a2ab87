"""From answers to what may be published: counts, shares, tables by channel and by quartier, small numbers masked. Pure.

What the answers to one version of the questionnaire said is told apart from the others'.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from formservice.catalogue.consultations import FREE, Consultation, Question
from formservice.catalogue.results import Asked, Part, Row
from formservice.consultations import counting, leading, masking, several, wording
from formservice.consultations.counting import Said, Tally
from formservice.consultations.masking import LEAST, MASKED, SMALL
from formservice.consultations.tables import Columns, by_channel, by_quartier, splits
from formservice.folding import order


def part(known: Consultation, asked: str, since: date, answers: Sequence[Said]) -> Part:
    """What the answers to one version said; only that there are fewer than five when there are."""
    if masking.is_small(len(answers)):
        return Part(asked, since, SMALL)
    channels, quartiers = by_channel(answers), by_quartier(known, answers)
    return Part(
        asked, since, str(len(answers)), rows_of(channels), rows_of(quartiers),
        tuple(of_question(known, one, answers) for one in known.questions),
    )  # fmt: skip


def rows_of(columns: Columns) -> tuple[Row, ...]:
    """How many answered, column by column."""
    found = [len(some) for _, some in columns]
    return tuple(
        Row(label, str(len(some)), share)
        for (label, some), share in zip(columns, counting.shares(found, sum(found)), strict=True)
    )


def of_question(known: Consultation, question: Question, answers: Sequence[Said]) -> Asked:
    """All that is published of one question."""
    counted = counting.tally(known, question, answers)
    if leading.gives_away(known, question, answers):
        return Asked(question.text, question.kind, question.id, wording.hidden(), MASKED, MASKED, MASKED, True)
    shown = presence(counted)
    made = Asked(question.text, question.kind, question.id, "", *shown, note=wording.note(counted, shown[0]))
    if masking.is_small(counted.answered) or not counted.answered:
        return replace(made, said=wording.few(counted))
    made = replace(made, rows=rows(counted, made.answered == MASKED), about=is_about(counted))
    made = replace(made, note=wording.note(counted, shown[0], any(row.points for row in made.rows)))
    half, quarters = middle(counted, [row.count for row in made.rows])
    made = replace(made, middle=half, quarters=quarters, texts=texts(counted))
    if made.answered != MASKED:
        made = replace(made, splits=tuple(leading.safe(known, question, answers, splits(known, counted))))
    return replace(made, said=wording.sentence(counted, made))


def presence(counted: Tally) -> tuple[str, str, str, bool]:
    """(answered, silent, unasked, whether the two last are told together).

    That somebody left a question out says nothing of what they think; that they were not asked tells what they
    answered before, so that it is masked as an answer is.
    """
    silent, unasked = counted.silent, counted.unasked
    if masking.is_small(counted.answered):
        return SMALL, MASKED, MASKED if unasked else "0", bool(unasked)
    if not masking.is_small(unasked):
        return str(counted.answered), str(silent), str(unasked), False
    if silent + unasked >= LEAST:
        return str(counted.answered), str(silent + unasked), MASKED, True
    return MASKED, SMALL, MASKED, True


def rows(counted: Tally, apart: bool) -> tuple[Row, ...]:
    """The lines of the main table. `apart`: how many answered is not published."""
    found = counting.counts(counted)
    if not found:
        return ()
    cells = cells_of(counted, list(found.values()), apart)
    exact = counting.shares(list(found.values()), counted.answered)
    ranked = counting.points(counted) if has_points(counted, cells) else {}
    return tuple(
        Row(
            label,
            cell,
            share_of(counted, found[label], cell, exact[n], apart, all(map(str.isdecimal, cells))),
            str(ranked[label][0]) if ranked else None,
        )  # fmt: skip
        for n, (label, cell) in enumerate(zip(found, cells, strict=True))
    )


def cells_of(counted: Tally, found: list[int], apart: bool) -> tuple[str, ...]:
    """The counts as they may be published."""
    if counting.is_multiple(counted.question):
        told = several.main(found, counted.answered, counted.question.limit)
        return (MASKED,) * len(found) if apart else told.cells
    if apart:
        # Together they would tell how many answered, and so how few were not asked.
        return tuple(SMALL if masking.is_small(one) else MASKED if n == _smallest(found) else str(one)
                     for n, one in enumerate(found))  # fmt: skip
    return masking.line(found) or (MASKED,) * len(found)


def _smallest(found: list[int]) -> int:
    return min((n for n, one in enumerate(found) if one >= LEAST), key=lambda n: (found[n], n), default=0)


def share_of(counted: Tally, count: int, cell: str, exact: int, apart: bool, whole: bool) -> int | None:
    """Per cent of who answered; none where the count is masked. They add up where nothing is."""
    if apart or not cell.isdecimal():
        return None
    if counting.is_multiple(counted.question) or not whole:
        return (200 * count + counted.answered) // (2 * counted.answered)
    return exact


def is_about(counted: Tally) -> bool:
    """Whether each share is rounded by itself: several answers a person, or a masked one beside."""
    found = list(counting.counts(counted).values())
    if not found or counting.is_multiple(counted.question):
        return bool(found)
    cells = masking.line(found)
    return cells is None or not all(map(str.isdecimal, cells))


def has_points(counted: Tally, cells: Sequence[str]) -> bool:
    """Whether the points of a rank may be told: beside the first choices, they tell how many chose it later."""
    if counted.question.kind != "rank" or not all(map(str.isdecimal, cells)):
        return False
    ranked = [by for _, by in counting.points(counted).values()]
    later = [by - first for by, first in zip(ranked, counting.counts(counted).values(), strict=True)]
    return not any(masking.is_small(few) for few in later + [counted.answered - by for by in ranked])


def middle(counted: Tally, cells: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The median of a scale whose whole line is told; that of many numbers, and their quartiles, rounded."""
    if counted.question.kind == "scale" and all(map(str.isdecimal, cells)):
        return str(counting.quartile(counting.numbers(counted), 2)), ()
    if counted.question.kind != "number" or counted.answered < counting.MANY:
        return None, ()
    low, half, high = (counting.rounded(counting.quartile(counting.numbers(counted), n)) for n in (1, 2, 3))
    return str(half), (str(low), str(high))


def texts(counted: Tally) -> tuple[str, ...]:
    """The free answers that agents chose to publish, as they redacted them, in no order of arrival."""
    if counted.question.kind not in FREE:
        return ()
    read = [one.read.get(counted.question.id, {}) for one in counted.answers]
    told = (" ".join(one["text"].split()) for one in read if one.get("publish") and one["text"].strip())
    return tuple(sorted(told, key=order))
