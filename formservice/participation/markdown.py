"""What somebody typed, as a file of content: front matter that reads back the same, Markdown that shows it as it is.

Pure. No sign that a resident typed may become a heading, a link, HTML or a key.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from formservice.catalogue.french import typeset
from formservice.catalogue.kinds import UNSEEN

LONGEST = 300
"""Characters that one line of front matter may hold."""
BACKSLASHED = re.compile(r"[\\`*_{}\[\]]")
"""Signs that mean something anywhere in a line, and that a backslash makes plain."""
NUMBERED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"}
"""Those that take a number."""
NO_YAML = re.compile("[\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""What YAML refuses, or takes for the mark of a file, even between quotes."""


def one_line(text: Any) -> str:
    """The text on one line, with nothing that cannot be seen."""
    return " ".join(NO_YAML.sub("", UNSEEN.sub(" ", str(text))).split())


def cut(text: Any, most: int = LONGEST) -> str:
    """One line of `most` characters at most, once typeset; what was cut, between words, shows as « … »."""
    line = one_line(text)
    if len(line) <= most and len(typeset(line)) <= most:
        return line
    kept = line[: most - 2]
    while len(typeset(kept)) > most - 2:
        kept = kept[:-1]
    return f"{kept.rpartition(' ')[0] or kept} …"


def front_matter(keys: Mapping[str, Any]) -> str:
    """The block above a page. JSON strings are YAML strings: the strict reader gives back the very same."""
    lines = [f"{name}: {_value(value)}" for name, value in filled(keys).items()]
    return "\n".join(["---", *lines, "---", ""])


def filled(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in keys.items() if value not in (None, "", [])}


def _value(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def shown(text: str) -> str:
    """Markdown that shows this text, paragraph by paragraph, line by line."""
    paragraphs = re.split(r"\n{2,}", NO_YAML.sub("", text).strip())
    return "\n\n".join("  \n".join(_line(line) for line in part.split("\n") if line.strip()) for part in paragraphs)


def _line(text: str) -> str:
    line = BACKSLASHED.sub(r"\\\g<0>", one_line(text))
    line = re.sub("[&<>|~]", lambda sign: NUMBERED[sign[0]], line)
    line = re.sub(r"^[-+#]", r"\\\g<0>", line)
    line = re.sub(r"^[=:]", lambda sign: f"&#{ord(sign[0])};", line)
    return re.sub(r"^(\d+)\.", r"\1\\.", line)
