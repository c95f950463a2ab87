"""What is printed: readable by a screen reader, the same each time, never taken for markup."""

import subprocess
import sys
from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice import paper, theme
from formservice.paper.leaflets import leaflet
from tests.builders import a_site
from tests.paper.town import a_project, an_edition, words_of

HOSTILE = r'#eval("1") *gras* _non_ $x$ @nom <fin> \ // fin /* = titre - `code` #import [k] "q" ~ --- {}'


def printed(**given) -> bytes:
    """The leaflet of one project."""
    edition = an_edition()
    return paper.render("leaflet", leaflet(a_site(), edition, edition.areas[0], [a_project(**given)]))


def test_what_a_resident_wrote_is_never_a_command():
    assert HOSTILE in words_of(printed(title=HOSTILE))


def test_the_same_content_gives_the_same_bytes():
    assert printed() == printed()
    assert printed() != printed(title="Deux bancs")


def test_a_letter_that_no_font_draws_is_shown_as_missing():
    read = words_of(printed(title="Un banc 😀 pour 中文"))

    assert f"Un banc {paper.BLANK} pour {paper.BLANK * 2}" in read


def test_a_word_longer_than_the_line_is_cut_rather_than_lost():
    long = "x" * 140

    assert long in words_of(printed(title=long)).replace(" ", "")


def test_the_file_says_its_title_language_and_date():
    reader = PdfReader(BytesIO(printed()))
    assert reader.metadata.title == "Budget participatif 2027 – Moulin, Collinière et Grise Chemise"
    assert reader.trailer["/Root"]["/Lang"].startswith("fr")
    assert reader.metadata.creation_date.date() == date(2026, 10, 15)


def test_a_broken_template_is_told_in_french(tmp_path, monkeypatch):
    (tmp_path / "faux.typ").write_text("#inconnu")
    monkeypatch.setattr(paper, "THEME", tmp_path)

    with pytest.raises(paper.PaperError, match="« faux.typ » ne s’imprime pas"):
        paper.render("faux", {"day": "2027-01-01"})


def test_without_typst_one_is_told_what_to_type():
    code = (
        "import sys; sys.modules['typst'] = None\nfrom formservice import paper\n"
        "try: paper.render('leaflet', {})\nexcept paper.PaperError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "« make paper » les installe" in done.stdout


@pytest.mark.parametrize(
    ("amount", "read"), [(0, "0 €"), (950, "950 €"), (12500, "12 500 €"), (1234567, "1 234 567 €")]
)
def test_a_sum_reads_as_on_the_screen(amount, read):
    assert " ".join(theme.euros(amount).split()) == read


def test_the_checker_knows_a_file_that_a_screen_reader_could_not_read():
    plain = printed().replace(b"/Lang", b"/Long")

    assert not page.validate_pdf_bytes(plain, profile=page.ValidationProfile.PDF_UA_1).is_compliant
