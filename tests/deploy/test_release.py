"""Releases: what is built becomes current whole, or not at all."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.build import BuildError
from deploy.release import main, publish
from deploy.shelf import KEPT, Shelf, ShelfError


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "releases", tmp_path / "output")


def writing(text: str, catalogue: str = "{}") -> Callable[[Path], None]:
    """A build of one page that says `text`."""

    def make(folder: Path) -> None:
        (folder / "site").mkdir()
        (folder / "templates").mkdir()
        (folder / "site" / "index.html").write_text(text)
        (folder / "catalogue.json").write_text(catalogue)

    return make


def page(shelf: Shelf) -> str:
    return (shelf.link / "site" / "index.html").read_text()


def folders(shelf: Shelf) -> set[str]:
    return {path.name for path in shelf.releases.iterdir() if path.is_dir()}


def test_a_first_build_is_live_at_once(shelf):
    assert publish(shelf, writing("Bonjour"))

    assert page(shelf) == "Bonjour"
    assert shelf.link.is_symlink()
    assert not shelf.link.readlink().is_absolute()


def test_a_build_that_fails_leaves_the_site_as_it_was(shelf):
    def stops_half_way(folder: Path) -> None:
        (folder / "site").mkdir()
        raise BuildError("La date n’existe pas.")

    publish(shelf, writing("Bonjour"))
    with pytest.raises(BuildError, match="La date"):
        publish(shelf, stops_half_way)

    assert page(shelf) == "Bonjour"
    assert folders(shelf) == {shelf.current()}


def test_what_was_published_is_remembered_with_its_identifiers_whatever_is_tried_at_the_desk(shelf):
    def make(ids: str) -> Callable[[Path], None]:
        def made(folder: Path) -> None:
            writing(ids)(folder)
            (folder / "identifiers.json").write_text(ids)

        return made

    publish(shelf, make('{"MLB-1": {}}'), production=True)
    publish(shelf, make("{}"))

    assert (shelf.announced() / "identifiers.json").read_text() == '{"MLB-1": {}}'


@pytest.mark.parametrize("catalogue", ["", "{", '{"site": '])
def test_a_build_with_a_torn_catalogue_is_not_put_on_line(shelf, catalogue):
    publish(shelf, writing("Bonjour"))
    with pytest.raises(BuildError, match="illisible"):
        publish(shelf, writing("Suite", catalogue))

    assert page(shelf) == "Bonjour"


def test_a_build_without_home_page_is_not_put_on_line(shelf):
    def empty(folder: Path) -> None:
        (folder / "catalogue.json").write_text("{}")

    with pytest.raises(BuildError, match="site/index.html"):
        publish(shelf, empty)
    assert shelf.current() is None


def test_a_build_equal_to_the_current_one_changes_nothing(shelf):
    publish(shelf, writing("Bonjour"))
    link = shelf.link.lstat()

    assert not publish(shelf, writing("Bonjour"))

    assert shelf.link.lstat().st_ino == link.st_ino
    assert shelf.history() == [shelf.current()]


def test_a_page_moved_to_another_name_is_another_release(shelf):
    def moved(folder: Path) -> None:
        writing("Bonjour")(folder)
        (folder / "site" / "a.html").write_text("une page")

    def moved_again(folder: Path) -> None:
        moved(folder)
        (folder / "site" / "a.html").rename(folder / "site" / "b.html")

    publish(shelf, moved)
    assert publish(shelf, moved_again)


def test_the_last_releases_are_kept_and_older_ones_removed(shelf):
    for number in range(KEPT + 3):
        publish(shelf, writing(f"Version {number}"))

    assert folders(shelf) == set(shelf.history())
    assert len(shelf.history()) == KEPT


def test_rolling_back_twice_goes_two_releases_back(shelf):
    for text in ("un", "deux", "trois"):
        publish(shelf, writing(text))

    shelf.rollback()
    assert page(shelf) == "deux"
    shelf.rollback()
    assert page(shelf) == "un"
    with pytest.raises(ShelfError, match="plus ancienne"):
        shelf.rollback()


def test_after_a_rollback_the_next_build_is_live_and_can_be_taken_back(shelf):
    for text in ("un", "deux"):
        publish(shelf, writing(text))
    shelf.rollback()

    publish(shelf, writing("trois"))
    assert page(shelf) == "trois"
    shelf.rollback()
    assert page(shelf) == "un"


def test_the_link_is_believed_when_a_kill_came_before_the_history(shelf):
    for text in ("un", "deux", "trois"):
        publish(shelf, writing(text))
    shelf._point_at(shelf.history()[1])

    shelf.rollback()

    assert page(shelf) == "un"


def test_what_a_killed_build_left_is_swept(shelf):
    left = shelf.releases / ".building-1"
    left.mkdir(parents=True)
    (left / "half").write_text("une demi-page")

    publish(shelf, writing("Bonjour"))

    assert folders(shelf) == {shelf.current()}


def test_a_folder_in_place_of_the_link_is_never_overwritten(shelf):
    shelf.link.mkdir()
    (shelf.link / "precious.txt").write_text("à moi")

    with pytest.raises(ShelfError, match="n’est pas un lien"):
        publish(shelf, writing("Bonjour"))
    assert (shelf.link / "precious.txt").exists()


def test_production_files_are_compressed_beside_the_originals(shelf):
    publish(shelf, writing("Bonjour à toutes et à tous. " * 50), production=True)

    written = {path.name for path in (shelf.link / "site").iterdir()}
    assert written == {"index.html", "index.html.gz", "index.html.br"}


def test_the_command_refuses_an_unknown_release_in_french(shelf, capsys):
    folders = ["--releases", str(shelf.releases), "--link", str(shelf.link)]

    assert main([*folders, "switch", "0123456789abcdef"]) == 1

    assert "n’existe pas" in capsys.readouterr().err


BUILDER = """
import json, sys, time
from pathlib import Path
from deploy.release import publish
from deploy.shelf import Shelf

def make(folder):
    (folder / "site").mkdir()
    (folder / "templates").mkdir()
    for number in range(40):
        (folder / "site" / f"{number}.html").write_text(sys.argv[2])
        time.sleep(0.002)
    (folder / "site" / "index.html").write_text(sys.argv[2])
    (folder / "catalogue.json").write_text(json.dumps({"built": sys.argv[2]}))

publish(Shelf(Path(sys.argv[1], "releases"), Path(sys.argv[1], "output")), make)
"""


def test_builds_started_together_never_mix_and_readers_never_see_a_gap(shelf, tmp_path):
    publish(shelf, writing("0", '{"built": "0"}'))
    command = [sys.executable, "-c", BUILDER, str(tmp_path)]
    builders = [subprocess.Popen([*command, str(number)], stdout=subprocess.DEVNULL) for number in range(1, 6)]

    while any(builder.poll() is None for builder in builders):
        release = shelf.link.resolve()
        assert (
            json.loads((release / "catalogue.json").read_text())["built"]
            == (release / "site" / "index.html").read_text()
        )
        time.sleep(0.001)

    assert [builder.returncode for builder in builders] == [0] * 5
    assert len({path.read_text() for path in (shelf.link / "site").iterdir()}) == 1
    assert len(folders(shelf)) == KEPT


def test_the_desk_s_own_builds_do_not_change_what_was_published(shelf):
    publish(shelf, writing("Publié", '{"dates": 1}'), production=True)
    publish(shelf, writing("Au bureau", '{"dates": 2}'))

    assert json.loads((shelf.announced() / "catalogue.json").read_text()) == {"dates": 1}
    assert page(shelf) == "Au bureau"


def test_a_page_just_read_still_finds_its_style_and_pictures_after_the_switch(shelf):
    def styled(name: str) -> Callable[[Path], None]:
        def make(folder: Path) -> None:
            writing(name)(folder)
            for path in (f"assets/style.{name}.css", f"images/porte-640.{name}.avif"):
                (folder / "site" / path).parent.mkdir(exist_ok=True)
                (folder / "site" / path).write_text(name)

        return make

    for name in ("un", "deux"):
        publish(shelf, styled(name))

    assert {path.name for path in (shelf.link / "site/assets").iterdir()} == {"style.un.css", "style.deux.css"}
    assert (shelf.link / "site/images/porte-640.un.avif").exists()
    assert not publish(shelf, styled("deux"))
