"""What results say: exact counts, shares that add up, versions apart, nothing of few people."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formservice.catalogue import typed
from formservice.catalogue.results import Part
from formservice.consultations import counting, results, tables
from formservice.consultations.counting import Said
from tests.consultations.town import a_consultation

TOWN = a_consultation()
ANSWERS = st.lists(
    st.builds(
        Said,
        st.fixed_dictionaries({}, optional={
            "usage": st.sampled_from("123"), "quand": st.lists(st.sampled_from("123"), unique=True, min_size=1),
            "ordre": st.lists(st.sampled_from("123"), unique=True, min_size=1), "note": st.sampled_from("12345"),
            "combien": st.integers(0, 500).map(str), "jour": st.dates(date(2027, 1, 1), date(2028, 12, 31)).map(str),
            "nom": st.sampled_from(["Parc", "Jardin"]),
        }),
        st.sampled_from(list(tables.CHANNELS)),
        st.sampled_from(["", "Les Prés", "La Gare"]),
    ),
    max_size=60,
)  # fmt: skip


def said(number, channel="web", quartier="", read=None, **answers):
    """So many people who answered the same."""
    return [Said(answers, channel, quartier, read or {})] * number


def part(*some):
    return results.part(TOWN, TOWN.asked, date(2027, 1, 11), [one for group in some for one in group])


def of(made, id):
    return next(one for one in made.questions if one.id == id)


def cells(asked):
    return [(row.label, row.count) for row in asked.rows]


def test_options_come_in_the_order_of_the_file_with_shares_that_add_up():
    usage = of(part(said(30, usage="3"), said(29, usage="1"), said(30, usage="2")), "usage")
    assert cells(usage) == [("Chaque jour", "29"), ("Parfois", "30"), ("Jamais", "30")]
    assert [row.share for row in usage.rows] == [32, 34, 34]
    told = "30 personnes sur 89 répondent « Parfois » et « Jamais » (autant chaque fois)."
    assert " ".join(usage.said.split()) == told


def test_who_was_not_asked_is_told_apart_from_who_did_not_answer():
    quand = of(part(said(20, usage="3"), said(10, usage="1", quand=["1"]), said(6, usage="1")), "quand")
    assert (quand.answered, quand.silent, quand.unasked) == ("10", "6", "20")


def test_how_few_were_not_asked_is_masked_as_what_they_answered():
    made = part(said(40, usage="1", quand=["1"]), said(30, usage="2", quand=["2"]), said(3, usage="3"))
    assert cells(of(made, "usage")) == [("Chaque jour", "40"), ("Parfois", "29-32"), ("Jamais", "<5")]
    quand = of(made, "quand")
    assert (quand.answered, quand.silent, quand.unasked, quand.together) == ("*", "*", "*", True)
    assert not quand.rows + quand.splits


def test_who_was_asked_next_does_not_tell_a_masked_answer():
    made = part(said(3, usage="1", quand=["1"]), said(20, usage="2", quand=["2"]), said(19, usage="3"))
    assert cells(of(made, "usage")) == [("Chaque jour", "<5"), ("Parfois", "20"), ("Jamais", "18-21")]
    quand = of(made, "quand")
    assert (quand.answered, quand.silent, quand.unasked, quand.rows) == ("*", "*", "*", ())


def test_how_many_left_the_next_question_empty_does_not_tell_it_either():
    quand = of(part(said(3, usage="1"), said(20, usage="2", quand=[])), "quand")
    assert (quand.answered, quand.silent, quand.unasked) == ("0", "23", "0")
    quand = of(part(said(23, usage="1"), said(3, usage="3"), said(8, usage="2")), "quand")
    assert (quand.answered, quand.silent, quand.unasked) == ("*", "*", "*")


def test_who_was_asked_next_is_told_when_what_is_masked_all_leads_to_it():
    made = part(said(3, usage="1", quand=["1"]), said(20, usage="2", quand=["2"]))
    assert cells(of(made, "usage")) == [("Chaque jour", "<5"), ("Parfois", "19-22"), ("Jamais", "0")]
    assert of(made, "quand").answered == "23"


def test_an_option_that_one_person_gave_twice_counts_once():
    quand = of(part(said(9, usage="1", quand=["2"]), said(6, usage="1", quand=["1", "1", "1"])), "quand")
    assert cells(quand) == [("Le matin", "6"), ("À midi", "9"), ("Le soir", "0")]


def test_a_rank_says_points_and_first_choices():
    ordre = of(part(said(10, ordre=["3", "1"]), said(6, ordre=["1", "2", "3"])), "ordre")
    assert [(row.label, row.count, row.points) for row in ordre.rows] == [
        ("L’école", "6", "38"), ("La gare", "0", "12"), ("Le parc", "10", "36"),
    ]  # fmt: skip


def test_the_middle_of_a_scale_and_of_numbers():
    made = part(said(6, note="1", combien="104"), said(9, note="4", combien="216"), said(5, note="5", combien="95"))
    assert of(made, "note").middle == "4"
    assert (of(made, "combien").middle, of(made, "combien").quarters) == ("100", ("95", "220"))


def test_the_middle_of_a_scale_does_not_tell_a_masked_degree():
    note = of(part(said(8, note="1"), said(7, note="5"), said(2, note="3")), "note")
    assert note.middle is None
    assert "milieu" not in note.said


def test_the_middle_of_few_numbers_is_not_told_nor_by_channel():
    assert of(part(said(19, combien="104")), "combien").middle is None
    combien = of(part(said(30, combien="104"), said(6, "paper", combien="217")), "combien")
    assert combien.split("channel").lines[0].cells == ("100", "*")


def test_points_do_not_tell_a_masked_first_choice():
    two = a_consultation(questions=[{"id": "ordre", "kind": "rank", "text": "Où ?", "options": ["Ici", "Là"]}])
    found = [*said(30, ordre=["1", "2"]), *said(2, ordre=["2", "1"])]
    [ordre] = results.part(two, two.asked, date(2027, 1, 11), found).questions
    assert [row.points for row in ordre.rows] == [None, None]
    assert "oint" not in ordre.said + ordre.note


def test_points_do_not_tell_how_few_chose_it_later():
    two = a_consultation(questions=[{"id": "ordre", "kind": "rank", "text": "Où ?", "options": ["Ici", "Là"]}])
    found = [*said(30, ordre=["1"]), *said(20, ordre=["2"]), *said(3, ordre=["2", "1"])]
    [ordre] = results.part(two, two.asked, date(2027, 1, 11), found).questions
    assert [row.points for row in ordre.rows] == [None, None]


def test_masked_lines_told_as_one_are_no_table():
    two = a_consultation(questions=[{"id": "ordre", "kind": "rank", "text": "Où ?", "options": ["Ici", "Là"]}])
    found = [*said(20, ordre=["1", "2"]), *said(20, "paper", ordre=["1", "2"]), *said(2, ordre=["2", "1"])]
    assert results.part(two, two.asked, date(2027, 1, 11), found).questions[0].splits == ()


def test_dates_are_told_by_day_then_by_month():
    few = of(part(said(6, jour="2027-06-01"), said(5, jour="2027-05-31")), "jour")
    assert [label.replace("\u00a0", " ") for label, _ in cells(few)] == ["lundi 31 mai 2027", "mardi 1er juin 2027"]
    many = of(part(*(said(1, jour=f"2027-0{1 + n % 2}-{10 + n}") for n in range(14))), "jour")
    assert cells(many) == [("janvier 2027", "7"), ("février 2027", "7")]


def test_a_day_that_one_person_wrote_is_not_told():
    jour = of(part(said(1, jour="1931-05-02"), said(2, jour="1944-08-20"), said(9, jour="2027-06-01")), "jour")
    assert cells(jour) == [("Autres dates", "12")]
    jour = of(part(said(5, jour="2027-06-01"), said(2, jour="2027-06-02"), said(6, jour="1999-01-01")), "jour")
    assert [label for label, _ in cells(jour)] == ["janvier 1999", "juin 2027"]


def test_free_answers_are_themes_and_the_texts_that_were_redacted():
    read = {"nom": {"theme": "Arbres", "text": "Le parc  des tilleuls", "publish": True}}
    nom = of(part(said(7, nom="Chez Mme X", read=read), said(5, nom="?")), "nom")
    assert cells(nom) == [("Arbres", "7"), ("Sans thème", "5")]
    assert set(nom.texts) == {"Le parc des tilleuls"}


def test_a_table_by_channel_tells_channels_of_few_people_together():
    made = part(said(40, usage="1"), said(30, usage="2"), said(4, "paper", usage="1"), said(3, "counter", usage="2"))
    split = of(made, "usage").split("channel")
    assert split.columns == ("Par internet", "Au guichet + Sur papier")
    assert split.totals == ("70", "7")
    assert [line.cells for line in split.lines[:2]] == [("40-43", "<5"), ("29-32", "<5")]


def test_three_answers_are_published_as_fewer_than_five():
    made = part(said(3, usage="1", nom="Parc"))
    assert (made.counted, made.questions, made.channels) == ("<5", (), ())


def test_the_longest_words_make_a_file_that_reads_back():
    options = [f"Option {n} {'x' * 285}" for n in range(20)]
    where = [f"Quartier {n} {'y' * 60}" for n in range(12)]
    known = a_consultation(quartiers=where, questions=[
        {"id": "u", "kind": "one", "text": "z" * 300, "options": options},
        {"id": "s", "kind": "several", "text": "Où ?", "options": options[:4]},
        {"id": "n", "kind": "scale", "text": "Et ?", "ends": ["a" * 200, "b" * 200]},
        {"id": "c", "kind": "number", "text": "Combien ?", "unit": "m" * 300},
    ])  # fmt: skip
    people = [said(3 if n < 15 else 40, ("web", "paper")[n % 2], where[n % 12], u=str(n + 1), s=[str(n % 4 + 1)],
                   n=str(n % 5 + 1), c=str(n)) for n in range(18)]  # fmt: skip
    made = results.part(known, known.asked, date(2027, 1, 11), [one for group in people for one in group])
    assert typed.read(Part, typed.dump(made)) == made
    assert made.questions[0].split("channel").lines[-1].label.endswith("autres")


def test_quartiers_are_told_where_there_are_enough_people():
    made = part(said(20, quartier="Les Prés", usage="1"), said(20, quartier="La Gare", usage="2"))
    assert of(made, "usage").split("quartier").lines[0].cells == ("20", "0")


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_whatever_was_answered_nothing_of_few_people_is_published(answers):
    made = results.part(TOWN, TOWN.asked, date(2027, 1, 11), answers)
    assert typed.read(Part, typed.dump(made), editor=False) == made
    for asked in made.questions:
        for count in [row.count for row in asked.rows] + [
            one for s in asked.splits for ln in s.lines for one in ln.cells
        ]:
            assert asked.kind == "number" or not count.isdecimal() or int(count) == 0 or int(count) >= 5
        shares = [row.share for row in asked.rows if row.share is not None]
        assert asked.about or not shares or sum(shares) == 100


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_everybody_is_in_one_of_the_three_counts_of_a_question(answers):
    for question in TOWN.questions:
        told = counting.tally(TOWN, question, answers)
        assert told.answered + told.silent + told.unasked == len(answers)


@pytest.mark.parametrize(("found", "expected"), [([1, 1, 1], [34, 33, 33]), ([2, 0], [100, 0]), ([], [])])
def test_shares_add_up_to_a_hundred(found, expected):
    assert counting.shares(found, sum(found)) == expected


def test_the_total_of_a_column_does_not_tell_how_few_were_not_asked():
    many = said(40, usage="1", quand=["1"]) + said(20, "paper", usage="2", quand=["2"])
    made = part(many, said(6, usage="3"), said(2, "paper", usage="3"))
    assert of(made, "quand").unasked == "8"
    assert of(made, "quand").splits == ()
