"""A pile of envelopes on two desks: opened as a batch, typed, read again, acted upon."""

from formservice.voting import batches
from tests.voting.desks.town import BOARD

LOTS = f"{BOARD}lots/"
ONE = f"{LOTS}1/"
WORDS = "Une enveloppe était vide et déchirée."


def new(desk, status=303, area="nord", signatures="3", envelopes="3", key="a-key-of-the-batch-1", **given):
    sent = {"place": "Urne de la mairie", "area": area, "signatures": signatures, "envelopes": envelopes, "key": key}
    return desk.send(LOTS, sent | given, status)


def version(town, number=1):
    return batches.read(town.store.read(f"batch/BP27/{number}"), "BP27", number)["version"]


def fill(town, desk, turn, *lines, action="finish", status=303, start=0, **given):
    """Type ballots: numbers, or a word of INVALID."""
    sent = {"action": action, "version": str(version(town))}
    for n, said in enumerate(lines):
        sent |= {f"text-{n}": said} if not said.isalpha() and "_" not in said else {f"invalid-{n}": said}
    return desk.send(f"{ONE}{turn}?a={start}", sent | given, status)


def act(desk, action, status=303, **given):
    shown = batches.read(desk.app.store.read("batch/BP27/1"), "BP27", 1)["version"]
    return desk.send(ONE, {"action": action, "version": str(shown)} | given, status)


def read_twice(town, desk, karim, first, second, **given):
    new(desk, **given)
    fill(town, desk, "premiere", *first)
    fill(town, karim, "seconde", *second)
