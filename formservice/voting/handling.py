"""Votes, from the last button to the roll and the box: the kind's words and its handler.

The web brings a sealed ballot; an agent marks the roll alone, for the paper is in an envelope. Roll, receipt and box
are written in one transaction: all stand, or none does.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request

from formservice import pages
from formservice.catalogue.french import typeset
from formservice.handlers import Entry, Handler, register
from formservice.identity import new_reference
from formservice.participation import codes, guesses, roll
from formservice.participation.codes import BadCode
from formservice.participation.roll import Right, Spent
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.storage import Record, Records, Store, View
from formservice.submit import CHANNELS, OTHER, Reused
from formservice.theme import day_words, until_words
from formservice.voting import box, elections, receipts, rules
from formservice.voting.elections import Election
from formservice.voting.page import CODE, DECLARED, EMAIL, Voting

SCHEMES = {"libre": "open", "declaree": "declared", "e-mail": "email", "code": "code"}
WITH = {DECLARED: "à ce nom", EMAIL: "avec cette adresse e-mail", CODE: "avec ce code"}
TAKEN_BACK = (
    "Cet émargement, {reference}, a été annulé. Rien n’est enregistré : ne remettez pas l’enveloppe. Si la personne "
    "vote maintenant, relisez, puis enregistrez."
)
"""What an agent is told who sends again a screen whose mark was taken back."""
SEALED, PART = "sealed", "part"
"""Among the answers of an entry of the web: the sealed ballot, and the part of the box that was drawn for it."""
AFTER = {
    "closed": "Le vote est le même pour tous, sans exception : ce qui arrive après la fin ne compte pas.",
    "voted": "Chacun vote une fois, par internet, au guichet ou sur papier, dans un seul quartier.",
    "code": "Il est imprimé sur la lettre que vous avez reçue. Vous ne l’avez plus ? Appelez-nous.",
    "unready": "Revenez un peu plus tard, ou appelez-nous.",
}
"""What is added to the reason."""
TITLES = {
    "closed": "On ne vote pas en ce moment", "voted": "Un vote est déjà enregistré", "unready": "Le vote va ouvrir",
    "shut": "On ne vote plus", "code": "Ce code ne peut pas servir", "gone": "Ce vote n’est plus en ligne",
}  # fmt: skip


class Voted(Refused):
    """The right was spent: the agent reads by which channel, on which day; on the web nobody does."""

    reason = "voted"
    when = ""
    """By which channel, on which day: for agents."""


class Unready(Refused):
    """The ceremony of opening, or of closing, says that the box takes nothing."""

    reason = "unready"


class Shut(Unready):
    """The ceremony of closing took place: nothing comes any more."""

    reason = "shut"


def right_of(page: Voting) -> Right:
    """One vote for the edition, whatever the area."""
    return Right(f"{page.edition.code}-vote", SCHEMES[page.edition.identity])


def mark_of(store: Store, page: Voting, answers: Mapping[str, str]) -> str | None:
    """The voter on the roll; None where the edition compares nobody. `mark` comes from a link sent by e-mail."""
    return answers.get("mark") or roll.mark_of(store, right_of(page), answers)


@register("vote")
class VoteHandler(Handler):
    """How a vote is taken, once; what is kept says that it came."""

    prefixes = (receipts.PREFIX,)
    table = receipts.TABLE
    over = (receipts.UNDONE,)
    template = "voted.html"

    def journaled(self, entry: Entry) -> bool:
        """Never: the hour of a line, beside the roll, would tell whose ballot came."""
        return False

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The receipt's by chance, the voter's on the roll, the code's, the election's state, a part of the box."""
        store, page = service().store, entry.page
        marked = mark_of(store, page, entry.answers)
        found = [receipts.partition_of(page.edition.code, entry.key)]
        found += [roll.partition_of(right_of(page), marked)] if marked else []
        found += codes.partitions_of(store, page.edition.code, entry.answers["code"]) if _coded(entry) else []
        found += [entry.answers[PART]] if PART in entry.answers else []
        # What is typed from paper comes in until the ceremony of closing, and not during it.
        found += [elections.partition_of(page.edition.code)] if entry.channel == "paper" else []
        return tuple(dict.fromkeys(found))

    def same(self, view: View, entry: Entry) -> Record | None:
        """The receipt of the same form."""
        partition, key = receipts.partition_of(entry.page.edition.code, entry.key), receipts.digest(entry.key)
        found = view.find(partition, receipts.TABLE, key=key)
        # `submit` compares the key of a form with that of the record: here one is the hash of the other.
        return found[0] | {"key": entry.key} if found else None

    def repeats(self, view: View, record: Record, entry: Entry) -> bool:
        """A receipt says nothing of who votes: the key of an agent's entry stands for the voter too. Raises Reused for
        a mark that was taken back: no envelope is given on it."""
        if record["state"] == receipts.UNDONE:
            raise Reused(typeset(TAKEN_BACK.format(reference=record["reference"])))
        return True

    def late(self, entry: Entry) -> None:
        """Raise Closed outside the vote: no grace, but some days to type what was signed on paper in time."""
        rules.check_dates(entry.page.edition, entry.now, entry.channel == "paper")

    def write(self, app: Service, records: Records, entry: Entry) -> Record:
        """Check who votes and that the box takes ballots, spend the right, put the ballot in. Raises Refused."""
        self._allow(app, records, entry)
        page, marked = entry.page, mark_of(app.store, entry.page, entry.answers)
        try:
            roll.spend(records, right_of(page), marked, entry.channel, entry.now.date().isoformat())
        except Spent as spent:
            raise voted(spent, entry) from None
        if _coded(entry):
            codes.use(records, app.store, page.edition.code, entry.answers["code"])
        if SEALED in entry.answers:
            box.put(records, entry.answers[PART], "web", [entry.answers[SEALED]])
        reference = new_reference("VO")
        # On what comes from the web hangs a ballot: its receipt proves nothing of anybody.
        proof = roll.proof_of(app.store, right_of(page), marked, reference) if entry.agent and marked else ""
        return receipts.add(records, entry, app.clock.zone, reference, proof)

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """Whether one may vote. Raises Refused.

        A name proves nothing: whether it has voted is told at the last button alone, where asking costs a vote.
        """
        view = app.store.read(*self.partitions(entry))
        already = self.same(view, entry) is not None
        if not already:
            self._allow(app, view, entry)
            if entry.agent or entry.page.edition.identity != DECLARED:
                check_right(view, app.store, entry)
        return {"unit_words": "", "standing": None, "already": already, "other": False}

    def _allow(self, app: Service, view: View, entry: Entry) -> None:
        self.late(entry)
        check_ready(app.store, entry.page)
        rules.check_voter(entry.page.edition, entry.answers, entry.now.date())
        if _coded(entry):
            codes.check(view, app.store, entry.page.edition.code, entry.answers["code"])

    def refused(self, page: Voting, reason: str, words: str, **kept: Any) -> Response:
        """Why not, and the ways out. No choice is shown: the page may be read over a shoulder."""
        if reason == BadCode.reason:
            guesses.count(service(), request)
        told = [words or AFTER.get(reason, ""), AFTER.get(reason, "") if words else "", pages.NOT_STORED]
        ways = [("Revenir au vote", page.url, ""), ("Le budget participatif", page.edition.url, "")]
        given = {"ways": ways, "retry_url": page.url} | kept
        if reason in ("closed", "shut", "voted"):
            given["sealed"] = ""
        title = TITLES.get(reason, "Ce vote ne peut pas être reçu ici")
        return pages.notice(title, list(filter(None, told)), 409, **given)

    def shown(self, app: Service, partition: str, record: Record) -> dict[str, Any]:
        """That a vote came, and what follows."""
        edition = edition_of(app, record)
        vote, decision = (edition.phase(name) if edition else None for name in ("vote", "decision"))
        words = {
            "reference": record["reference"], "title": record["told"]["title"], "state": record["state"],
            "day": day_words(date.fromisoformat(record["day"])), "url": record["told"]["url"],
            "closes": until_words(vote.until) if vote else "",
            "decided": day_words(decision.last_day) if decision else "",
            "channel": CHANNELS.get(record["channel"], record["channel"]), "again": OTHER in request.args,
        }  # fmt: skip
        return {"vote": words, "page_url": record["told"]["url"], "can_cancel": False}

    def already(self, record: Record) -> list[str]:
        """The reference, and nothing else."""
        return ["Ce vote est déjà enregistré.", f"Votre numéro : {record['reference']}. Il n’y a rien d’autre à faire."]

    def dated(self, record: Record) -> bool:
        """Never."""
        return False

    def ended(self, app: Service, record: Record) -> datetime:
        """The end of the edition."""
        edition = edition_of(app, record)
        if edition is None or not edition.phases:
            return datetime.fromisoformat(record["at"]).replace(tzinfo=None) + timedelta(days=1)
        return edition.phases[-1].until


def check_ready(store: Store, page: Voting) -> Election:
    """The election, while its box takes ballots. Raises Unready before its opening, Shut after its closing."""
    found = elections.read(store, page.edition.code)
    if found is None:
        raise Unready("L’urne de ce vote n’a pas encore été ouverte.")
    if found.state != elections.OPEN:
        raise Shut("L’urne de ce vote est fermée : le vote est terminé.")
    return found


def check_right(view: View, store: Store, entry: Entry) -> None:
    """Raise Voted when the right was spent."""
    try:
        roll.check(view, right_of(entry.page), mark_of(store, entry.page, entry.answers))
    except Spent as spent:
        raise voted(spent, entry) from None


def edition_of(app: Service, record: Record) -> Any:
    """The edition of a receipt, as the site has it; None when its file is gone."""
    with suppress(KeyError):
        return app.releases.current().catalogue.edition_by_code(record["told"]["code"])
    return None


def voted(spent: Spent, entry: Entry) -> Voted:
    """What is said of a right that was spent: to an agent by which channel and when, to a stranger nothing more."""
    channel, day = spent.uses[0]
    if entry.agent:
        said = f"{CHANNELS.get(channel, channel)}, le {day_words(date.fromisoformat(day))}"
        refusal = Voted(
            f"Un vote est déjà enregistré : {said}. Il reste compté, et celui-ci ne l’est pas. Si la personne dit que "
            "ce n’est pas elle, prévenez le service de la participation."
        )
        refusal.when = said
        return refusal
    # The title of the page says that a vote is registered.
    return Voted(f"Il a été reçu {WITH[entry.page.edition.identity]}. Si ce n’est pas vous, appelez-nous.")


def _coded(entry: Entry) -> bool:
    return bool(entry.page.edition.identity == CODE)
