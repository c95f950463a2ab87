"""A contact in a text: found however it is written, and taken out whole."""

import pytest

from formservice.participation import contacts

KNOWN = ["anne_b@example.org", "06 39 98 01 02", "Anne Exemple", "9, rue du Secret"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Appelez-moi au 06.39.98.01.02 !", "Appelez-moi au {} !"), ("+33 6 39 98 01 02", "{}"),
        ("0033639980102, merci", "{}, merci"), ("Écrivez à Anne_B@example.org.", "Écrivez à {}."),
        ("Signé : EXEMPLÉ, Anne", "Signé : EXEMPLÉ, Anne"), ("Signé : ANNE  Éxemple.", "Signé : {}."),
        ("Au 9 rue du secret, puis au 9 rue du Secret", "Au {}, puis au {}"), ("Un banc.", "Un banc."),
    ],
)  # fmt: skip
def test_what_leads_to_its_author_is_taken_out_of_a_text(text, left):
    assert contacts.redacted(KNOWN, text) == left.replace("{}", contacts.GONE)
    assert contacts.stands_in(KNOWN, text) == (text != left)


@pytest.mark.parametrize(
    ("text", "like_one"),
    [
        ("Appelez le 06 39 98 00 07", True), ("(0)3.53.01.00.00", True), ("+33 (0)6 39 98 00 07", True),
        ("zoe@example.org", True), ("Rendez-vous @ 14 h", False), ("De 2026 à 2027, 12 000 €", False),
        ("Le 0639980007", True), ("SIRET 12345678900010", False),
    ],
)  # fmt: skip
def test_a_number_or_an_address_of_anybody_is_known_by_its_shape(text, like_one):
    assert contacts.looks_like_one(text) == like_one
