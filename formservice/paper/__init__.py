"""Paper: JSON data in, a PDF that a screen reader can read (PDF/UA-1) out.

A template of `theme/paper/` lays out; the words come as data, never as markup: what a resident wrote stays text.
The same data gives the same bytes. typst is an extra: whoever never prints need not install it.
"""

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

THEME = Path(__file__).resolve().parents[2] / "theme" / "paper"
NO_TYPST = "Pour imprimer il manque typst ou segno : « make paper » les installe."
_UNKNOWN = re.compile(r"the text `(\".*?\")` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
BLANK = "\u25af"
"""What stands for a letter that no font of ours draws: better seen than left out."""


class PaperError(Exception):
    """What cannot be printed, and why, in French."""


def render(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template with its data: `title`, and `day` (its date, ISO), which is all it knows of the time.

    Raises PaperError.
    """
    try:
        import typst
    except ImportError:
        raise PaperError(NO_TYPST) from None
    missing: set[str] = set()
    while True:
        try:
            return _compiled(template, _without(data, missing))
        except typst.TypstError as error:
            found = _unknown(error.diagnostic) - missing
            if not found:
                raise PaperError(f"Le modèle « {template}.typ » ne s’imprime pas : {error}") from error
            missing |= found


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    import typst

    day = date.fromisoformat(data["day"])
    # One for each document: threads of the office must not share it. The fonts are what takes time.
    compiler = typst.Compiler(THEME / f"{template}.typ", root=THEME, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )  # fmt: skip
    return bytes(made)  # type: ignore[arg-type]


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[THEME / "fonts"])


def _unknown(said: str) -> set[str]:
    """The clusters that typst found in no font: an emoji, a letter of a far script."""
    found = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), one) for one in _UNKNOWN.findall(said))
    return {one[1:-1] for one in found}


def _without(value: Any, missing: set[str]) -> Any:
    """The same data, with `BLANK` for each cluster of `missing`."""
    if isinstance(value, dict):
        return {name: _without(one, missing) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, missing) for one in value]
    if isinstance(value, str):
        for cluster in sorted(missing, key=len, reverse=True):
            value = value.replace(cluster, BLANK)
    return value
