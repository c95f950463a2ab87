"""The participatory budgets of a commune that does not exist: one takes ideas now, one is put to the vote.

Drawn with the commune's own hand (tests/commune.py): the same seed gives the same budgets.
"""

import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from formservice.catalogue.projects import STATUSES
from tests import tallies, words

OPEN = {"depot": (-10, 40), "etude": (40, 80), "vote": (90, 105), "decision": (120, 150)}
"""Days from now: the filing is under way."""
VOTING = {"depot": (-120, -60), "etude": (-60, -9), "vote": (-5, 12), "decision": (30, 60)}
RULES = "reglement-des-idees"


class Budgets:
    """Writes the editions and the projects of a commune with the hand of its Writer."""

    def __init__(self, writer: Any, given: dict[str, Any]):
        self.writer, self.draw, self.now, self.given = writer, writer.draw, writer.now, given
        self.year = writer.now.year + 1

    def write(self, projects: int) -> None:
        """Write an edition that takes ideas, one that is put to the vote with its projects, and the rules."""
        commune = self.writer.commune
        self.writer._file("pages", RULES, title="Le règlement des idées", summary=self.writer._sentence())
        letters = self.writer.codes.pop()
        open, voting = (self._areas(first) for first in (0, 3))
        front = self._edition("Des idées & des rues", f"{letters}{self.year % 100}", OPEN, open)
        front |= self.given
        commune.edition = self.writer._file("participation", front["title"], **front)
        commune.areas = tuple(area["slug"] for area in front["areas"])
        front = self._edition("L'avis d'abord : on vote", f"{letters}{self.year % 100 - 1}", VOTING, voting)
        commune.voting = self.writer._file("participation", front["title"], **front)
        areas = [area["slug"] for area in voting]
        for number in range(1, projects + 1):
            self._project(number, areas[number % len(areas)], list(STATUSES)[(number + 1) % len(STATUSES)])
        self._counted(letters)

    def _counted(self, letters: str) -> None:
        """Two votes of the past: by choices, whose council has not met; by points, whose council decided."""
        sizes = [(18, 240), (3, tallies.FEW), (0, 0), (4, 34)]
        tallies.write(self, "Cent idées : on a compté", f"{letters}{self.year % 100 - 2}", "votes", sizes)
        decision = {"on": str(self.now.date() - timedelta(days=20)), "words": "Tout se fera.", "document": f"/{RULES}/"}
        code = f"{letters}{self.year % 100 - 3}"
        tallies.write(self, "Autrefois : des points", code, "points", [(7, 90)], decision=decision)

    def _areas(self, first: int) -> list[dict[str, Any]]:
        return [
            {
                "slug": f"secteur-{n}", "title": title, "quartiers": [title, f"Les {n} Œillets"],
                "envelope": str(1000 * self.draw.randrange(5, 40)),
            }
            for n, title in enumerate(words.AREAS[first : first + 3], first + 1)
        ]  # fmt: skip

    def _edition(self, title: str, code: str, phases: dict[str, tuple[int, int]], areas: list) -> dict[str, Any]:
        return {
            "title": title, "code": code, "summary": self.writer._sentence(), "areas": areas,
            "rules": {"version": "2", "adopted": str(self.now.date() - timedelta(days=150)), "document": f"/{RULES}/"},
            "phases": [
                {"name": name, "since": self._midnight(since), "until": self._midnight(until)}
                for name, (since, until) in phases.items()
            ],
            "who": {"age": "9", "words": "Qui habite ou travaille ici", "barred": ["le conseil", "les jurés"]},
            "limit": "2", "contest": "3 weeks", "counters": ["à l'accueil", "au bureau de l'Œillet"],
            "demonstration": "true",
        }  # fmt: skip

    def _midnight(self, days: int) -> str:
        return f"{datetime.combine(self.now.date() + timedelta(days=days), time()):%Y-%m-%d %H:%M}"

    def _project(self, number: int, area: str, status: str) -> None:
        day = str(self.now.date() - timedelta(days=3))
        front: dict[str, Any] = {
            "title": f"{words.IDEAS[number % len(words.IDEAS)]} ({number})", "edition": self.writer.commune.voting,
            "number": str(number), "area": area, "summary": self.writer._sentence(), "status": status,
            "where": f"{number} rue de l'Exemple",
        }  # fmt: skip
        if status != "etude":
            front |= {"cost": str(self.draw.randrange(400, 5_000)), "service": "Les espaces verts & la voirie"}
        if status in ("refuse", "abandonne"):
            front |= {"reason": "Le terrain n'est pas à la commune : l'arbre n'y survivrait pas.", "decided": day}
        if status == "choisi":
            front["decided"] = day
        if number % 3 == 0:
            front |= {"author": "L'association « Cœur d'îlot »", "merged": [str(1000 + number), str(2000 + number)]}
        if status in ("en-cours", "termine"):
            front["news"] = [
                {"on": day, "text": "C'est commencé !"},
                {"on": str(self.now.date()), "text": "C'est fini."},
            ]
        self.writer._file("projets", front["title"], **front)


def before_decisions(content: Path) -> None:
    """Take the decisions of the council away, for a build of an earlier day."""
    for path in (content / "participation").glob("*.md"):
        path.write_text(re.sub(r"(?m)^decision:.*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")


def a_page_of_each_template(site: Any) -> list[str]:
    """Addresses of a built commune with such budgets: the list, editions, an area, a project refused, one done."""
    by_status = {one.status: one.url for one in site.catalogue.outcomes}
    editions = [one.url for one in site.catalogue.editions]
    area = next(one for edition in site.catalogue.editions for one in edition.areas if edition.url == editions[-1])
    merged = next(url for url in site.pages if url.rstrip("/").rpartition("/")[2] == "1003")
    statuses = [by_status[name] for name in ("refuse", "termine", "au-vote")]
    words = ("", "zone-1/", "zone-2/", "decompte/", "lots/")
    results = [f"{one.url}{word}" for one in site.catalogue.counted for word in words]
    results = [url for url in results if url in site.pages]
    counted = {one.edition for one in site.catalogue.counted}
    after = {one.status: one.url for one in site.catalogue.outcomes if one.edition in counted}
    return ["/participation/", *editions, f"{editions[-1]}{area.slug}/", *statuses, merged, *results, *after.values()]
