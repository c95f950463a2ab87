"""What leads to somebody in a text: found, to hold it back; taken out, once its owner is erased. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formservice import folding

FIELDS = ("email", "phone", "post", "name", "helper", "contact")
"""The answers that never reach a file."""
GONE = "[coordonnées effacées]"
BETWEEN = r"[\s./()\\-]*"
"""What people write between the digits of a number; a backslash is Markdown's."""
TELEPHONE = re.compile(rf"(?<!\d)(?:(?:\+|00){BETWEEN}33{BETWEEN}0?|0){BETWEEN}[1-9](?:{BETWEEN}\d){{8}}(?!\d)")
EMAIL = re.compile(r"[^\s@<>«»]{1,64}@[^\s@<>«»]{1,180}\.\w{2,24}")
Span = tuple[int, int]


def of(answers: Mapping[str, Any], signature: str = "", fields: Iterable[str] | None = None) -> list[str]:
    """The contacts of who filed an idea, of some fields; the name they asked to show is none."""
    names = [name for name in FIELDS if fields is None or name in set(fields)]
    said = [str(answers.get(name) or "") for name in names]
    return [one for one in said if one and folding.folded(one) != folding.folded(signature)]


def stands_in(contacts: Iterable[str], text: str) -> bool:
    """Whether one of them is in the text."""
    return any(True for _ in spans(contacts, text))


def redacted(contacts: Iterable[str], text: str) -> str:
    """The text without them."""
    left, end = "", 0
    for start, stop in sorted(spans(contacts, text)):
        if start >= end:
            left += text[end:start] + GONE
        end = max(end, stop)
    return left + text[end:]


def looks_like_one(text: str) -> bool:
    """Whether it has something like a telephone number or an e-mail address, of anybody."""
    return bool(TELEPHONE.search(text) or EMAIL.search(text))


def spans(contacts: Iterable[str], text: str) -> Iterator[Span]:
    """Where each of them stands."""
    tokens = [(word, *found.span()) for found in re.finditer(r"\w+", text) for word in folding.words(found[0])]
    for contact in contacts:
        yield from _digits(contact, text)
        # One word alone is any word: « Martin » may be the name of a street.
        wanted = folding.words(contact)
        for n in range(len(tokens) - len(wanted) + 1) if len(wanted) > 1 else ():
            if [word for word, _, _ in tokens[n : n + len(wanted)]] == wanted:
                yield tokens[n][1], tokens[n + len(wanted) - 1][2]


def _digits(contact: str, text: str) -> Iterator[Span]:
    for number in TELEPHONE.findall(contact) or [contact]:
        digits = re.sub(r"\D", "", number)[-9:]
        if len(digits) == 9:
            before = rf"(?:(?:\+|00){BETWEEN}33{BETWEEN})?(?:\(?0\)?{BETWEEN})?"
            yield from (one.span() for one in re.finditer(before + BETWEEN.join(digits), text))
