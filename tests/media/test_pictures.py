"""Pictures drawn again: what comes out is upright, light, and tells nothing of who took it."""

import io

import pytest
from PIL import Image, ImageCms

from formservice.pictures import MOST_BYTES, BadPicture, cleaned, encoded, opened
from tests.media.drawing import GPS, noise, photo, saved


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_of_each_kind_is_read(form):
    assert opened(saved(photo(), form)).size == (900, 600)


def test_a_photo_held_upright_stays_upright():
    lying = saved(photo(), "JPEG", exif={0x0112: 6})
    assert opened(lying).size == (600, 900)


def test_nothing_of_where_it_was_taken_is_left():
    taken = saved(photo(), "JPEG", exif=GPS, comment=b"chez moi")
    assert b"Exif" in taken
    for data in (cleaned(taken), encoded(opened(taken), "webp", 30_000), encoded(opened(taken), "avif", 30_000)):
        image = Image.open(io.BytesIO(data))
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
        assert not any(word in data for word in (b"Appareil", b"chez moi"))


def test_a_colour_profile_is_applied_then_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wrong = saved(photo(), "JPEG", icc_profile=profile)
    assert opened(wrong).info == {}


def test_what_is_transparent_is_white():
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    assert opened(saved(clear, "PNG")).getpixel((5, 5)) == (255, 255, 255)


def test_a_scan_in_sixteen_bits_keeps_its_greys():
    grey = Image.new("I;16", (400, 400), 0x8080)
    assert opened(saved(grey, "PNG")).getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "illisible"),
        (b"<svg onload='alert(1)'/>", "illisible"),
        (saved(photo(), "GIF"), "illisible"),
        (saved(photo(), "JPEG")[:2000], "coupée"),
        (saved(photo(), "PNG")[:2000], "coupée"),
        (saved(photo((299, 400)), "PNG"), "trop petite"),
        (saved(photo((1300, 400)), "PNG"), "trop allongée"),
        (saved(Image.new("1", (9000, 9000)), "PNG"), "trop de points"),
        (saved(Image.new("1", (20_000, 20_000)), "PNG"), "trop de points"),
        (b"\xff" * (MOST_BYTES + 1), "20 Mo"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_in_words(data, words):
    with pytest.raises(BadPicture, match=words):
        opened(data)


@pytest.mark.parametrize("form", ["avif", "webp", "jpeg"])
def test_even_a_crowd_of_details_holds_in_thirty_kilobytes(form):
    image = noise((640, 480))
    data = encoded(image, form, 30_000)
    assert len(data) <= 30_000
    assert Image.open(io.BytesIO(data)).size == (640, 480)


def test_what_a_visitor_sends_fits_the_office():
    sent = cleaned(saved(photo((3000, 2000)), "JPEG"))
    assert len(sent) <= 400_000
    assert Image.open(io.BytesIO(sent)).size == (1600, 1067)


@pytest.mark.parametrize("size", [(2001, 667), (534, 1602), (6000, 2000)])
def test_what_a_visitor_sends_is_always_a_picture_that_the_site_takes(size):
    sent = cleaned(saved(photo(size), "JPEG"))
    assert max(opened(sent).size) <= 3 * min(opened(sent).size)


def test_the_same_picture_gives_the_same_bytes():
    data = saved(photo(), "JPEG")
    for form in ("avif", "webp", "jpeg"):
        assert encoded(opened(data), form, 30_000) == encoded(opened(data), form, 30_000)


def test_a_picture_of_a_hundred_passes_is_refused_before_it_is_read():
    progressive = saved(photo(), "JPEG", progressive=True)
    last = progressive[progressive.rindex(b"\xff\xda") : -2]
    assert opened(progressive).size == (900, 600)

    with pytest.raises(BadPicture, match="passes"):
        opened(progressive[:-2] + last * 100 + b"\xff\xd9")
