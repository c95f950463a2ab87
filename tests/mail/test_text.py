"""Lines for headers and bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.mail.text import name_shown, one_line, sender_name, wrapped


@given(st.text())
def test_a_line_is_one_line_without_anything_hidden(text):
    line = one_line(text, 80)
    assert len(line.splitlines()) <= 1 and len(line) <= 80 and line == line.strip(" ")
    assert "=?" not in line and one_line(line, 80) == line


def test_paragraphs_are_filled_and_indented_lines_stay():
    text = wrapped("un " * 40 + "\n\n\n  une date\n  un lieu\n\nfin\n")
    assert max(map(len, text.splitlines())) <= 72
    assert text.endswith("\n\n  une date\n  un lieu\n\nfin\n")


def test_an_address_is_never_cut():
    address = "https://www.example.org/" + "a-" * 60
    assert f"  {address}\n" in wrapped(f"Ici :\n\n  {address}\n")


@pytest.mark.parametrize("name", ["Anne-Marie d’Été", "J. P. Martin", "Dr Nguyễn", "M. L’Hôte", "علی\u200cرضا"])
def test_the_names_of_people_are_shown(name):
    assert name_shown(name) == name


def test_the_name_of_the_town_has_no_sign_that_servers_refuse():
    assert sender_name('Ville: "A, B" <x@y>; (c)') == "Ville A B x y c"
