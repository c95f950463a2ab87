"""Pictures drawn again: bytes in, bytes out, upright and without what a camera wrote in them.

Pure: neither Flask, nor Pelican, nor the disk. For the site's pictures and for the photos that
visitors send: what comes out holds pixels and nothing else, neither place, nor date, nor device.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageCms, ImageFilter, ImageOps

READ = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
MOST_SENT, MOST_GREEDY = 24_000_000, 12_000_000
"""Pixels of what a visitor sends: 200 MB at most while it is read; WebP and CMYK take up to sixteen bytes a pixel."""
JPEG, SCAN, MOST_SCANS = b"\xff\xd8", b"\xff\xda", 30
"""How a JPEG begins, and each of its scans: every one goes through the whole picture again."""
LEAST_SIDE = 300
MOST_RATIO = 3
LARGEST = 2560
"""What is kept of a photograph while it is worked on, in pixels of its longest side."""

ORIENTATION, BAND = 0x0112, 64
"""Where a camera writes how it was held; the height of the bands a picture is made smaller by, in pixels of it then."""

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
    return _opened(data, LARGEST, lambda image: MOST_PIXELS)


def _opened(data: bytes, side: int, most: Callable[[Image.Image], int]) -> Image.Image:
    if len(data) > MOST_BYTES:
        raise BadPicture("L’image pèse plus de 20 Mo. Enregistrez-la plus petite, en JPEG.")
    if data.startswith(JPEG) and data.count(SCAN) > MOST_SCANS:
        raise BadPicture("L’image est un JPEG fait de trop de passes. Enregistrez-la de nouveau, puis recommencez.")
    try:
        return _bare(_read(data, side, most), side)
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except Exception:
        # Whatever a damaged or forged file makes the decoders say: there are many ways, one answer.
        raise BadPicture("L’image est illisible ou coupée. Enregistrez-la de nouveau, puis recommencez.") from None


def _read(data: bytes, side: int, most: Callable[[Image.Image], int]) -> Image.Image:
    # The header alone: nothing of the pixels is in memory before they are counted.
    image = Image.open(io.BytesIO(data), formats=READ)
    width, height = image.size
    if width * height > most(image):
        raise _too_many()
    if min(width, height) < LEAST_SIDE:
        raise BadPicture(f"L’image est trop petite ({width} × {height}). Il en faut une de 300 pixels au moins.")
    if max(width, height) > MOST_RATIO * min(width, height):
        raise BadPicture("L’image est trop allongée. Recadrez-la : trois fois plus longue que large, au plus.")
    # A JPEG is read straight at a half, a quarter or an eighth of its size.
    image.draft(None, (side, side))
    image.load()
    return image


def _too_many() -> BadPicture:
    return BadPicture(
        "L’image a trop de points. Enregistrez-la plus petite, en JPEG : 6 000 × 4 000 au plus. Sur un téléphone, "
        "une capture d’écran de la photo suffit."
    )


def _bare(image: Image.Image, side: int) -> Image.Image:
    """The pixels on white, in a picture that carries nothing else."""
    profile, orientation = image.info.get("icc_profile"), image.getexif().get(ORIENTATION, 1)
    image = _reduced(image, max(1, max(image.size) // side))
    image.getexif()[ORIENTATION] = orientation
    image = ImageOps.exif_transpose(image)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    # Its sides are rounded, and what comes out is read again: never a pixel longer than what is taken.
    longest = MOST_RATIO * min(image.size)
    image = image.crop((0, 0, min(image.width, longest), min(image.height, longest)))
    bare = Image.new("RGB", image.size)
    bare.paste(_in_srgb(image, profile))
    return bare


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """The picture opaque, some times smaller, made band by band: it is never twice in memory at its full size."""
    (width, height), bands = image.size, BAND * factor
    small = None
    for top in range(0, height, bands):
        band = _opaque(image.crop((0, top, width, min(height, top + bands))), image.info).reduce(factor)
        small = small or Image.new(band.mode, (band.width, -(-height // factor)))
        small.paste(band, (0, top // factor))
    if small is None:
        raise ValueError(height)
    return small


def _opaque(band: Image.Image, info: dict[Any, Any]) -> Image.Image:
    """A band of a picture in plain colours, on white."""
    if band.mode.startswith("I"):
        return band.convert("I").point(lambda value: value / 256).convert("L")
    if band.mode == "P" or "A" in band.mode or "transparency" in info:
        band = band.convert("RGBA")
        bare = Image.new("RGB", band.size, "white")
        bare.paste(band, mask=band.getchannel("A"))
        return bare
    return band.convert("L") if band.mode == "1" else band


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
    image = _opened(data, side, _most_sent)
    return encoded(image, "jpeg", most)


def _most_sent(image: Image.Image) -> int:
    return MOST_GREEDY if image.format == "WEBP" or image.mode == "CMYK" else MOST_SENT


def size_of(picture: bytes) -> tuple[int, int]:
    """The width and the height of a picture of ours."""
    with Image.open(io.BytesIO(picture)) as image:
        return image.size
