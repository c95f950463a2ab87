"""The catalogue that is published: every record says where it comes from, and what is still to be checked."""

import re

import pytest

from formservice.catalogue.resources import TYPES
from plugins import frontmatter
from tests.built import ROOT

FILES = sorted((ROOT / "content" / "ressources").glob("*.md"))
RECORDS = {path.stem: frontmatter.read_file(path).data for path in FILES}


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
