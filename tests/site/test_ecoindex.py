"""The formula of EcoIndex, held to values computed by others."""

import pytest

from tests.site.ecoindex import count_elements, score


@pytest.mark.parametrize(
    ("elements", "requests", "kilobytes", "expected"),
    [
        (122, 8, 107.22, 89.72),
        (155, 13, 357.04, 86.85),
        (138, 15, 128.324, 88.22),
        (123, 5, 39.908, 90.46),
        (93, 1, 1.638, 92.80),
        (135, 1, 2.556, 91.5),
        (693, 78, 2420, 43.7),
        (600, 40, 1024, 60.9),
    ],
)
def test_our_ecoindex_is_the_published_one(elements, requests, kilobytes, expected):
    assert score(elements, requests, kilobytes * 1000) == pytest.approx(expected, abs=0.06)


def test_the_worst_page_of_the_web_has_nothing():
    assert score(10**6, 10**4, 10**9) == 0


def test_what_a_picture_is_drawn_with_does_not_count():
    assert count_elements("<!doctype html><html><body><svg><g><path/></g></svg></body></html>") == 3
