"""Front matter as plain strings, each with its line, so that a mistake is shown where it stands.

YAML of its own reads `14:00` as 840, `no` as False, `012` as 10, and takes a key twice in
silence. Here every scalar stays the string that was typed, and a key twice is a mistake.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from formservice.catalogue.typed import Mistake, Where


@dataclass(frozen=True, order=True)
class BadContent:
    """A mistake in a file of content: file, line (from 1), what to write instead."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.text}"


@dataclass
class FrontMatter:
    """The data above the second `---`, the Markdown below it, and where each value stands."""

    data: dict[str, Any]
    body: str
    lines: dict[Where, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line_of(self, at: Where) -> int:
        """The line of a value, or of the nearest thing around it."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def split(text: str) -> FrontMatter:
    """Part a file into front matter and Markdown."""
    head, fence, rest = text.partition("\n")
    top, closing, body = _ended(rest).partition("\n---\n")
    if head.strip() != "---" or not closing:
        mend = "Le fichier doit commencer par une ligne « --- », puis les clés, puis une autre ligne « --- »."
        return FrontMatter({}, text, {(): 1}, [Mistake((), mend)])
    found = FrontMatter({}, body, {(): 1})
    _headings(found, top.count("\n") + 4)
    try:
        node = yaml.compose(top, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        found.lines[("?",)] = (error.problem_mark.line if error.problem_mark else 0) + 2
        found.mistakes.append(Mistake(("?",), _NAMED if isinstance(error, _Named) else f"Ligne illisible. {_MEND}"))
    except (yaml.YAMLError, RecursionError):
        found.mistakes.append(Mistake((), f"En-tête illisible. {_MEND}"))
    else:
        data = _plain(node, (), found) if node else {}
        if isinstance(data, dict):
            found.data = data
        else:
            found.mistakes.append(Mistake((), f"L’en-tête est fait de lignes « clé: valeur ». {_MEND}"))
    return found


class _Named(yaml.MarkedYAMLError):
    """A value has a name, or is that of another."""


class _Loader(yaml.SafeLoader):
    """Without names: a value that holds itself has no end, and nine of nine of nine fill the memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A value, unless it is named."""
        event: Any = self.peek_event()
        if getattr(event, "anchor", None):
            raise _Named(problem_mark=event.start_mark)
        return super().compose_node(parent, index)


_HEADING = re.compile(r"#(?!#)\s*(?P<words>.*)")


def _headings(found: FrontMatter, first: int) -> None:
    """Refuse a heading of the first level, which is the title's; a line of code that looks like one is none."""
    code = False
    for n, line in enumerate(found.body.splitlines()):
        code ^= line.startswith(("```", "~~~"))
        if not code and (heading := _HEADING.match(line)):
            found.lines[("#", n)] = first + n
            mend = f"Le grand titre est celui de l’en-tête. Dans le texte, écrivez « ## {heading['words']} »."
            found.mistakes.append(Mistake(("#", n), mend))


_MEND = "Vérifiez les crochets et les guillemets ; une valeur qui contient « : » se met entre guillemets droits."

_NAMED = (
    "Une valeur ne commence ni par « & » ni par « * ». Mettez-la entre guillemets droits, ou recopiez la valeur "
    "qu’elle désigne."
)


def read_file(path: Path) -> FrontMatter:
    """Read a file of content; one that is not UTF-8, or that cannot be read, is a mistake too."""
    try:
        return split(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        return FrontMatter({}, "", {(): 1}, [Mistake((), "Le fichier n’est pas en UTF-8. Enregistrez-le en UTF-8.")])
    except OSError:
        return FrontMatter({}, "", {(): 1}, [Mistake((), "Le fichier ne peut pas être lu. Vérifiez ses droits.")])


def _plain(node: yaml.Node, at: Where, found: FrontMatter) -> Any:
    found.lines[at] = node.start_mark.line + 2
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*at, n), found) for n, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, found)
    return node.value


def _mapping(node: yaml.MappingNode, at: Where, found: FrontMatter) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in node.value:
        word = str(name.value)
        here = (*at, word)
        if word in data:
            found.lines[(*here, "bis")] = name.start_mark.line + 2
            found.mistakes.append(
                Mistake(
                    (*at, here[-1], "bis"),
                    f"La clé « {here[-1]} » est écrite deux fois. Gardez-en une seule.",
                )
            )
            continue
        data[word] = _plain(value, here, found)
        found.lines[here] = name.start_mark.line + 2
    return data
