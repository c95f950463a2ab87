"""What of content/ is no plain file, or is Markdown under a name that nothing reads: told, and read by nobody."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins.frontmatter import BadContent

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
LINK = "C’est un lien : le site publierait ce qu’il désigne. Remplacez-le par une copie du fichier, ou supprimez-le."
FOLDER = "C’est un dossier, et son nom finit comme celui d’un fichier. Renommez-le sans « .md », ou supprimez-le."
STRANGE = "Ce n’est pas un fichier ordinaire. Supprimez-le."
ENDING = "Ce fichier ne serait pas publié : son nom doit finir par « .md ». Renommez-le {name}.md."


def strange(root: Path) -> dict[Path, BadContent]:
    """The mistake of each of them, by its path; nothing is followed, and nothing opened."""
    told = ((path, _wrong(path)) for path in _inside(root))
    return {path: BadContent(f"{root.name}/{path.relative_to(root)}", 1, wrong) for path, wrong in told if wrong}


def mistakes(strange: Mapping[Path, BadContent]) -> list[BadContent]:
    """Those to mend. Emacs leaves `.#page.md`, a link to nowhere, beside a page being written: it is not read."""
    return [wrong for path, wrong in strange.items() if not path.name.startswith(".#")]


def _inside(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        yield from (Path(folder, name) for name in [*folders, *files])


def _wrong(path: Path) -> str:
    mode, ending = path.lstat().st_mode, path.suffix.lower()
    if stat.S_ISLNK(mode):
        return LINK
    if stat.S_ISDIR(mode):
        return FOLDER if ending in MARKDOWN else ""
    if not stat.S_ISREG(mode):
        return STRANGE
    return ENDING.format(name=path.stem) if ending in MARKDOWN and path.suffix != ".md" else ""
