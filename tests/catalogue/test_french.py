"""French typography."""

import re

import pytest

from formservice.catalogue.french import JOINT, day_number, figure, joined, typeset, whole
from tests.builders import ROOT


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Attention : c'est complet !", "Attention\u00a0: c’est complet\u202f!"),
        ("« Bonjour »", "«\u00a0Bonjour\u00a0»"),
        ("de 14 h 30 à 16 h", "de 14\u00a0h\u00a030 à 16\u00a0h"),
        ("12 € ou 35 %", "12\u00a0€ ou 35\u00a0%"),
        ("https://example.org/a?b", "https://example.org/a?b"),
        ("14:00", "14:00"),
        ("Et puis...", "Et puis…"),
        ("a....b ../x .../x", "a....b ../x .../x"),
    ],
)
def test_spaces_that_must_not_break_are_set(typed, printed):
    assert typeset(typed) == printed
    assert typeset(printed) == printed


def test_a_number_stays_on_one_line_and_the_first_of_a_month_is_an_ordinal():
    assert [figure(0), figure(999), figure(1240), figure(1_000_000)] == ["0", "999", "1\xa0240", "1\xa0000\xa0000"]
    assert [day_number(1), day_number(2), day_number(21)] == ["1er", "2", "21"]


def test_thousands_and_the_first_of_a_month_are_written_in_one_place():
    code = [path for folder in ("formservice", "plugins") for path in (ROOT / folder).rglob("*.py")]
    drawn = re.compile(r""":,[}]|["']1er["']|["']er["']""")
    found = [path.name for path in (*code, *(ROOT / "theme").rglob("*.html")) if drawn.search(path.read_text())]
    assert found == ["french.py"]


def test_a_name_stays_on_one_line_and_is_copied_as_it_is():
    assert whole("59999 Bourg-lès-Garance <b>") == '59999 <span class="whole">Bourg-lès-Garance</span> &lt;b&gt;'
    assert whole("<i>Mont-Noir</i>") == '&lt;i&gt;<span class="whole">Mont-Noir</span>&lt;/i&gt;'
    assert whole("14-18, avant-hier") == "14-18, avant-hier"


def test_no_line_ends_after_so_few_letters_as_those_of_an_e_mail():
    joint = f"un e-{JOINT}mail, à mi-{JOINT}chemin, après-demain, 2-3"
    assert joined("un e-mail, à mi-chemin, après-demain, 2-3") == joint == joined(joint)
