"""What came of a call about a request, a question or an idea: said, posted, or nobody answered."""

from formservice import telling
from formservice.agenda.calls import PHONE
from formservice.service import Service

OUTCOMES = {telling.TOLD: "La personne est prévenue", telling.NO_ANSWER: "Pas de réponse"}
PAPER = "paper"


def made(
    app: Service, partition: str, table: str, record: str, outcome: str, agent: str, seen: str = ""
) -> bool:  # fmt: skip
    """Keep what came of a call; one without an answer stays to be made. Made by somebody else, nothing changes.

    `seen`: the id of the call that was on the page. False when there is another thing to say by now.
    """
    with app.store.transaction(partition) as records:
        call = next(iter(records.find(partition, telling.CALLS, signup=record)), None)
        current = records.get(partition, table, record)
        if call is None or current is None:
            return True
        if seen and call["id"] != seen:
            return False
        attempt = {"at": app.clock.wall().isoformat(), "agent": agent, "outcome": outcome, "why": call["why"]}
        if outcome == telling.NO_ANSWER:
            records.update(partition, telling.CALLS, call["id"], tries=[*call["tries"], attempt])
        else:
            records.remove(partition, telling.CALLS, call["id"])
            records.update(partition, table, record, calls=[*current["calls"], attempt])
        channel = PAPER if outcome == telling.POSTED else PHONE
        records.note(partition, "call", agent=agent, channel=channel, record=record, outcome=outcome)
    return True
