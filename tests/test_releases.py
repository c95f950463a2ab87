"""The release being served changes under a running service; a bad one never does harm."""

import pytest

from formservice.catalogue import BadCatalogue, load
from formservice.releases import Releases
from tests.builders import a_catalogue, a_release, a_site, an_activity


@pytest.fixture
def link(tmp_path):
    a_release(tmp_path / "one", a_catalogue(an_activity(title="Première")))
    (tmp_path / "output").symlink_to("one")
    return tmp_path / "output"


def switch(link, name):
    fresh = link.with_name("fresh")
    fresh.symlink_to(name)
    fresh.replace(link)


def title(releases):
    return releases.current().catalogue.activities[0].title


def test_a_new_release_is_seen_without_a_restart(link, tmp_path):
    releases = Releases(link)
    assert title(releases) == "Première"
    a_release(tmp_path / "two", a_catalogue(an_activity(title="Seconde")))
    switch(link, "two")
    assert title(releases) == "Seconde"


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"format": 1, "sum": "x"}', "half", "other"])
def test_a_broken_catalogue_leaves_the_last_good_one_in_use(link, tmp_path, damage):
    releases = Releases(link)
    releases.current()
    bad = a_release(tmp_path / "bad") / "catalogue.json"
    whole = bad.read_text(encoding="utf-8")
    bad.write_text({"half": whole[: len(whole) // 2], "other": whole.replace("Bourg", "Bourk")}.get(damage, damage))
    switch(link, "bad")
    assert title(releases) == "Première"
    assert "Relancez la construction" in releases.trouble


def test_a_release_that_vanished_leaves_the_last_good_one_in_use(link):
    releases = Releases(link)
    releases.current()
    link.unlink()
    assert title(releases) == "Première"


def test_without_any_release_it_says_what_to_type(tmp_path):
    with pytest.raises(BadCatalogue, match="make site|construction"):
        Releases(tmp_path / "output").current()


def test_what_is_written_is_read_back_the_same(tmp_path):
    catalogue = a_catalogue(an_activity(title="« Œuvre » & <b>l’été</b>"), site=a_site(tagline="{{7*7}}"))
    first = load(a_release(tmp_path / "one", catalogue) / "catalogue.json")
    assert load(a_release(tmp_path / "two", first) / "catalogue.json") == first
    assert first.activities[0].title == "«\u00a0Œuvre\u00a0» & <b>l’été</b>"
