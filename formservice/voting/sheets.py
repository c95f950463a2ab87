"""Sheets of signatures for places without a network: printed blank and numbered, typed line by line afterwards.

A line keeps its number and what became of it, never a name. An outer envelope bears the number of its line: the roll
decides whether it is opened, and one whose voter is on the roll already is set aside unopened: the first vote stands.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from formservice.handlers import HANDLERS, Entry
from formservice.participation.codes import BadCode
from formservice.participation.rules import WORDS, NotAllowed
from formservice.service import Service
from formservice.storage import Record, Records, Store
from formservice.theme import plural
from formservice.voting import elections, marking, numbers, receipts
from formservice.voting.handling import Voted, check_ready
from formservice.voting.numbers import NotDone
from formservice.voting.page import Voting
from formservice.voting.papers import Papers
from formservice.voting.rules import check_dates

TABLE = "sheets"
LINES = 10
"""Lines of a sheet: large enough for a hand that shakes."""
MOST, AT_ONCE = 2_000, 40
"""Sheets of a vote, and of one printing."""
MADE, DONE = "made", "done"
ACCEPTED, ASIDE, REFUSED, EMPTY = "accepted", "aside", "refused", "empty"
STATES = {
    ACCEPTED: "Acceptée",
    ASIDE: "Mise de côté, sans être ouverte",
    REFUSED: "Refusée, sans être ouverte",
    EMPTY: "Vide",
}
OPENED = "Ouvrez la grande enveloppe, elle seule. La petite, fermée, va dans l’urne."
"""What follows a line that is accepted."""
REASONS = {
    "unsigned": "Pas de signature", "unreadable": "Illisible", "crossed": "Ligne rayée", "envelope": "Pas d’enveloppe",
}  # fmt: skip
"""Why an agent refuses a line without asking the roll."""
CONFLICTS = (Voted, NotAllowed, BadCode)
"""What the roll or the rules say of a voter: the line is mended, or its envelope stays shut."""
PAPERS = Papers("sheet", TABLE, DONE)
"""Pending are those whose lines are not all typed, or declared empty."""
partition_of, every, pending, read = PAPERS.partition_of, PAPERS.every, PAPERS.pending, PAPERS.read


def counted(sheet: Record) -> Counter[str]:
    """How many of its lines are in each state."""
    return Counter(one["state"] for one in sheet["lines"].values())


def make(store: Store, code: str, place: str, count: int, by: str, key: str) -> tuple[int, int]:
    """Make blank sheets for a place; the first and the last number. The same form again makes no other."""
    first = numbers.reserve(store, code, TABLE, key, count, MOST)
    home = elections.partition_of(code)
    named = {number: partition_of(code, number) for number in range(first, first + count)}
    with store.transaction(home, *named.values()) as records:
        if not records.find(named[first], TABLE):
            for number, partition in named.items():
                records.add(partition, TABLE, number=number, place=place, state=MADE, lines={})
            records.note(home, "sheet_made", agent=by, channel="office", first=first, count=count)
    return first, first + count - 1


def type_line(app: Service, entry: Entry, number: int, line: int, aside: bool = False) -> Record:
    """Mark the voter of a line on the roll. Raises Voted or NotAllowed: nothing is kept, unless `aside` says that the
    envelope is set aside, or refused. The same form again changes nothing. Raises NotDone for a line that is typed."""
    handler, code = HANDLERS["vote"], entry.page.edition.code
    key = marking.key_of(app.store, entry.page, entry.answers, f"{entry.key}|{number}|{line}")
    entry = replace(entry, key=key)
    with opened(app.store, code, number, *handler.partitions(entry)) as (records, sheet):
        before = sheet["lines"].get(str(line))
        if before and before["key"] == receipts.digest(entry.key):
            return sheet
        check_line(sheet, line)
        try:
            made = handler.write(app, records, entry)
            said = {"state": ACCEPTED, "reference": made["reference"]}
        except CONFLICTS as refusal:
            if not aside:
                raise
            said = {"state": ASIDE if isinstance(refusal, Voted) else REFUSED, "why": said_of(refusal)}
        return _write(records, code, sheet, {line: said | {"key": receipts.digest(entry.key)}}, entry.agent or "")


def said_of(refusal: Exception) -> str:
    """Why, in a few words without a person: the channel and the day of the vote that stands, or the rule."""
    if isinstance(refusal, Voted):
        return refusal.when
    return f"règlement, {WORDS[refusal.rule]}" if isinstance(refusal, NotAllowed) else "code qui n’est pas valable"


def refuse(app: Service, page: Voting, number: int, line: int, why: str, by: str) -> Record:
    """Refuse a line without asking the roll, for one of `REASONS`. Raises NotDone, Closed, Unready."""
    check_open(app, page)
    with opened(app.store, page.edition.code, number) as (records, sheet):
        check_line(sheet, line)
        said = {"state": REFUSED, "why": why, "key": ""}
        return _write(records, page.edition.code, sheet, {line: said}, by)


def empty(app: Service, page: Voting, number: int, by: str, line: int) -> Record:
    """Declare one line empty. Raises NotDone, Closed, Unready."""
    check_open(app, page)
    with opened(app.store, page.edition.code, number) as (records, sheet):
        check_line(sheet, line)
        return _write(records, page.edition.code, sheet, {line: {"state": EMPTY, "key": ""}}, by)


def empty_rest(app: Service, page: Voting, number: int, by: str, count: int) -> Record:
    """Declare empty all the lines that are left, which are as many as the agent has counted on the paper. Raises
    NotDone, Closed, Unready."""
    check_open(app, page)
    with opened(app.store, page.edition.code, number) as (records, sheet):
        which = untyped(sheet)
        if count != len(which):
            left = plural(len(which), "ligne n’est pas saisie", "lignes ne sont pas saisies")
            raise NotDone(
                f"{left} sur cet écran. Recomptez les lignes vides du papier : il en manque, ou il y en a trop."
            )
        return _write(records, page.edition.code, sheet, {n: {"state": EMPTY, "key": ""} for n in which}, by)


def free(app: Service, page: Voting, number: int, line: int, by: str) -> None:
    """Take back a line that spent no right: empty, refused, or set aside. It may be typed again. Raises NotDone,
    Closed, Unready."""
    check_open(app, page)
    code = page.edition.code
    with opened(app.store, code, number) as (records, sheet):
        known = sheet["lines"].get(str(line))
        if not known or known["state"] == ACCEPTED:
            raise NotDone("Cette ligne n’est ni vide, ni refusée, ni de côté : il n’y a rien à reprendre ici.")
        _free(records, code, sheet, line)
        records.note(
            elections.partition_of(code), "line_freed", agent=by, channel="office", record=sheet["id"], sheet=number,
            line=line, was=known["state"],
        )  # fmt: skip


def undo(app: Service, entry: Entry, number: int, line: int, why: str) -> None:
    """Take back a line that was accepted by mistake on the same day; it may be typed again. Raises NotDone."""
    code = entry.page.edition.code
    sheet = read(app.store.read(partition_of(code, number)), code, number)
    known = sheet["lines"].get(str(line))
    if not known or known["state"] != ACCEPTED:
        raise NotDone("Cette ligne n’est pas acceptée : il n’y a rien à annuler.")

    def then(records: Records) -> None:
        _free(records, code, read(records, code, number), line)

    marking.undo(app, entry, known["reference"], why, (partition_of(code, number),), then)


def undo_apart(app: Service, entry: Entry, reference: str, why: str) -> None:
    """Take back a mark that no sheet holds: a line and its mark go together. Raises NotDone."""
    for sheet in every(app.store, entry.page.edition.code):
        for line, one in sheet["lines"].items():
            if one.get("reference") == reference:
                raise NotDone(
                    f"Ce numéro est celui de la ligne {sheet['number']}-{line}. Rien n’est annulé. Annulez-la sur sa "
                    f"feuille : Feuilles d’émargement, feuille {sheet['number']}."
                )
    marking.undo(app, entry, reference, why)


def _free(records: Records, code: str, sheet: Record, line: int) -> None:
    left = {n: one for n, one in sheet["lines"].items() if n != str(line)}
    records.update(partition_of(code, sheet["number"]), TABLE, sheet["id"], lines=left, state=MADE)


def untyped(sheet: Record) -> list[int]:
    """The lines that nothing is said of yet."""
    return [n for n in range(1, LINES + 1) if str(n) not in sheet["lines"]]


def check_line(sheet: Record, line: int) -> None:
    """Raise NotDone for a line that is not on the sheet, or was typed."""
    if not 1 <= line <= LINES:
        raise NotDone(f"Une feuille a {LINES} lignes, de 1 à {LINES}.")
    known = sheet["lines"].get(str(line))
    if known:
        raise NotDone(f"La ligne {line} est déjà saisie, par {known['by']} : {STATES[known['state']].lower()}.")


def check_open(app: Service, page: Voting) -> None:
    """Raise Closed or Unready when sheets are not typed: before the vote, some days after it, after the closing."""
    check_dates(page.edition, app.clock.wall(), on_paper=True)
    check_ready(app.store, page)


@contextmanager
def opened(store: Store, code: str, number: int, *more: str) -> Iterator[tuple[Records, Record]]:
    """A sheet to be changed while the election stands as it is. KeyError."""
    names = dict.fromkeys((elections.partition_of(code), partition_of(code, number), *more))
    with store.transaction(*names) as records:
        yield records, read(records, code, number)


def _write(records: Records, code: str, sheet: Record, said: dict[int, dict[str, Any]], by: str) -> Record:
    lines = sheet["lines"] | {str(n): one | {"by": by} for n, one in said.items()}
    state = DONE if len(lines) == LINES else MADE
    made = records.update(partition_of(code, sheet["number"]), TABLE, sheet["id"], lines=lines, state=state)
    if state == DONE and sheet["state"] != DONE:
        totals = counted(made)
        records.note(
            elections.partition_of(code), "sheet_done", agent=by, channel="office", record=sheet["id"],
            sheet=sheet["number"], **{name: totals[name] for name in STATES},
        )  # fmt: skip
    return made
