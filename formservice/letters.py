"""The letters of what people read out: references, codes. Pure."""

ALPHABET = "3456789BCDFGHJKMNPQRTWX"
"""No letter that looks like a digit, no vowel to make a word, no E to make a number; 23 letters, a prime, so
that the check letter finds every wrong letter and every swap among the others."""


def check_letter(drawn: str) -> str:
    """The letter that finds one wrong letter or two swapped neighbours, among as many as 21."""
    total = sum((n + 1) * ALPHABET.index(letter) for n, letter in enumerate(drawn))
    return ALPHABET[total % len(ALPHABET)]
