"""The data of results, as files beside their page: made from the same file, so that they say the same."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formservice.catalogue import Results, typed
from formservice.catalogue.results import CHANNEL, QUARTIER, Asked, Line

DATA = ("resultats.csv", "resultats.json")
COLUMNS = ("questionnaire", "numero", "question", "genre", "par", "colonne", "reponse", "nombre", "pourcent", "points")
HIDDEN = "<5 : de 1 à 4 personnes. 61-64 : entre ces deux nombres. * : masqué, pour que les autres le restent."


def files(one: Results) -> dict[str, bytes]:
    """The data, as files to download."""
    stream = io.StringIO()
    lines = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lines.writerow(COLUMNS)
    lines.writerows(rows(one))
    whole = {"lire": HIDDEN, **{name: value for name, value in typed.dump(one).items() if name != "body"}}
    return {
        DATA[0]: b"\xef\xbb\xbf" + stream.getvalue().encode(),
        DATA[1]: json.dumps(whole, ensure_ascii=False, indent=1).encode(),
    }


SILENT = ("sans réponse", "sans réponse, ou question non posée")
"""Told apart, or together."""


def rows(one: Results) -> Iterator[tuple[Any, ...]]:
    """A line for each number."""
    for part in one.parts:
        for row in (*part.channels, *part.quartiers):
            by = CHANNEL if row in part.channels else QUARTIER
            yield part.asked, "", "Réponses comptées", "", by, _safe(row.label), "", row.count, row.share, ""
        for number, asked in enumerate(part.questions, 1):
            head = (part.asked, number, _safe(asked.text), asked.kind)
            for row in asked.rows:
                yield *head, "", "", _safe(row.label), row.count, _empty(row.share), row.points or ""
            for label, count in ("ont répondu", asked.answered), (SILENT[asked.together], asked.silent):
                yield *head, "", "", label, count, "", ""
            yield *head, "", "", "question non posée", asked.unasked, "", ""
            for label, value in zip(("un quart", "milieu", "trois quarts"), _fourths(asked), strict=True):
                if value:
                    yield *head, "", "", label, value, "", ""
            for split in asked.splits:
                for line in (Line("ont répondu", split.totals), *split.lines):
                    for column, cell in zip(split.columns, line.cells, strict=True):
                        yield *head, split.by, _safe(column), _safe(line.label), cell, "", ""


def _fourths(asked: Asked) -> tuple[str, str, str]:
    low, high = asked.quarters or ("", "")
    return low, asked.middle or "", high


def _empty(share: int | None) -> str:
    return "" if share is None else str(share)


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text


def publish(out: Path, results: list[Results]) -> None:
    """Write the data beside the pages."""
    for one in results:
        folder = out / one.url.strip("/")
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files(one).items():
            (folder / name).write_bytes(content)
