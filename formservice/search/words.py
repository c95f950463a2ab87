"""Words as the search compares them: the same when the index is built and when somebody asks. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

NUMBER = r"97[89](?:[- ]\d+){3}[- ]\d|\d+(?:-\d+){2,}-[\dX]+|0\d(?:[-. \u00a0\u202f]\d\d){4}"
"""An ISBN or a telephone number as it is printed; « 1914-1918 » and « 2026-11-25 » are none."""
WORD = re.compile(rf"(?<![^\W_])(?:{NUMBER})(?![^\W_])|[^\W_]+")
LONGEST = 40
"""Letters of a word that are looked at."""
LITTLE = """
a ai au aux avec c ce ceci cela ces cet cette cherche chez comment d dans de des du elle elles en es est et etaient
etait etes etre eu faire fait faut il ils j je jusqu l la laquelle le lequel les leur leurs lorsqu lui m ma mais me
mes moi mon n ne nos notre nous on ont ou par pas peut plus pour pourquoi puis puisqu qu quand que quel quelle quelles
quels qui quoi s sa sans se ses si soit son sont suis sur t ta te tes toi ton trouver tu un une unes uns veux vos
votre voudrais vous y
"""
STOPS = frozenset(LITTLE.split())
"""Words that every page holds, folded; alone, the letters that an apostrophe leaves behind."""
ARTICLES = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"))
STEMMER, LOCK = snowballstemmer.stemmer("french"), Lock()


@dataclass(frozen=True)
class Term:
    """A word of a text: where it stands, as it is written, folded, and what is looked for."""

    start: int
    end: int
    shown: str
    word: str
    stem: str


def fold(word: str) -> str:
    """A word without capitals, accents or ligatures: « Œuvre » and « oeuvre » are one."""
    small = unicodedata.normalize("NFKD", word).casefold().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", small)
    # Letters and figures only: what the index cuts on must never be inside a word.
    return "".join(one for one in plain if one.isalnum())[:LONGEST]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What is common to the forms of a folded word: « numériques » and « numérique » are one."""
    # Folded first: who types without accents must find the same. The e of « émancipée » is then one too many.
    with LOCK:
        # The stemmer keeps the word it works on: two threads must not share it.
        found: str = STEMMER.stemWord(word)
    return found.rstrip("e") or found


def composed(text: str) -> str:
    """The text with each accent on its letter, whatever the keyboard: what positions are counted in."""
    return unicodedata.normalize("NFC", text)


def terms(text: str) -> Iterator[Term]:
    """The words of a composed text that are worth looking for, in order."""
    for found in WORD.finditer(text):
        word = fold(found[0])
        if word and word not in STOPS:
            yield Term(found.start(), found.end(), found[0], word, stem(word))


def stems(text: str) -> str:
    """A text as the index holds it, and a phrase as it is looked for there."""
    return " ".join(term.stem for term in terms(composed(text)))


def heading(text: str) -> str:
    """A title as it is compared with a whole question: its articles alone do not count."""
    words = map(fold, WORD.findall(composed(text)))
    return " ".join(stem(word) for word in words if word not in ARTICLES)
