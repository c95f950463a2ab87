"""An ISBN is checked by its key; an old one becomes a new one; what is wrong is told at its line."""

import pytest

from formservice.catalogue import Collection, typed
from plugins.content import read_all
from tests.plugins.test_changes import BOOK, COLLECTION
from tests.plugins.test_content import SITE
from tests.resources.records import a_record


@pytest.fixture
def told(tmp_path):
    """The mistakes of a book with this ISBN."""
    (tmp_path / "content/ressources").mkdir(parents=True)
    site = typed.dataclasses.replace(SITE, collection=typed.read(Collection, COLLECTION))

    def told(isbn):
        text = BOOK.replace("summary:", f"isbn: {isbn}\nsummary:")
        (tmp_path / "content/ressources/fileuses.md").write_text(text, encoding="utf-8")
        return [str(one) for one in read_all(tmp_path / "content", site).mistakes]

    return told


@pytest.mark.parametrize("isbn", ["9791021000612", "979-10-210-0061-2", "2-07-036822-X", "207036822x"])
def test_a_right_isbn_is_taken_however_it_is_written(told, isbn):
    assert told(isbn) == []


@pytest.mark.parametrize("isbn", ["9791021000613", "2-07-036822-1", "97910210006", "1234567890123", "ISBN"])
def test_a_wrong_isbn_is_told_at_its_line(told, isbn):
    [found] = told(isbn)
    assert found.startswith("content/ressources/fileuses.md:5 : ")
    assert "sa clé ne correspond pas" in found and "Recopiez-le du livre" in found


def test_an_isbn_of_ten_figures_becomes_one_of_thirteen():
    assert a_record(isbn="2-07-036822-X").isbn == "9782070368228"
