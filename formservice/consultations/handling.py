"""Answers, from the form to the store: the kind's words and its handler."""

from datetime import date, datetime
from typing import Any

from flask import Response, request

from formservice import pages
from formservice.consultations import rules, stored
from formservice.consultations.answering import Answering
from formservice.consultations.stored import TABLE, Answer
from formservice.handlers import Entry, Handler, register
from formservice.participation import codes, guesses, roll
from formservice.participation.codes import BadCode
from formservice.participation.roll import Spent
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.storage import Records, View
from formservice.submit import CHANNELS, OTHER
from formservice.theme import day_words

AFTER = {
    "closed": "Vos réponses sont encore sur cette page : vous pouvez l’imprimer.",
    "answered": "Chacun répond une fois, par internet, par téléphone ou sur papier : c’est ce qui rend l’avis juste.",
    "code": "Il est imprimé sur la lettre que vous avez reçue. Vous ne l’avez plus ? Appelez-nous.",
    "gone": "Elle a été retirée pendant que vous répondiez.",
}
"""What is added to the reason."""


class Answered(Refused):
    """The person, or the code, has answered; an agent reads by which channel, on which day."""

    reason = "answered"


@register("answer")
class AnswerHandler(Handler):
    """How an answer is read, stored and followed."""

    prefixes = (stored.PREFIX,)
    table = TABLE
    over, withdrawn = (stored.REMOVED,), stored.REMOVED
    template, cancelling, silent = "answer.html", "answer_withdraw.html", True

    def journaled(self, entry: Entry) -> bool:
        """The hour of a line, beside the roll, would tell whose answer it is."""
        return not entry.page.consultation.anonymous

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The answer's by chance, the person's on the roll, those of the code, that of who asks for the results."""
        marked = stored.mark(service().store, entry)
        found = [stored.partition_of(entry)]
        found += [roll.partition_of(stored.right_of(entry.page), marked)] if marked else []
        found += codes.partitions_of(service().store, entry.page.code, entry.answers["code"]) if _coded(entry) else []
        found += [stored.inform_partition(entry)] if entry.answers.get("inform") else []
        found += [stored.definitions_of(entry.page.code)] if _only_counted(entry) else []
        return tuple(dict.fromkeys(found))

    def same(self, view: View, entry: Entry) -> Answer | None:
        """The answer of the same form: nothing else tells that two are of one person."""
        return next(iter(view.find(stored.partition_of(entry), TABLE, key=entry.key)), None)

    def repeats(self, view: View, record: Answer, entry: Entry) -> bool:
        """The same answers to the same questions, of who has answered: no record says who that is."""
        right, marked = stored.right_of(entry.page), stored.mark(service().store, entry)
        answered = not marked or roll.uses(view, right, marked)
        return bool(answered) and stored.says(view, record, entry)

    def late(self, entry: Entry) -> None:
        """Raise Closed out of its dates."""
        rules.check_open(entry.page.consultation, entry.now, entry.made, entry.agent is not None)

    def write(self, app: Service, records: Records, entry: Entry) -> Answer:
        """Check who may answer, spend the right, keep the answer. Raises Refused."""
        self._allow(app, records, entry)
        right, marked = stored.right_of(entry.page), stored.mark(app.store, entry)
        try:
            roll.spend(records, right, marked, entry.channel, entry.now.date().isoformat())
        except Spent as spent:
            raise _answered(spent, entry.agent) from None
        if _coded(entry):
            codes.use(records, app.store, entry.page.code, entry.answers["code"])
        if entry.answers.get("inform"):
            stored.inform(records, entry)
        if _only_counted(entry):
            records.note(
                stored.definitions_of(entry.page.code), "typed", agent=entry.agent, channel=entry.channel,
                rules=entry.page.version,
            )  # fmt: skip
        return stored.add(records, entry)

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """Whether it may be given. Raises Refused."""
        view = app.store.read(*self.partitions(entry))
        already = self.same(view, entry) is not None
        if not already:
            self._allow(app, view, entry)
            try:
                roll.check(view, stored.right_of(entry.page), stored.mark(app.store, entry))
            except Spent as spent:
                raise _answered(spent, entry.agent) from None
        return {"unit_words": "", "standing": None, "already": already, "other": False}

    def _allow(self, app: Service, view: View, entry: Entry) -> None:
        self.late(entry)
        rules.check_person(entry.page.consultation, entry.answers, entry.now.date())
        if _coded(entry):
            codes.check(view, app.store, entry.page.code, entry.answers["code"])

    def refused(self, page: Answering, reason: str, words: str, **kept: Any) -> Response:
        """Why not, and the ways out; the answers stay on the page."""
        if reason in (BadCode.reason, Answered.reason):
            guesses.count(service(), request)
        early = service().clock.wall() < page.consultation.opens
        titles = {
            "closed": "Cette consultation ouvre bientôt" if early else "Cette consultation est terminée",
            "answered": "Une réponse est déjà arrivée", "code": "Ce code ne peut pas servir",
            "gone": "Cette consultation n’est plus en ligne",
        }  # fmt: skip
        title = titles.get(reason, "Cette réponse ne peut pas être reçue ici")
        told = [words or AFTER.get(reason, ""), AFTER.get(reason, "") if words else "", pages.NOT_STORED]
        ways = [("Revenir à la consultation", page.url, ""), ("Les autres façons de participer", "/participation/", "")]
        given = {"ways": ways, "retry_url": page.url} | kept
        if reason in ("closed", "answered"):
            # Nothing is to be mended in the answers: they can be printed, not sent again.
            given["sealed"] = ""
        return pages.notice(title, list(filter(None, told)), 409, **given)

    def shown(self, app: Service, partition: str, record: Answer) -> dict[str, Any]:
        """That it is there, and when the results come."""
        results = record["told"]["results"]
        words = {
            "reference": record["reference"], "title": record["told"]["title"], "state": record["state"],
            "results": day_words(date.fromisoformat(results)) if results else "", "once": record["told"]["once"],
            "other": OTHER in request.args,
        }  # fmt: skip
        return {"answer": words, "page_url": record["told"]["url"], "can_cancel": self.may_cancel(app, record)}

    def may_cancel(self, app: Service, record: Answer) -> bool:
        """An answer is taken back until the close: what is counted then stays counted."""
        return record["state"] not in self.over and app.clock.wall() < self.ended(app, record)

    def cancel(
        self, app: Service, partition: str, record: Answer, channel: str = "web", agent: str | None = None
    ) -> None:
        """Count it no more, and forget what it said."""
        with app.store.transaction(partition) as records:
            now = records.get(partition, TABLE, record["id"])
            if now and self.may_cancel(app, now):
                records.update(partition, TABLE, now["id"], **stored.emptied())
                records.note(
                    partition, "withdraw", agent=agent, channel=channel, record=now["id"], before=now["state"],
                    after=stored.REMOVED,
                )  # fmt: skip
        app.store.forget(partition)

    def already(self, record: Answer) -> list[str]:
        """The reference, and nothing else."""
        return ["Cette réponse est déjà arrivée.", f"Votre numéro : {record['reference']}."]

    def free(self, record: Answer) -> dict[str, str]:
        """What was written; the quartier; where there is neither, what the answer is known by."""
        found = {f"q_{id}": record["said"][id] for id in record.get("texts", ())}
        found |= {"quartier": record["quartier"]} if record.get("quartier") else {}
        return found or ({"key": record["key"]} if record.get("key") else {})

    def ended(self, app: Service, record: Answer) -> datetime:
        """The close of the consultation; once its file is gone, that of the last version that was asked."""
        code = record["told"]["code"]
        try:
            return app.releases.current().catalogue.consultation_by_code(code).closes
        except KeyError:
            known = stored.versions(app, code)
        # Nobody knows: it is not over.
        return known[-1][2].closes if known else app.clock.wall()

    def dated(self, record: Answer) -> bool:
        """Only where it has a name."""
        return bool(record["at"] != stored.UNDATED)


def _coded(entry: Entry) -> bool:
    return bool(entry.page.consultation.identity == "code")


def _only_counted(entry: Entry) -> bool:
    """Whether the journal says that an agent typed an answer, and not which one."""
    return entry.agent is not None and bool(entry.page.consultation.anonymous)


def _answered(spent: Spent, agent: str | None) -> Answered:
    """What is said of a right that was spent: to an agent by which channel and when, to a stranger nothing more."""
    if not agent:
        return Answered("Une réponse a déjà été donnée. Si ce n’est pas par vous, appelez-nous.")
    channel, day = spent.uses[0]
    said = f"{CHANNELS.get(channel, channel)}, le {day_words(date.fromisoformat(day))}"
    mend = "la personne dit que ce n’est pas elle, prévenez le service de la participation"
    return Answered(f"Une réponse a déjà été donnée ainsi, {said}. Si {mend}.")
