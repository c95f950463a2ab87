"""From the store to the files that an editor commits: what leaves, what an editor has changed since, what is kept back.

What was written is known by its digest: a file that is not as we wrote it is somebody's work, and stays.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formservice.catalogue import Edition
from formservice.participation import ideas, projects, rules, written
from formservice.participation.ideas import Idea
from formservice.participation.placing import (
    CHANGED,
    DECIDED,
    DELETED,
    IMAGES,
    LEFT,
    NEW,
    PROJECTS,
    Folder,
    is_ours,
    remove,
)
from formservice.participation.words import wording
from formservice.service import Service
from formservice.storage import Records, StoreError
from formservice.storage.transfer import Progress, silent

HELD, GONE, ORPHAN, UNSHOWN, UNREAD = "held", "gone", "orphan", "unshown", "unread"
"""What becomes of a number, besides what placing says."""


@dataclass(frozen=True)
class Sheet:
    """A file to be: of which idea, where the idea is kept; `trouble`: why it may not leave."""

    partition: str
    idea: Idea
    status: str
    name: str
    text: bytes
    photo: bytes = b""
    picture: str = ""
    trouble: str = ""

    @property
    def number(self) -> int:
        """The number of the idea."""
        return int(self.idea["number"])

    @property
    def files(self) -> list[bytes]:
        """The file, and its photo."""
        return [self.text, *([self.photo] if self.photo else [])]

    @property
    def unshown(self) -> list[tuple[str, int, str, str]]:
        """Its photo, when nobody said in words what it shows."""
        waits = self.idea["photo"] and not self.idea["public"].get("photo_alt")
        return [(UNSHOWN, self.number, self.name, "")] if waits else []


@dataclass
class Done:
    """What became of each number: what, file, why."""

    edition: Edition
    lines: list[tuple[str, int, str, str]] = field(default_factory=list)

    def of(self, what: str) -> list[tuple[int, str, str]]:
        """Those of one outcome, by number."""
        return sorted((number, name, why) for found, number, name, why in self.lines if found == what)


def sheets(app: Service, edition: Edition) -> Iterator[Sheet]:
    """The file of each idea that is published, by number."""
    found = ideas.everything(app, edition.code)
    by_id = {one["id"]: one for _, one in found}
    known, further = written.published(app, edition.code), voted(app, edition)
    for partition, idea in found:
        status = projects.status_of(idea, idea["number"] in known)
        status = further.get(idea["number"], status) if status == projects.AT_VOTE else status
        joined = [by_id[id] for _, id, _ in idea["joined"] if id in by_id]
        if status:
            yield sheet(app, edition, partition, idea, status, joined)


def voted(app: Service, edition: Edition) -> dict[int, str]:
    """What the site says of each project since the results of the vote; empty before them."""
    catalogue = app.releases.current().catalogue
    mine = [one for one in catalogue.outcomes if one.edition == edition.slug] if counted(app, edition) else []
    return {one.number: one.status for one in mine if one.status in projects.AFTER_VOTE}


def counted(app: Service, edition: Edition) -> bool:
    """Whether the results of its vote are on line."""
    return app.releases.current().catalogue.results_of(edition.slug) is not None


def sheet(app: Service, edition: Edition, partition: str, idea: Idea, status: str, joined: list[Idea]) -> Sheet:
    """One file, and its photo."""
    text = projects.file_of(edition, idea, status, joined)
    trouble = projects.trouble(edition, idea, status, joined)
    name = projects.file_name(edition, idea["number"], wording(idea)["title"])
    picture = projects.picture_name(edition.code, idea["number"]) if projects.pictures(edition, idea) else ""
    try:
        photo = app.store.get_blob(idea["photo"]) if picture else b""
    except StoreError as error:
        return Sheet(partition, idea, status, name, text.encode(), trouble=f"sa photo manque ({error})")
    return Sheet(partition, idea, status, name, text.encode(), photo, picture, trouble)


def publish(
    app: Service, edition: Edition, folder: Path, *, agent: str, force: bool = False, progress: Progress = silent
) -> Done:
    """Write into a content folder what is new, leave what an editor changed. Raises OSError."""
    there = Folder(folder, edition, force, counted(app, edition))
    done, ready = Done(edition), defaultdict[str, list[Sheet]](list)
    done.lines += [(UNREAD, 0, name, "") for name in there.unread]
    for one in sheets(app, edition):
        done.lines += one.unshown
        if one.trouble:
            done.lines.append((HELD, one.number, there.path(one).name, one.trouble))
        else:
            ready[one.partition].append(one)
    for partition in progress("Projets", list(ready)):
        done.lines += written_down(app, there, partition, ready[partition], agent)
    done.lines += leftovers(app, there, agent)
    return done


def written_down(
    app: Service, there: Folder, partition: str, some: list[Sheet], agent: str
) -> list[tuple[str, int, str, str]]:
    """Write the files of one partition, known by their digests before they are there: none is ever a stranger."""
    code, numbers = there.edition.code, [one.number for one in some]
    with app.store.transaction(partition, *written.shards(code, numbers)) as records:
        found = [(there.due(records, one), one) for one in some]
        for what, one in found:
            if what not in (LEFT, DELETED, DECIDED):
                written.keep(records, code, one.number, one.files)
            if what in (NEW, CHANGED):
                note(records, partition, one.idea, "publish", agent, "cli", status=one.status)
        known = {one.number: written.digests(records, code, one.number) for one in some}
    for what, one in found:
        if what in (NEW, CHANGED):
            there.put(one, known[one.number])
    with app.store.transaction(*written.shards(code, numbers)) as records:
        for what, one in found:
            if what != DELETED:
                written.land(records, code, one.number, there.root)
    return [(what, one.number, there.path(one).name, "") for what, one in found]


def leftovers(app: Service, there: Folder, agent: str) -> Iterator[tuple[str, int, str, str]]:
    """Files whose idea has none any more: joined to another, ours goes; withdrawn, an editor says so."""
    known = written.published(app, there.edition.code)
    for partition, idea in ideas.everything(app, there.edition.code):
        number = idea["number"]
        path, ours = there.there.get(number), known.get(number, [])
        if idea["state"] not in (rules.MERGED, rules.WITHDRAWN) or (path is None and not ours):
            continue
        if path and not (idea["state"] == rules.MERGED and (there.force or is_ours(path, ours))):
            yield ORPHAN, number, path.name, idea["state"]
            continue
        if path:
            path.unlink()
            remove(there.picture(number), ours)
        with app.store.transaction(partition, *written.shards(there.edition.code, [number])) as records:
            # Parted again, it comes back.
            written.lift(records, there.edition.code, number, there.root)
            if path:
                note(records, partition, idea, "unpublish", agent, "cli")
        if path:
            yield GONE, number, path.name, ""


def archive(app: Service, edition: Edition, agent: str) -> tuple[bytes, Done]:
    """The same files as a zip, for an agent to hand to an editor."""
    stream, done, ready = io.BytesIO(), Done(edition), defaultdict[str, list[Sheet]](list)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for one in sheets(app, edition):
            done.lines += [(HELD if one.trouble else NEW, one.number, one.name, one.trouble), *one.unshown]
            if not one.trouble:
                ready[one.partition].append(one)
                made.writestr(f"{PROJECTS}/{one.name}", one.text)
            if one.picture and not one.trouble:
                made.writestr(f"{IMAGES}/{one.picture}", one.photo)
    for partition, some in ready.items():
        with app.store.transaction(partition, *written.shards(edition.code, [one.number for one in some])) as records:
            for one in some:
                written.keep(records, edition.code, one.number, one.files)
                note(records, partition, one.idea, "publish", agent, "office", status=one.status)
    return stream.getvalue(), done


def note(records: Records, partition: str, idea: Idea, verb: str, agent: str, channel: str, **more: str) -> None:
    """The line of a file: never its words."""
    records.note(
        partition, verb, agent=agent, channel=channel, record=idea["id"], idea=idea["number"],
        rules=idea["rules_version"], **more,
    )  # fmt: skip
