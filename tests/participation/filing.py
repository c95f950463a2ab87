"""What somebody writes on the filing form, and the photos they send with it."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.media import drawing
from tests.pages import OURS, Client, Page
from tests.participation.town import GIVEN

URL = f"{GIVEN['url']}proposer/"
WRITTEN = {
    "version": GIVEN["version"], "title": "Un banc", "area": "nord", "where": "Devant l’école",
    "what": "Un banc à l’ombre.", "why": "Pour se reposer en chemin.", "estimate": "800 €", "who": "self",
    "name": "Anne Exemple", "birth": "12 mars 1950", "eligible": "yes", "reach": "email",
    "email": "anne@example.org", "signature": "",
}  # fmt: skip


def a_photo(form: str = "JPEG", size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    """A photograph as a telephone sends it."""
    return drawing.saved(drawing.photo(size), form, **options)


def fill_in(client: Client, status: int = 200, *, photo: Any = None, url: str = URL, **given: Any) -> Page:
    """Send the form: good answers but for those given; None takes one away. `photo`: bytes, or (bytes, name)s."""
    said = {name: value for name, value in (WRITTEN | given).items() if value is not None}
    files = [(photo, "IMG_2041.jpg")] if isinstance(photo, bytes) else photo or []
    return send(client, url, said, files, status)


def send(
    client: Client, url: str, said: dict[str, Any], files: list[tuple[bytes, str]], status: int, headers: Any = OURS
) -> Page:
    """Post a form with files as a browser does."""
    sent = MultiDict([*said.items(), *(("photo_file", FileStorage(io.BytesIO(data), name)) for data, name in files)])
    boundary, body = encode_multipart(sent)
    how = {"content_type": f"multipart/form-data; boundary={boundary}", "headers": headers}
    return client.post(url, body, status, **how)


def file_one(client: Client, **given: Any) -> Page:
    """Go the whole way to the page of the idea."""
    return client.press(fill_in(client, **given), "confirm")
