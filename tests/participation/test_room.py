"""Many ideas in one part of an edition: filing stops before what agents still need, and nothing is ever dropped."""

from formservice.participation import ideas
from formservice.participation.ideas import MOST, TABLE
from tests.participation.filing import WRITTEN, fill_in
from tests.participation.town import STUDY


def fill_up(budget, count):
    """So many ideas more in the part of the first, each with its number."""
    partition, id = budget.place(1)
    with budget.app.store.transaction(partition, ideas.numbers_of("BP27")) as records:
        first = records.get(partition, TABLE, id)
        bare = {name: said for name, said in first.items() if name not in ("id", "seq", "version")}
        for n in range(count):
            own = {"number": ideas.next_number(records, "BP27"), "key": f"k{n}", "reference": f"ID-{n}", "mark": ""}
            records.add(partition, TABLE, **bare | own)
    return partition


def test_a_full_part_takes_no_idea_more_and_says_to_call(budget, visitor):
    budget.file()
    fill_up(budget, MOST - 1)
    page = fill_in(visitor, 503, email="anneexemple@example.org", title="Une de trop", birth=WRITTEN["birth"])
    assert page.h1 == "Trop d’idées pour le moment" and "tel:" in page.html and page.says("Une de trop")


def test_agents_still_act_on_every_idea_of_a_full_part(budget):
    budget.file()
    partition = fill_up(budget, MOST - 1)
    budget.at(STUDY)
    for number in range(1, MOST + 1, 8):
        budget.act("ask", number, text="Où ?")
    for number in (1, 9, 17):
        budget.act("reply", number, agent=None, text="Là.")
        budget.act("refuse", number, reason="Le terrain est privé.", service="La voirie")
    assert len(budget.app.store.read(partition).find(partition, TABLE)) == MOST


def test_a_withdrawn_idea_is_never_dropped(budget):
    budget.file()
    fill_up(budget, MOST - 1)
    budget.act("withdraw", 1, agent=None)
    budget.at(STUDY)
    for number in range(2, 40):
        budget.act("refuse", number, reason="Le terrain est privé.", service="La voirie")
    assert budget.idea(1)["idea"]["title"] == "Un banc"


def test_ideas_are_spread_over_256_parts(budget):
    budget.file()
    partition, _ = budget.place(1)
    assert partition == f"idea/BP27/{budget.idea(1)['person'][:2]}"
