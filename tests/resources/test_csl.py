"""A record as a CSL item: types, names by role, dates that know what they do not know."""

import pytest

from formservice.catalogue.dates import read
from plugins.resources.citing.csl import ROLES, TYPES
from plugins.resources.citing.dates import issued, parts_of, year_of
from tests.resources.records import a_record, citing, of_type


def item(record):
    return citing(record).items[record.id]


@pytest.mark.parametrize("type", TYPES)
def test_each_type_of_record_is_one_of_csl(type):
    assert item(of_type(type))["type"] == TYPES[type]


@pytest.mark.parametrize("role", ROLES)
def test_who_made_it_is_told_by_role(role):
    found = item(a_record(creators=[{"name": "Exemple, Anne", "role": role}, {"name": "Ville d'Essai", "role": role}]))
    assert found[ROLES[role]] == [{"family": "Exemple", "given": "Anne"}, {"literal": "Ville d’Essai"}]


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("1915", {"date-parts": [[1915]]}),
        ("1915-10-20", {"date-parts": [[1915, 10, 20]]}),
        ("1914/1918", {"date-parts": [[1914], [1918]]}),
        ("2026-11-18/2027-02", {"date-parts": [[2026, 11, 18], [2027, 2]]}),
        ("1915~", {"date-parts": [[1915]], "circa": True}),
        ("1915?", {"literal": "1915 (date incertaine)"}),
        ("191X", {"literal": "années 1910"}),
        ("[1915-10-20,1915-10-21]", {"literal": "20 ou 21 octobre 1915"}),
        ("1914/..", {"literal": "depuis 1914"}),
    ],
)
def test_a_date_says_as_much_as_one_knows(edtf, said):
    assert issued(read(edtf)) == said


@pytest.mark.parametrize(
    ("edtf", "parts", "year"),
    [("1915-10", [1915, 10], "1915"), ("[1915-10-20,1915-10-21]", [], "1915"), ("[1915,1916]", [], ""),
     ("1915~", [], "1915"), ("1914/1918", [], "1914"), ("18XX", [], "")],
)  # fmt: skip
def test_a_year_is_given_when_it_is_the_only_one(edtf, parts, year):
    found = {"issued": issued(read(edtf))}
    assert (parts_of(found), year_of(found)) == (parts, year)


def test_a_book_says_all_that_one_asks_of_it():
    found = item(of_type("livre"))
    assert found["ISBN"] == "9791021000612"
    assert (found["number-of-pages"], found["publisher-place"], found["call-number"]) == ("224", "Lille", "331.4 EXE")
    assert found["keyword"] == "Travail et salaires; Nord & Hainaut"
    assert found["note"] == "Notice MLB-1 : https://www.example.org/ressources/mlb-1/"


def test_what_is_read_elsewhere_says_where_and_keeps_the_address_of_its_record():
    found = item(a_record(link="https://example.org/lire"))
    assert found["URL"] == "https://example.org/lire"
    assert found["note"].endswith("https://www.example.org/ressources/mlb-1/")


def test_a_person_and_a_date_without_a_law_are_not_cited():
    person, day = a_record(type="personne"), a_record(id="MLB-2", type="jalon", date="1944-04-21")
    assert citing(person, day).items == {}
