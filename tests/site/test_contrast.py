"""Every pair of colours of the style sheet: 7 to 1 for words, 3 to 1 for edges, whatever the reader prefers."""

import re

import pytest

from tests.built import ROOT

CSS = re.sub(r"/\*.*?\*/", "", (ROOT / "theme/static/style.css").read_text(encoding="utf-8"), flags=re.S)
GROUNDS = ("ground", "paper", "card")
WORDS = [(ink, ground) for ink in ("ink", "cobalt", "red", "green") for ground in GROUNDS]
WORDS += [("on", "cobalt"), ("#fff", "deep")]
EDGES = [(edge, ground) for edge in ("edge", "cobalt", "red", "ink") for ground in GROUNDS]
ORNAMENTS = {"soft", "lace", "glow"}
"""Lines that part what words part already; the glow around the outline of the focus."""
READERS = {
    "light": [""],
    "dark": ["", "(prefers-color-scheme: dark)"],
    "more contrast": ["", "(prefers-contrast: more)"],
    "more contrast, dark": [
        "", "(prefers-color-scheme: dark)", "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ],
    "paper": ["", "print"],
}  # fmt: skip


def declared() -> dict[str, dict[str, str]]:
    """The colours of `:root` under each media condition."""
    found: dict[str, dict[str, str]] = {}
    for media, block in re.findall(r"(?:@media ([^{]+)\{\s*)?:root\s*\{([^}]*)\}", CSS):
        found[media.strip()] = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})\s*;", block))
    return found


def colours(conditions: list[str]) -> dict[str, str]:
    """What a reader with these preferences gets."""
    return {name: value for condition in conditions for name, value in declared()[condition].items()}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    levels = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def poor(known: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """The pairs under `least`."""
    measured = {f"{a} on {b}": contrast(known.get(a, a), known.get(b, b)) for a, b in pairs}
    return {pair: round(value, 2) for pair, value in measured.items() if value < least}


def test_contrast_is_that_of_wcag():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_is_looked_at():
    looked = {name for pair in WORDS + EDGES for name in pair if not name.startswith("#")}
    assert set(colours([""])) == looked | ORNAMENTS


@pytest.mark.parametrize("reader", READERS)
def test_words_stand_out(reader):
    # On paper nothing is filled: what stood on cobalt stands on the sheet.
    pairs = [(ink, "#fff") for ink in ("ink", "cobalt", "red", "green")] if reader == "paper" else WORDS
    assert poor(colours(READERS[reader]), pairs, 7) == {}


@pytest.mark.parametrize("reader", READERS)
def test_edges_are_seen(reader):
    assert poor(colours(READERS[reader]), EDGES, 3) == {}


def test_colours_have_names():
    rules = re.sub(r":root\s*\{[^}]*\}", "", CSS)
    rest = set(re.findall(r"#[0-9a-f]{3,8}\b", rules))
    # White on the deep blue of the footer, which does not follow the reader; nothing; black on paper.
    assert rest <= {"#102c69", "#fff", "#0000", "#000"}
    assert contrast("#fff", "#102c69") > 7


def test_nothing_moves():
    assert not re.search(r"animation|transition|@keyframes|scroll-behavior", CSS)


def test_the_order_on_screen_is_that_of_the_page():
    assert not re.search(r"[;{\s]order:|-reverse|flow-into", CSS)
