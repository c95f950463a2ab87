"""The sizes of a picture: light, named after their bytes, drawn once."""

import os
import time

import pytest

from plugins.media import sizing
from tests.media.drawing import photo, reopened, saved


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """A folder of drawn pictures, empty."""
    monkeypatch.setenv("PICTURES_KEPT", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def image(tmp_path):
    """A file of content/images."""
    (tmp_path / "portail.jpg").write_bytes(saved(photo((1600, 1200)), "JPEG"))
    return tmp_path / "portail.jpg"


def test_a_photograph_has_three_widths_and_one_plain_file(image, tmp_path):
    sizes = sizing.publish(image, tmp_path)

    assert [(one.form, one.width) for one in sizes] == [
        ("avif", 320), ("avif", 640), ("avif", 1280), ("jpeg", 640), ("webp", 320), ("webp", 640), ("webp", 1280),
    ]  # fmt: skip
    for one in sizes:
        assert reopened(tmp_path / one.url.lstrip("/")).size == (one.width, one.height)


def test_a_small_picture_is_never_made_larger():
    assert sizing.widths(500) == [(320, 30_000), (500, 30_000)]
    assert sizing.widths(300) == [(300, 30_000)]
    assert sizing.widths(1000) == [(320, 30_000), (640, 30_000), (1000, 120_000)]


def test_what_was_drawn_is_not_drawn_again(image, tmp_path, monkeypatch):
    first = sizing.publish(image, tmp_path / "one")
    monkeypatch.setattr(sizing.pictures, "encoded", None)

    assert sizing.publish(image, tmp_path / "two") == first
    assert sizing.prepare([image]) == 0


def test_another_picture_under_the_same_name_has_other_addresses(image, tmp_path):
    before = {one.url for one in sizing.publish(image, tmp_path)}
    image.write_bytes(saved(photo((1600, 1200)).rotate(180), "JPEG"))

    assert not before & {one.url for one in sizing.publish(image, tmp_path)}


def test_a_build_cut_short_leaves_no_half_picture(image, kept, monkeypatch):
    def cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sizing.pictures, "encoded", cut)
    with pytest.raises(KeyboardInterrupt):
        sizing.drawn(image.read_bytes())
    assert list(kept.iterdir()) == []


def test_many_pictures_are_announced_and_a_bad_one_is_left_to_the_check(tmp_path, capsys):
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    for n in range(3):
        (folder / f"{n}.png").write_bytes(saved(photo((300 + n, 300)), "PNG"))
    (folder / "cassee.jpg").write_bytes(b"rien")

    assert sizing.main([str(tmp_path / "content")]) == 0
    assert "4 images à préparer" in capsys.readouterr().out


def test_what_no_build_asked_for_in_two_months_is_erased(image, kept):
    folder = sizing.drawn(image.read_bytes())
    os.utime(folder, (0, time.time() - sizing.TWO_MONTHS - 1))

    sizing.forget(time.time() - sizing.TWO_MONTHS)

    assert not folder.exists()


@pytest.mark.parametrize("put", [lambda path: path.mkdir(), lambda path: path.symlink_to("nulle-part")])
def test_what_is_no_file_is_told_with_what_to_do(tmp_path, put, capsys):
    (tmp_path / "images").mkdir()
    put(tmp_path / "images/x.jpg")

    assert sizing.main([str(tmp_path)]) == 1
    assert "x.jpg : ce n’est pas un fichier. Remplacez" in capsys.readouterr().err
