"""Consultations in the words they are looked for by."""

from collections.abc import Iterator

from formservice.catalogue import Consultation
from plugins.consultations.listed import Listed
from plugins.entries import PAST, Entry, text_of

KIND = "participation"
WORDS = "consultation avis questionnaire sondage enquête donner répondre habitants"


def found(all: Listed) -> Iterator[Entry]:
    """Their list, and each of them."""
    if all.all:
        summary = "Les questionnaires auxquels on peut répondre, ceux qui viennent, et ce que les autres ont donné."
        yield Entry("/consultations/", "Les consultations", KIND, "Liste", summary, WORDS)
    for one in all.all:
        yield _entry(one, all)


def _entry(one: Consultation, all: Listed) -> Entry:
    over = one.closes <= all.now
    keywords = " ".join([WORDS, one.code, *one.quartiers])
    asked = (word for question in one.questions for word in (question.text, *question.options))
    text = " ".join([text_of(one.body), *asked, *one.done])
    said = f"Consultation, {all.words(one)}"
    return Entry(one.url, one.title, KIND, said, one.summary, keywords, text, PAST if over else 1)
