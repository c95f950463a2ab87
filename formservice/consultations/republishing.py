"""Results published twice: what changed in between is told by the difference, so that it must not be a few answers.

What was published is kept as counts, beside the questionnaires.
"""

import hashlib
import json
from collections import Counter
from typing import Any

from formservice.catalogue import Consultation, Results, typed
from formservice.consultations import masking, stored
from formservice.consultations.stored import COUNTED, REMOVED, SET_ASIDE, Answer
from formservice.refusal import Refused
from formservice.storage import Record, Records, View

TABLE = "published"
WORDS = (
    "Depuis les résultats déjà faits, de 1 à 4 réponses ont changé : qui compare deux fichiers retrouverait ce"
    " qu’elles disent. Attendez qu’il y en ait 5, ou ne publiez pas à nouveau"
)


class Overtaken(Refused):
    """Somebody else made these results meanwhile: theirs are the last."""

    reason = "overtaken"


def counts(answers: list[Answer]) -> dict[str, int]:
    """How many were counted of each version, left out, removed."""
    found = Counter(f"asked {one['asked']}" if one["state"] == COUNTED else one["state"] for one in answers)
    return {name: number for name, number in found.items() if name.startswith("asked ") or name in (SET_ASIDE, REMOVED)}


def is_near(view: View, known: Consultation, made: Results, answers: list[Answer]) -> bool:
    """Whether these results differ from others that were made, by 1 to 4 answers."""
    return a_few_changed(view, known, answers) and digest(made) not in [one["digest"] for one in _made(view, known)]


def a_few_changed(view: View, known: Consultation, answers: list[Answer]) -> bool:
    """Whether 1 to 4 answers changed since some results were made: whoever kept a file compares it with any other."""
    now = counts(answers)
    return any(
        masking.is_small(abs(now.get(one, 0) - then.get(one, 0)))
        for then in (made["counts"] for made in _made(view, known))
        for one in now.keys() | then.keys()
    )


def keep(records: Records, known: Consultation, made: Results, answers: list[Answer]) -> Record:
    """Keep what is published, beside all that was."""
    partition, before = stored.definitions_of(known.code), _last(records, known)
    fields: dict[str, Any] = {"counts": counts(answers), "digest": digest(made)}
    fields["former"] = [one for one in _made(records, known) if one != fields]
    if before:
        return records.update(partition, TABLE, before["id"], **fields)
    return records.add(partition, TABLE, **fields)


def check_last(view: View, known: Consultation, kept: Record) -> None:
    """Raise Overtaken when others were kept since."""
    if (_last(view, known) or {}).get("version") != kept["version"]:
        raise Overtaken(
            "Ces résultats viennent d’être faits aussi par quelqu’un d’autre : les siens sont les derniers."
        )


def digest(made: Results) -> str:
    """What tells two tables apart."""
    tables = [typed.dump(part) for part in made.parts]
    return hashlib.sha256(json.dumps(tables, sort_keys=True, default=str).encode()).hexdigest()


def _made(view: View, known: Consultation) -> list[dict[str, Any]]:
    """The counts and the digest of all results that were made, the last ones at the end."""
    last = _last(view, known)
    return [*last.get("former", ()), {"counts": last["counts"], "digest": last["digest"]}] if last else []


def _last(view: View, known: Consultation) -> Record | None:
    return next(iter(view.find(stored.definitions_of(known.code), TABLE)), None)
