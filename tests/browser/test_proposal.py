"""An idea with its photo, in a real browser with JavaScript off, on real processes."""

from datetime import datetime

import pytest

from tests.browser.eyes import barriers, ways
from tests.browser.steps import READING, Visitor
from tests.browser.test_layout import TOO_WIDE
from tests.media import drawing
from tests.participation.site import SLUG, with_a_budget
from tests.running import serving

NOW = datetime(2027, 1, 20, 12)
URL = f"/participation/{SLUG}/proposer/"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """The site of a commune whose filing is open."""
    folder = tmp_path_factory.mktemp("budget")
    (folder / "var").mkdir()
    with serving(with_a_budget(folder, 7, NOW), folder / "var") as server:
        yield server


@pytest.fixture
def photo(tmp_path):
    """A photograph on the visitor's device."""
    path = tmp_path / "IMG_2041.jpg"
    path.write_bytes(drawing.saved(drawing.photo(), "JPEG", exif=drawing.GPS))
    return path


def write(visitor: Visitor, **given: str) -> None:
    """Fill the form in."""
    page = visitor.page
    visitor.open(URL)
    said = {
        "title": "Un banc à l’ombre", "where": "Devant l’école", "what": "Un banc.", "why": "Pour se reposer.",
        "name": "Anne Exemple", "birth": "12/03/1950",
    }  # fmt: skip
    for box in ("[name=area][value=nord]", "[name=who][value=self]", "[name=eligible]", "[name=reach][value=phone]"):
        page.check(box)
    for name, words in (said | {"phone": "06 39 98 00 01"} | given).items():
        page.fill(f"[name={name}]", words)


def test_an_idea_is_filed_with_its_photo_and_followed(visitor, photo):
    write(visitor, title="")
    visitor.page.set_input_files("[name=photo_file]", photo)
    visitor.press("Continuer")
    assert visitor.page.title().startswith("Erreur") and visitor.focused(".summary")
    assert visitor.page.locator(".photo img").evaluate("one => one.complete && one.naturalWidth > 50")

    visitor.page.fill("[name=title]", "Un banc à l’ombre")
    visitor.press("Continuer")
    assert visitor.h1 == "Vérifiez vos réponses" and visitor.page.locator(".photo img").is_visible()
    visitor.page.wait_for_timeout(READING)
    visitor.press("Déposer mon idée")
    assert visitor.h1 == "Idée reçue" and visitor.reference.startswith("ID-")

    visitor.press("Compléter l’idée")
    visitor.page.fill("[name=what]", "Un banc, et un arbre.")
    visitor.press("Enregistrer")
    assert "Un banc, et un arbre." in visitor.text and "Idée complétée." in visitor.text
    visitor.press("Retirer l’idée")
    visitor.press("Oui, je la retire")
    assert visitor.h1 == "Idée retirée"


def test_a_photo_is_taken_away_on_the_way_back(visitor, photo):
    write(visitor, name="Badr Exemple")
    visitor.page.set_input_files("[name=photo_file]", photo)
    visitor.press("Continuer")
    visitor.press("Modifier")
    assert visitor.page.input_value("[name=title]") == "Un banc à l’ombre"
    visitor.page.check("[name=photo_remove]")
    visitor.press("Continuer")
    assert visitor.page.locator(".photo img").count() == 0 and "Jointe" not in visitor.text


def test_a_photo_too_heavy_is_said_by_a_page(visitor, photo):
    write(visitor, name="Célie Exemple")
    photo.write_bytes(photo.read_bytes() + bytes(20_000_000))
    visitor.page.set_input_files("[name=photo_file]", photo)
    visitor.press("Continuer")
    assert visitor.h1 == "La photo est trop lourde"


def test_what_depends_on_a_choice_waits_for_it(visitor):
    visitor.open(URL)
    boxes = {name: visitor.page.locator(f"#{name}") for name in ("group_name", "post", "helper", "phone")}
    assert not any(box.is_visible() for box in boxes.values())
    visitor.page.check("[name=who][value=group]")
    visitor.page.check("[name=reach][value=post]")
    assert [name for name, box in boxes.items() if box.is_visible()] == ["group_name", "post"]


def test_no_page_of_the_way_has_a_barrier(visit, photo):
    visitor, found = visit(java_script_enabled=True), []
    write(visitor, title="", name="Dora Exemple")
    visitor.page.set_input_files("[name=photo_file]", photo)
    for button in ("Continuer", "Continuer", "Déposer mon idée", "Compléter l’idée"):
        if button == "Déposer mon idée":
            visitor.page.wait_for_timeout(READING)
        visitor.press(button)
        wide = {name: visitor.page.evaluate(TOO_WIDE) for name in ways(visitor.page)}
        found += [(visitor.h1, said) for said in (wide, barriers(visitor.page)) if any(said.values())]
        if "problème" in visitor.text:
            visitor.page.fill("[name=title]", "Un banc à l’ombre")
    assert found == [] and visitor.page.locator("[name=what]").is_visible()
