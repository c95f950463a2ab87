"""What any page of ours must be, whoever draws it: `faults(html)` lists what is not so."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml import html as lxml_html

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = "//script|//style|//code|//pre|//svg|//textarea|//dl[contains(@class,'answers')]//dd|//p[@class='said']"
"""Elements whose text is not our prose."""
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "font", "center", "marquee", "blink", "video"}
DRAWN = re.compile(r"[\w.-]{16,}")
TYPOGRAPHY = (
    (re.compile(r" [;!?:»]"), "a space that may break before ; ! ? : »"),
    (re.compile(r"« "), "a space that may break after «"),
    (re.compile(r"\w[;!?:](?=\s|$)|\w»|«\w"), "a space is missing around a sign"),
    (re.compile(r"\w'\w"), "a straight apostrophe"),
    (re.compile(r"\d h\b|\d €|\d %"), "a number parted from its unit"),
)


class Nesting(HTMLParser):
    """Finds tags left open or closed twice: browsers mend them, each in its way."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        """`<path/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another element, line {self.getpos()[0]}")


def parse(html: str) -> lxml_html.HtmlElement:
    """The tree of a page."""
    return lxml_html.document_fromstring(html.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def faults(html: str, typography: bool = True) -> list[str]:
    """Every fault of a page, in words; empty for a good page."""
    tree = parse(html)
    checks = [_frame, _headings, _ids, _forbidden, _tables, _controls, _links]
    checks += [_typography] if typography else []
    found = [fault for check in checks for fault in check(tree)]
    found += [] if html.startswith("<!doctype html>\n<html") else ["no doctype first"]
    # What is signed or drawn may hold any four letters.
    said = DRAWN.sub("", html)
    found += [f"says {word}" for word in ("TODO", "Traceback", "Undefined", "None<") if word in said]
    return found + Nesting(html).wrong


def _frame(tree: lxml_html.HtmlElement) -> Iterator[str]:
    if tree.get("lang") != "fr":
        yield "the language is not said"
    title = tree.findtext(".//title") or ""
    if " – " not in title or not title.partition(" – ")[0].strip():
        yield f"no page name in the title {title!r}"
    for path, most in {"//header": 1, "//main[@id='contenu']": 1, "//footer": 1, "//nav[@class='menu']": 1}.items():
        if len(tree.xpath(path)) != most:
            yield f"{len(tree.xpath(path))} × {path}"
    navs = [nav.get("aria-label") for nav in tree.iter("nav")]
    if None in navs or len(navs) != len(set(navs)):
        yield f"navigations must have different names: {navs}"
    first = next(tree.find("body").iterlinks(), (None,))[0]
    if first is None or first.get("href") != "#contenu":
        yield "the first link does not skip to the content"


def _headings(tree: lxml_html.HtmlElement) -> Iterator[str]:
    headings = tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    # A summary of mistakes may come before the title of the page.
    levels = levels[levels.index(1) :] if 1 in levels else levels
    yield from (f"h{a} then h{b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1)
    yield from ("an empty heading" for heading in headings if not heading.text_content().strip())


def _ids(tree: lxml_html.HtmlElement) -> Iterator[str]:
    ids = Counter(tree.xpath("//@id"))
    yield from (f"id {name!r} is given {count} times" for name, count in ids.items() if count > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers"):
        for value in tree.xpath(f"//@{attribute}"):
            yield from (f"{attribute}={name!r} leads nowhere" for name in value.split() if name not in ids)


def _forbidden(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for element in tree.iter(*FORBIDDEN):
        # Data that search engines read, and no browser runs.
        if element.get("type") != "application/ld+json":
            yield f"<{element.tag}> in the page"
    for element in tree.iter(lxml_html.etree.Element):
        bad = [name for name in element.attrib if name in ("style", "align", "bgcolor") or name.startswith("on")]
        yield from (f"{name}= on <{element.tag}>" for name in bad)
        # From a page that no « Back » brings back, a link says that it opens beside it.
        told = element.get("target") == "_blank" and "(nouvel onglet)" in element.text_content()
        if (element.get("target") and not told) or int(element.get("tabindex", 0)) > 0:
            yield f"target or tabindex on <{element.tag}>"
    yield from ("meta refresh" for _ in tree.xpath("//meta[@http-equiv='refresh']"))
    for image in tree.iter("img"):
        missing = [name for name in ("alt", "width", "height") if image.get(name) is None]
        yield from (f"an image without {name}" for name in missing)
    for sound in tree.iter("audio"):
        if sound.get("preload") != "none" or "controls" not in sound.attrib or "autoplay" in sound.attrib:
            yield "a sound that is not left to who reads"
    yield from ("an empty paragraph" for p in tree.iter("p") if not p.text_content().strip() and not len(p))


def _tables(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for table in tree.iter("table"):
        if not (table.findtext("caption") or "").strip():
            yield "a table without caption"
        if not table.xpath(".//th") or table.xpath(".//th[not(@scope)]"):
            yield "a table without headers, or a header without scope"


def _controls(tree: lxml_html.HtmlElement) -> Iterator[str]:
    labelled = set(tree.xpath("//label/@for"))
    for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        # The words of the button beside it are a label that is seen: they must be the one that is heard.
        beside = control.xpath("string(following-sibling::button[1])")
        named = control.get("aria-label") and control.get("aria-label") == beside
        if control.get("id") not in labelled and not control.xpath("ancestor::label") and not named:
            yield f"no label for {control.get('name')!r}"
        if control.get("type") in ("radio", "checkbox") and not control.xpath("ancestor::fieldset/legend"):
            yield f"{control.get('name')!r} is not in a fieldset with its legend"
    yield from ("a button without words" for button in tree.iter("button") if not button.text_content().strip())


def _links(tree: lxml_html.HtmlElement) -> Iterator[str]:
    wheres: dict[str, str] = {}
    for link in tree.xpath("//main//a"):
        words, where = " ".join(link.text_content().split()), link.get("href") or ""
        if not words or not where:
            yield f"a link without words or address: {words!r} {where!r}"
        if words.lower() in ("ici", "cliquez ici", "lire la suite", "en savoir plus", "voir", "lien"):
            yield f"a link that does not say where it leads: {words!r}"
        if wheres.setdefault(words, where) != where:
            yield f"the same words lead to two places: {words!r}"


def prose(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """The texts a person reads or hears, but for what residents wrote (in `dl.answers`)."""
    yield from tree.xpath("//title/text()|//meta[@name='description']/@content|//@aria-label|//@alt")
    silent = {one for start in tree.xpath(SILENT) for one in start.iter()}
    for element in tree.find("body").iter():
        if element not in silent and element.text and isinstance(element.tag, str):
            yield element.text
        if element.getparent() not in silent and element.tail:
            yield element.tail


def _typography(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for text in prose(tree):
        for regex, words in TYPOGRAPHY:
            for found in regex.finditer(text):
                around = text[max(0, found.start() - 20) : found.end() + 12]
                yield f"{words}: {around.strip()!r}"
