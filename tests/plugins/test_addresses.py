"""The addresses of what editors write: one a page, and none that the site or the service answers at."""

from types import SimpleNamespace

import pytest

from formservice import create_app
from plugins import addresses


def things(folder, slug, url):
    return {folder: [SimpleNamespace(slug=slug, url=url)]}


@pytest.mark.parametrize(
    ("folder", "slug"), [(folder, slug) for folder in addresses.KEPT for slug in sorted(addresses.KEPT[folder])]
)
def test_a_file_may_not_have_the_name_of_what_answers_there(folder, slug):
    url = f"/{slug}/" if folder == "pages" else f"/{folder}/{slug}/"
    assert list(addresses.mistakes(things(folder, slug, url), "content")) == [
        (f"{folder}/{slug}", f"L’adresse {url} est prise par le site lui-même. Donnez un autre nom à ce fichier."),
    ]  # fmt: skip
    assert list(addresses.mistakes(things(folder, "photos", url), "content")) == []


def test_two_files_may_not_have_one_address_and_the_other_is_named():
    found = things("pages", "lieux", "/lieux/") | things("lieux", "x", "/lieux/")
    assert list(addresses.mistakes(found, "content")) == [
        ("lieux/x", "L’adresse /lieux/ est déjà celle de content/pages/lieux.md. Renommez l’un des deux fichiers."),
    ]  # fmt: skip


def names(urls, root):
    """The first name after `root` of every address below it."""
    return {url.removeprefix(root).partition("/")[0] for url in urls if url.startswith(root)} - {""}


@pytest.mark.parametrize(("folder", "root"), [("pages", "/"), ("agenda", "/agenda/")])
def test_every_page_that_no_file_makes_has_its_name_kept(built, folder, root):
    files = {path.stem for path in (built.root / "content" / folder).glob("*.md")}
    site = built.folder / "site"
    urls = [f"/{path.relative_to(site)}" for path in site.rglob("*") if path.is_file()]
    found = {name for name in names(urls, root) if "." not in name}
    assert found - files - addresses.KEPT[folder] == set()
    assert found & addresses.KEPT[folder]


@pytest.mark.parametrize(("folder", "root"), [("pages", "/"), ("agenda", "/agenda/")])
def test_every_address_of_the_service_has_its_name_kept(tmp_path, folder, root):
    app = create_app(
        STORE=f"tinydb:{tmp_path}", RELEASE=str(tmp_path), SECRET_KEY="k" * 32, BASE_URL="http://localhost"
    )
    urls = {rule.rule for rule in app.url_map.iter_rules()}
    fixed = {name for name in names(urls, root) if "<" not in name}
    assert fixed - addresses.KEPT[folder] <= {"participation"} if folder == "pages" else fixed <= addresses.KEPT[folder]
