"""Text fit for a letter: one line for a header, short lines for a body. Pure."""

import re
import textwrap
import unicodedata

WIDTH = 72
JOINERS = "\u200c\u200d"
ADDRESS = re.compile(r"[/\\@<>]|\w\w\.\w\w|www\.", re.IGNORECASE)


def one_line(text: str, most: int = 200) -> str:
    """The text on one line of at most `most` characters: no control, no line break of any kind, nothing invisible."""
    plain = "".join(_kept(letter) for letter in text)
    # « =?…?= » in a header is decoded by whoever reads it, line breaks included.
    plain = plain.replace("=?", "= ?")
    line = re.sub(" {2,}", " ", plain).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Cn", "Co") and letter not in JOINERS else letter


def name_shown(name: str) -> str:
    """The name of who comes; nothing when it could be an address, which a stranger might be led to."""
    line = one_line(name, 80)
    return "" if ADDRESS.search(line) else line


def sender_name(name: str) -> str:
    """The town's name before its address, without the signs that some servers refuse there."""
    return one_line(re.sub(r'[@:,;"<>()\[\]\\]', " ", name), 75)


def wrapped(text: str) -> str:
    """Paragraphs filled to 72 characters; indented lines stay lines; what has no space (an address) is never cut."""
    blocks = re.split(r"\n\s*\n", text.strip("\n"))
    return "\n\n".join(_block(block.splitlines()) for block in blocks if block.strip()) + "\n"


def _block(lines: list[str]) -> str:
    if not any(line.startswith("  ") for line in lines):
        return _fill(" ".join(line.strip() for line in lines), "")
    return "\n".join(_fill(line.strip(), "  " if line.startswith("  ") else "") for line in lines)


def _fill(line: str, indent: str) -> str:
    return textwrap.fill(
        line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
