"""Ideas, from the form to the study: the kind's words and its handler."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response

from formservice import telling
from formservice.forms import BaseForm, answered
from formservice.handlers import Entry, Files, Handler, register
from formservice.participation import acting, erasing, following, ideas, photos, roll, rules, staging
from formservice.participation.filing import Proposing
from formservice.participation.ideas import TABLE, Idea
from formservice.participation.roll import Spent
from formservice.participation.rules import NotAllowed
from formservice.service import Service, service
from formservice.storage import Records, View


@register("proposal")
class ProposalHandler(Handler):
    """How an idea is read, stored and followed."""

    prefixes = (ideas.PREFIX,)
    table = TABLE
    over = ()
    """Nothing is deleted: an idea that was taken back keeps its number, its trail and its photo until it is erased."""
    lives_on = True
    template, cancelling = "idea.html", "idea_withdraw.html"

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The edition's part where the idea is, the number's, and the person's on the roll."""
        photo = photos.waiting_of(entry.answers.get("photo") or "")
        shard = (photo.partition,) if photo else ()
        return ideas.partition_of(entry), ideas.numbers_of(entry.page.edition.code), *self._roll(entry), *shard

    def _roll(self, entry: Entry) -> tuple[str, ...]:
        marked = ideas.mark(service().store, entry)
        return (roll.partition_of(ideas.right_of(entry.page), marked),) if marked else ()

    def same(self, view: View, entry: Entry) -> Idea | None:
        """The idea of the same form, or the same words of the same person."""
        found = view.find(ideas.partition_of(entry), TABLE, person=entry.person)
        by_key = next((one for one in found if one["key"] == entry.key), None)
        living = (one for one in found if one["state"] not in rules.OVER)
        words = [entry.answers[name] for name in ("title", "what")]
        return by_key or next((one for one in living if [one["idea"]["title"], one["idea"]["what"]] == words), None)

    def repeats(self, view: View, record: Idea, entry: Entry) -> bool:
        """The same idea of the same person; a photo that is sent again is another file."""
        idea, person = ideas.parted(entry.answers)
        return record["idea"] | {"photo": ""} == idea | {"photo": ""} and record["answers"] == person

    def late(self, entry: Entry) -> None:
        """Raise NotAllowed outside the filing. An agent types what came in time on paper some days more."""
        edition = entry.page.edition
        if entry.agent is None or not rules.may_type(edition, entry.now):
            rules.check_dates(edition, entry.now, entry.made)

    def write(self, app: Service, records: Records, entry: Entry) -> Idea:
        """Check the published rules, spend the right, keep the idea. Raises NotAllowed."""
        self.late(entry)
        self._allow(entry)
        self._check_room(records, entry)
        marked, right = ideas.mark(app.store, entry), ideas.right_of(entry.page)
        try:
            roll.spend(records, right, marked, entry.channel, entry.now.date().isoformat())
        except Spent:
            raise self._capped(entry.page) from None
        waiting = photos.waiting_of(entry.answers.get("photo") or "")
        photo = staging.claim(app, records, waiting) if waiting else ""
        idea = ideas.add(records, replace(entry, answers=entry.answers | {"photo": photo}), marked)
        study = entry.page.edition.phase("etude")
        said = {"number": idea["number"], "day": study.since.isoformat() if study else ""}
        telling.write_to(records, ideas.partition_of(entry), idea, "idea_noted", table=TABLE, **said)
        return idea

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """Whether it is in already. Raises NotAllowed."""
        partitions = self.partitions(entry)
        already = self.same(app.store.read(partitions[0]), entry) is not None
        if not already:
            self.late(entry)
            self._allow(entry)
            self._check_cap(app, entry)
            self._check_room(app.store.read(partitions[0]), entry)
            photos.check(app, entry.answers.get("photo") or "")
        other = entry.answers.get("who") == "other"
        return {"unit_words": "", "standing": None, "already": already, "other": other}

    def _allow(self, entry: Entry) -> None:
        rules.check_person(entry.page.edition, entry.answers, entry.now.date())

    def _check_room(self, view: View, entry: Entry) -> None:
        if ideas.is_full(view, ideas.partition_of(entry)):
            raise ideas.NoRoom

    def _check_cap(self, app: Service, entry: Entry) -> None:
        shard = self._roll(entry)
        if not shard:
            return
        try:
            roll.check(app.store.read(*shard), ideas.right_of(entry.page), ideas.mark(app.store, entry))
        except Spent:
            raise self._capped(entry.page) from None

    def _capped(self, page: Proposing) -> NotAllowed:
        most = page.edition.limit
        said = "une idée" if most == 1 else f"{most} idées"
        return NotAllowed("cap", f"Chaque personne peut déposer {said} au plus, et c’est déjà fait.", page.edition)

    def noted(self, record: Idea) -> dict[str, Any]:
        """The number, and the version of the published rules."""
        return {"rules": record["rules_version"], "idea": record["number"]}

    def attach(self, app: Service, posted: dict[str, list[str]], files: Files) -> dict[str, str]:
        """The photo."""
        return photos.attach(app, posted, files)

    def beside(self, app: Service, form: BaseForm) -> dict[str, Any]:
        """The photo, small."""
        return {"photo": photos.seen(app, form["photo"].data or "")}

    def lines(self, page: Proposing, form: BaseForm) -> list[tuple[str, str]]:
        """Label and answer."""
        return answered(form)

    def refused(self, page: Proposing, reason: str, words: str, **kept: Any) -> Response:
        """Which rule says no, and the ways out."""
        return following.refused(page, reason, words, **kept)

    def shown(self, app: Service, partition: str, record: Idea) -> dict[str, Any]:
        """The idea, where it stands, what its author may do."""
        acts = {"can_cancel": self.may_cancel(app, record), "form": None, "notice": "", "typed": ""}
        return following.shown(app, record) | acts | {"photo": photos.thumbnail(app, record["photo"])}

    def already(self, record: Idea) -> list[str]:
        """The reference, and nothing else."""
        return ["Cette idée est déjà arrivée.", f"Votre numéro : {record['reference']}. Il n’y a rien d’autre à faire."]

    def may_cancel(self, app: Service, record: Idea) -> bool:
        """Its author may withdraw it until the study."""
        return bool(record["person"]) and following.may_change(app, record)

    def cancel(
        self, app: Service, partition: str, record: Idea, channel: str = "web", agent: str | None = None
    ) -> None:
        """Withdraw it. Under study meanwhile, it stays so."""
        following.withdraw(app, partition, record, channel, agent)

    def ended(self, app: Service, record: Idea) -> datetime:
        """The end of its edition: until then, now."""
        return following.ended(app, record)

    def remains(self, record: Idea) -> list[str]:
        """The name in the published file, the photo."""
        return erasing.remains(record)

    def act(self, app: Service, partition: str, record: Idea, action: str) -> Response | None:
        """Complete it, answer a question, contest a refusal."""
        return acting.act(app, partition, record, action)
