"""Pictures and sounds made on the spot for the tests."""

import io
import random
import wave
from pathlib import Path
from typing import Any

from PIL import Image

GPS = {0x010F: "Appareil", 0x8825: {1: "N", 2: (50.0, 26.0, 47.0), 3: "E", 4: (3.0, 25.0, 51.0)}}
"""The maker of a telephone and the place of a photograph."""


def photo(size: tuple[int, int] = (900, 600)) -> Image.Image:
    """A picture with soft shades, as a photograph has."""
    shades = [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90)]
    return Image.merge("RGB", [one.resize(size) for one in shades])


def noise(size: tuple[int, int]) -> Image.Image:
    """The heaviest of pictures: nothing but grain, always the same."""
    return Image.frombytes("RGB", size, random.Random(7).randbytes(3 * size[0] * size[1]))


def reopened(path: Path) -> Image.Image:
    """A picture that was written, its file closed."""
    with Image.open(path) as image:
        image.load()
        return image


def saved(image: Image.Image, form: str, exif: dict[int, Any] | None = None, **options: Any) -> bytes:
    """A picture as a camera would write it."""
    if exif:
        options["exif"] = Image.Exif()
        options["exif"].update(exif)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def tone(seconds: float = 0.5) -> bytes:
    """A WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(int(16000 * seconds)))
    return out.getvalue()
