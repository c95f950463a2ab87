"""The desk of the vote: who signs at a counter is marked on the roll, then given the envelope. No name is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from formservice import pages
from formservice.catalogue.french import typeset
from formservice.forms import BaseForm, choices
from formservice.kinds import form_for
from formservice.office import entry, voting_known
from formservice.office.desks import Desk, at
from formservice.office.forms import ChannelForm
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.submit import Receipt
from formservice.voting import elections, marking, rules
from formservice.voting.handling import check_ready
from formservice.voting.page import SUFFIX, Voting

COUNTER, PAPER = "counter", "paper"
WAYS = {COUNTER: "Au guichet : la personne signe devant vous", PAPER: "Sur papier : enveloppe reçue, feuille signée"}


@at("vote")
class Votes(Desk):
    """The vote of an edition by its code, BP27-VOTE."""

    template = "entry_vote.html"
    sealed = "Les votes ne s’exportent pas : ni qui a voté, ni quoi."
    otherwise = "Ne remettez pas l’enveloppe. Rien n’a été enregistré, ni annulé."

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """The votes under way."""
        now, editions = app.clock.wall(), app.releases.current().catalogue.editions
        found = [known for one in editions if (known := voting_known.find(app, one.code))]
        return [
            (one.page.code, f"{one.page.edition.title}\xa0: émarger") for one in found
            if one.takes_marks(now)
        ]  # fmt: skip

    def page(self, app: Service, code: str) -> Voting | None:
        """The vote of a code, on the ballot it was opened on."""
        base, mark, rest = code.upper().partition(SUFFIX)
        known = voting_known.find(app, base) if mark and not rest and base.isalnum() else None
        return known.page if known else None

    def address(self, page: Voting) -> str:
        """By its code."""
        return url_for("office.entry", code=page.code)

    def opened(self, page: Voting) -> Voting | Response:
        """Once the box is closed nothing is typed in vain; what is sent again still says what it made."""
        known = voting_known.find(service(), page.edition.code)
        shut = request.method == "GET" and (known is None or known.state != elections.OPEN)
        return self.closed(page, 200) if shut else page

    def as_of(self, page: Voting, now: datetime) -> datetime:
        """What was signed in time is typed some days more."""
        phase = page.edition.phase("vote")
        late = phase is not None and phase.until <= now < phase.until + page.edition.paper
        return phase.since if phase and late else now

    def closed(self, page: Voting, status: int) -> Response:
        """When one votes."""
        try:
            rules.check_dates(page.edition, service().clock.wall(), on_paper=True)
            check_ready(service().store, page)
            why = ""
        except Refused as refusal:
            why = str(refusal)
        board = url_for("office.vote_board", code=page.edition.code)
        return pages.notice("On n’émarge pas maintenant", [why, self.otherwise], status, ways=[("Le vote", board, "")])

    def how(self, page: Voting, form: BaseForm, answers: Any) -> ChannelForm:
        """At the counter, or on paper; once the vote is over, on paper alone."""
        made = ChannelForm(answers)
        phase, now = page.edition.phase("vote"), service().clock.wall()
        late = phase is not None and now >= phase.until
        made.channel.choices = choices({PAPER: WAYS[PAPER]} if late else WAYS)
        made.channel.label.text = typeset("Comment la personne vote-t-elle ?")
        if not request.form and not late:
            made.channel.data = COUNTER
        return made

    def known_by(self, page: Voting, answers: dict[str, Any], key: str) -> str:
        """The screen and the voter together: gone back to for another voter, it is another entry."""
        return marking.key_of(service().store, page, answers, key)

    def given(self, page: Voting) -> dict[str, Any]:
        """The mark that was just made; whether the roll knows who votes on the web by an address."""
        code = page.edition.code
        known = voting_known.find(service(), code)
        by_mail = known is not None and known.by_mail
        return {"done": g.get("marked"), "board": url_for("office.vote_board", code=code), "by_mail": by_mail}

    def after(self, receipt: Receipt) -> Response:
        """The envelope may be given; a blank screen for who comes next. Sent again, it says the same."""
        page = self.page(service(), f"{receipt.record['told']['code']}{SUFFIX}")
        form = form_for(page, now=self.as_of(page, service().clock.wall())) if page else None
        if page is None or form is None:
            return self.closed(page, 200) if page else pages.notice("C’est enregistré", [receipt.record["reference"]])
        g.marked = {
            "reference": receipt.record["reference"], "paper": receipt.record["channel"] == PAPER,
            "area": page.edition.area(request.form["area"]).title,
        }  # fmt: skip
        how = self.how(page, form, MultiDict({"channel": request.form["channel"]}))
        return entry.Screen(page, form, how, entry.key_of("")).draw()
