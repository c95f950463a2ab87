"""French typography."""

import pytest

from formservice.catalogue.french import typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Attention : c'est complet !", "Attention\u00a0: c’est complet\u202f!"),
        ("« Bonjour »", "«\u00a0Bonjour\u00a0»"),
        ("de 14 h 30 à 16 h", "de 14\u00a0h\u00a030 à 16\u00a0h"),
        ("12 € ou 35 %", "12\u00a0€ ou 35\u00a0%"),
        ("https://example.org/a?b", "https://example.org/a?b"),
        ("14:00", "14:00"),
        ("Et puis...", "Et puis…"),
        ("a....b ../x .../x", "a....b ../x .../x"),
    ],
)
def test_spaces_that_must_not_break_are_set(typed, printed):
    assert typeset(typed) == printed
    assert typeset(printed) == printed
