"""Requests to consult or borrow, from the form to the shelf: the kind's words and its handler."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Response, request

from formservice import pages, telling
from formservice.grace import in_grace
from formservice.handlers import Entry, Handler, register
from formservice.identity import person_partition
from formservice.refusal import Refused
from formservice.resources import following, lending, loans, rules
from formservice.resources.asking import Asking
from formservice.resources.loans import TABLE, Loan
from formservice.service import Service, see_other
from formservice.storage import Records, View

TITLES = {
    "closed": "Le centre n’est pas ouvert ce jour-là",
    "gone": "Ce document n’est plus proposé",
    "way": "Ce document ne s’emprunte pas",
    "limit": "Vous avez déjà vos demandes",
    "full": "Ce document est très demandé",
}
WAYS = [
    ("Voir le catalogue", "/ressources/", "du centre de ressources"),
    ("Poser une question", "/ressources/question/", "à la documentaliste"),
]
MOST = 60
"""Requests under way for one record."""


class Shut(Refused):
    """The house is closed on the day that was wished."""

    reason = "closed"


class Wanted(Refused):
    """Too many wait already."""

    reason = "full"


@register("loan")
class Borrowing(Handler):
    """How a request is read, decided, stored and refused."""

    prefixes = (loans.PREFIX,)
    table = TABLE
    over = rules.OVER
    template = "loan.html"

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The record's, and what the person has."""
        return loans.partition_of(entry.page.holding.id), person_partition(entry.person)

    def same(self, view: View, entry: Entry) -> Loan | None:
        """The request of the same form, or of the same person for the same record while it is under way."""
        found = view.find(loans.partition_of(entry.page.holding.id), TABLE, person=entry.person)
        by_key = next((one for one in found if one["key"] == entry.key), None)
        return by_key or next((one for one in found if one["state"] in rules.LIVING), None)

    def late(self, entry: Entry) -> None:
        """The day that is wished must be one that comes, on which the house is open."""
        page, way = entry.page, entry.answers["way"]
        rules.check_way(page.ways, way)
        if way == rules.CONSULT:
            self._check_day(page, date.fromisoformat(entry.answers["day"]), entry)

    def _check_day(self, page: Asking, day: date, entry: Entry) -> None:
        # A check page made before midnight has its grace.
        today, midnight = entry.now.date(), datetime.combine(entry.now, time.min)
        if in_grace(entry.made, midnight, entry.now):
            today -= timedelta(days=1)
        at_once = entry.agent and day == entry.now.date() and page.still_open(entry.now)
        # Who stands at the counter may read at once.
        if day not in page.days(today) and not at_once:
            raise Shut("On ne peut pas consulter ce document ce jour-là. Choisissez un autre jour.")

    def write(self, app: Service, records: Records, entry: Entry) -> Loan:
        """A copy or a rank, and the letter that says so to who prefers e-mail."""
        self.late(entry)
        stands = self._standing(records, entry)
        rules.check_limit(len(loans.of_person(records, entry.person)), entry.page.collection.limit)
        loan = loans.add(app, records, entry)
        given = {"table": TABLE, "rank": stands.rank, "day": stands.expected and stands.expected.isoformat()}
        telling.write_to(records, loans.partition_of(entry.page.holding.id), loan, "loan_noted", **given)
        return loan

    def _standing(self, view: View, entry: Entry) -> rules.Standing:
        found = view.find(loans.partition_of(entry.page.holding.id), TABLE)
        if sum(one["state"] in rules.LIVING for one in found) >= MOST:
            raise Wanted("Beaucoup de personnes l’attendent déjà. Appelez-nous : nous cherchons avec vous.")
        day = entry.answers.get("day") or None
        wished = date.fromisoformat(day) if day else None
        return rules.standing(entry.page.terms, found, entry.answers["way"], wished, entry.now.date())

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """Whether a copy is there, or the rank and the day it should be back."""
        view = app.store.read(loans.partition_of(entry.page.holding.id))
        already = self.same(view, entry) is not None
        words: dict[str, Any] = {"unit_words": loans.wanted(entry.answers["way"], entry.answers.get("day") or "")}
        words |= {"standing": None, "already": already, "other": entry.answers.get("who") == "other", "copy": None}
        if not already:
            held = loans.of_person(app.store.read(person_partition(entry.person)), entry.person)
            rules.check_limit(len(held), entry.page.collection.limit)
            words["copy"] = self._standing(view, entry)
        return words

    def refused(self, page: Asking, reason: str, words: str, **kept: Any) -> Response:
        """The record, the other records, the telephone."""
        text = [words, "Rien n’est perdu : vos réponses sont gardées sur cette page." if kept.get("sealed") else ""]
        ways = [("Revoir la notice", page.holding.record_url, "de ce document"), *WAYS]
        given = {"retry_url": page.url, **kept} if reason != "gone" else {"lines": kept.get("lines", [])}
        title = TITLES.get(reason, TITLES["gone"])
        return pages.notice(title, list(filter(None, text)), 410 if reason == "gone" else 409, ways=ways, **given)

    def shown(self, app: Service, partition: str, record: Loan) -> dict[str, Any]:
        """The state, the rank, the days."""
        return following.of_loan(app, partition, record) | {"can_cancel": self.may_cancel(app, record)}

    def already(self, record: Loan) -> list[str]:
        """The reference, and nothing else."""
        return [
            f"Vous avez déjà une demande en cours : {record['told']['title']}.",
            f"Votre numéro : {record['reference']}. Il n’y a rien d’autre à faire.",
            "Pour l’annuler, utilisez le lien de votre première demande, ou appelez-nous.",
        ]

    def may_cancel(self, app: Service, record: Loan) -> bool:
        """Until it is fetched; nothing of who was erased."""
        return bool(record["person"]) and record["state"] in (rules.REQUESTED, rules.READY)

    def cancel(
        self, app: Service, partition: str, record: Loan, channel: str = "web", agent: str | None = None
    ) -> None:
        """Cancel, and pass the copy on. What was fetched meanwhile stays lent."""
        try:
            lending.act(app, partition, record, "cancel", channel, agent)
        except rules.NotNow:
            return

    def ended(self, app: Service, record: Loan) -> datetime:
        """The day it was over; while it is under way, now."""
        day = date.fromisoformat(record["ended"]) if record["ended"] else None
        return datetime.combine(day, datetime.min.time()) if day else app.clock.wall()

    def bound(self, record: Loan) -> str:
        """A document that is out must come back."""
        if record["state"] != rules.LENT:
            return ""
        return f"{record['reference']} : le document est encore prêté. Reprenez-le d’abord, puis effacez."

    def act(self, app: Service, partition: str, record: Loan, action: str) -> Response | None:
        """Renew, once and if nobody waits."""
        if action != "renew":
            return None
        try:
            lending.act(app, partition, record, "renew", "web")
        except Refused as refusal:
            return pages.notice(
                "Ce prêt n’est pas prolongé", [str(refusal), "Le document est attendu à la date prévue."], 409
            )
        return see_other(request.path)
