"""The line shown under a result."""

from hypothesis import given
from hypothesis import strategies as st

from formservice.search.lines import WIDTH, line
from formservice.search.words import composed, stem

TEXT = "Le salon est ouvert. " * 30 + "On y vient avec sa tablette, ou sans. " + "Le café est offert. " * 30


def test_the_line_holds_the_word_marked():
    shown = line("Un résumé.", TEXT, frozenset({stem("tablette")}))

    assert "<mark>tablette</mark>, ou sans" in shown
    assert len(shown) < WIDTH + 40 and shown.startswith("… ") and shown.endswith(" …")


def test_the_summary_is_shown_first_when_it_has_the_word_and_when_nothing_has():
    assert line("Une tablette.", TEXT, frozenset({stem("tablette")})) == "Une <mark>tablette</mark>."
    assert line("Un résumé.", TEXT, frozenset({"absent"})) == "Un résumé."


def test_what_looks_like_code_stays_words():
    shown = line("<b>& tablette</b>", "", frozenset({stem("tablette")}))

    assert shown == "&lt;b&gt;&amp; <mark>tablette</mark>&lt;/b&gt;"


@given(st.text(max_size=600), st.integers(0, 400))
def test_any_text_gives_a_line(text, at):
    text = composed(f"{text[:at]} tablette {text[at:]}")
    shown = line("", text, frozenset({stem("tablette")}))

    assert len(shown.striptags()) <= WIDTH + 10
