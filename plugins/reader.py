"""Reads content files for Pelican with the strict front matter, and sets French typography."""

import re
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.readers import MarkdownReader

from formservice.catalogue.french import NBSP, joined, typeset
from plugins.frontmatter import read_file

_TAGS = re.compile(r"<(?:pre|code|script|style)\b.*?</(?:pre|code|script|style)>|<[^>]*>", re.S)
_MARK = "\ue000"
"""Stands for a tag while the text around it is set: « **Mairie** : fermée » has its sign after one."""


def typeset_html(html: str) -> str:
    """Set typography in the text of a page, leaving tags and code as they are."""
    text = typeset(_TAGS.sub(_MARK, html.replace(_MARK, "")))
    text = re.sub(rf"(?<=\S) (?=:{_MARK})", NBSP, re.sub(rf"(?<=\w)'(?={_MARK})", "’", text))
    texts = joined(text).split(_MARK)
    return "".join(part for pair in zip_longest(texts, _TAGS.findall(html), fillvalue="") for part in pair)


class FrontMatterReader(MarkdownReader):
    """Markdown below a strict YAML header; the header itself was checked before the build."""

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the body and the title."""
        front = read_file(Path(source_path))
        self._md = self._markdown()
        html = self._md.convert(front.body)
        return typeset_html(html), {"title": typeset(str(front.data.get("title", "")))}

    def _markdown(self) -> Any:
        from markdown import Markdown

        return Markdown(**self.settings["MARKDOWN"])


def add_reader(readers: Any) -> None:
    """Take over every Markdown file."""
    readers.reader_classes["md"] = FrontMatterReader


def register() -> None:
    """Plug into Pelican."""
    signals.readers_init.connect(add_reader)
