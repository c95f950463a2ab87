"""What a resident typed, in a file of content: shown as it was typed, read back as it was written."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from formservice.catalogue.kinds import LINE
from formservice.forms import clean, clean_lines
from formservice.participation import markdown
from plugins.defaults import MARKDOWN
from plugins.frontmatter import split

AWKWARD = (
    "# Un titre", "## Deux", "* une puce", "- une autre", "+ encore", "1. premier", "2027. Une année", "---", "===",
    "<script>alert(1)</script>", "[un lien](https://example.org)", "[x]: https://example.org", "![i](x.png)",
    "{filename}/pages/a.md", "{: .rouge}", "**gras** _souligné_ `code`", ": une définition", "a | b\n--|--\n1 | 2",
    "~~~\ncode\n~~~", "&copy; &#42; AT&T", "<https://example.org>", "un\\*deux", "l'école : « oui »", "> une citation",
    "    du code", "Titre\n---\nsuite", "terme\n: définition", "a\n\n\n\nb", "*", "🌳🌳",
    "title: autre\n---\nnumber: 2",
)  # fmt: skip
TYPED = st.one_of(
    st.text(), st.lists(st.sampled_from(AWKWARD)).map("\n".join), st.text("#*-_+=.1 \n[](){}<>&|~:`\\!\"'")
)


def page(text):
    """The Markdown of a file, drawn as the site draws it."""
    front = split(f"---\ntitle: x\n---\n{text}\n")
    assert not front.mistakes
    return html.fragment_fromstring(Markdown(**MARKDOWN).convert(front.body), create_parent="div")


def words(text):
    return re.sub(r"\s+", " ", text).strip()


@given(TYPED)
@example("\n".join(AWKWARD))
def test_a_page_shows_exactly_what_was_typed(typed):
    typed = clean_lines(typed)
    drawn = page(markdown.shown(typed))
    assert {one.tag for one in drawn.iterdescendants()} <= {"p", "br"}
    assert words(drawn.text_content()) == words(markdown.one_line(typed))


@pytest.mark.parametrize("typed", AWKWARD)
def test_each_sign_alone_is_shown(typed):
    assert words(page(markdown.shown(clean_lines(typed))).text_content()) == words(typed)


def test_lines_and_paragraphs_stay():
    drawn = page(markdown.shown("Un banc.\nUn arbre.\n\nUne fontaine."))
    assert [len(one.findall("br")) for one in drawn.findall("p")] == [1, 0]


@given(TYPED)
@example("\n".join(AWKWARD))
@example("\ufeffun\ufffe\x85 \u2028titre")
def test_a_value_is_read_back_as_it_was_written(typed):
    said = markdown.cut(clean(typed))
    front = split(markdown.front_matter({"title": said, "merged": ["2", "3"], "number": 7}))
    assert not front.mistakes
    assert front.data == ({"title": said} if said else {}) | {"merged": ["2", "3"], "number": "7"}
    assert not said or LINE.read(front.data["title"])


def test_a_long_line_is_cut_between_two_words_and_says_so():
    said = markdown.cut("Un banc à l’ombre. " * 40)
    assert len(said) <= 300
    assert said.endswith(" …") and said.removesuffix(" …").split()[-1] in ("Un", "banc", "à", "l’ombre.")
    assert markdown.cut("é" * 400) == "é" * 298 + " …"
