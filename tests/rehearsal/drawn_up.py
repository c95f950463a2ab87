"""An edition put to the vote by its files: areas, projects and the rule of the ballot drawn by chance."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.rehearsal.filling import front, write

LETTERS = "bcdfghjklmnpqrstvwxz"


def a_word(draw: random.Random) -> str:
    """A word that is nowhere else."""
    return "".join(draw.choice(LETTERS) + draw.choice("aeiouy") for _ in range(4))


def at_the_vote(folder: Path, edition: str) -> list[dict[str, Any]]:
    """The projects that the files put to the vote."""
    found = [front(path) for path in sorted((folder / "content/projets").glob("*.md"))]
    mine = [one for one in found if one["edition"] == edition and one["status"] == "au-vote"]
    return [one | {"number": int(one["number"]), "cost": int(one["cost"])} for one in mine]


def drawn_up(folder: Path, slug: str, now: datetime, draw: random.Random, identity: str) -> dict[str, Any]:
    """The edition that votes tomorrow, with areas, projects and a rule drawn by chance; what its file says then."""
    path, files = folder / f"content/participation/{slug}.md", sorted((folder / "content/projets").glob("*.md"))
    mine = [one for one in files if front(one)["edition"] == slug]
    names = [a_word(draw) for _ in mine]
    areas = [
        {"slug": f"sect{name}", "title": f"L’{name.title()} & les prés", "quartiers": [f"Le {name}"],
         "envelope": str(1_000 * draw.randrange(5, 15))}
        for name in names[: draw.randrange(1, 4)]
    ]  # fmt: skip
    for n, (one, name) in enumerate(zip(mine, names, strict=True)):
        area, cost = areas[n % len(areas)]["slug"], str(100 * draw.randrange(4, 50))
        left_out = dict.fromkeys(("reason", "decided", "merged", "author", "news"))
        titled = {"title": f"{front(one)['title']} {name}q", "area": area}
        write(
            one, **titled, **({"status": "au-vote", "cost": cost, "service": "La voirie"} | left_out if n > 1 else {})
        )
    kind, least = draw.choice(["approbation", "budget", "points"]), draw.randrange(1, 3)
    ballot = {"kind": kind, "least": str(1 if kind == "budget" else least), "most": str(least + draw.randrange(0, 3)),
              "points": str(draw.randrange(5, 21))}  # fmt: skip
    days = {"since": now.replace(hour=8) + timedelta(days=1), "until": now.replace(hour=18) + timedelta(days=4)}
    vote = {"name": "vote"} | {name: f"{at:%Y-%m-%d %H:%M}" for name, at in days.items()}
    phases = [vote if one["name"] == "vote" else one for one in front(path)["phases"]]
    write(path, areas=areas, phases=phases, identity=identity, ballot=ballot, paper="3 days", count=a_count(draw))
    rivals(folder, slug, draw)
    return front(path)


def a_count(draw: random.Random) -> dict[str, str]:
    """A way of counting, drawn by chance."""
    return {
        "rule": draw.choice(["glouton", "glouton-arret", "parts-egales"]), "threshold": str(draw.choice([0, 2, 4])),
        "guaranteed": draw.choice(["true", "false"]), "leftover": draw.choice(["garde", "complete", "commun"]),
        **({"seed": f"Boule {draw.randrange(1, 50)}, le {a_word(draw)}"} if draw.random() < 0.5 else {}),
    }  # fmt: skip


def rivals(folder: Path, slug: str, draw: random.Random) -> None:
    """Two projects of one area that cannot be done together, once in two."""
    found = [path for path in sorted((folder / "content/projets").glob("*.md")) if front(path)["edition"] == slug]
    voted = [path for path in found if front(path)["status"] == "au-vote"]
    area = draw.choice([front(path)["area"] for path in voted])
    there = [path for path in voted if front(path)["area"] == area]
    if len(there) > 1 and draw.random() < 0.5:
        one, other = draw.sample(there, 2)
        write(one, incompatible=[front(other)["number"]])
