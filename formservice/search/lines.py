"""One line of a page around what was looked for, with the words marked. Pure."""

from markupsafe import Markup, escape

from formservice.search.words import Term, terms

WIDTH, MARKS = 150, 3
"""Characters of a line, about; words marked in it."""


def line(summary: str, text: str, stems: frozenset[str]) -> Markup:
    """The summary when it has a word, else the place of the text that has the most of them, else the summary."""
    for one in (summary, text):
        found = [term for term in terms(one) if term.stem in stems]
        if found:
            return excerpt(one, found)
    return escape(excerpt(summary, []))


def excerpt(text: str, found: list[Term]) -> Markup:
    """The part of a text that holds the most of these words, cut between words."""
    first = _densest(found) if len(text) > WIDTH else 0
    start = max(0, first - WIDTH // 4) if first + WIDTH // 2 < len(text) else max(0, len(text) - WIDTH)
    start = text.find(" ", start) + 1 if start else 0
    start += len(text) - start - len(text[start:].lstrip(" :;,.!?»…\u00a0\u202f"))
    end = len(text) if len(text) - start <= WIDTH else text.rfind(" ", start, start + WIDTH)
    end = end if end > start else min(len(text), start + WIDTH)
    shown = _mark(text, start, end, [term for term in found if start <= term.start and term.end <= end][:MARKS])
    return Markup("{}{}{}").format("… " if start else "", shown, " …" if end < len(text) else "")


def _densest(found: list[Term]) -> int:
    """Where the window begins that holds the most different words."""

    def held(term: Term) -> int:
        return len({other.stem for other in found if term.start <= other.start < term.start + WIDTH * 3 // 4})

    return max(found, key=lambda term: (held(term), -term.start)).start if found else 0


def _mark(text: str, start: int, end: int, found: list[Term]) -> Markup:
    pieces, at = Markup(), start
    for term in found:
        pieces += escape(text[at : term.start]) + Markup("<mark>{}</mark>").format(text[term.start : term.end])
        at = term.end
    return pieces + escape(text[at:end])
