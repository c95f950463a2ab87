"""Pictures of a few bytes that would take the machine's memory and everybody's time."""

import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from PIL import Image

from tests.built import ROOT
from tests.media.drawing import saved
from tests.participation.site import SLUG, with_a_budget
from tests.running import serving

NOW, SQUARE = datetime(2027, 1, 20, 12), (4896, 4896)
KINDS = {
    "webp": ("RGB", "WEBP", (4000, 3000), {"lossless": True}),
    "webp-alpha": ("RGBA", "WEBP", (4000, 3000), {"lossless": True}),
    "cmyk": ("CMYK", "JPEG", (4000, 3000), {"progressive": True, "subsampling": 0}),
    "progressive": ("RGB", "JPEG", (6000, 4000), {"progressive": True, "subsampling": 0}),
} | {mode: (mode, "PNG", SQUARE, {}) for mode in ("1", "P", "L", "LA", "RGB", "RGBA", "I;16")}
READ = """
import sys
from formservice import pictures
peak = lambda: next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
before, data = peak(), open(sys.argv[1], "rb").read()
pictures.cleaned(data)
print((peak() - before) * 1024 // 1_000_000)
"""


def a_kind(name: str) -> bytes:
    """The largest flat picture of a kind that is taken."""
    mode, form, size, options = KINDS[name]
    return saved(Image.new(mode, size), form, **options)


@pytest.mark.parametrize("name", KINDS)
def test_no_picture_takes_two_hundred_megabytes(tmp_path, name):
    (tmp_path / "picture").write_bytes(a_kind(name))
    run = [sys.executable, "-c", READ, str(tmp_path / "picture")]
    said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) < 200


@pytest.fixture
def live(tmp_path):
    """A commune whose filing is open, on real processes."""
    (tmp_path / "var").mkdir()
    with serving(with_a_budget(tmp_path, 7, NOW), tmp_path / "var") as server:
        yield server


def test_a_form_without_photo_is_answered_while_sixteen_heavy_photos_come_at_once(live):
    url, heavy, over = live.url(f"/participation/{SLUG}/proposer/"), a_kind("webp"), threading.Event()
    waits = []

    def others():
        while not over.is_set():
            start = time.monotonic()
            assert post(url, b"") == 422
            waits.append(time.monotonic() - start)

    with ThreadPoolExecutor(17) as pool:
        # What a process reads once, at its first form.
        list(pool.map(lambda _: post(url, b""), range(8)))
        other = pool.submit(others)
        answers = list(pool.map(lambda _: post(url, heavy), range(16)))
        over.set()
        other.result()
    print(f"{len(waits)} forms, {max(waits):.2f} s at most; photos: {answers}")
    assert set(answers) <= {422, 503} and 503 in answers and 422 in answers
    assert max(waits) < 3


def post(url: str, photo: bytes) -> int:
    """Send a form that lacks most answers; the status."""
    parts = [b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nUn banc\r\n']
    if photo:
        parts.append(b'--x\r\nContent-Disposition: form-data; name="photo_file"; filename="a.webp"\r\n\r\n' + photo)
    body = b"".join([*parts, b"\r\n--x--\r\n"])
    sent = urllib.request.Request(url, body, {"Content-Type": "multipart/form-data; boundary=x"})
    try:
        with urllib.request.urlopen(sent, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return int(answer.code)
