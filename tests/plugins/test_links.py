"""A link that leads nowhere is told at the line that wrote it."""

import pytest

from formservice import catalogue
from plugins.links import told
from tests.builders import a_catalogue

HOME = '<a href="/agenda/">x</a> <a href="#bas">x</a> <p id="bas"></p> <a href="https://example.org/">x</a>'


@pytest.fixture
def dead(tmp_path):
    def dead(body, source):
        release, root = tmp_path / "release", tmp_path / "content"
        for path, text in {
            release / "site/index.html": HOME,
            release / "site/agenda/index.html": body,
            release / "site/agenda/photos/index.html": "",
            release / "catalogue.json": catalogue.dump(a_catalogue()),
            root / "pages/agenda.md": source,
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(mistake) for mistake in told(release, root)]

    return dead


@pytest.mark.parametrize(
    "link", ["/", "/#bas", "/agenda/places/", "/agenda/places/photos/", "/suivi/", "mailto:a@example.org", "tel:+33"]
)
def test_a_link_that_leads_somewhere_passes(dead, link):
    assert dead(f'<a href="{link}">x</a>', "") == []


@pytest.mark.parametrize("link", ["/nulle-part/", "/agenda/places/zorglub/", "/#haut", "/agenda", "#rien"])
def test_a_dead_link_is_told_with_its_line(dead, link):
    (found,) = dead(f'<a href="{link}">x</a>', f"---\ntitle: A\n---\nVoir [ici]({link}).\n")
    assert found.startswith("content/pages/agenda.md:4 : ") and link in found


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("ressources/zz-7", "ressources/un-livre"), ("ressources/parcours/un-chemin", "parcours/un-chemin"),
        ("participation/idees/7", "projets/un-banc"),
    ],
)  # fmt: skip
def test_a_dead_link_is_told_in_its_own_file(tmp_path, url, source):
    """The address of a record is its identifier, that of a project its number, not the name of its file."""
    release, root = tmp_path / "release", tmp_path / "content"
    for path, text in {
        release / f"site/{url}/index.html": '<a href="/nulle-part/">x</a>',
        release / "catalogue.json": catalogue.dump(a_catalogue()),
        root / f"{source}.md": "---\ntitle: A\nid: ZZ-7\nedition: idees\nnumber: 7\n---\nVoir [ceci](/nulle-part/).\n",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (found,) = map(str, told(release, root))
    assert found.startswith(f"content/{source}.md:7 : ")


def test_a_dead_link_of_a_decision_is_told_once_in_the_file_of_the_edition(tmp_path):
    release, root = tmp_path / "release", tmp_path / "content"
    page = '<a href="/nulle-part/">Lire la délibération</a>'
    for path, text in {
        release / "site/participation/idees/7/index.html": page,
        release / "site/participation/idees/resultats/index.html": page,
        release / "site/participation/idees/resultats/nord/index.html": page,
        release / "catalogue.json": catalogue.dump(a_catalogue()),
        root / "projets/un-banc.md": "---\nedition: idees\nnumber: 7\n---\n",
        root / "participation/idees.md": "---\ntitle: A\ndecision:\n  document: /nulle-part/\n---\n",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (found,) = map(str, told(release, root))
    assert found.startswith("content/participation/idees.md:4 : Le lien /nulle-part/ ne mène à aucune page")
