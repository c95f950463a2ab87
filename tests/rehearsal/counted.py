"""After the box is open: the results are published, built, read by anybody, and counted again at home."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import yaml
from pabulib.checker import Checker

from deploy.release import ROOT
from tests.rehearsal import home_count
from tests.rehearsal.filling import front, write
from tests.rehearsal.web import Web, level

FEW = 5


def truth(polls):
    """By area: costs by number, the ballots that count, the envelope."""
    cast = [(one.area, one.choices) for one in polls.people if one.channel == "web"]
    cast += [(one.area, one.choices) for one in polls.urn if not one.invalid]
    areas = [one["slug"] for one in polls.edition["areas"]]
    return {
        area: (polls.offered(area), [said for where, said in cast if where == area], polls.envelope(area))
        for area in areas
    }


def announced(polls):
    """Before anybody votes, the page of the edition says what ties are drawn from."""
    page = Web(polls.live).get(polls.base)
    seed = polls.edition["count"].get("seed") or polls.code
    assert page.says(seed), (seed, page.text)


def nothing_before(polls):
    """Before the box is open nothing is published, and agents are told when."""
    code, said = polls.run("publish", f"{polls.code}-VOTE", "--to", str(polls.commune.folder / "content"))
    assert code == 1 and not the_files(polls), said
    assert Web(polls.live).get(f"{polls.base}resultats/").status == 404


def the_files(polls):
    """What is published of this vote, by path."""
    found = (polls.commune.folder / "content/decomptes").glob(f"{polls.commune.voting}*/**/*")
    beside = (polls.commune.folder / "content/decomptes").glob(f"{polls.commune.voting}.md")
    return {path: path.read_bytes() for path in sorted([*found, *beside]) if path.is_file()}


def published(polls):
    """The files leave, the editor builds; what they say is what a resident counts at home from the true ballots."""
    content = polls.commune.folder / "content"
    offered = {one["number"] for one in polls.projects}
    code, said = polls.run("publish", f"{polls.code}-VOTE", "--to", str(content))
    assert code == 0, said
    areas = truth(polls)
    chosen = home_count.of_all(home_count.Rules(polls.edition, polls.projects), areas)
    files = the_files(polls)
    told = yaml.safe_load(files[content / f"decomptes/{polls.commune.voting}.md"].decode().split("---\n")[1])
    for area in told["areas"]:
        area["choices"] = [one | {"number": int(one["number"])} for one in area["choices"]]
        winners = {one["number"] for one in area["choices"] if one["chosen"] is True or one["chosen"] == "true"}
        assert winners == chosen[area["slug"]], (polls.edition["count"], area, chosen)
        same_numbers(polls, area, *areas[area["slug"]])
    for one in (content / "projets").glob("*.md"):
        said = front(one)
        if said["edition"] == polls.commune.voting and int(said["number"]) in offered:
            won = int(said["number"]) in chosen[said["area"]]
            assert said["status"] == ("choisi" if won else "non-choisi"), (one, said)
    again, said = polls.run("publish", f"{polls.code}-VOTE", "--to", str(content))
    assert again == 0 and files == the_files(polls), said
    polls.publish()
    return chosen, areas


def same_numbers(polls, area, offered, ballots, envelope):
    """Votes and points as they were cast; fewer than five ballots are not told."""
    points = polls.edition["ballot"]["kind"] == "points"
    assert {one["number"] for one in area["choices"]} == set(offered)
    assert area["ballots"] == (str(len(ballots)) if len(ballots) >= FEW or not ballots else "<5"), area
    for one in area["choices"]:
        had = [ballot[one["number"]] for ballot in ballots if one["number"] in ballot]
        if len(ballots) >= FEW:
            assert one["votes"] == str(len(had)), (one, had)
            assert not points or one["points"] == str(sum(had)), (one, had)
        else:
            assert not one["votes"].isdecimal() or not ballots, one


def shown(polls, chosen, areas):
    """The pages say who won, why the others did not, and that the council decides."""
    web = Web(polls.live)
    home = web.get(f"{polls.base}resultats/")
    assert home.status == 200 and home.says("conseil municipal"), home.text[:400]
    for area, winners in chosen.items():
        page = web.get(f"{polls.base}resultats/{area}/")
        assert page.status == 200, page.text[:300]
        whole = "".join(one.text for one in [page, *others(web, page, f"{polls.base}resultats/{area}/")])
        for one in polls.projects:
            if one["area"] == area:
                assert level(one["title"]) in level(whole), (one["title"], whole)
        assert all(web.get(f"{polls.base}{number}/").says("Choisi") for number in winners)
    closed = web.get(polls.vote)
    assert closed.tree.xpath("//main//a[@href=$url]", url=f"{polls.base}resultats/"), closed.text


def others(web, page, url):
    """The pages that follow, where there are many projects."""
    found = sorted({one for one in page.tree.xpath("//main//a/@href") if one.startswith(url) and one[-1] == "/"})
    return [web.get(one) for one in found if one != url]


def counted_at_home(polls, chosen, areas):
    """From the zip of the page alone, in an empty folder, without settings nor store: the same; one ballot changed:
    said, with its area."""
    content = Web(polls.live).get(f"{polls.base}resultats/decompte.zip").body
    folder = polls.folder / "chez-soi"
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        kept.extractall(folder)
    code, said = alone(folder)
    assert code == 0, said
    for path in sorted(folder.rglob("*.pb")):
        ballots_are_true(polls, path, areas)
    files = [path for path in sorted(folder.rglob("*.pb")) if len(areas[path.stem][0]) > 1]
    for path in files[:1]:
        worse = polls.folder / "chez-un-autre"
        shutil.copytree(folder, worse)
        altered(worse / path.relative_to(folder))
        code, said = alone(worse)
        assert code == 1 and level(title_of(polls, path.stem)) in level(said), said


def title_of(polls, area):
    """The name of an area."""
    return next(one["title"] for one in polls.edition["areas"] if one["slug"] == area)


def alone(path, *words):
    """(exit code, what was said) of the command, where there is no store."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "HOME": str(path.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "formservice.cli", "count", str(path), *words], cwd=path.parent, env=clean, text=True,
        capture_output=True, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def ballots_are_true(polls, path, areas):
    """The ballots of a file are those that were cast, in whatever order; Pabulib's checker finds nothing wrong; the
    command finds the winners that the file says."""
    offered, ballots, _ = areas[path.stem]
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines[lines.index("VOTES") + 1 :], delimiter=";"))
    assert set(rows[0]) <= {"voter_id", "vote", "points", "voting_method"}, rows[0]
    said = Counter(
        tuple(sorted(zip(row["vote"].split(","), row.get("points", "").split(",") if "points" in row else
                         ["1"] * len(row["vote"].split(",")), strict=True)))
        for row in rows
    )  # fmt: skip
    assert said == Counter(tuple(sorted((str(n), str(p)) for n, p in one.items())) for one in ballots)
    checked = Checker().process_files([str(path)])
    errors = [one.get("results", {}).get("errors") for one in checked.values() if isinstance(one, dict)]
    assert not any(errors), errors
    code, said = alone(path, "--format", "json")
    found = json.loads(said)
    projects = list(csv.DictReader(lines[lines.index("PROJECTS") + 1 : lines.index("VOTES")], delimiter=";"))
    assert code == 0 and set(found["winners"]) == {one["project_id"] for one in projects if one["selected"] == "1"}


def altered(path):
    """The choices of one ballot are those of another project."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("VOTES")) + 2
    ids = [line.split(";")[0] for line in lines[lines.index("PROJECTS\n") + 2 : lines.index("VOTES\n")]]
    cells = lines[at].rstrip("\n").split(";")
    was = cells[1].split(",")
    other = next(one for one in ids if one not in was) if len(was) < len(ids) else None
    cells[1] = ",".join([other, *was[1:]] if other else was[1:])
    if not other and len(cells) > 2 and "," in cells[2]:
        cells[2] = cells[2].split(",", 1)[1]
    lines[at] = ";".join(cells) + "\n"
    path.write_text("".join(lines), encoding="utf-8")


def seen_by_agents(polls, chosen):
    """The count and the other rules, side by side; nothing of it is a page of residents."""
    for word in ("decompte/", "et-si/"):
        page = polls.tellers["lucie"].get(f"{polls.board}{word}")
        assert page.status == 200, page.text[:300]
        titles = [one["title"] for one in polls.projects if one["number"] in chosen[one["area"]]]
        assert all(level(title) in level(page.text) for title in titles), page.text
        assert Web(polls.live).get(f"{polls.board}{word}").status != 200


def decided(polls):
    """The council met: the editor writes it, the page says it."""
    path = Path(polls.commune.folder / f"content/participation/{polls.commune.voting}.md")
    write(path, decision={"on": f"{polls.now:%Y-%m-%d}", "words": "Le conseil a suivi le vote des habitants."})
    polls.publish()
    assert Web(polls.live).get(f"{polls.base}resultats/").says("Le conseil a suivi le vote des habitants.")
