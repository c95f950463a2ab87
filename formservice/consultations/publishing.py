"""From the store to the file of results that an editor commits: not before the close, nor silent about what waits.

The words that an editor wrote under the file stay when it is made again.
"""

import io
import json
import os
import secrets
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from formservice.catalogue import Consultation, typed
from formservice.catalogue.french import typeset
from formservice.catalogue.results import Results
from formservice.consultations import gathering, judging, keeping, republishing, results, stored, wording
from formservice.consultations.objecting import NEAR, NOTHING, UNFINISHED, UNKNOWN, Despite
from formservice.consultations.stored import REMOVED, SET_ASIDE, Answer
from formservice.editor_files import words_of
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Record, View
from formservice.theme import day_words, listed, plural

FOLDER = "resultats"
"""Of content/."""


class NotYet(Refused):
    """It is not over: nothing is visible before."""

    reason = "early"


class TooLate(Refused):
    """What was written is erased: the results would say that nobody wrote anything."""

    reason = "late"


class Unreadable(Refused):
    """The site could not be built with this file; the text says what it would not read."""

    reason = "unreadable"


def prepare(app: Service, known: Consultation, despite: Despite = NOTHING) -> Results:
    """The results as they stand now. Raises NotYet, TooLate."""
    return drawn(app, known, [one for _, one in gathering.everything(app, known.code)], despite)


def drawn(app: Service, known: Consultation, answers: list[Answer], despite: Despite) -> Results:
    """The results that these answers make. Raises NotYet, TooLate."""
    now = app.clock.wall()
    if now < gathering.over(known):
        paper = "le papier arrivé à temps se saisit jusque-là"
        raise NotYet(typeset(f"Pas avant le {day_words(gathering.over(known))} : {paper}."))
    if keeping.is_over(known, now):
        why = "un an après la fin, ce que les habitants ont écrit est effacé"
        mend = "Les résultats diraient que personne n’a écrit. Gardez le fichier qui est publié."
        raise TooLate(typeset(f"Trop tard : {why}. {mend}"))
    found = gathering.versions(app, known.code, answers)
    held, unread, unknown = gathering.held(answers), gathering.unread(found), gathering.unknown(answers, found)
    parts = [
        results.part(one.known, one.asked, one.since, [gathering.said(answer) for answer in one.answers])
        for one in found
    ] or [results.part(known, known.asked, known.opens.date(), [])]
    states = Counter(one["state"] for one in answers)
    return Results(
        wording.short(typeset(f"Résultats : {known.title}")), last_day(known), now.date(), tuple(parts),
        states[SET_ASIDE], reasons(answers), states[REMOVED], held, unread, unknown,
        wording.line(despite.reason) if despite.reason and (held or unread or unknown) else None, known.demonstration,
    )  # fmt: skip


def objections(view: View, known: Consultation, made: Results, answers: list[Answer]) -> dict[str, str]:
    """What speaks against publishing these results, by name, in words."""
    found = {
        UNFINISHED: f"Il reste {left(made.held, made.unread)}." if made.held or made.unread else "",
        NEAR: f"{republishing.WORDS}." if republishing.is_near(view, known, made, answers) else "",
        UNKNOWN: f"{unknown_words(made.unknown)}." if made.unknown else "",
    }  # fmt: skip
    return {name: typeset(words) for name, words in found.items() if words}


def unknown_words(count: int) -> str:
    """« 3 réponses à une version inconnue du questionnaire ne peuvent pas être comptées »."""
    one = "réponse à une version inconnue du questionnaire ne peut pas être comptée"
    return plural(count, one, "réponses à une version inconnue du questionnaire ne peuvent pas être comptées")


def last_day(known: Consultation) -> date:
    """The last day one could answer: what closes at midnight closes with the day before."""
    return (known.closes - timedelta(minutes=1)).date()


def left(held: int, unread: int) -> str:
    """« 2 réponses à vérifier et 30 réponses libres à lire »."""
    return listed(
        [
            *([plural(held, "réponse à vérifier", "réponses à vérifier")] if held else []),
            *([plural(unread, "réponse libre à lire", "réponses libres à lire")] if unread else []),
        ]
    )


def reasons(answers: list[dict[str, Any]]) -> tuple[str, ...]:
    """« 2 : la même réponse, envoyée plusieurs fois »: what was left out, by reason."""
    found = Counter(one["judged"]["reason"] for one in answers if one["state"] == SET_ASIDE)
    return tuple(typeset(f"{found[one]} : {words}") for one, words in judging.REASONS.items() if found[one])


def written(made: Results, body: str = "") -> str:
    """The file: front matter, then the words of the editor."""
    return f"---\n{emitted(typed.dump(made))}---\n{body}"


def emitted(data: dict[str, Any], margin: str = "") -> str:
    """A dictionary in YAML: every text between quotes, lists of texts on one line."""
    return "".join(f"{margin}{name}:{_emitted(value, margin)}" for name, value in data.items())


def _emitted(value: Any, margin: str) -> str:
    if not isinstance(value, list):
        return f" {json.dumps(value, ensure_ascii=False)}\n"
    if not value or not isinstance(value[0], dict):
        return f" {json.dumps(value, ensure_ascii=False)}\n"
    deep = f"{margin}  "
    return "\n" + "".join(f"{deep}- {emitted(one, f'{deep}  ').lstrip()}" for one in value)


def publish(app: Service, known: Consultation, folder: Path, agent: str, despite: Despite = NOTHING) -> Path:
    """Write the file into a content folder, and a line in the journal. Raises Refused, OSError.

    The line comes first: whoever is stopped in between leaves a line without its file, and starts again. A file without
    its line would be published, and nothing would keep the next one from telling the difference.
    """
    answers = [one for _, one in gathering.everything(app, known.code)]
    made, path = drawn(app, known, answers, despite), folder / FOLDER / f"{known.slug}.md"
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    with beside(path, written(made, words_of(before, path))) as work:
        kept = note(app, known, made, answers, agent, "cli", despite)
        with app.store.transaction(stored.definitions_of(known.code)) as records:
            republishing.check_last(records, known, kept)
            work.replace(path)
    return path


@contextmanager
def beside(path: Path, text: str) -> Iterator[Path]:
    """A file of that text, on the disk, beside the place it is for; gone at the end unless it was put there."""
    work = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with work.open("x", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        yield work
    finally:
        work.unlink(missing_ok=True)


def archive(app: Service, known: Consultation, agent: str, despite: Despite = NOTHING) -> bytes:
    """The same file as a zip, for an agent to hand to an editor. Raises Refused."""
    answers, stream = [one for _, one in gathering.everything(app, known.code)], io.BytesIO()
    made = drawn(app, known, answers, despite)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(f"{FOLDER}/{known.slug}.md", written(made))
    note(app, known, made, answers, agent, "office", despite)
    return stream.getvalue()


def check_readable(made: Results) -> None:
    """Raise Unreadable for what the build would refuse."""
    try:
        typed.read(Results, typed.dump(made))
    except typed.Mistakes as found:
        told = f"{'.'.join(map(str, found.found[0].at))} : {found.found[0].text}"
        raise Unreadable(typeset(f"Le site ne saurait pas lire ces résultats. {told}")) from None


def note(
    app: Service, known: Consultation, made: Results, answers: list[Answer], agent: str, channel: str, despite: Despite
) -> Record:
    """Keep what is published, with a line in the journal: what spoke against it, and why it is published all the same.
    Raises Objected, Unreadable: nothing is kept then."""
    partition = stored.definitions_of(known.code)
    with app.store.transaction(partition) as records:
        found = objections(records, known, made, answers)
        despite.check(found)
        check_readable(made)
        kept = republishing.keep(records, known, made, answers)
        records.note(
            partition, "publish", agent=agent, channel=channel, rules=known.asked, held=made.held, unread=made.unread,
            set_aside=made.set_aside, unknown=made.unknown, despite=list(found), why=despite.reason if found else "",
        )  # fmt: skip
    return kept
