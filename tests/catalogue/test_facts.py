"""The first records hold what the research saw in a source, and nothing that was only remembered."""

import json
import re

import pytest

from formservice.catalogue.resources import WORKS
from tests.built import ROOT
from tests.catalogue.test_seed import FILES, RECORDS

FACTS = ROOT.parent / "shared" / "facts"
"""The research that the first records come from; not part of the project."""

if not FACTS.is_dir():
    pytest.skip("the research that the first records come from is not at hand", allow_module_level=True)


def facts(name: str) -> list[dict]:
    """One list of the research."""
    return json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("fact", of([*MILESTONES, *BOOKS], "S", "P"))
def test_what_was_seen_is_published(fact):
    record = record_of(fact)

    assert fact["flag"] == "P" or record["date"].startswith(fact.get("date") or fact["annee"])


def without_source(words: str) -> list[str]:
    """The records that say these words and cite no page where one may read them."""
    return [
        path.stem
        for path in FILES
        if words.casefold() in f"{path.stem}\n{path.read_text(encoding='utf-8')}".casefold()
        and not any(source.get("url") for source in RECORDS[path.stem]["sources"])
    ]


@pytest.mark.parametrize("fact", of([*MILESTONES, *BOOKS], "M"))
def test_what_was_only_remembered_is_published_with_a_source_of_its_own(fact):
    assert without_source(fact["titre"]) == []
    assert not fact.get("isbn") or without_source(fact["isbn"]) == []


def test_who_was_only_remembered_is_named_with_a_source():
    # Simone Veil was seen: the law of 1975, the Panthéon.
    names = families("M") - families("S", "P") - {"Veil"}
    names |= {one["nom"].split()[-1] for one in FIGURES if one["flag"] == "M"}

    assert names and {name: found for name in names if (found := without_source(name))} == {}


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
