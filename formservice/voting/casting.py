"""From step to step of a vote, without JavaScript: who votes, the ballot, what to check, the last button.

What was filled in travels in the signed page. Nothing is written before the last button, and then all at once.
"""

import secrets
import time
from dataclasses import replace
from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from formservice import doubt, path
from formservice.forms import MOST
from formservice.handlers import HANDLERS, Entry
from formservice.participation import guesses
from formservice.refusal import Refused
from formservice.sealed import Altered, Sealed, seal, unseal
from formservice.security import provenance
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import Receipt, enter, submit
from formservice.voting import box, choosing, handling, mailed, receipts, rules, showing, stopped
from formservice.voting.ballots import on_line
from formservice.voting.choosing import Filled
from formservice.voting.elections import Election
from formservice.voting.page import CODE, EMAIL, Voting
from formservice.voting.showing import AREA, CHECKED, CHOICES, LINK, SEED, STEP

CAST, TOTAL = "cast", "total"
IDENTIFY = "_identify"
"""What the first page asks for, and no button."""
CHANGED = "La page du vote a changé pendant que vous votiez. Relisez bien avant de voter."
SLOWLY = "Prenez le temps de relire, puis votez."


class Mend(Exception):
    """What was said of who votes must be mended: the first page is shown again."""

    def __init__(self, page: Voting):
        super().__init__()
        self.page = page


def answer(page: Voting) -> Response:
    """Answer a post to the address of a vote."""
    action, token = request.form.get("action", ""), request.form.get("sealed")
    # A vote is two sends, its first page and its last button, however often the total is asked for.
    g.sends = doubt.count(service(), request) if token is None or action == CAST else 0
    try:
        sealed = begun(page) if token is None else unseal(token)
    except Altered:
        return stopped.altered(page)
    if sealed.page != page.url:
        return stopped.altered(page)
    on_ballot = SEED in sealed.fields and STEP not in sealed.fields
    posted = choosing.ticked(request.form.to_dict(flat=False)) if on_ballot else []
    if posted or on_ballot and action in ("check", TOTAL):
        # Whatever stops it, what was just chosen stays too, were it nothing.
        sealed = replace(sealed, fields=sealed.fields | {CHOICES: posted})
    if action == AREA and LINK in sealed.fields:
        sealed = located(sealed)
    if g.sends > doubt.FLOOD:
        return stopped.flood(page, sealed)
    if provenance(request) == "foreign":
        return stopped.foreign(page, sealed)
    return guarded(page, sealed, lambda: act(page, sealed, IDENTIFY if token is None else action.strip("_")))


def follow(page: Voting, token: str) -> Response:
    """The ballot that a link sent by e-mail opens. Writes nothing."""
    sealed = Sealed(page.url, page.version, service().clock.wall(), {LINK: [token]})
    return guarded(page, sealed, lambda: act(page, sealed, IDENTIFY))


def guarded(page: Voting, sealed: Sealed, work: Any) -> Response:
    """What `work` answers, or why it cannot: whatever stops it, what was filled in is kept."""
    try:
        response: Response = work()
    except Mend as mend:
        response = showing.identity(mend.page, sealed, checked=True)
    except mailed.BadLink:
        response = stopped.old_link(page)
    except Refused as refusal:
        # What was said of who votes may be mended, so the way back leads there.
        kept = replace(sealed, fields={name: said for name, said in sealed.fields.items() if name not in (SEED, STEP)})
        response = HANDLERS["vote"].refused(page, refusal.reason, str(refusal), sealed=seal(kept))
    except StoreError as error:
        service().logger.error("%s", error)
        response = stopped.unavailable(page, sealed)
    return response


def act(page: Voting, sealed: Sealed, action: str) -> Response:
    """What a button leads to. Raises Mend, Refused, StoreError."""
    # Once cast, no page of the form comes back: « Back », then sent again, would show who voted, and what.
    if request.form.get("sealed") and (used := made(page, sealed.key)):
        return lead_back(used, sealed)
    page, election = ready(page)
    if LINK in sealed.fields and AREA not in sealed.fields:
        return welcome(page, sealed)
    if action == AREA and LINK in sealed.fields:
        action = IDENTIFY
    if action == "identity" or SEED not in sealed.fields and action != IDENTIFY:
        return showing.identity(page, sealed)
    if action in (IDENTIFY, "check", CAST) and braked(page):
        return stopped.flood(page, sealed)
    entry = entered(page, sealed)
    if action == IDENTIFY:
        return begin(page, sealed, entry)
    if action == CAST and sealed.fields.get(STEP) == [CHECKED]:
        return put_in(page, election, sealed, entry)
    slate = page.slate(entry.answers["area"])
    if action == "modify":
        return showing.ballot(page, sealed, slate)
    filled = choosing.read(page.edition.ballot, slate, request.form.to_dict(flat=False))
    if action != "check":
        return showing.ballot(page, sealed, slate, filled, told=action == TOTAL)
    return check(page, sealed, entry, filled)


def ready(page: Voting) -> tuple[Voting, Election]:
    """The page on the ballot that was opened. Raises Closed and Unready: nothing is asked out of the dates."""
    rules.check_dates(page.edition, service().clock.wall())
    election = handling.check_ready(service().store, page)
    return page.opened(election.slates, election.edition), election


def begun(page: Voting) -> Sealed:
    """What the first page was filled in with."""
    posted = request.form.to_dict(flat=False)
    if sum(len(text) for texts in posted.values() for text in texts) > MOST:
        raise RequestEntityTooLarge()
    # Every question of a vote: those of the site may not be those that the election was opened on.
    fields = {name: posted[name] for name in showing.names(page) if name in posted}
    return Sealed(page.url, posted.get("version", [page.version])[0][:20], service().clock.wall(), fields)


def located(sealed: Sealed) -> Sealed:
    """The same with the area that was asked after a link; what was chosen for another is no more."""
    kept = {name: said for name, said in sealed.fields.items() if name not in (CHOICES, STEP)}
    return replace(sealed, fields=kept | {AREA: request.form.getlist(AREA)})


def welcome(page: Voting, sealed: Sealed) -> Response:
    """A link was followed: where one lives is asked. Raises BadLink, Voted, StoreError."""
    app = service()
    entry = enter(app, page, mailed.find(app, page, sealed.fields[LINK][0]), sealed.key, made=sealed.made)
    handling.check_right(app.store.read(*HANDLERS[page.form].partitions(entry)), app.store, entry)
    return showing.identity(page, sealed)


def entered(page: Voting, sealed: Sealed) -> Entry:
    """Who votes, and where, by the first page or by the link. Raises Mend, BadLink, StoreError."""
    app = service()
    linked, form = LINK in sealed.fields, showing.bound(page, sealed.fields)
    proved = mailed.find(app, page, sealed.fields[LINK][0]) if linked else {}
    # Whoever is known by an e-mail address proves by a link that it is theirs.
    unproved = page.edition.identity == EMAIL and SEED in sealed.fields and not linked
    if not form.validate() or unproved:
        raise Mend(page)
    answers = form.answers() | proved
    return enter(app, page, answers, sealed.key, made=sealed.made)


def braked(page: Voting) -> bool:
    """Whether this connection tried too many codes for another to be looked up now. StoreError."""
    return page.edition.identity == CODE and guesses.too_many(service(), request)


def begin(page: Voting, sealed: Sealed, entry: Entry) -> Response:
    """The first page is good: the ballot, or the link that opens it. Raises Refused, StoreError."""
    app = service()
    if page.edition.identity == EMAIL and LINK not in sealed.fields:
        rules.check_person(page.edition, entry.answers, entry.now.date())
        return mailed.ask(app, page, entry)
    HANDLERS[page.form].preview(app, entry)
    seed = sealed.fields.get(SEED) or [secrets.token_urlsafe(9)]
    return showing.ballot(page, replace(sealed, fields=sealed.fields | {SEED: seed}), page.slate(entry.answers["area"]))


def check(page: Voting, sealed: Sealed, entry: Entry, filled: Filled, notice: str = "") -> Response:
    """« Vérifiez votre vote », once the rules allow it. Raises Refused, StoreError."""
    slate = page.slate(entry.answers["area"])
    try:
        if filled.wrong:
            raise rules.BadBallot(choosing.NOT_A_NUMBER)
        rules.check_ballot(page.edition.ballot, slate, filled.choices)
    except rules.BadBallot as refusal:
        return showing.ballot(page, sealed, slate, filled, str(refusal))
    HANDLERS[page.form].preview(service(), entry)
    # Shown again for who was too fast, it is as old as it was.
    stamp = sealed.stamp if notice else time.time()
    return showing.to_check(page, replace(sealed, version=page.version, stamp=stamp), slate, filled, notice)


def put_in(page: Voting, election: Election, sealed: Sealed, entry: Entry) -> Response:
    """The last button: seal, write once, lead to the receipt. Raises Refused, StoreError."""
    app, slate = service(), page.slate(entry.answers["area"])
    filled = Filled(choosing.unpacked(sealed.fields[CHOICES]), {})
    if sealed.version != page.version or sealed.too_fast:
        return check(page, sealed, entry, filled, CHANGED if sealed.version != page.version else SLOWLY)
    try:
        rules.check_ballot(page.edition.ballot, slate, filled.choices)
    except rules.BadBallot as refusal:
        return showing.ballot(page, sealed, slate, filled, str(refusal))
    ballot = on_line(slate, filled.choices, sealed.fields[SEED][0])
    closed = {
        handling.SEALED: box.seal(election.public, ballot, election.length),
        handling.PART: box.draw_part(page.edition.code),
    }
    told = replace(entry, answers=entry.answers | closed, doubt=tuple(doubt.marks(g.sends)))
    receipt = submit(app, told)
    # What was there already has the key of the form, as the handler gives it back; what is new, its hash.
    return lead_back(receipt, sealed) if receipt.record["key"] == sealed.key else path.lead_to(receipt)


def lead_back(used: Receipt, sealed: Sealed) -> Response:
    """To the receipt, which says that what is sent again does not count, whatever was chosen: to tell the same choices
    from others, the receipt would have to know them, and a page kept aside would prove, or sell, a vote."""
    return path.lead_to(replace(used, other=True), sealed.made)


def made(page: Voting, key: str) -> Receipt | None:
    """The receipt that this form made already, whatever became of the vote since. StoreError."""
    app = service()
    partition = receipts.partition_of(page.edition.code, key)
    found = HANDLERS[page.form].same(app.store.read(partition), enter(app, page, {}, key))
    return Receipt(partition, found) if found else None
