"""What forms ask of a person: the ways of a form, and the order its questions are asked in."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from formservice.fields import asked, declared, in_order
from formservice.forms import AtMost, choices
from formservice.kinds import KINDS
from formservice.people import AFTER, AGENTS, ANSWERABLE, MISSING, PERSON, REACH, PersonForm, if_reached

WRONG = [("name", "…"), ("birth", "12/03/2090"), ("birth", "31/12/1899")]
GOOD = {"name": "李 Exemple", "birth": "1er mars 1950"}
MARIE = {"who": "self", "name": "Marie Exemple"}


@in_order("name", "who", "reach", "post")
class LetterForm(PersonForm):
    """A form that may be answered by post."""

    answerable = ANSWERABLE | {"post": "post"}
    missing = MISSING | {"post": "Indiquez une adresse."}
    post = asked(StringField, "Adresse", [AtMost(200), if_reached], why="Pour écrire", keep=AFTER, readers=AGENTS)

    def fit(self, page, now):
        """One more way than elsewhere."""
        self.reach.choices = choices(REACH | {"post": "Par courrier"})
        return True


def filled(**given):
    form = LetterForm(MultiDict(MARIE | given))
    form.fit(None, None)
    form.validate()
    return form


def test_who_wants_an_answer_by_post_gives_an_address():
    assert filled(reach="post").errors == {"post": ["Indiquez une adresse."]}
    assert filled(reach="post", post="1 rue des Exemples").errors == {}


@pytest.mark.parametrize(("reach", "field"), ANSWERABLE.items())
def test_the_other_ways_ask_for_what_they_need(reach, field):
    assert list(filled(reach=reach).errors) == [field]


def test_questions_are_asked_in_the_order_a_form_names():
    assert list(filled().data) == ["name", "who", "reach", "post", "told", "helper", "phone", "email", "contact"]
    assert [line.name for line in declared("", LetterForm)] == list(filled().data)


def test_a_form_in_another_order_leaves_those_it_comes_from_as_they_were():
    own = ["who", "name", "told", "helper", "reach", "phone", "email", "contact"]
    assert list(PersonForm().data) == list(PERSON) == own


ASKED = [(kind, name, wrong) for kind in KINDS.values() for name, wrong in WRONG if hasattr(kind.form, name)]


@pytest.mark.parametrize(("kind", "name", "wrong"), ASKED, ids=lambda one: getattr(one, "name", one))
def test_no_form_takes_dots_for_a_name_nor_who_is_not_born(kind, name, wrong):
    form = kind.form(MultiDict({name: wrong}))
    assert not form[name].validate(form)
    form = kind.form(MultiDict(GOOD))
    assert form[name].validate(form)
