"""One sees at a glance what is chosen, in the light, in the dark, with one's own colours and on paper."""

from io import BytesIO

import pytest
from PIL import Image

from tests.browser.eyes import look
from tests.site.test_contrast import contrast

LOOKS = {
    "light": {}, "dark": {"color_scheme": "dark"}, "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"}, "paper": {"media": "print", "color_scheme": "dark"},
}  # fmt: skip
KINDS = ("radio", "checkbox")


@pytest.fixture(scope="module")
def seen(browser, live, commune):
    """The pixels of a choice of each kind, not chosen then chosen, in each way of looking."""
    page, found = browser.new_page(), {}
    page.goto(live.url(live.site.catalogue.activity(commune.roles["companions"]).url))
    for kind in KINDS:
        box = page.locator(f"fieldset label input[type={kind}]").last
        for name, way in LOOKS.items():
            look(page, **({"media": "screen", "contrast": "no-preference"} | way))
            pixels = {False: drawn(box)}
            box.check()
            found[kind, name] = pixels | {True: drawn(box)}
            box.evaluate("one => one.checked = false")
    page.close()
    return found


def drawn(box) -> Image.Image:
    """What is drawn of a box."""
    box.evaluate("one => document.activeElement.blur()")
    return Image.open(BytesIO(box.screenshot())).convert("RGB")


def most(image: Image.Image, ground: str) -> float:
    """The most that any pixel of an image stands out of its ground."""
    return max(contrast(written(colour), ground) for _, colour in image.getcolors(image.width * image.height))


def heart(image: Image.Image) -> Image.Image:
    """The middle of a box, without its edge."""
    width, height = image.size
    return image.crop((width // 3, height // 3, width * 2 // 3, height * 2 // 3))


def written(colour: tuple[int, int, int]) -> str:
    """A colour as a style sheet has it."""
    return f"#{bytes(colour).hex()}"


def ground_of(image: Image.Image) -> str:
    """What an empty box is filled with."""
    return written(heart(image).getpixel((1, 1)))


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_is_an_empty_shape_then_one_with_its_mark(seen, kind, name):
    empty, full = seen[kind, name][False], seen[kind, name][True]
    ground = ground_of(empty)
    assert most(heart(empty), ground) < 1.5 and most(empty, ground) >= 3
    assert most(heart(full), ground) >= 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["dark", "more contrast, dark"])
def test_in_the_dark_what_is_not_chosen_is_dark(seen, kind, name):
    assert contrast(ground_of(seen[kind, name][False]), "#000") < 2
