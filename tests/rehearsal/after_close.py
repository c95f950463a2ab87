"""What comes after the close of the consultations: judged, read, downloaded, published, counted again, told."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import openpyxl
import pytest

from deploy.build import BuildError
from tests.rehearsal import filling, published, recount
from tests.rehearsal.asking import SECRET, Person, Survey
from tests.rehearsal.season import text_of
from tests.rehearsal.web import Answer, Clerk, level

REMOVED = "[nom retiré]"
REASONS = ("double", "machine", "essai", "tiers")
Files = dict[str, list[tuple[str, list[list[str]]]]]
"""Consultation → (version, lines of the download with their heads), the present one first."""


def office(survey: Survey, slug: str) -> str:
    """The address of a consultation at the office."""
    return f"/agents/consultations/{survey.code(slug)}/"


def send(clerk: Clerk, form: object, **given: str) -> Answer:
    """Send a form of a page as it stands, with more."""
    hidden = {box.get("name"): box.get("value", "") for box in form.xpath(".//input[@type='hidden']")}  # type: ignore
    return clerk.post(form.get("action"), hidden | {"token": clerk.token} | given)  # type: ignore[attr-defined]


def judged(survey: Survey) -> None:
    """Of what is held, one in two is counted, the others are left out for a reason; two agents get in each other's
    way; a choice is undone."""
    slug = survey.slugs["libre"]
    first, second = survey.clerks
    held = {one.reference: one for one in survey.of(slug, lambda one: one.state == "held")}
    page = first.get(f"{office(survey, slug)}quarantaine")
    lines = page.tree.xpath("//ol[@class='calls']/li")
    assert {line.xpath("string(h2)") for line in lines} == set(held)
    for n, line in enumerate(lines):
        one, form = held[line.xpath("string(h2)")], line.xpath("form")[0]
        if n % 2:
            assert send(first, form, action="set_aside").status == 422
            assert send(first, form, action="set_aside", reason=REASONS[n // 2 % 4]).status == 303
            assert send(second, form, action="release").status == 409
        else:
            assert send(second, form, action="release").status == 303
        one.state = "set_aside" if n % 2 else "counted"
    [undone] = [line for line in first.get(page.url).tree.xpath("//ul[@class='calls']/li")
                if line.xpath("string(h3)") == lines[0].xpath("string(h2)")]  # fmt: skip
    assert send(first, undone.xpath("form")[0], action="undo").status == 303
    again = first.get(page.url).tree.xpath("//ol[@class='calls']/li/form")
    assert len(again) == 1 and send(first, again[0], action="release").status == 303


def read_by_two(survey: Survey) -> list[str]:
    """Two agents read every free answer in turn: what names somebody goes. The texts that are to be published."""
    shown = []
    for slug in survey.slugs.values():
        links = survey.clerks[0].get(office(survey, slug)).tree.xpath("//a[contains(@href, '/lecture/')]/@href")
        assert links, slug
        for n, link in enumerate(links):
            if not n:
                at_once(survey, link)
            shown += read_through(survey, link)
    return shown


def at_once(survey: Survey, link: str) -> None:
    """Two agents read the same answer: the second one sees what the first one wrote."""
    [form, *_] = survey.clerks[0].get(link).tree.xpath("//form[@class='reading']")
    first, second = (send(clerk, form, theme=f"Vu par {clerk.login}", text="") for clerk in survey.clerks)
    assert first.status == 303 and second.status == 409 and second.says("Vu par lucie"), second.text[:600]


def read_through(survey: Survey, link: str) -> list[str]:
    """Every page of the answers to one question."""
    shown, number, last = [], 1, 1
    while number <= last:
        page = survey.clerks[0].get(f"{link}?page={number}")
        last = int((re.findall(r"Page \d+ sur (\d+)", page.text) or ["1"])[0])
        for form in page.tree.xpath("//form[@class='reading']"):
            said = re.sub(rf"{SECRET}\d+", REMOVED, (form.getparent().xpath("string(p[@class='said']/bdi)")
                                                      or form.xpath("string(.//textarea)")).strip())  # fmt: skip
            given = {"theme": survey.draw.choice(("Les bancs", "L’eau : où ?", "<b>Autre</b>", "")), "text": said}
            given |= {"publish": "yes"} if survey.draw.random() < 0.5 else {}
            shown += [said] if "publish" in given else []
            answer = send(survey.draw.choice(survey.clerks), form, **given)
            assert answer.status == 303, answer.text[:600]
        number += 1
    assert not survey.clerks[0].get(link).tree.xpath("//button[.='Enregistrer']")
    return shown


def downloaded(survey: Survey) -> Files:
    """Each version by each agent's format; what is in it is what people said, and nothing that was left out."""
    found: Files = {}
    for slug in survey.slugs.values():
        forms = survey.clerks[0].get(office(survey, slug)).tree.xpath("//form[input[@name='asked']]")
        for form in forms:
            rows = list(csv.reader(io.StringIO(send(survey.clerks[0], form, format="csv").body.decode("utf-8-sig")),
                                   delimiter=";"))  # fmt: skip
            sheet = openpyxl.load_workbook(io.BytesIO(send(survey.clerks[1], form, format="xlsx").body)).worksheets[0]
            sheets = Counter(cells(line) for line in sheet.iter_rows(values_only=True))
            said = Counter(map(tuple, rows))
            assert said == sheets, (list(said - sheets)[:2], list(sheets - said)[:2])
            assert send(survey.clerks[1], form, format="ods").body[:2] == b"PK"
            asked = form.xpath("string(input[@name='asked']/@value)")
            found.setdefault(slug, []).append((asked, rows))
            true(survey, slug, asked, rows)
    return found


def cells(line: tuple[object, ...]) -> tuple[str, ...]:
    """A line of a spreadsheet as text."""
    return tuple("" if one is None else f"{one:%d/%m/%Y}" if isinstance(one, datetime) else str(one) for one in line)


def true(survey: Survey, slug: str, asked: str, rows: list[list[str]]) -> None:
    """The lines are what the people who are counted said, in words."""
    known = survey.of(slug, lambda one: one.state == "counted" and one.asked == asked)
    keep = [n for n, head in enumerate(rows[0]) if not level(head).endswith(" : thème")]
    said = Counter(tuple(level(line[n]) for n in keep) for line in rows[1:])
    quartiers = survey.front(slug)["quartiers"]
    ways = filling.ways([one.channel for one in known])
    lived = Counter(tuple(map(level, filling.row(one.questions, one, quartiers, ways))) for one in known)
    assert said == lived, (slug, asked, list((said - lived).items())[:3], list((lived - said).items())[:3])


def results_published(survey: Survey, texts: list[str]) -> None:
    """By the command, the editor's commit and a build; what was redacted is read, and nothing else."""
    content = survey.commune.folder / "content"
    refused(survey, survey.slugs["code"], "n’a pas de résultats")
    for slug in survey.slugs.values():
        status, said = survey.run("publish", survey.code(slug), "--to", str(content))
        assert status == 0, said
    survey.commit("Publish the results")
    survey.publish()
    pages = {}
    for slug in survey.slugs.values():
        pages |= published.site_of(survey.clerks[0], f"{survey.url(slug)}resultats/")
    assert not [url for url, page in pages.items() if SECRET.encode() in page.body]
    read = [level(one.text_content()) for page in pages.values() for one in page.tree.xpath("//ul[@class='said']/li")]
    shown = [text for text in texts if level(text) in read]
    # Of a question that fewer than five answered nothing is told.
    assert Counter(read) == Counter(map(level, shown)) and len(shown) > len(texts) / 2


def refused(survey: Survey, slug: str, words: str) -> None:
    """A consultation that is filed away too early stops the build."""
    survey.write(slug, filed=survey.front(slug)["results"], **({"done": ["Dit."]} if "résultats" in words else {}))
    with pytest.raises(BuildError, match=words):
        survey.publish()
    survey.write(slug, filed=None, done=None)


def recounted(survey: Survey, files: Files) -> published.Held:
    """The pages are what a script that knows nothing of ours counts in the download."""
    held = published.Held()
    for slug, versions in files.items():
        parts = []
        for n, (_, rows) in enumerate(versions):
            table, asked = survey.folder / "reponses.csv", survey.folder / "before.md" if n else survey.path(slug)
            with table.open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream, delimiter=";").writerows(rows)
            words = [sys.executable, "-I", recount.__file__, str(asked), str(table)]
            parts.append(json.loads(subprocess.run(words, check=True, capture_output=True).stdout))
        url = f"{survey.url(slug)}resultats/"
        pages = published.site_of(survey.clerks[0], url)
        published.compare(held, pages, url, parts)
        away = Counter(one.state for one in survey.of(slug))
        for state, words in (("set_aside", "écartée"), ("removed", "retirée")):
            assert bool(away[state]) == bool(re.search(rf"{away[state]} réponses? {words}", level(pages[url].text)))
    return held


def told_of_results(survey: Survey) -> None:
    """Who asked is told once, by a letter or a call; once more when the town says what it did; then forgotten."""
    survey.tick()
    told(survey, 1, "Les résultats sont publiés")
    survey.tick()
    told(survey, 1, "Les résultats sont publiés")
    refused(survey, survey.slugs["code"], "ne se range pas sans le dire")
    for slug in survey.slugs.values():
        survey.write(slug, done=["Nous avons posé dix bancs.", "Et une fontaine : merci !"])
    survey.commit("Say what was done")
    survey.publish()
    survey.tick()
    told(survey, 2, "Ce que la ville a fait de vos réponses")
    survey.tick()
    assert "Rien à faire" in survey.tick()


def told(survey: Survey, times: int, subject: str) -> None:
    """Each got so many letters, the last one with this subject; each who has a telephone is called, and told."""
    asked = [one for one in survey.people if one.asked and one.inform]
    letters: dict[str, list[str]] = {}
    for letter in survey.mail():
        letters.setdefault(str(letter["To"]), []).append(f"{letter['Subject']} {text_of(letter)}")
    assert {to: len(some) for to, some in letters.items()} == {one.inform: times for one in asked if "@" in one.inform}
    assert all(any(subject in one for one in some) for some in letters.values())
    assert times < 2 or all(any("Et une fontaine : merci !" in level(one) for one in some) for some in letters.values())
    for slug in survey.slugs.values():
        called(survey, slug, [one for one in asked if one.slug == slug and "@" not in one.inform], times)


def called(survey: Survey, slug: str, some: list[Person], times: int) -> None:
    """The calls of one consultation, each made once."""
    page = survey.clerks[0].get(f"{office(survey, slug)}appels")
    numbers = sorted(level(one.text_content()).replace(" ", "") for one in page.tree.xpath("//main//ol/li/h2"))
    made: set[tuple[str, int]] = survey.__dict__.setdefault("made", set())
    assert numbers == ([] if (slug, times) in made else sorted(one.inform.replace(" ", "") for one in some))
    for form in page.tree.xpath("//main//ol/li/form"):
        assert send(survey.clerks[1], form, outcome="told").status == 303
    made.add((slug, times))


def filed_in_the_end(survey: Survey) -> None:
    """Now it may be filed away."""
    for slug in survey.slugs.values():
        survey.write(slug, filed=survey.front(slug)["results"])
    survey.later(survey.now + timedelta(days=20))
    survey.publish()
    assert all(survey.live.site.catalogue.consultation(slug).filed for slug in survey.slugs.values())
