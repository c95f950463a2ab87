"""What a vote prints for places without a network: a sheet a page, lines numbered, a slip that tells no choice."""

from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.paper import render
from formservice.paper.vote_sheets import batch_slip, signature_sheets
from formservice.voting.page import Voting
from tests.builders import a_site
from tests.paper.town import an_edition, words_of

LONG = (
    "Tournée du mardi, résidence des Encres et salle des fêtes de la Collinière, le matin, puis à domicile l’après-midi"
)


def sheets(identity="declaree", places=("Urne de la mairie",), **given):
    """Blank sheets, as a PDF."""
    edition = Voting(an_edition(identity=identity, **given), ()).at_desk.edition
    return render("signatures", signature_sheets(a_site(), edition, list(enumerate(places, 12)), 10))


def slip(**given):
    """The slip of a sealed batch, as a PDF."""
    batch = {
        "number": 3, "area": "nord", "signatures": 98, "envelopes": 97, "ballots": 97, "state": "sealed",
        "first": {"by": "lucie"}, "second": {"by": "karim"}, "words": "Une enveloppe manque.", "place": "Urne",
    }  # fmt: skip
    return render("batch", batch_slip(a_site(), an_edition(), batch | given, date(2027, 6, 1)))


@pytest.mark.parametrize("made", [sheets(), sheets(places=(LONG, LONG)), slip()], ids=["sheet", "sheets", "slip"])
def test_a_screen_reader_can_read_it(made):
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


@pytest.mark.parametrize("places", [("Urne",), (LONG, "Urne", LONG)])
def test_each_sheet_is_one_page_on_its_side(places):
    found = PdfReader(BytesIO(sheets(places=places, demonstration="true"))).pages
    assert len(found) == len(places) and all(one.mediabox.width > one.mediabox.height for one in found)


@pytest.mark.parametrize(
    ("identity", "there", "gone"),
    [
        ("declaree", ("Né(e) le", "Adresse"), ("Code de la lettre",)),
        ("code", ("Code de la lettre", "Né(e) le"), ("Nom et prénom", "Adresse")),
        ("e-mail", ("Nom et prénom", "Adresse"), ("Adresse e-mail", "Code de la lettre")),
    ],
)
def test_a_line_asks_what_the_rules_of_the_edition_compare(identity, there, gone):
    read = words_of(sheets(identity))
    assert all(word in read for word in there) and not any(word in read for word in gone if word != "Adresse")


def test_the_number_of_a_line_is_that_of_its_outer_envelope():
    read = words_of(sheets(places=("Urne", "Domicile")))
    assert all(f"{sheet}-{n}" in read for sheet in (12, 13) for n in range(1, 11))
    assert "porte le numéro de la ligne" in read and "je n’en fais pas partie" in read


def test_the_slip_says_counts_agents_and_the_words_that_explain_a_difference():
    read = words_of(slip())
    assert all(word in read for word in ("98", "97", "lucie", "karim", "Une enveloppe manque.", "Bulletin blanc"))
