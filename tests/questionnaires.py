"""The consultations of a commune that does not exist: every kind of question, conditions, awkward words.

Drawn with the commune's own hand (tests/commune.py): the same seed gives the same questionnaires.
"""

from datetime import datetime, timedelta
from typing import Any

from tests import words

KINDS = ("one", "several", "rank", "scale", "number", "date", "short", "long")
"""One of each, in the open consultation."""
CHOSEN = ("one", "several", "scale")
"""Those that may open another question."""


class Consultations:
    """Writes the consultations with the hand of a commune's Writer: one open, one to come, one over, then others."""

    def __init__(self, writer: Any):
        self.writer, self.draw, self.now = writer, writer.draw, writer.now

    def write(self, count: int) -> list[str]:
        """Write `count` of them, and give their slugs in that order."""
        moments = [
            (-9, 30),
            (6, 40),
            (-60, -5),
            *((self.draw.randrange(-20, -1), 20) for _ in range(max(0, count - 3))),
        ]
        titles = self.writer._titles(words.CONSULTATIONS, count)
        return [self._one(title, *moments[n], n) for n, title in enumerate(titles)]

    def _one(self, title: str, since: int, until: int, n: int) -> str:
        opens, closes = (self._midnight(days) for days in (since, until))
        over = {"done": ["Nous avons lu chaque réponse : merci !"]} if until < 0 else {}
        kinds = KINDS if n == 0 else self.draw.choices(KINDS, k=self.draw.randrange(1, 14))
        identity = "declaree" if n == 0 else self.draw.choice(("libre", "declaree", "code"))
        return str(self.writer._file(
            "consultations", f"avis-{n}-{title[:20]}", title=title, code=f"{self.writer.codes.pop()}27",
            summary=self.writer._sentence(), opens=f"{opens:%Y-%m-%d %H:%M}", closes=f"{closes:%Y-%m-%d %H:%M}",
            results=f"{closes + timedelta(days=20):%Y-%m-%d}", identity=identity,
            who={"age": str(self.draw.choice((0, 11, 16))), "words": "Qui vit, travaille ou passe ici & ailleurs"},
            quartiers=self.draw.sample(words.WHERE, self.draw.randrange(2, len(words.WHERE))),
            counters=["à la mairie", "à la médiathèque « Les Œillets »"], questions=self._questions(kinds), **over,
            demonstration="true",
        ))  # fmt: skip

    def _midnight(self, days: int) -> datetime:
        return (self.now + timedelta(days=days)).replace(hour=0, minute=0)

    def _questions(self, kinds: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for n, kind in enumerate(kinds):
            one = self._question(n, kind)
            before = [other for other in found if other["kind"] in CHOSEN]
            # Whoever answers meets a rank: a test goes straight to it.
            if before and kind != "rank" and self.draw.random() < 0.4:
                one["show_if"] = self._rule(self.draw.choice(before))
            found.append(one)
        return found

    def _rule(self, before: dict[str, Any]) -> dict[str, Any]:
        known = before.get("options") or [str(n) for n in range(int(before["least"]), int(before["most"]) + 1)]
        return {"question": before["id"], "among": self.draw.sample(known, self.draw.randrange(1, len(known)))}

    def _question(self, n: int, kind: str) -> dict[str, Any]:
        one = {"id": f"q{n}", "kind": kind, "text": self.draw.choice(words.QUESTIONS)}
        if self.draw.random() < 0.3:
            one["help"] = self.writer._sentence()
        if self.draw.random() < 0.3:
            one["required"] = "true"
        return one | (self._one_of(12) if kind == "one" else getattr(self, f"_{kind}", dict)())

    def _one_of(self, most: int) -> dict[str, Any]:
        return {"options": self.draw.sample(words.OPTIONS, self.draw.randrange(2, most + 1))}

    def _several(self) -> dict[str, Any]:
        return self._one_of(len(words.OPTIONS)) | ({"most": "2"} if self.draw.random() < 0.5 else {})

    def _rank(self) -> dict[str, Any]:
        return self._one_of(8)

    def _scale(self) -> dict[str, Any]:
        least = self.draw.choice((0, 1))
        return {
            "least": str(least),
            "most": str(self.draw.choice((3, 5, 10))),
            "ends": ["Pas du tout", "Tout à fait !"],
        }

    def _number(self) -> dict[str, Any]:
        return {"least": "0", "most": "365", "unit": "minutes"}
