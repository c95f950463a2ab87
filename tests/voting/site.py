"""A generated commune whose participatory budget is at the vote, really built: areas, projects and rules of our own."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.built import Built, build
from tests.commune import generate

SLUG, CODE = "budget-du-canal", "BC27"
EDITION = """---
title: Le budget du canal
code: BC27
summary: Votez pour les projets de votre quartier.
rules: {{version: "3", adopted: 2026-10-15, articles: {{age: 4, area: 2}}}}
phases:
  - {{name: depot, since: {filing} 08:00, until: {study} 00:00}}
  - {{name: etude, since: {study} 00:00, until: {opens} 00:00}}
  - {{name: vote, since: {opens} 08:00, until: {closes} 18:00}}
  - {{name: decision, since: {decides} 00:00, until: {over} 00:00}}
areas:
  - {{slug: nord, title: Nord, quartiers: [Les Prés, La Gare], envelope: 20000}}
  - {{slug: sud, title: Le Sud, quartiers: [Le Sud], envelope: 15000}}
who: {{age: 11, words: Toute personne qui habite ici, barred: [les élus du conseil municipal]}}
identity: {identity}
ballot: {ballot}
paper: 5 days
counters: [à l’accueil de la mairie, à la médiathèque]
demonstration: true
---
Les projets sont à vous.
"""
PROJECT = """---
title: {title}
edition: budget-du-canal
number: {number}
area: {area}
summary: "{title} : un projet d’habitants."
status: au-vote
cost: {cost}
service: Le service technique
---
Ce que l’on fera.
"""
PROJECTS = {
    3: ("nord", "Des bancs à l’ombre", 4_000), 5: ("nord", "Un verger partagé", 9_000),
    8: ("nord", "Un préau", 15_000), 12: ("nord", "Des nichoirs", 800), 7: ("sud", "Une piste de boules", 6_000),
    9: ("sud", "Un abri à vélos", 10_000),
}  # fmt: skip
APPROVAL = "{kind: approbation, least: 1, most: 3}"


def with_a_vote(
    folder: Path, seed: int, now: datetime, opens: int = -2, identity: str = "declaree", ballot: str = APPROVAL
) -> Built:
    """The site of a commune whose vote opened so many days ago, or opens later, and lasts twelve days."""
    commune = generate(folder / "commune", seed, now, activities=13, news=1, places=2, notices=0)
    content = commune.folder / "content"
    after = {"filing": -90, "study": -40, "opens": 0, "closes": 12, "decides": 40, "over": 70}
    days = {name: f"{now + timedelta(days=opens + n):%Y-%m-%d}" for name, n in after.items()}
    for name in ("participation", "projets"):
        (content / name).mkdir(exist_ok=True)
    path = content / "participation" / f"{SLUG}.md"
    path.write_text(EDITION.format(**days, identity=identity, ballot=ballot), encoding="utf-8")
    for number, (area, title, cost) in PROJECTS.items():
        text = PROJECT.format(number=number, area=area, title=title, cost=cost)
        (content / "projets" / f"canal-{number}.md").write_text(text, encoding="utf-8")
    return build(commune.folder, folder / "release", now)
