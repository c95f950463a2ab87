"""Questions that are asked after some answers to another: who was asked is a sum of the lines of that one.

Beside a line of which some counts are masked, such a sum would give them away. Pure.
"""

from collections.abc import Sequence

from formservice.catalogue.consultations import Consultation, Question, ShowIf
from formservice.catalogue.results import Split
from formservice.consultations import counting, masking, several, tables
from formservice.consultations.counting import Said, Tally


def gives_away(known: Consultation, question: Question, answers: Sequence[Said]) -> bool:
    """Whether how many were asked tells a count that is masked where the question comes from."""
    rule = question.show_if
    if rule is None:
        return False
    before = known.question(rule.question)
    counted = counting.tally(known, before, answers)
    if not counted.answered:
        return gives_away(known, before, answers)
    return _is_second(known, rule) or _crosses(counted, rule.among) or gives_away(known, before, answers)


def _is_second(known: Consultation, rule: ShowIf) -> bool:
    """Whether other options of the same question lead elsewhere already: two such sums tell how many chose both."""
    before = known.question(rule.question)
    rules = [one.show_if for one in known.questions if one.show_if and one.show_if.question == rule.question]
    sums = [set(one.among) for one in rules if adds_up(before, one.among)]
    return adds_up(before, rule.among) and set(rule.among) != sums[0]


def adds_up(before: Question, among: Sequence[str]) -> bool:
    """Whether who chose one of these at least is a number that is not on its page."""
    return counting.is_multiple(before) and 1 < len(set(among)) < len(before.options)


def _crosses(counted: Tally, among: Sequence[str]) -> bool:
    """Whether the masked lines are neither all among those that lead on, nor all among the others."""
    found = counting.counts(counted)
    if masking.is_small(counted.answered):
        return True
    if counting.is_multiple(counted.question):
        told = several.main(list(found.values()), counted.answered, counted.question.limit)
        return bool(told.masked) or adds_up(counted.question, among) and _overlaps(counted, set(among))
    cells = masking.line(list(found.values())) or (masking.MASKED,) * len(found)
    masked = [label for label, cell in zip(found, cells, strict=True) if not cell.isdecimal()]
    # Their sum is on the page already, all together.
    return 0 < len(set(masked) & set(among)) < len(masked)


def _overlaps(counted: Tally, among: set[str]) -> bool:
    """Whether who chose one of these at least tells a few: who chose several of them, or also another, or none."""
    found, limit, of = counting.counts(counted), counted.question.limit, counted.answered
    some = sum(bool(among & set(counting.of(counted, one))) for one in counted.answers)
    ours, rest = sum(found[one] for one in among), sum(found[one] for one in found.keys() - among)
    others = len(found) - len(among)
    most = min(limit, others) * (of - some) + min(limit - 1, others) * some
    apart = [some - found[one] for one in among]
    apart += [of - some, ours - some, min(limit, len(among)) * some - ours, rest - (of - some), most - rest]
    return any(map(masking.is_small, [some, *apart]))


def safe(known: Consultation, question: Question, answers: Sequence[Said], splits: Sequence[Split]) -> list[Split]:
    """The tables beside which the ones of the question it comes from have nothing masked."""
    if question.show_if is None:
        return list(splits)
    before = known.question(question.show_if.question)
    if adds_up(before, question.show_if.among):
        return []
    counted = counting.tally(known, before, answers)
    whole = [one.by for one in tables.splits(known, counted) if _is_whole(one)]
    return [one for one in safe(known, before, answers, splits) if one.by in whole]


def _is_whole(split: Split) -> bool:
    return all(cell.isdecimal() for line in split.lines for cell in line.cells)
