"""Recordings: what browsers play, known by its first bytes, published as it is."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from formservice.catalogue.media import Sound

MOST = 50_000_000
FORMS = {
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    "ogg": ("audio/ogg", (b"OggS",)),
    "opus": ("audio/ogg", (b"OggS",)),
    "m4a": ("audio/mp4", (b"ftyp",)),
    "wav": ("audio/wav", (b"RIFF",)),
}
"""Extension → type, and what such a file begins with."""


def mistakes(path: Path) -> Iterator[str]:
    """What is wrong with a recording, and what to do."""
    form = path.suffix.removeprefix(".")
    if form not in FORMS:
        yield f"« {path.name} » : enregistrez le son en .mp3, ou bien en .ogg, .opus, .m4a, .wav."
        return
    with path.open("rb") as file:
        start = file.read(12)
    # The size of its first box stands before the word of an MP4 file.
    if not start.removeprefix(start[:4] if form == "m4a" else b"").startswith(FORMS[form][1]):
        yield f"« {path.name} » n’est pas un son .{form}. Enregistrez-le de nouveau dans ce format."
    elif path.stat().st_size > MOST:
        yield f"« {path.name} » pèse plus de 50 Mo. Enregistrez-le en .mp3 : dix minutes pèsent 10 Mo au plus."


def publish(path: Path, output: Path) -> Sound:
    """Write a recording under /sons/, its hash in its name."""
    data = path.read_bytes()
    url = f"sons/{path.stem}.{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"
    (output / url).parent.mkdir(parents=True, exist_ok=True)
    (output / url).write_bytes(data)
    return Sound(f"/{url}", FORMS[path.suffix.removeprefix(".")][0], len(data))
