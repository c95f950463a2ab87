"""What reads every page sees what it should, and takes nothing drawn for words."""

import pytest

from tests.markup import faults

SEALED = "eNqrVkrOT0mNz0xRslJQ8lTODOvyTSwqTk1RUtJRKkstKk7NTCkGKjI2AgBTODOxg"


@pytest.mark.parametrize("word", ["TODO", "Traceback", "Undefined", "None<"])
def test_a_word_that_no_page_should_say_is_seen(word):
    assert f"says {word}" in faults(f"<!doctype html>\n<html><p>{word}</p>")


def test_what_is_sealed_may_hold_any_letters():
    html = f'<!doctype html>\n<html><input type="hidden" name="sealed" value="{SEALED}.aTODOb-c_d">'
    assert [fault for fault in faults(html) if fault.startswith("says")] == []
