"""Research questions, from the form to the documentalist: the kind's words and its handler."""

from datetime import date, datetime
from typing import Any

from flask import Response

from formservice import pages, telling
from formservice.handlers import Entry, Handler, register
from formservice.identity import person_partition
from formservice.resources import following, questions, rules
from formservice.resources.asking import Research
from formservice.resources.questions import TABLE, Question
from formservice.service import Service
from formservice.storage import Records, View

WAYS = [
    ("Voir le catalogue", "/ressources/", "du centre de ressources"),
    ("Revenir à l’accueil", "/", ""),
]


@register("question")
class Questioning(Handler):
    """How a question is read, stored and answered."""

    prefixes = (questions.PREFIX,)
    table = TABLE
    over = questions.OVER
    template = "question.html"

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The month's, and the person's, so that two clicks at once make one."""
        return questions.partition_of(entry), person_partition(entry.person)

    def same(self, view: View, entry: Entry) -> Question | None:
        """The question of the same form, or the same words of the same person while it waits for its answer."""
        found = view.find(questions.partition_of(entry), TABLE, person=entry.person)
        by_key = next((one for one in found if one["key"] == entry.key), None)
        waiting = (one for one in found if one["state"] in questions.LIVING)
        return by_key or next((one for one in waiting if one["answers"]["text"] == entry.answers["text"]), None)

    def write(self, app: Service, records: Records, entry: Entry) -> Question:
        """Keep it, and say by when it is answered."""
        question = questions.add(app, records, entry)
        given = {"table": TABLE, "day": question["due"]}
        telling.write_to(records, questions.partition_of(entry), question, "question_noted", **given)
        return question

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """By when it is answered."""
        already = self.same(app.store.read(questions.partition_of(entry)), entry) is not None
        due = None if already else entry.page.due(entry.now.date())
        other = entry.answers.get("who") == "other"
        return {"unit_words": "", "standing": None, "already": already, "other": other, "answer_by": due}

    def refused(self, page: Research, reason: str, words: str, **kept: Any) -> Response:
        """The catalogue, or the telephone."""
        return pages.notice(
            "Cette question ne peut pas être reçue ici", list(filter(None, [words])), 409, ways=WAYS, **kept
        )

    def shown(self, app: Service, partition: str, record: Question) -> dict[str, Any]:
        """The state, the day the answer is due, the answer."""
        return following.of_question(app, record) | {"can_cancel": self.may_cancel(app, record)}

    def already(self, record: Question) -> list[str]:
        """The reference, and nothing else."""
        return [
            "Cette question est déjà arrivée.",
            f"Votre numéro : {record['reference']}. Il n’y a rien d’autre à faire.",
        ]

    def may_cancel(self, app: Service, record: Question) -> bool:
        """Until it is answered; nothing of who was erased."""
        return bool(record["person"]) and record["state"] in questions.LIVING

    def cancel(
        self, app: Service, partition: str, record: Question, channel: str = "web", agent: str | None = None
    ) -> None:
        """It is not needed any more. Answered meanwhile, it stays so."""
        try:
            questions.act(app, partition, record, "cancel", channel, agent)
        except rules.NotNow:
            return

    def ended(self, app: Service, record: Question) -> datetime:
        """The day it was over; while it waits, now."""
        day = date.fromisoformat(record["ended"]) if record["ended"] else None
        return datetime.combine(day, datetime.min.time()) if day else app.clock.wall()
