"""Where two readings of a batch differ: settled one by one by one of the two agents, agreed by the other.

`version` is that of the batch as the screen showed it: nobody stands for what they have not seen.
"""

from formservice.storage import Record, Store
from formservice.voting import reading
from formservice.voting.batches import FIRST, READ, SECOND, TABLE, check_seen, lines_of, opened, partition_of
from formservice.voting.elections import Election
from formservice.voting.numbers import NotDone
from formservice.voting.reading import Line


def left(batch: Record, election: Election) -> list[int]:
    """The places, from 0, where the readings differ and nobody has settled yet."""
    found = reading.differing(election.edition.ballot, election.known, lines_of(batch, FIRST), lines_of(batch, SECOND))
    return [n for n in found if str(n) not in batch["settled"]]


def unagreed(batch: Record) -> list[int]:
    """The places that one has settled, and the other has not seen."""
    return sorted(int(n) for n, one in batch["settled"].items() if not one["agreed"])


def to_agree(batch: Record, by: str) -> list[int]:
    """Those that this agent may agree with."""
    return [n for n in unagreed(batch) if by in pair(batch) and batch["settled"][str(n)]["by"] != by]


def pair(batch: Record) -> tuple[str, str]:
    """Who read it first, who read it again."""
    return batch[FIRST]["by"], batch[SECOND]["by"]


def at(batch: Record, turn: str, n: int) -> Line | None:
    """What one reading says of a place; None where it has no ballot."""
    found = lines_of(batch, turn)
    return found[n] if n < len(found) else None


def final(batch: Record) -> list[Line]:
    """The ballots that both stand for."""
    lines: list[Line | None] = list(lines_of(batch, FIRST))
    lines += [None] * (max((int(n) for n in batch["settled"]), default=-1) + 1 - len(lines))
    for n, one in batch["settled"].items():
        lines[int(n)] = Line(*one["line"]) if one["line"] else None
    return [one for one in lines if one]


def settle(
    store: Store, code: str, number: int, election: Election, n: int, line: Line | None, by: str, version: int
) -> None:
    """Say what the ballot of a place is; None for no ballot at all. Raises NotDone."""
    with opened(store, code, number) as (records, batch):
        check_pair(batch, by)
        if n not in left(batch, election):
            raise NotDone("Cette différence est déjà tranchée.")
        check_seen(batch, version)
        said = {"line": line.kept() if line else None, "by": by, "agreed": ""}
        settled = batch["settled"] | {str(n): said}
        records.update(partition_of(code, number), TABLE, batch["id"], settled=settled)


def agree(store: Store, code: str, number: int, by: str, version: int) -> None:
    """Stand for what the other has settled. Raises NotDone."""
    with opened(store, code, number) as (records, batch):
        check_pair(batch, by)
        mine = to_agree(batch, by)
        settled = {n: one | ({"agreed": by} if int(n) in mine else {}) for n, one in batch["settled"].items()}
        if settled != batch["settled"]:
            check_seen(batch, version)
            records.update(partition_of(code, number), TABLE, batch["id"], settled=settled)


def reopen(store: Store, code: str, number: int, by: str, version: int) -> None:
    """Take back what the other has settled, to look at the papers again together. Raises NotDone."""
    with opened(store, code, number) as (records, batch):
        check_pair(batch, by)
        check_seen(batch, version)
        kept = {n: one for n, one in batch["settled"].items() if one["agreed"]}
        records.update(partition_of(code, number), TABLE, batch["id"], settled=kept)


def check_pair(batch: Record, by: str) -> None:
    """Raise NotDone but for the two who read a batch that was read twice."""
    if batch["state"] != READ:
        raise NotDone("Ce lot n’est pas à trancher. Revenez à sa page.")
    if by not in pair(batch):
        raise NotDone(f"Les différences se tranchent entre {' et '.join(pair(batch))}, qui ont saisi ce lot.")
