"""The story of an idea, told by somebody who has a backup and the published files, and nothing of our code.

Reads the archive by tarfile and json, verifies the chains by hashlib, reads the files by PyYAML.
"""

import hashlib
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FACTS = ("cost", "service", "number", "status")
BESIDE = ("publish", "unpublish", "call", "erase", "mail", "checked")
"""What is done around an idea, and is no step of it."""
DEEDS = {
    "submit": "files it", "complete": "completes it", "ask": "asks a question", "reply": "answers",
    "accept": "accepts it", "refuse": "refuses it", "contest": "contests", "merge": "joins it to another",
    "part": "parts it again", "join": "joins another to it", "unjoin": "parts another from it",
    "withdraw": "withdraws it", "word": "words it", "news": "tells what became of it", "publish": "writes its file",
    "unpublish": "takes its file away", "call": "calls", "erase": "erases who filed it", "mail": "is written to",
    "checked": "looks at what was doubtful",
}  # fmt: skip


@dataclass
class Idea:
    """What the backup holds of one idea: its record, its lines, and its file where there is one."""

    record: dict[str, Any]
    lines: list[dict[str, Any]] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)

    def story(self) -> list[str]:
        """Who did what, when, by which channel, under which rules; then the public reason."""
        told = []
        for line in self.lines:
            who = line.get("agent") or "its author"
            facts = ", ".join(f"{name} {line[name]}" for name in (*FACTS, "letter") if name in line)
            rules = f"rules {line['rules']}" if "rules" in line else ""
            way = f"{line['at']}: {who} {DEEDS[line['verb']]} by {line['channel'] or 'e-mail'}"
            told.append(", ".join(filter(None, [way, facts, rules])))
        return [*told, *([f"Because: {self.page['reason']}"] if self.page.get("reason") else [])]

    def faults(self) -> list[str]:
        """What the lines and the record do not say alike."""
        known = [line for line in self.lines if line["verb"] not in BESIDE]
        wrong = [
            f"{line['verb']} without its rules" for line in known if line.get("rules") != self.record["rules_version"]
        ]
        wrong += [f"{line['verb']} of another idea" for line in known if line.get("idea") != self.record["number"]]
        said, kept = [list(map(_deed, some)) for some in (known, self.record["steps"])]
        wrong += [] if said == kept else [f"lines {said} but steps {kept}"]
        for before, after in zip(known, known[1:], strict=False):
            if before["after"] != after["before"]:
                wrong.append(
                    f"{before['verb']} leads to {before['after']}, {after['verb']} starts from {after['before']}"
                )
        wrong += [] if known[-1]["after"] == self.record["state"] else [f"ends {known[-1]['after']}"]
        return wrong + list(self._joined(known)) + list(self._published(known))

    def _joined(self, known: list[dict[str, Any]]) -> Any:
        members: list[int] = []
        for line in known:
            if line["verb"] == "join":
                members.append(line["number"])
            if line["verb"] == "unjoin":
                members.remove(line["number"])
        if sorted(members) != sorted(number for _, _, number in self.record["joined"]):
            yield f"joined {members}"

    def _published(self, known: list[dict[str, Any]]) -> Any:
        if not self.page or self.record["state"] not in ("accepted", "refused"):
            return
        last = next(line for line in reversed(known) if line["verb"] in ("accept", "refuse"))
        if self.page.get("cost") != last.get("cost") or self.page.get("service") != last.get("service"):
            yield f"the file says {self.page.get('cost')} of {self.page.get('service')}"


def _deed(step: dict[str, Any]) -> tuple[Any, ...]:
    facts = tuple(step.get(name) for name in FACTS)
    return step["verb"], step["agent"] or "", step["channel"], step.get("before", ""), step["after"], *facts


def read(backup: Path, code: str, content: Path | None = None) -> dict[int, Idea]:
    """Every idea of an edition, by number."""
    found: dict[str, Idea] = {}
    lines: list[dict[str, Any]] = []
    with tarfile.open(backup) as archive:
        for member in archive:
            if member.name.startswith(f"partitions/idea/{code}/"):
                text = archive.extractfile(member).read().decode()  # type: ignore[union-attr]
                header, *rows = [json.loads(line) for line in text.split("\n")[:-1]]
                chain = [row[1] for row in rows if row[0] == "line"]
                verify(header["partition"], chain)
                lines += chain
                found |= {row[2]["id"]: Idea(row[2]) for row in rows if row[:2] == ["record", "ideas"]}
    for line in lines:
        if line.get("record") in found:
            found[line["record"]].lines.append(line)
    by_number = {one.record["number"]: one for one in found.values()}
    for number, page in pages(content).items() if content else ():
        by_number[number].page = page
    return by_number


def verify(partition: str, chain: list[dict[str, Any]]) -> None:
    """Each line holds on to the one before. AssertionError."""
    head = hashlib.sha256(f"journal {partition}".encode()).hexdigest()
    for number, line in enumerate(chain, 1):
        body = {name: value for name, value in line.items() if name != "hash"}
        told = hashlib.sha256(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        assert (line["n"], line["prev"], line["hash"]) == (number, head, told), f"{partition}, line {number}"
        head = line["hash"]


def pages(content: Path, edition: str = "") -> dict[int, dict[str, Any]]:
    """The front matter of the published projects, of one edition or of all, by number."""
    heads = [path.read_text(encoding="utf-8").split("\n---\n")[0] for path in (content / "projets").glob("*.md")]
    found = [one for one in map(yaml.safe_load, heads) if edition in ("", one["edition"])]
    return {int(one["number"]): one for one in found}
