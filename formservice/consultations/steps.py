"""The steps of a questionnaire, pure: which questions come on which page, and which are asked at all.

A question that depends on an answer comes on a later page than it: nothing needs JavaScript.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from formservice.catalogue.consultations import Consultation, Question

LONGEST_STEP = 6
"""Questions on one page."""
ROOM = 70
"""Elements that the questions of a page may draw: with its frame and its mistakes, a page stays under 180."""
Answers = Mapping[str, Any]
"""By question id: a text, the places of the options chosen (from 1), in the order of a rank."""


def steps(consultation: Consultation) -> list[tuple[Question, ...]]:
    """The questions, page by page, in the order of the file."""
    found: list[list[Question]] = [[]]
    for one in consultation.questions:
        depends = one.show_if is not None and any(one.show_if.question == other.id for other in found[-1])
        full = len(found[-1]) == LONGEST_STEP or found[-1] and weight(*found[-1], one) > ROOM
        if depends or full:
            found.append([])
        found[-1].append(one)
    return [tuple(page) for page in found]


def weight(*questions: Question) -> int:
    """The elements that questions draw: every option is seen, as on paper, so that long lists take a page."""
    degrees = (len(one.degrees) if one.kind == "scale" else len(one.options) for one in questions)
    return 3 * len(questions) + 2 * sum(degrees)


def may_come(consultation: Consultation, question: Question, answers: Answers, decided: Sequence[Question]) -> bool:
    """Whether a question may still be asked, once those `decided` are answered."""
    rule = question.show_if
    if rule is None:
        return True
    before = consultation.question(rule.question)
    if before in decided:
        return is_shown(consultation, question, answers)
    return may_come(consultation, before, answers, decided)


def is_shown(consultation: Consultation, question: Question, answers: Answers) -> bool:
    """Whether a question is asked of who gave these answers; one that hangs on a question not asked is not."""
    rule = question.show_if
    if rule is None:
        return True
    before = consultation.question(rule.question)
    return is_shown(consultation, before, answers) and bool(set(chosen(before, answers)) & set(rule.among))


def chosen(question: Question, answers: Answers) -> list[str]:
    """The words of the options, or the degree, that were chosen."""
    said = answers.get(question.id)
    if said in (None, "", []):
        return []
    if question.kind == "scale":
        return [str(said)]
    places = said if isinstance(said, list) else [said]
    return [question.options[int(place) - 1] for place in places]


def shown(consultation: Consultation, questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Those of some questions that are asked."""
    return [one for one in questions if is_shown(consultation, one, answers)]


def kept(consultation: Consultation, answers: Answers) -> dict[str, Any]:
    """The answers to the questions that are asked in the end, without those left empty.

    Who goes back and changes an answer leaves behind what followed from it.
    """
    found: dict[str, Any] = {}
    for one in consultation.questions:
        if is_shown(consultation, one, found) and answers.get(one.id) not in (None, "", []):
            found[one.id] = answers[one.id]
    return found
