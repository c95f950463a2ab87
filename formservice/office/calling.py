"""What came of a call about a request or a question: said, or nobody answered."""

from formservice import telling
from formservice.agenda.calls import PHONE
from formservice.service import Service

OUTCOMES = {telling.TOLD: "La personne est prévenue", telling.NO_ANSWER: "Pas de réponse"}


def made(app: Service, partition: str, table: str, record: str, outcome: str, agent: str) -> None:
    """Keep what came of a call; one without an answer stays to be made. Made by somebody else, nothing changes."""
    with app.store.transaction(partition) as records:
        call = next(iter(records.find(partition, telling.CALLS, signup=record)), None)
        current = records.get(partition, table, record)
        if call is None or current is None:
            return
        attempt = {"at": app.clock.wall().isoformat(), "agent": agent, "outcome": outcome, "why": call["why"]}
        if outcome == telling.NO_ANSWER:
            records.update(partition, telling.CALLS, call["id"], tries=[*call["tries"], attempt])
        else:
            records.remove(partition, telling.CALLS, call["id"])
            records.update(partition, table, record, calls=[*current["calls"], attempt])
        records.note(partition, "call", agent=agent, channel=PHONE, record=record, outcome=outcome)
