"""The tables of a season: a workshop is one line whatever it was called, two are two whatever they are called."""

from formservice.demand import tables
from formservice.demand.counting import counted
from tests.demand.made import NOW, ask, demand, offer

FORMER = demand()


def by_workshop(found, former=FORMER):
    """{line: what was asked now, and the season before}."""
    sheet = next(tables.sheets(counted(found, NOW), counted(former, NOW), {}, {}))
    assert sheet.title == "Par atelier"
    return {row.name: (row.now.asked, row.before.asked) for row in sheet.rows}


def test_a_workshop_that_changed_its_title_is_one_line_under_the_last_one():
    old, new = ask(offer(-90, title="Tablette")), ask(offer(-9, title="Tablette et liseuse"), party=2)
    assert by_workshop(demand(new), demand(old)) == {"Tablette et liseuse": (2, 1)}
    assert by_workshop(demand(new, old)) == {"Tablette et liseuse": (3, 0)}


def test_two_workshops_of_one_title_are_told_apart_by_their_codes():
    mornings, evenings = ask(offer(-9, code="PA", title="Photo")), ask(offer(-8, code="PB", title="Photo"), party=2)
    other = ask(offer(-7, title="Tablette"))
    assert by_workshop(demand(mornings, evenings, other)) == {
        "Photo (PA)": (1, 0), "Photo (PB)": (2, 0), "Tablette": (1, 0)
    }  # fmt: skip
    assert by_workshop(demand(mornings), demand(evenings)) == {"Photo (PA)": (1, 0), "Photo (PB)": (0, 2)}


def test_workshops_as_wanted_are_in_the_order_of_a_dictionary():
    titles = {"ZU": "Zumba", "EC": "Écrire", "AT": "Art"}
    found = demand(*(ask(offer(-9, code=code, title=title)) for code, title in titles.items()))
    assert list(by_workshop(found)) == ["Art", "Écrire", "Zumba"]
