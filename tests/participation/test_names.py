"""A name that tells nobody from another."""

import pytest

from tests.pages import Client
from tests.participation.filing import fill_in


@pytest.mark.parametrize("name", ["—", "...", "« »"])
def test_a_name_without_a_letter_is_told_on_the_form(budget, name):
    assert fill_in(Client(budget.app), 422, name=name).errors() == ["Écrivez le nom en lettres."]
