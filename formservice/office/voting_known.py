"""A vote as the office knows it: its page on the ballot it was opened on, its election, its dates."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import abort

# Hangs the handler of the kind, which the office goes through.
import formservice.voting.handling  # noqa: F401
from formservice.catalogue.participation import Phase
from formservice.service import Service, service
from formservice.voting import elections
from formservice.voting.elections import Election
from formservice.voting.page import SUFFIX, Voting, voting_by_code


@dataclass(frozen=True)
class Known:
    """A vote: its page on the ballot it was opened on, its election once it was."""

    page: Voting
    election: Election | None
    by_mail: bool = False
    """Whether those who voted on the web are on the roll by an address, and not by their name."""

    @property
    def code(self) -> str:
        """That of the edition."""
        return self.page.edition.code

    @property
    def state(self) -> str:
        """Where the box stands; "" before its ceremony of opening."""
        return self.election.state if self.election else ""

    @property
    def since(self) -> datetime:
        """When one begins to vote."""
        return self._phase.since

    @property
    def until(self) -> datetime:
        """When one does not vote any more."""
        return self._phase.until

    @property
    def typed_until(self) -> datetime:
        """Until when the sheets are typed."""
        return self.until + self.page.edition.paper

    def takes_marks(self, now: datetime) -> bool:
        """Whether a signature may be typed now."""
        return self.state == elections.OPEN and self.since <= now < self.typed_until

    @property
    def _phase(self) -> Phase:
        return next(phase for phase in self.page.edition.phases if phase.name == "vote")


def find(app: Service, code: str) -> Known | None:
    """The vote of an edition; of one whose file is gone, as it was opened."""
    if not (code.isascii() and code.isalnum()):
        return None
    election = elections.read(app.store, code.upper())
    with suppress(KeyError):
        page = voting_by_code(app.releases.current().catalogue, f"{code}{SUFFIX}")
        page = page.opened(election.slates, election.edition) if election else page
        return Known(page.at_desk, election, page.by_mail)
    if election is None:
        return None
    page = Voting(election.edition, election.slates)
    return Known(page.at_desk, election, page.by_mail)


def known_of(code: str) -> Known:
    """The vote of an address, or 404."""
    return find(service(), code) or abort(404)
