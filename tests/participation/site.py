"""A generated commune with a participatory budget, really built."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.built import Built, build
from tests.commune import generate

SLUG = "budget-de-l-ecole"
EDITION = """---
title: Le budget de l’école
code: BE27
summary: Vos idées pour votre quartier.
rules: {{version: "2", adopted: 2026-10-15}}
phases:
  - {{name: depot, since: {opens} 08:00, until: {closes} 00:00}}
  - {{name: etude, since: {study} 00:00, until: {vote} 00:00}}
  - {{name: vote, since: {vote} 00:00, until: {over} 00:00}}
areas:
  - {{slug: nord, title: Nord, quartiers: [Les Prés, La Gare], envelope: 20000}}
  - {{slug: sud, title: Le Sud, quartiers: [Le Sud], envelope: 15000}}
  - {{slug: est, title: L’Est, quartiers: [Le Moulin, L’Étang, La Croix], envelope: 25000}}
who: {{age: 11, barred: [les élus du conseil municipal, les agents qui étudient les idées]}}
limit: 3
contest: 15 days
counters: [à l’accueil de la mairie, à la médiathèque]
demonstration: true
---
Les idées sont à vous.
"""


def with_a_budget(folder: Path, seed: int, now: datetime, opens: int = -10) -> Built:
    """The site of a commune whose filing opened so many days ago, or opens later, and lasts 35 days."""
    commune = generate(folder / "commune", seed, now, activities=13, news=1, places=2, notices=0)
    after = {"opens": 0, "closes": 35, "study": 42, "vote": 110, "over": 140}
    days = {name: f"{now + timedelta(days=opens + n):%Y-%m-%d}" for name, n in after.items()}
    path = commune.folder / "content" / "participation" / f"{SLUG}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(EDITION.format(**days), encoding="utf-8")
    return build(commune.folder, folder / "release", now)
