"""What axe says of a page, however one looks at it.

A page is loaded once and seen in each way in turn: its colours and its width change under the eyes of who reads it.
"""

import json
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.steps import NARROW, WIDE

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
    "forced colours": {"forced_colors": "active"},
}
STANDARDS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
FORCED = RULES | {name: {"enabled": False} for name in ("color-contrast", "color-contrast-enhanced")}
"""With forced colours, the colours are the reader's own."""


def look(page: Any, **way: Any) -> None:
    """Look at the page before us in a way of one's own."""
    way = {"viewport": WIDE, "color_scheme": "light", "forced_colors": "none"} | way
    page.set_viewport_size(way.pop("viewport"))
    page.emulate_media(**way)


def ways(page: Any, looks: dict[str, dict[str, Any]] = LOOKS, **usual: Any) -> Iterator[str]:
    """Look at it in each of these in turn."""
    for name, way in looks.items():
        look(page, **usual | way)
        yield name


def complaints(page: Any, standards: list[str] = STANDARDS, rules: Any = RULES) -> list[str]:
    """What axe says of the page before us. axe is a script: without JavaScript it never ends."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    options = {"runOnly": {"type": "tag", "values": standards}, "rules": rules, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(all => all.violations)")
    return [f"{page.url} {one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def barriers(page: Any, **usual: Any) -> dict[str, list[str]]:
    """What it says in each way of looking."""
    rules = dict.fromkeys(LOOKS, RULES) | {"forced colours": FORCED}
    return {name: complaints(page, rules=rules[name]) for name in ways(page, **usual)}


def gathered(seen: list[dict[str, list[str]]], name: str) -> list[str]:
    """What was said of some pages in one way of looking."""
    assert seen
    return [said for page in seen for said in page[name]]
