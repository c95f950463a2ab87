"""How words are compared: without capitals, accents or order. Pure."""

import re
import unicodedata


def words(text: str) -> list[str]:
    """The words of a text, folded. Letters of every script stay: two people must never become one."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain)


def folded(text: str) -> str:
    """All the words in alphabetical order: « Éva Martin » and « MARTIN eva » are one."""
    return " ".join(sorted(words(text)))
