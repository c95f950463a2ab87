"""The catalogue that is published holds what was seen in a source, and nothing that was only remembered."""

import json
import re

import pytest

from formservice.catalogue.resources import TYPES, WORKS
from plugins import frontmatter
from tests.built import ROOT

FACTS = ROOT.parent / "shared" / "facts"
"""The research that the first records come from; not part of the project."""
FILES = sorted((ROOT / "content" / "ressources").glob("*.md"))
RECORDS = {path.stem: frontmatter.read_file(path).data for path in FILES}
TEXT = "\n".join(f"{path.stem}\n{path.read_text(encoding='utf-8')}" for path in FILES)


def facts(name: str) -> list[dict]:
    """One list of the research; empty where it is not at hand."""
    path = FACTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


MILESTONES, BOOKS, FIGURES = facts("milestones"), facts("bibliography"), facts("figures-nord")


def of(facts: list[dict], *flags: str) -> list:
    """The facts of these flags: seen, partly seen, from memory."""
    return [pytest.param(fact, id=fact["titre"][:40]) for fact in facts if fact["flag"] in flags]


def record_of(fact: dict) -> dict:
    """The record of a fact: it has its title, or the part of it that was seen."""
    if "reference" in fact:
        [record] = [one for one in RECORDS.values() if one["type"] == "jalon" and one["title"] == fact["titre"]]
        return record
    works = [one for one in RECORDS.values() if one["type"] in WORKS and fact["titre"].startswith(one["title"])]
    [record] = [
        one for one in works if all(made["name"].split(",")[0] in fact["auteur"] for made in one.get("creators", ()))
    ]
    return record


def families(*flags: str) -> set[str]:
    """The family names of the authors of these flags."""
    return {name.split(",")[0].strip() for one in BOOKS if one["flag"] in flags for name in one["auteur"].split(";")}


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_says_its_sources_and_its_rights(name):
    assert RECORDS[name]["rights"]
    assert RECORDS[name]["sources"] and all(source["title"] for source in RECORDS[name]["sources"])


def test_a_law_whose_day_was_not_seen_says_that_it_is_to_be_checked():
    vague = [one for one in RECORDS.values() if re.match(r"(Loi|Lois|Décret) de \d", one.get("reference", ""))]

    assert vague
    assert all("le jour et le mois" in one["to_check"] and len(one["date"]) == 4 for one in vague)


def test_there_is_a_record_of_each_type_but_the_article():
    assert {record["type"] for record in RECORDS.values()} >= set(TYPES) - {"article"}


@pytest.mark.parametrize("fact", of([*MILESTONES, *BOOKS], "S", "P"))
def test_what_was_seen_is_published(fact):
    record = record_of(fact)

    assert fact["flag"] == "P" or record["date"].startswith(fact.get("date") or fact["annee"])


@pytest.mark.parametrize("fact", of([*MILESTONES, *BOOKS], "M"))
def test_what_was_only_remembered_is_not_published(fact):
    assert fact["titre"] not in TEXT
    assert not fact.get("isbn") or fact["isbn"] not in TEXT


def test_nobody_who_was_only_remembered_is_named():
    # Simone Veil was seen: the law of 1975, the Panthéon.
    names = families("M") - families("S", "P") - {"Veil"}
    names |= {one["nom"].split()[-1] for one in FIGURES if one["flag"] == "M"}

    assert [name for name in names if name.casefold() in TEXT.casefold()] == []


@pytest.mark.parametrize("fact", of(MILESTONES, "P"))
def test_of_a_law_partly_seen_the_rest_is_to_be_checked(fact):
    record = record_of(fact)
    numbers = re.findall(r"n° (\d[\d-]*)", fact["reference"])

    assert record["to_check"]
    assert not any(re.search(rf"(?<!\d){number}(?!\d)", json.dumps(record)) for number in numbers)
    if "year" in fact["note"]:
        assert record["date"] == fact["date"][: 7 if "month seen" in fact["note"] else 4]
        assert not re.search(r"\d \w+ \d{4}", record.get("reference", ""))


@pytest.mark.parametrize("fact", of(BOOKS, "P"))
def test_of_a_book_partly_seen_the_rest_is_to_be_checked(fact):
    recalled = " ".join(part for part in fact["note"].split(";") if "from memory" in part)
    words = {"publisher": "editeur", "year": "annee", "ISBN": "isbn"}
    left = [fact[key] for word, key in words.items() if word in recalled or "the rest" in recalled]
    left += [fact["auteur"].split(",")[0]] if "the rest" in recalled else []

    assert record_of(fact)["to_check"]
    assert [one for one in left if one and one in json.dumps(record_of(fact), ensure_ascii=False)] == []
