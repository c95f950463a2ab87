"""The desk of consultations: a questionnaire by its code, typed from paper or the telephone."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from formservice.consultations import rules, stored
from formservice.consultations.answering import Answering, answering_by_code
from formservice.export import Column
from formservice.forms import BaseForm
from formservice.kinds import form_for
from formservice.office import coded, entry
from formservice.office.desks import Desk, at
from formservice.office.forms import ChannelForm
from formservice.service import Service, service
from formservice.submit import Receipt
from formservice.theme import day_words

CHANGED = "Le questionnaire a changé, et celui-là n’est plus accepté."


@at("answer")
class Answers(Desk):
    """A consultation by its code, BA27."""

    export, sheet = "reponses", "Réponses"
    template = "entry_answer.html"
    sealed = "Les réponses d’une consultation se téléchargent sur sa page, une fois terminée : /agents/consultations/"
    otherwise = "Rien n’a été enregistré. Mettez ce papier de côté, et passez au suivant."
    facts_columns = (Column("Consultation", "code", width=10), Column("Quartier", "quartier"))

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """Which consultation, which quartier."""
        return record["told"]["code"], record["quartier"]

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """Those whose answers may be typed."""
        now = app.clock.wall()
        known = app.releases.current().catalogue.consultations
        return [(one.code, one.title) for one in known if one.opens <= now < one.closes + one.grace]

    def page(self, app: Service, code: str) -> Answering | None:
        """The questionnaire of a code."""
        with suppress(KeyError):
            return answering_by_code(app.releases.current().catalogue, code)
        return None

    def address(self, page: Answering) -> str:
        """By its code, and its version when it is not the present one."""
        now = self.page(service(), page.code)
        asked = None if now and now.version == page.version else page.version
        return url_for("office.entry", code=page.code, questionnaire=asked)

    def opened(self, page: Answering) -> Answering | Response:
        """The version that a paper was printed in, or that the screen showed, while it is taken."""
        asked = request.form.get("asked") or request.args.get("questionnaire", "")
        found = next((one for _, one in self.before(page) if one.version == asked), page)
        # Numbers of another questionnaire would stand for other options here.
        return self.changed(page) if request.method == "POST" and asked not in ("", found.version) else found

    def changed(self, page: Answering) -> Response:
        """The screen of today, blank: what was typed was for a questionnaire that is not taken any more."""
        form = form_for(page, now=self.as_of(page, service().clock.wall()))
        if form is None:
            return self.closed(page, 409)
        g.changed = True
        how = self.how(page, form, MultiDict({"channel": request.form.get("channel", "")}))
        return entry.Screen(page, form, how, entry.key_of("")).draw(409, f"{CHANGED} {self.otherwise}")

    def before(self, page: Answering) -> list[tuple[str, Answering]]:
        """(since when, questionnaire) of the former versions that are still taken."""
        app, now = service(), page.consultation
        known = stored.versions(app, page.code)
        ends = [*(since for _, since, _ in known[1:]), None]
        return [
            (
                day_words(since),
                replace(page, consultation=replace(old, opens=now.opens, closes=now.closes, url=now.url)),
            )
            for (asked, since, old), replaced in zip(known, ends, strict=False)
            if asked != now.asked and rules.in_grace(now, replaced, app.clock.wall())
        ]

    def as_of(self, page: Answering, now: datetime) -> datetime:
        """What came on paper in time may be typed a while after the close."""
        known = page.consultation
        return known.opens if known.opens <= now < known.closes + known.grace else now

    def sent(self, page: Answering, answers: MultiDict[str, str]) -> MultiDict[str, str]:
        """Numbers as they are printed."""
        now = self.page(service(), page.code)
        # An old paper does not make its questionnaire the present one again.
        if request.method == "POST" and now and now.is_open(self.as_of(now, service().clock.wall())):
            stored.remember(service(), now.consultation)
        return coded.decoded(page, answers)

    def how(self, page: Answering, form: BaseForm, answers: Any) -> ChannelForm:
        """By which channel; that a paper was filled in is agreement enough."""
        made = ChannelForm(answers)
        made.channel.label.text = "Comment la réponse est-elle arrivée\u202f?"
        return made

    def given(self, page: Answering) -> dict[str, Any]:
        """The questions as they are printed, and how far the pile is."""
        done, now = g.get("entered"), self.page(service(), page.code)
        typed: MultiDict[str, str] = MultiDict() if done or g.get("changed") else request.form
        before = [(since, self.address(one)) for since, one in self.before(now)] if now else []
        return {
            "boxes": coded.boxes(page, typed), "quartier": typed.get("quartier", "")[:9], "before": before,
            "pile": done[1] if done else pile(), "done": done,
        }  # fmt: skip

    def after(self, receipt: Receipt) -> Response:
        """A blank screen for the next paper of the pile, with the reference of this one. Sent again, it says the
        same."""
        known = self.page(service(), receipt.record["told"]["code"])
        page = self.opened(known) if known else None
        if isinstance(page, Response):
            return page
        now = service().clock.wall()
        form = form_for(page, now=self.as_of(page, now)) if page else None
        if page is None or form is None:
            return self.closed(page, 200)
        g.entered = (receipt.record["reference"], pile() + 1, coded.ranked(page, receipt.record["said"]))
        how = self.how(page, form, MultiDict({"channel": request.form["channel"]}))
        return entry.Screen(page, form, how, entry.key_of("")).draw()


def pile() -> int:
    """How many papers were typed in a row."""
    text = request.form.get("pile", "0")
    return int(text) if text.isdecimal() and len(text) < 5 else 0
