"""The words that mean the same, as editors keep them: a line each in content/synonymes.txt."""

from collections.abc import Iterator
from pathlib import Path

from formservice.search.words import stems
from plugins.frontmatter import BadContent

NAME = "synonymes.txt"
LONGEST = 4
"""Words of an expression, the little ones apart."""
Line = tuple[str, ...]


def read(root: Path) -> tuple[list[Line], list[BadContent]]:
    """The lines of the file and its mistakes; nothing where there is no file."""
    path, lines, mistakes = root / NAME, [], []
    taken: dict[str, int] = {}
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    for number, written in enumerate(text.splitlines(), 1):
        line = tuple(filter(None, (" ".join(part.split()) for part in written.partition("#")[0].split(","))))
        found = list(_mistakes(line, number, taken))
        mistakes += [BadContent(f"{root.name}/{NAME}", number, mend) for mend in found]
        if line and not found:
            lines.append(line)
    return lines, mistakes


def _mistakes(line: Line, number: int, taken: dict[str, int]) -> Iterator[str]:
    if len(line) == 1:
        yield f"« {line[0]} » est seul. Écrivez deux mots au moins, séparés par une virgule : poubelle, ordures."
        return
    for words in line:
        stem = stems(words)
        if "�" in words:
            yield "Cette ligne n’est pas lisible. Enregistrez le fichier en UTF-8."
        elif not stem:
            yield f"« {words} » n’a que de petits mots, que la recherche ne regarde pas. Précisez-le ou retirez-le."
        elif len(stem.split()) > LONGEST:
            yield f"« {words} » est trop long. Gardez quatre mots au plus."
        elif taken.setdefault(stem, number) != number:
            yield f"« {words} » est déjà à la ligne {taken[stem]}. Mettez ces mots sur une seule ligne."
