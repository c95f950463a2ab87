"""The photo of an idea, as its form carries it: drawn again without metadata, kept aside, and its place signed.

Nobody claims the photo of another: the form carries where it waits, in a text that only we can write.
"""

import base64
import hashlib
import threading
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage, MultiDict

from formservice import pictures
from formservice.participation.forms import FILE, REMOVE
from formservice.participation.staging import NOT_KEPT, PhotoGone, TooMany, Waiting, is_waiting, stage
from formservice.pictures import BadPicture
from formservice.service import Service, service
from formservice.storage import Missing, StoreError

MOST_PHOTO, MOST_BYTES = 8_000_000, 8_300_000
"""Bytes of a photo, and of a form with it."""
FIELD = "photo"
SIDE, LIGHT = 160, 4_300
"""Pixels and bytes of what is shown in a page: under 6 kB once written in text."""
SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
"""How the files begin that we read, whatever their names say."""
EMPTY = "Ce fichier est vide. Choisissez la photo de nouveau, ou continuez sans."
OTHER = (
    "Ce fichier n’est pas une photo que nous savons lire. Choisissez une image JPEG, PNG ou WebP, ou continuez sans."
)
SEVERAL = "Envoyez une seule photo : choisissez celle qui montre le mieux l’endroit."
FULL = "Nous recevons beaucoup de photos en ce moment. Continuez sans : vous pourrez nous la montrer plus tard."
HEAVY = (
    "La photo pèse plus de 8 Mo. Choisissez-en une plus petite, ou envoyez une capture d’écran de la photo, "
    "ou continuez sans."
)
_READING = threading.Lock()
"""One picture at a time in memory: the largest takes 200 MB while it is read."""
IN_LINE, PATIENCE = 3, 3.0
"""Forms that wait for their picture to be read, in a process that answers eight; how long, in seconds."""
_LINE = threading.BoundedSemaphore(IN_LINE)

Posted = dict[str, list[str]]


class Crowded(StoreError):
    """So many pictures are being read that this one would keep everybody waiting."""

    def __init__(self) -> None:
        super().__init__("Trop de photos arrivent à la fois : celle-ci n’a pas été lue.")


class Thumbnail(NamedTuple):
    """A photo, small enough to be written in a page."""

    address: str
    """`data:image/jpeg;base64,…`"""
    width: int
    height: int


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(
        service().settings.secret_keys, salt="photo", signer_kwargs={"digest_method": hashlib.sha256}
    )


def token(waiting: Waiting) -> str:
    """What the form carries."""
    return str(_signer().dumps(waiting))


def waiting_of(text: str) -> Waiting | None:
    """Where the photo of a form waits; None without one. Raises PhotoGone for a text that is not ours."""
    try:
        return Waiting(*map(str, _signer().loads(text))) if text else None
    except (BadSignature, ValueError, TypeError):
        raise PhotoGone from None


def check(app: Service, text: str) -> Waiting | None:
    """The same, when it waits still. Raises PhotoGone."""
    found = waiting_of(text)
    if found and not is_waiting(app, app.store.read(found.partition), found):
        raise PhotoGone
    return found


def attach(app: Service, posted: Posted, files: "MultiDict[str, FileStorage]") -> dict[str, str]:
    """Put the photo that came into the answers, keep the one they carry, or take it away. What is wrong, by field."""
    carried, removed = "".join(posted.pop(FIELD, [])[:1]), posted.pop(REMOVE, None)
    sent = [file for file in files.getlist(FILE) if file.filename or file.stream.read(1)]
    kept = {FIELD: [carried]} if carried and not removed else {}
    try:
        if sent:
            posted[FIELD] = [token(stage(app, drawn(sent)))]
        elif kept and check(app, carried):
            posted |= kept
    except StoreError:
        # The page that says so carries the answers, with the photo that was there before.
        posted |= kept
        raise
    except PhotoGone:
        return {FIELD: NOT_KEPT}
    except TooMany:
        return {FIELD: FULL}
    except BadPicture as mistake:
        return {FIELD: str(mistake)}
    return {}


def drawn(sent: list[FileStorage]) -> bytes:
    """The one photo that came, drawn again: its pixels and nothing else. Raises BadPicture, Crowded."""
    if len(sent) > 1:
        raise BadPicture(SEVERAL)
    sent[0].stream.seek(0)
    data = sent[0].stream.read()
    if not data:
        raise BadPicture(EMPTY)
    if not data.startswith(SIGNS):
        raise BadPicture(OTHER)
    if len(data) > MOST_PHOTO:
        raise BadPicture(HEAVY)
    return _in_turn(data)


def _in_turn(data: bytes) -> bytes:
    # Who finds the line too long is told so at once: the others, without a photo, are answered meanwhile.
    if not _LINE.acquire(blocking=False):
        raise Crowded
    try:
        if not _READING.acquire(timeout=PATIENCE):
            raise Crowded
        try:
            return pictures.cleaned(data)
        finally:
            _READING.release()
    finally:
        _LINE.release()


def thumbnail(app: Service, digest: str) -> Thumbnail | None:
    """A photo that is kept, small; None when it is not."""
    try:
        small = pictures.cleaned(app.store.get_blob(digest), SIDE, LIGHT) if digest else b""
    except Missing:
        return None
    if not small:
        return None
    return Thumbnail(f"data:image/jpeg;base64,{base64.b64encode(small).decode()}", *pictures.size_of(small))


def seen(app: Service, text: str) -> Thumbnail | None:
    """The photo that a form carries, small."""
    try:
        found = waiting_of(text)
        return thumbnail(app, found.digest) if found else None
    except (PhotoGone, StoreError):
        # The page is there for the answers: it is drawn without.
        return None
