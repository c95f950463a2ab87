"""The key of an election as words on paper: three officers hold each theirs, any two bring it back (SLIP-39).

The words are English, as the standard has them, chosen so that four letters tell each from all others.
"""

import re
import unicodedata

from nacl.public import PrivateKey
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

NEEDED, HOLDERS, COUNT = 2, 3, 33
"""Papers that open, papers there are, words on each."""
ENOUGH = 4
"""Letters that tell a word from all others."""
WHOLE = {word[:ENOUGH]: word for word in WORDLIST}


class BadWords(ValueError):
    """These words do not bring the key back; a French sentence that says what to do."""


def split(key: PrivateKey) -> list[str]:
    """The words of each officer: 33 each."""
    found: list[str] = generate_mnemonics(1, [(NEEDED, HOLDERS)], bytes(key))[0]
    return found


def join(papers: list[str]) -> PrivateKey:
    """The key, from the words of two papers. Raises BadWords."""
    if len(papers) < NEEDED:
        raise BadWords(f"Il faut les mots de {NEEDED} papiers. Demandez ceux d’une autre personne.")
    try:
        return PrivateKey(combine_mnemonics([tidied(one) for one in papers[:NEEDED]]))
    except (MnemonicError, ValueError):
        raise BadWords(
            "Ces mots n’ouvrent pas l’urne. Relisez-les un à un : il faut deux papiers différents, de 33 mots chacun."
        ) from None


def number(paper: str) -> int:
    """Which of the papers this is, 1 to 3. Raises BadWords, which says what to read again."""
    told = tidied(paper).split()
    for place, word in enumerate(told, 1):
        if WHOLE.get(word[:ENOUGH]) != word:
            raise BadWords(f"Le mot n°\u00a0{place} n’est pas de la liste. Relisez-le sur le papier.")
    if len(told) != COUNT:
        raise BadWords(f"Il y a {len(told)} mots au lieu de {COUNT}. Relisez le papier, mot à mot.")
    try:
        return int(Share.from_mnemonic(" ".join(told)).index) + 1
    except (MnemonicError, ValueError):
        raise BadWords("Un mot en remplace un autre, ou n’est pas à sa place. Relisez le papier, mot à mot.") from None


def tidied(text: str) -> str:
    """Words as they were typed, with numbers, commas or lines between them, four letters for a word: only the words."""
    flat = unicodedata.normalize("NFKD", text[:4_000]).casefold()
    return " ".join(_whole(word) for word in re.findall(r"[a-z]{1,20}", flat))


def _whole(typed: str) -> str:
    word = WHOLE.get(typed[:ENOUGH], typed)
    return word if word.startswith(typed) else typed
