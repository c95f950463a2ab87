"""Pandoc, another program than those that write our files: it reads them back and cites by our style."""

import json
import re
from typing import Any

import pypandoc
from lxml import html as lxml_html

from plugins.resources.citing.sentence import STYLE

Item = dict[str, Any]


def read(text: str, format: str) -> list[Item]:
    """The items of a file: `bibtex`, `ris` or `csljson`."""
    items: list[Item] = json.loads(pypandoc.convert_text(text, "csljson", format=format))
    return items


def cites(item: Item, tmp_path: Any) -> str:
    """The citation of an item by pandoc, with our style, as one line of text."""
    (tmp_path / "items.json").write_text(json.dumps([item]), encoding="utf-8")
    options = ["--citeproc", "--csl", str(STYLE), "--bibliography", str(tmp_path / "items.json")]
    asked = "---\nnocite: '@*'\nlang: fr-FR\n---\n"
    page = pypandoc.convert_text(asked, "html", format="markdown", extra_args=options)
    return marked(lxml_html.fromstring(page).find_class("csl-entry")[0])


def marked(element: lxml_html.HtmlElement) -> str:
    """A citation as one line: italics between stars, plain spaces and apostrophes."""
    for title in element.xpath(".//em|.//cite"):
        title.text = f"*{title.text}*"
    return plain(element.text_content())


def plain(text: str) -> str:
    """Text whatever its spaces and its quotes."""
    text = re.sub("[“”]", '"', re.sub("[’‘]", "'", text))
    return re.sub(r"\s+", " ", text).strip()
