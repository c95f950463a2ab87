"""Sheets of printed codes, to cut: twenty-four a page, the size of a common label."""

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import NBSP, typeset
from formservice.paper import NO_TYPST, PaperError
from formservice.paper.words import letterhead
from formservice.theme import nowrap

A_PAGE = 24
ONCE, VOTE = "Un code, une réponse.", "Un code, un vote."
HELP = {ONCE: "Ou par téléphone", VOTE: "Pour être aidé"}
"""What the telephone is for: nobody votes by it, a vote is secret."""


def code_sheets(
    site: Site,
    title: str,
    address: str,
    by: str,
    day: date,
    codes: Mapping[int, str],
    *,
    demonstration: bool = False,
    once: str = ONCE,
) -> dict[str, Any]:
    """The data of `codes.typ`: `codes` by serial number, `address` of the page, `by` when one answers at the latest."""
    head = letterhead(site, f"{title} – codes à découper", title, day, large=False, demonstration=demonstration)
    shown = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    return head | {
        "marks": [mark.partition(f"{NBSP}:")[0] for mark in head["marks"]], "heading": typeset(title),
        "address": shown, "telephone": typeset(f"{HELP[once]} : {nowrap(site.telephone)}"),
        "by": typeset(f"{once} {by}"), "qr": qr(address), "told": typeset(f"Code QR de l’adresse {shown}"),
        "slips": [{"number": f"n°{NBSP}{serial}", "code": code.split("-")} for serial, code in codes.items()],
    }  # fmt: skip


def qr(address: str) -> str:
    """The QR code of an address, as SVG: never of a code, which nobody's telephone has to send anywhere."""
    try:
        import segno
    except ImportError:
        raise PaperError(NO_TYPST) from None
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=0, dark="#15203a", svgns=True, xmldecl=False)
    return drawn.getvalue().decode()


def check() -> None:
    """Raise PaperError where nothing can be printed: better known before codes are made than after."""
    try:
        import segno  # noqa: F401
        import typst  # noqa: F401
    except ImportError:
        raise PaperError(NO_TYPST) from None
