"""A long list, page by page."""

import pytest

from formservice import paging


def test_a_list_takes_one_page_at_least():
    assert [paging.pages(total, 25) for total in (0, 50, 51)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("002", 2), ("9", 3), ("9" * 5000, 1), ("0", 1), ("-1", 1), ("", 1), ("²", 1), ("٢", 1), ("deux", 1)],
)
def test_the_page_of_an_address_is_one_of_those_there_are(text, number):
    assert paging.asked(text, 3) == number
