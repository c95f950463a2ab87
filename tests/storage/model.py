"""The store as a plain dict, and what of a real store can be compared with it."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from formservice.storage import Records, Store, Taken

NAME, TABLES = "person", ("signups", "outbox")
PARTITIONS = ("session/a", "session/b", "person/3f")


@dataclass
class Part:
    """One partition: per `seq`, the table, the version and the fields; per value, the `seq` of its holder."""

    rows: dict[int, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    verbs: list[str] = field(default_factory=list)
    seq: int = 0

    def waits(self) -> bool:
        """Whether a letter is to be sent."""
        return any(table == "outbox" and fields["state"] == "waiting" for table, _, fields in self.rows.values())


Model = dict[str, Part]


@dataclass
class Step:
    """One gesture of a transaction. `pick` chooses among the records that there are."""

    verb: str
    partition: str
    pick: int = 0
    text: str = ""


def play(step: Step, model: Model, records: Records) -> None:
    """Do the same to both; what the store answers must be what the model expects."""
    part = model.setdefault(step.partition, Part())
    seqs = sorted(part.rows)
    if step.verb in ("add", "mail"):
        add(step, part, records)
    elif step.verb == "note":
        records.note(step.partition, "noted", text=step.text)
        part.verbs.append("noted")
    elif step.verb == "release":
        records.release(step.partition, NAME, step.text)
        part.claims.pop(step.text, None)
    elif seqs:
        {"update": update, "remove": remove, "claim": claim}[step.verb](
            step, part, records, seqs[step.pick % len(seqs)]
        )


def add(step: Step, part: Part, records: Records) -> None:
    """A record, or a letter."""
    part.seq += 1
    if step.verb == "add":
        given = records.add(step.partition, "signups", text=step.text)
        part.rows[part.seq] = ("signups", 1, {"text": step.text})
    else:
        given = records.queue_mail(step.partition, to="a@example.org", template="t", data={})
        part.rows[part.seq] = ("outbox", 1, {"state": "waiting"})
    assert given["seq"] == part.seq


def identity(step: Step, part: Part, records: Records, seq: int) -> tuple[str, str]:
    """The table and the id of a record."""
    table, version, _ = part.rows[seq]
    [record] = records.find(step.partition, table, seq=seq)
    assert record["version"] == version
    return table, record["id"]


def update(step: Step, part: Part, records: Records, seq: int) -> None:
    """Another text; a letter is sent."""
    table, version, fields = part.rows[seq]
    changes = {"text": step.text} if table == "signups" else {"state": "sent"}
    records.update(step.partition, *identity(step, part, records, seq), expected=version, **changes)
    part.rows[seq] = (table, version + 1, fields | changes)


def remove(step: Step, part: Part, records: Records, seq: int) -> None:
    """Take the record and its claims away."""
    records.remove(step.partition, *identity(step, part, records, seq))
    del part.rows[seq]
    part.claims = {value: holder for value, holder in part.claims.items() if holder != seq}


def claim(step: Step, part: Part, records: Records, seq: int) -> None:
    """Claim, unless another holds it."""
    _, id = identity(step, part, records, seq)
    free = part.claims.get(step.text, seq) == seq
    try:
        records.claim(step.partition, NAME, step.text, id)
        assert free
    except Taken:
        assert not free
    if free:
        part.claims[step.text] = seq


def observed(store: Store) -> Model:
    """What a store holds, in the terms of the model."""
    model: Model = {}
    with store.snapshot() as view:
        for name in view.partitions():
            part = model[name] = Part(verbs=[line["verb"] for line in view.journal(name)])
            ids = {}
            for table in view.tables(name):
                for row in view.find(name, table):
                    kept = {key: row[key] for key in ("text", "state") if key in row}
                    part.rows[row["seq"]] = (table, row["version"], kept)
                    ids[row["id"]] = row["seq"]
            part.claims = {value: ids[holder] for _, value, holder in view.claims(name)}
    return model


def comparable(model: Model) -> dict[str, Any]:
    """Rows, claims and journals: the last number given shows only in the next record."""
    return {name: (part.rows, part.claims, part.verbs) for name, part in sorted(model.items())}


def fork(model: Model) -> Model:
    """A copy to go on from."""
    return deepcopy(model)
