"""No visitor reaches the language of the index; every question has an answer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formservice.search import asked
from formservice.search.finding import find
from formservice.search.index import opened
from formservice.search.words import stem

HOSTILE = [
    '"', '""', "'", "a OR b", "NEAR(louise, 5)", "louise NEAR agenda", "*", "agenda*", "-agenda", "^agenda",
    "title:agenda", "title : agenda", "(", ")", "AND", "OR NOT", "{title} : x", "a + b", "\0", "agenda\0salon",
    "; DROP TABLE pages; --",
    "x" * 10_000, "agenda " * 2_000, "%", "_", "\\", "\ud800", "🎉", "🎉 agenda", "\u202eadnega", "le la les",
    "<script>alert(1)</script>", "\N{COMBINING ACUTE ACCENT}" * 500, "١٢٣", "²³", "agenda\ud800", "数字", "ß" * 99,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_breaks_the_search(look, text):
    answer, found = look(text)

    assert len(found) == len(set(found))
    assert len(answer.parts) <= asked.MOST_WORDS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["agenda", '"', "NEAR", "(", "*", "OR", "-", ":"])).map(" ".join)
)
def test_no_text_at_all_breaks_the_search(town_site, text):
    with opened(town_site.folder) as index:
        find(index, asked.cut(text))


@pytest.mark.parametrize("text", ["mairie resistan photo", "atelier guer", "passeport cont", "perd ordo"])
def test_a_word_begun_and_then_read_as_another_has_an_answer(look, text):
    assert look(text)[0].parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(data=st.data())
def test_no_beginnings_of_words_break_the_search(town_site, beginnings, data):
    words = data.draw(st.lists(st.sampled_from(beginnings), min_size=2, max_size=3))
    with opened(town_site.folder) as index:
        find(index, asked.cut(" ".join(words)))


def test_the_words_of_the_language_are_words(look):
    assert look("agenda OR salon")[0].lost == () or look("agenda OR salon")[0].parts[1].word == "or"
    assert asked.every(("near", "or")) == '"near" AND "or"'


def test_what_is_too_long_is_cut(look):
    assert len(asked.cut("mot " * 5_000)) <= asked.LONGEST
    assert asked.cut(" a \0 b\n\tc ") == "a b c"


def test_an_expression_with_synonyms_is_taken_whole():
    related = {f"grand {stem('guerre')}": ("14 18",)}
    parts = asked.parts("la Grande Guerre à Lille", lambda phrase: related.get(phrase, ()))

    assert [part.typed for part in parts] == ["Grande Guerre", "Lille"]
    assert parts[0].expression == f'("grand" AND "{stem("guerre")}") OR "14 18"'


@pytest.mark.parametrize(("short", "phrase"), [("ivg", "interrupt volontair gross"), ("phot", "photograph")])
def test_what_is_short_for_an_expression_is_the_very_word(short, phrase):
    assert asked.is_short(short, phrase) and not asked.is_short("ab", phrase)


def test_a_word_read_as_another_is_no_beginning_any_more():
    begun = asked.Part("guer", "guer", ("guer",), ("guerr", "gueri"), begins=True)

    assert asked.taken_for(begun, ("gare",), "gare", ()).expression == '("gare")'
