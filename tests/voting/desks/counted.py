"""A vote that was cast and closed, then opened as its ceremony does: what its agents look at then."""

from formservice.office import agents
from formservice.voting import box, elections, unsealing
from formservice.voting.ballots import Cast, on_line, on_paper

CODE = "BP27"
NORTH = [(3, 8)] * 6 + [(8,)] * 3 + [(5,)] * 4 + [(12, 5)]
"""Nine for n° 8, six for n° 3, five for n° 5, one for n° 12."""


def unseal(town, north=NORTH, south=(), paper=0, invalid=("blank",), signed=None):
    """Ballots by area; the last `paper` of the north come from envelopes, with others that do not count.

    `signed`: how many are on the roll, as many as in the box otherwise."""
    election = elections.read(town.store, CODE)
    points = 2 if election.edition.ballot.kind == "points" else 1
    casts = [
        one
        for area, ballots in (("nord", north), ("sud", south))
        for n, chosen in enumerate(ballots)
        for one in [cast(election, area, dict.fromkeys(chosen, points), area == "nord" and n >= len(north) - paper)]
    ]
    casts += [on_paper(None, {}, why) for why in invalid]
    for channel in ("web", "paper"):
        put(town, election, channel, [one for one in casts if one.channel == channel])
    both = tuple(agents.find(town.store, login) for login in ("lucie", "karim"))
    town.close()
    found = box.counts(town.store, CODE)
    with town.store.transaction(elections.partition_of(CODE)) as records:
        elections.move(records, CODE, elections.CLOSED, totals={"roll": signed or found, "box": found})
    election = elections.read(town.store, CODE)
    unsealing.keep(town.app, election, unsealing.decrypt(town.store, election, town.key), both)
    return elections.read(town.store, CODE)


def cast(election, area: str, choices: dict[int, int], from_envelope: bool) -> Cast:
    """One ballot."""
    slate = election.slate(area)
    return on_paper(slate, choices) if from_envelope else on_line(slate, choices, "f3a1")


def put(town, election, channel: str, casts: list[Cast]) -> None:
    """Into the box, sealed."""
    part = box.draw_part(CODE)
    with town.store.transaction(part) as records:
        box.put(records, part, channel, [box.seal(election.public, one, election.length) for one in casts])
