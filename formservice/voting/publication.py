"""From the opened box to the files that an editor commits: results, ballots, and the new status of each project.

The page comes last: whoever is stopped before has no page, and starts again. The words that an editor wrote under the
results stay when they are made again.
"""

import io
import re
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from formservice.catalogue import Edition
from formservice.catalogue.french import typeset
from formservice.consultations.publishing import beside
from formservice.editor_files import HEAD, alone, words_of
from formservice.participation.placing import PROJECTS, Folder
from formservice.refusal import Refused
from formservice.service import Service
from formservice.voting import elections
from formservice.voting.closing import edition_of
from formservice.voting.counting import counting
from formservice.voting.elections import Election
from formservice.voting.files import Files, files
from formservice.voting.tallying import told

FOLDER, EDITIONS = "decomptes", "participation"
"""Of content/."""
TABLE, AT_VOTE = "publication", "au-vote"
PLAIN = re.compile(rb"""(?m)^status:[ \t]*(["']?)([a-z-]+)\1[ \t]*(?:[ \t]#[^\r\n]*)?\r?$""")
STATUS = re.compile(rb"""(?m)^(status:[ \t]*)(["']?)au-vote\2(?=[ \t]*(?:[ \t]#[^\r\n]*)?\r?$)""")
README = "lisez-moi.txt"


class NoPlace(Refused):
    """These results have no place there; the text says what to do."""

    reason = "place"


@dataclass
class Done:
    """What was written, and what became of the projects."""

    made: Files
    path: Path
    changed: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, file, new status."""
    left: list[tuple[int, str]] = field(default_factory=list)
    """Number, file: its status is neither « au-vote » nor the new one."""
    stuck: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, file, new status: it says its status in a way that is not written over."""
    linked: list[tuple[int, str, str]] = field(default_factory=list)
    """The same, of a link to a file that may be anywhere."""
    lost: list[int] = field(default_factory=list)
    """Numbers without a file."""
    unread: list[str] = field(default_factory=list)
    """Files of projects that nobody can read."""


def ready(app: Service, election: Election, agent: str, channel: str) -> tuple[Edition, Files]:
    """The files of an election, with a line in the journal. Raises Refused."""
    now = on_line(app, election)
    found = counting(app, election)
    made = files(found, told(app, found), now, app.releases.current().catalogue.site.name, key_of(app, election))
    partition = elections.partition_of(election.edition.code)
    with app.store.transaction(partition) as records:
        facts = {"rules": made.tally.rules, "files": len(made.ballots), "ballots": len(found.casts)}
        records.note(partition, "publish", agent=agent, channel=channel, record=election.id, **facts)
    return now, made


def on_line(app: Service, election: Election) -> Edition:
    """The edition with its calendar of the site. Raises NoPlace when it is not there any more."""
    with suppress(KeyError):
        found = app.releases.current().catalogue.edition_by_code(election.edition.code)
        if found.slug == election.edition.slug:
            return edition_of(app, election)
    raise NoPlace(
        f"L’édition {election.edition.code} n’est plus sur le site, ou son fichier a changé de nom. Remettez-la en "
        f"ligne ({EDITIONS}/{election.edition.slug}.md) : ses résultats vont avec elle."
    )


def key_of(app: Service, election: Election) -> str:
    """What the ballots are drawn by: chosen at the first publication, and kept, so that the next one has the same
    order. It leaves the store in no file."""
    partition = elections.partition_of(election.edition.code)
    with app.store.transaction(partition) as records:
        found = records.find(partition, TABLE)
        return str((found[0] if found else records.add(partition, TABLE, key=secrets.token_hex(32)))["key"])


def publish(app: Service, election: Election, folder: Path, agent: str = "cli") -> Done:
    """Write the files into a content folder, alone: the files of two runs would not go together. Raises Refused,
    OSError."""
    slug = election.edition.slug
    if not (ours := folder / EDITIONS / f"{slug}.md").is_file():
        wrong = f"{folder} n’a pas de fichier {EDITIONS}/{slug}.md"
        raise NoPlace(typeset(f"{wrong} : ce n’est pas le dossier content/ de ce site, ou pas sa dernière version."))
    for path in (folder / PROJECTS, folder / FOLDER, folder / FOLDER / slug, folder / FOLDER / f"{slug}.md"):
        if path.is_symlink():
            mend = "les fichiers s’écriraient ailleurs. Mettez à sa place ce où il mène"
            raise NoPlace(f"{path}{typeset(f' est un lien : {mend}.')}")
    with alone(ours):
        return _publish(app, election, folder, agent)


def _publish(app: Service, election: Election, folder: Path, agent: str) -> Done:
    """Ballots first, then the projects, the page last."""
    place = folder / FOLDER / election.edition.slug
    body = words_under(place.with_suffix(".md"))
    now, made = ready(app, election, agent, "cli")
    place.mkdir(parents=True, exist_ok=True)
    for name, text in made.beside.items():
        put(place / name, text)
    done = Done(made, place.with_suffix(".md"))
    projects(done, Folder(folder, now))
    put(done.path, made.page(body))
    return done


def words_under(path: Path) -> str:
    """The words of an editor under the results, if they were made before. Raises NoPlace, Unended."""
    try:
        before = path.read_bytes().decode() if path.is_file() else ""
    except UnicodeDecodeError:
        raise NoPlace(f"{path} n’est pas du texte en UTF-8. Enregistrez-le en UTF-8, ou retirez-le.") from None
    return words_of(before, path)


def put(path: Path, text: str) -> None:
    """Write a file whole, unless it is there as it should be; what a stopped run left beside it goes."""
    for work in path.parent.glob(f".{path.name}.*.part"):
        work.unlink(missing_ok=True)
    if not path.is_file() or path.read_bytes() != text.encode():
        with beside(path, text) as work:
            work.replace(path)


def projects(done: Done, there: Folder) -> None:
    """Give each project its new status, where its file still says « au-vote ». Nothing else changes in it."""
    done.unread = there.unread
    for number, status in sorted(done.made.statuses.items()):
        path = there.there.get(number)
        if path is None:
            done.lost.append(number)
        else:
            project(done, number, path, status)


def project(done: Done, number: int, path: Path, status: str) -> None:
    """Give one project its new status, or keep why not."""
    content = path.read_bytes()
    text, said = decided(content, status), status_of(content)
    if said == status:
        return
    if path.is_symlink():
        done.linked.append((number, path.name, status))
    elif text is not None:
        put(path, text.decode())
        done.changed.append((number, path.name, status))
    elif said and said != AT_VOTE:
        done.left.append((number, path.name))
    else:
        done.stuck.append((number, path.name, status))


def status_of(content: bytes) -> str:
    """The status that the file of a project says, where it says one, plainly."""
    head = HEAD.match(content.decode(errors="replace"))
    found = PLAIN.findall(head[0].encode()) if head else []
    return found[0][1].decode() if len(found) == 1 else ""


def decided(content: bytes, status: str) -> bytes | None:
    """The file of a project with another status; None where it is not at the vote."""
    with suppress(UnicodeDecodeError):
        head = HEAD.match(content.decode())
        return _decided(content, len(head[0].encode()) if head else 0, status)
    return None


def _decided(content: bytes, long: int, status: str) -> bytes | None:
    found = list(STATUS.finditer(content[:long]))
    if len(found) != 1:
        return None
    at = found[0]
    return content[: at.start()] + at[1] + at[2] + status.encode() + at[2] + content[at.end() :]


def archive(app: Service, election: Election, agent: str) -> bytes:
    """The same files as a zip, for an agent to hand to an editor. Raises Refused."""
    now, made = ready(app, election, agent, "office")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in made.beside.items():
            whole.writestr(f"{FOLDER}/{now.slug}/{name}", text)
        whole.writestr(f"{FOLDER}/{now.slug}.md", made.page(""))
        whole.writestr(README, "\n".join(to_write(made)) + "\n")
    return stream.getvalue()


def to_write(made: Files) -> Iterator[str]:
    """What an editor does with the zip."""
    keep = f"Si {FOLDER}/ a déjà cette page, gardez les mots que vous avez écrits dessous."
    yield typeset(f"Posez le dossier {FOLDER} dans content/. {keep}")
    yield typeset("Puis, dans le fichier de chaque projet (content/projets/), remplacez « status: au-vote » :")
    names = {one.number: one.title for area in made.tally.areas for one in area.choices}
    for number, status in sorted(made.statuses.items()):
        yield typeset(f"  status: {status:<12}n° {number}, {names[number]}")
