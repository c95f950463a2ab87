"""Files that are not what they say, or not what they should be: known by their content, drawn again, or refused."""

import io
import zipfile

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from formservice.participation import photos
from tests.media import drawing
from tests.participation.conftest import budget, visitor
from tests.participation.filing import URL, WRITTEN, a_photo, file_one, fill_in, send

__all__ = ["budget", "visitor"]

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAYLOAD = b"<script>alert(1)</script><?php echo 1; ?>"


def a_bomb() -> bytes:
    """Four hundred million points in half a megabyte."""
    return drawing.saved(Image.new("1", (20_000, 20_000)), "PNG")


def a_zip() -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", "rien")
    return out.getvalue()


def kept(budget) -> bytes:
    """The photo of the idea."""
    return budget.app.store.get_blob(budget.idea(1)["photo"])


def segments(data: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels, read byte by byte."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        assert data[at] == 0xFF
        found.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Ce fichier est vide"),
        (SVG, "pas une photo"),
        (EICAR, "pas une photo"),
        (a_zip(), "pas une photo"),
        (b"%PDF-1.7\n1 0 obj", "pas une photo"),
        (b"MZ\x90\x00" + bytes(400), "pas une photo"),
        (b"GIF89a" + bytes(400), "pas une photo"),
        (a_photo()[:9_000], "illisible ou coupée"),
        (b"\xff\xd8\xff\xe0" + bytes(9_000), "illisible ou coupée"),
        (a_bomb(), "trop de points"),
        (a_photo(size=(200, 200)), "trop petite"),
    ],
    ids=["0 byte", "svg", "eicar", "zip", "pdf", "exe", "gif", "cut", "rubbish", "bomb", "tiny"],
)
def test_what_is_no_photo_is_a_mistake_of_its_field_and_the_answers_stay(budget, visitor, data, words):
    page = fill_in(visitor, 422, photo=data)
    [mistake] = page.errors()
    assert words in mistake and page.tree.xpath("//div[contains(@class, 'wrong')]//input[@type='file']")
    assert page.field("title") == "Un banc" and page.says("Pour se reposer en chemin.")
    assert list(budget.app.store.blobs()) == [] and list(budget.app.store.partitions("staging/")) == []


@pytest.mark.parametrize("name", ["photo.pdf.exe", "../../etc/passwd", "a.svg", "\u202egpj.exe", "x" * 5000])
def test_the_name_of_a_file_is_neither_believed_nor_kept(budget, visitor, name):
    file_one(visitor, photo=[(a_photo(), name)])
    assert kept(budget).startswith(b"\xff\xd8\xff")
    assert name not in repr(budget.idea(1))
    assert fill_in(visitor, 422, photo=[(b"MZ" + bytes(99), "photo.jpg")]).errors()


def test_the_place_and_the_device_are_not_in_what_is_kept(budget, visitor):
    taken = drawing.saved(drawing.photo(), "JPEG", exif=drawing.GPS, comment=b"chez moi")
    assert b"Exif" in taken and b"chez moi" in taken

    file_one(visitor, photo=taken)

    data = kept(budget)
    # APP0 is the JFIF header; no APP1 (Exif, XMP), no APP13, no comment.
    assert not {0xE1, 0xE2, 0xED, 0xFE} & set(segments(data))
    assert not any(word in data for word in (b"Exif", b"GPS", b"Appareil", b"chez moi", b"xmp"))


def test_what_hides_behind_a_photo_is_left_behind(budget, visitor):
    for polyglot in (a_photo() + PAYLOAD, a_photo() + a_zip(), a_photo(comment=PAYLOAD)):
        page = fill_in(visitor, photo=polyglot)
        assert "alert(1)" not in page.html
    visitor.press(page, "confirm")
    assert not any(word in blob for blob in blobs(budget) for word in (b"alert", b"<?php", b"PK\x03\x04"))


def blobs(budget) -> list[bytes]:
    """All that is kept of photos."""
    return [budget.app.store.get_blob(digest) for digest in budget.app.store.blobs()]


def test_several_files_are_a_mistake_that_says_so(budget, visitor):
    page = fill_in(visitor, 422, photo=[(a_photo(), "a.jpg"), (a_photo(), "b.jpg")])
    assert page.errors() == ["Envoyez une seule photo : choisissez celle qui montre le mieux l’endroit."]
    assert blobs(budget) == []


def of_weight(weight: int) -> bytes:
    """A photo of that many bytes."""
    return a_photo() + bytes(weight - len(a_photo()))


def test_a_photo_of_eight_megabytes_is_taken_and_one_byte_more_is_a_mistake_of_its_field(budget, visitor):
    assert fill_in(visitor, photo=of_weight(8_000_000)).says("Une photo de l’endroitJointe")
    page = fill_in(visitor, 422, photo=of_weight(8_000_001))
    assert page.errors() == [photos.HEAVY] and page.field("title") == "Un banc"


@pytest.mark.parametrize("weight", [photos.MOST_BYTES + 1, 20_000_000])
def test_a_photo_too_heavy_is_told_what_to_do(budget, visitor, weight):
    page = fill_in(visitor, 413, photo=a_photo() + bytes(weight))
    assert page.says("capture d’écran") and page.says("remplissez de nouveau le formulaire")
    assert page.tree.xpath(f"//main//a/@href[.='{URL}']") and not page.tree.xpath("//main//a[@href='/agenda/']")
    assert page.h1 == "La photo est trop lourde" and page.says("8 Mo au plus") and page.says("sans photo")
    assert page.says("Rien n’a été enregistré") and blobs(budget) == []


def test_eight_megabytes_pass_with_a_photo_and_nowhere_else(budget, visitor):
    heavy = a_photo() + bytes(5_000_000)
    page = fill_in(visitor, photo=heavy)
    assert page.says("Une photo de l’endroitJointe")
    for url in ("/suivi/idea/BP27/a/fabc.def", "/participation/budget-2027/", "/agents/saisie/SM", "/recherche/"):
        assert send(visitor, url, {}, [(heavy, "a.jpg")], 413)
    assert visitor.post(URL, {"what": "a" * 300_000}, 413).says("trop lo")


def test_ten_thousand_fields_around_a_photo_are_refused(budget, visitor):
    send(visitor, URL, WRITTEN | {f"f{n}": "x" for n in range(10_000)}, [(a_photo(), "a.jpg")], 413)
    assert blobs(budget) == []


def test_a_file_in_the_place_of_an_answer_is_no_answer(budget, visitor):
    titled = FileStorage(io.BytesIO(b"Un banc"), "titre.txt")
    page = send(visitor, URL, WRITTEN | {"title": titled}, [], 422)
    assert page.errors() == ["Donnez un titre à votre idée."]
