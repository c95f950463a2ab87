"""How words are compared, ordered and put in addresses: without capitals nor accents. Pure.

`words` keeps ligatures: people already stored are known by it. `search.words.fold` cuts words for its index.
"""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
BARRED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th"})
"""Letters with a bar, which no accent makes: people and clerks write them without."""
PARTICLE = re.compile(r" (?:de la |de l[’'] ?|du |des? |d[’'] ?|v[ao]n (?:de[rn] )?)(?=\w)")
"""What is said between the given names and the family name, which is looked for without it."""
FAMILY = re.compile(r" (?=(?:(?:L[ea]s?|D[eu]s?|V[ao]n) )?[^ ]+$)")
"""Before the last word, and the article that begins it: with a capital it belongs to the name, « Le Brun »."""


def words(text: str) -> list[str]:
    """The words of a text, folded. Letters of every script stay: two people must never become one."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain)


def order(text: str) -> tuple[str, str]:
    """Where a title, a name or a word stands in a French list: Écrire after Danser, before Zumba; œ is oe."""
    return " ".join(words(unaccented(text))), text


def folded(text: str) -> str:
    """All the words in alphabetical order: « Éva Martin » and « MARTIN eva » are one."""
    return " ".join(sorted(words(text)))


def named(name: str) -> str:
    """A name as a roll compares it, however it was typed: « Anne Le Goff » is « LEGOFF Anne », Lebœuf is Leboeuf.

    The letters alone, from the place that puts them first in a dictionary: a family name may come before or after.
    """
    plain = unaccented(unaccented(name).casefold().translate(BARRED))
    letters = "".join(one for one in plain.casefold() if one.isalnum())
    return min((letters[n:] + letters[:n] for n in range(len(letters))), default="")


def unaccented(text: str) -> str:
    """The text with its letters bare, and its ligatures undone."""
    letters = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(one for one in letters if not unicodedata.combining(one))


def slug(text: str) -> str:
    """What stands for a name in an address: `Aÿ-en-Œuvre` gives `ay-en-oeuvre`; "-" when nothing of it can."""
    return "-".join(re.findall("[a-z0-9]+", unaccented(text).lower())) or "-"


def family_and_given(name: str) -> tuple[str, str]:
    """`Bettignies` and `Louise de`: a person as she is looked for; one word alone is the family name."""
    name = " ".join(name.split())
    found = PARTICLE.search(name)
    if found:
        return name[found.end() :], f"{name[: found.start()]} {found[0].strip()}"
    given, _, family = FAMILY.sub("\n", name, count=1).rpartition("\n")
    return family, given
