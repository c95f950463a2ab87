"""The boundary of every store: names and values are checked, so that each backend keeps the same bytes."""

import re
import secrets
import unicodedata
from typing import Any

import orjson

from .errors import BadName, BadText

PARTITION = re.compile(r"[a-z][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){1,3}")
PREFIX = re.compile(r"([a-z][A-Za-z0-9/._-]*)?")
DIGEST = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[a-z]{1,30}")
SURROGATE = re.compile("[\ud800-\udfff]")
TABLE = re.compile(r"[a-z][a-z0-9_-]*")
LONGEST_NAME = 100
LONGEST_CLAIM = 200
# A partition is a folder that holds files of these names and, below it, folders of other partitions.
RESERVED = frozenset({"records.json", "journal.jsonl", "lock"})
DEEPEST = 20
LARGEST = 2**63 - 1
# Without i, l, o, u, 0 and 1, which are taken for one another when read aloud or copied by hand.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
IDENTITIES = len(ALPHABET) ** 16
GIVEN = frozenset({"id", "seq", "version"})


def new_id() -> str:
    """A random identity: 16 characters, 78 bits, fit for an address."""
    drawn, letters = secrets.randbelow(IDENTITIES), ""
    for _ in range(16):
        drawn, letter = divmod(drawn, len(ALPHABET))
        letters += ALPHABET[letter]
    return letters


def check_partition(name: str) -> str:
    """The name itself, or BadName."""
    good = isinstance(name, str) and len(name) <= LONGEST_NAME and PARTITION.fullmatch(name)
    if not good or ".." in name or RESERVED & set(name.split("/")):
        raise BadName(f"« {name!r:.120} » n'est pas un nom de partition.")
    return name


def check_prefix(prefix: str) -> str:
    """The beginning of names of partitions, itself, or BadName."""
    if not PREFIX.fullmatch(prefix) or ".." in prefix:
        raise BadName(f"« {prefix!r:.120} » n'est pas le début d'un nom de partition.")
    return prefix


def check_table(name: str) -> str:
    """The name itself, or BadName. Also the rule for the names of settings."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not TABLE.fullmatch(name):
        raise BadName(f"« {name!r:.120} » n'est pas un nom de table ou de réglage.")
    return name


def check_word(word: str) -> str:
    """The word itself, or BadName: small letters only, so that a count names nobody's number or address."""
    if not isinstance(word, str) or not WORD.fullmatch(word):
        raise BadName("Un mot se compte s'il a de 1 à 30 petites lettres, sans accent.")
    return word


def check_digest(digest: str) -> str:
    """The name of a blob, itself, or BadName."""
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise BadName(f"« {digest!r:.80} » n'est pas l'empreinte d'un fichier joint.")
    return digest


def check_claim(value: str) -> str:
    """The text of a unique value, in NFC; BadText when it is empty or longer than an index takes."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not text")
    cleaned = clean_text(value)
    if not 0 < len(cleaned) <= LONGEST_CLAIM:
        raise BadText(f"Une valeur unique a de 1 à {LONGEST_CLAIM} caractères.")
    return cleaned


def check_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Clean fields of a record. ValueError for those that the store itself gives (id, seq, version)."""
    if taken := GIVEN & fields.keys():
        raise ValueError(f"the store gives {', '.join(sorted(taken))}: do not pass it")
    cleaned: dict[str, Any] = clean(fields)
    return cleaned


def clean(value: Any, depth: int = 0) -> Any:
    """A new JSON value, owned by the caller: text in NFC, tuples as lists, nothing shared with `value`.

    BadText for what a store or an export could not keep (NUL, lone surrogates, NaN, numbers over 63 bits,
    more than 20 levels); TypeError for what is not JSON, such as a date: pass its isoformat().
    """
    if depth > DEEPEST:
        raise BadText(f"Une réponse contient plus de {DEEPEST} niveaux.")
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return clean_number(value)
    if isinstance(value, list | tuple):
        return [clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return clean_dict(value, depth)
    raise TypeError(f"{type(value).__name__} is not JSON data")


def clean_text(text: str) -> str:
    """The text in NFC, as a plain `str`."""
    if "\0" in text:
        raise BadText("Un texte contient un caractère nul.")
    if text.isascii():
        return str.__str__(text)
    if SURROGATE.search(text):
        raise BadText("Un texte contient un caractère incomplet.")
    return str.__str__(unicodedata.normalize("NFC", text))


def clean_number(number: int | float) -> int | float:
    """The number, finite and no larger than what every reader of JSON keeps."""
    if not abs(number) <= LARGEST:  # false for NaN too
        raise BadText("Un nombre est trop grand ou n'en est pas un.")
    return int(number) if isinstance(number, int) else float(number)


def clean_dict(value: dict[str, Any], depth: int) -> dict[str, Any]:
    """The same keys as clean text; two that become one are refused, or an answer would vanish."""
    cleaned = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("the keys of JSON data are text")
        # Most are plain letters: looked at here, a call less each.
        plain = type(item) is str and item.isascii() and "\0" not in item
        cleaned[clean_text(key)] = item if plain else clean(item, depth + 1)
    if len(cleaned) != len(value):
        raise BadText("Deux champs portent le même nom.")
    return cleaned


def copied(value: Any) -> Any:
    """A deep copy of clean JSON data: written down and read again, many times faster than `copy.deepcopy`."""
    return orjson.loads(orjson.dumps(value))


def same(one: Any, other: Any) -> bool:
    """Equality as in JSON, where `true` is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other
