"""Pictures drawn again: bytes in, bytes out, upright and without what a camera wrote in them.

Pure: neither Flask, nor Pelican, nor the disk. For the site's pictures and for the photos that
visitors send: what comes out holds pixels and nothing else, neither place, nor date, nor device.
"""

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, ImageFilter, ImageOps

READ = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
JPEG, SCAN, MOST_SCANS = b"\xff\xd8", b"\xff\xda", 30
"""How a JPEG begins, and each of its scans: every one goes through the whole picture again."""
LEAST_SIDE = 300
MOST_RATIO = 3
LARGEST = 2560
"""What is kept of a photograph while it is worked on, in pixels of its longest side."""

QUALITIES = {"avif": range(60, 24, -6), "webp": range(80, 29, -10), "jpeg": range(82, 33, -8)}
BLURS = (1, 2, 4, 8)
"""When the lowest quality is still too heavy, fine grain is smoothed away, in pixels."""
# One thread: how a picture is cut for several depends on the machine, and the bytes with it.
SAVED: dict[str, dict[str, Any]] = {
    "avif": {"speed": 6, "max_threads": 1},
    "webp": {"method": 6},
    "jpeg": {"progressive": True, "optimize": True},
}


class BadPicture(ValueError):
    """The picture cannot be used; the sentence says why, and what to do, in French."""


def opened(data: bytes) -> Image.Image:
    """The picture upright, opaque, in sRGB, nothing written in it, 2,560 pixels at most. Raises BadPicture."""
    if len(data) > MOST_BYTES:
        raise BadPicture("L’image pèse plus de 20 Mo. Enregistrez-la plus petite, en JPEG.")
    if data.startswith(JPEG) and data.count(SCAN) > MOST_SCANS:
        raise BadPicture("L’image est un JPEG fait de trop de passes. Enregistrez-la de nouveau, puis recommencez.")
    try:
        return _bare(_read(data))
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except Exception:
        # Whatever a damaged or forged file makes the decoders say: there are many ways, one answer.
        raise BadPicture("L’image est illisible ou coupée. Enregistrez-la de nouveau, puis recommencez.") from None


def _read(data: bytes) -> Image.Image:
    # The header alone: nothing of the pixels is in memory before they are counted.
    image = Image.open(io.BytesIO(data), formats=READ)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many()
    if min(width, height) < LEAST_SIDE:
        raise BadPicture(f"L’image est trop petite ({width} × {height}). Il en faut une de 300 pixels au moins.")
    if max(width, height) > MOST_RATIO * min(width, height):
        raise BadPicture("L’image est trop allongée. Recadrez-la : trois fois plus longue que large, au plus.")
    # A JPEG is read straight at a half, a quarter or an eighth of its size.
    image.draft(None, (LARGEST, LARGEST))
    image.load()
    return image


def _too_many() -> BadPicture:
    return BadPicture("L’image a trop de points. Enregistrez-la plus petite : 6 000 × 4 000, c’est déjà beaucoup.")


def _bare(image: Image.Image) -> Image.Image:
    """The pixels on white, in a picture that carries nothing else."""
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "P" or "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", image.size, "white")
    if image.mode == "RGBA":
        bare.paste(image, mask=image.getchannel("A"))
        return _in_srgb(bare, profile)
    bare.paste(_in_srgb(image, profile))
    return bare


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image.convert("RGB")
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        seen = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        seen = None
    bare = Image.new("RGB", image.size)
    bare.paste(seen or image.convert("RGB"))
    return bare


def sized(image: Image.Image, width: int) -> Image.Image:
    """The picture at another width, in proportion."""
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)


def encoded(image: Image.Image, form: str, most: int) -> bytes:
    """An `avif`, `webp` or `jpeg` of `most` bytes at most, as good as it can be."""
    for data in _tries(image, form):
        if len(data) <= most:
            return data
    raise BadPicture("L’image a trop de détails pour rester légère. Recadrez-la sur l’essentiel.")


def _tries(image: Image.Image, form: str) -> Iterator[bytes]:
    for quality in QUALITIES[form]:
        yield _saved(image, form, quality)
    for blur in BLURS:
        yield _saved(image.filter(ImageFilter.GaussianBlur(blur)), form, QUALITIES[form][-1])


def _saved(image: Image.Image, form: str, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, quality=quality, **SAVED[form])
    return out.getvalue()


def cleaned(data: bytes, side: int = 1600, most: int = 400_000) -> bytes:
    """What a visitor sent, as a JPEG without metadata, within `side` pixels and `most` bytes. Raises BadPicture."""
    image = opened(data)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return encoded(image, "jpeg", most)
