"""The recount of the rehearsal over more draws than people can answer: questionnaires and answers made in memory.

The pages are drawn as the site draws them, and each number held against the script that has nothing of ours.
"""

import random
from datetime import date, datetime, timedelta

import pytest

from formservice.catalogue import Consultation, Results, typed
from formservice.consultations import results
from formservice.consultations.counting import Said
from plugins.content import replace_given
from tests.commune import Writer
from tests.consultations.town import drawn
from tests.questionnaires import Consultations
from tests.rehearsal import filling, published, recount
from tests.rehearsal.asking import BY
from tests.rehearsal.published import FEWEST
from tests.rehearsal.web import Answer

PEOPLE = (4, 5, 9, 20, 40, 100, 300)
URL = "/consultations/une/resultats/"
THEMES = ("Les bancs", "L’eau : où ?", "<b>Autre</b>", "")


class Somebody:
    """Who answers in this process: all that a line of the download needs."""

    def __init__(self, draw, front, days):
        self.channel = draw.choices(list(BY), list(BY.values()))[0]
        self.quartier = draw.randrange(len(front["quartiers"]) + 1)
        self.said = {one["id"]: filling.opinion(draw, one, "Un mot", days) for one in front["questions"]}
        self.said = {id: said for id, said in self.said.items() if said not in ("", [])}
        self.themes = {one["id"]: draw.choice(THEMES) for one in front["questions"]}

    def counted(self, known, front):
        """What the service counts of it."""
        kept = filling.kept(front["questions"], self.said)
        where = ["", *known.quartiers][self.quartier]
        return Said(kept, self.channel, where, {id: {"theme": theme} for id, theme in self.themes.items()})

    def row(self, front):
        """The line of the download, with the themes of agents."""
        start, cells = 2, filling.row(front["questions"], self, front["quartiers"], filling.CHANNELS)
        for one in front["questions"]:
            start += len(one["options"]) if one["kind"] in ("several", "rank") else 1
            if one["kind"] in ("short", "long"):
                cells.insert(start, self.themes[one["id"]])
                start += 1
        return cells


def asked(folder, seed):
    """The front matter of a consultation that is drawn, of any kinds of questions."""
    writer = Writer(folder, seed, datetime(2027, 3, 1))
    slug = Consultations(writer).write(4)[seed % 2 * 3]
    return filling.front(folder / f"content/consultations/{slug}.md")


def again(front, some):
    """What the script counts."""
    rows = [one.row(front) for one in some]
    return recount.recount(front["questions"], ["" for _ in rows[0]], rows)


@pytest.mark.parametrize("number", range(40))
def test_whatever_is_asked_and_answered_a_script_counts_what_the_pages_say(tmp_path, commune, number):
    draw, front = random.Random(commune.seed + number), asked(tmp_path, commune.seed + number)
    known = replace_given(typed.read(Consultation, front), slug="une", url="/consultations/une/")
    span, many = draw.choice((60, 300, 2000)), draw.choice((2, 12, 200))
    days = [f"{date(2027, 1, 1) + timedelta(days=draw.randrange(span))}" for _ in range(many)]
    some = [Somebody(draw, front, days) for _ in range(draw.choice(PEOPLE))]
    before = draw.choice((0, 3, len(some) // 2))
    versions = [some[before:], some[:before]] if before else [some]
    parts = tuple(
        results.part(known, f"v{n}", date(2027, 1, 1), [one.counted(known, front) for one in each])
        for n, each in enumerate(versions)
    )
    made = Results("Résultats", date(2027, 2, 1), date(2027, 3, 1), parts, url=URL)
    pages = {url: Answer(url, 200, "", html.encode()) for url, html in drawn(made, known)}
    held = published.Held()
    published.compare(held, pages, URL, [again(front, each) for each in versions])
    assert held.exact + held.masked or len(some) - before < FEWEST
