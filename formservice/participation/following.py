"""What the author of an idea reads afterwards: its state, its reasons, its dates, its story."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Response

from formservice import pages
from formservice.catalogue import Edition, Outcome
from formservice.participation import due, hearing, rules, story, study
from formservice.participation.filing import Proposing
from formservice.participation.ideas import TABLE, Idea
from formservice.participation.words import wording
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.theme import day_words, euros

STATES = {
    rules.RECEIVED: "Idée reçue", rules.QUESTIONED: "Nous vous posons une question",
    rules.ACCEPTED: "Idée retenue pour le vote", rules.REFUSED: "Idée non retenue",
    rules.CONTESTED: "Deuxième examen en cours", rules.MERGED: "Idée réunie à une autre",
    rules.WITHDRAWN: "Idée retirée",
}  # fmt: skip
LATE = "Idée retenue, trop tard pour ce vote"
VOTED = {
    "choisi": "Idée choisie par les habitants", "non-choisi": "Idée pas choisie cette fois", "prevu": "Projet prévu",
    "en-cours": "Projet en travaux", "termine": "Projet terminé", "abandonne": "Projet abandonné",
}  # fmt: skip
"""What editors say of a project once people have voted; before, the idea itself says more."""


def refused(page: Proposing, reason: str, words: str, **kept: Any) -> Response:
    """Which rule says no, of which version of the rules, and the ways out."""
    title = "Le dépôt des idées n’est pas ouvert" if reason == "closed" else "Cette idée ne peut pas être déposée"
    if reason == "room":
        ways = [(page.edition.title, page.edition.url, ""), pages.HOME]
        return pages.notice("Trop d’idées pour le moment", [words, pages.NOT_STORED], 503, ways=ways, **kept)
    words = words or (rules.why_closed(page.edition, service().clock.wall()) if reason == "closed" else "")
    if reason == "closed":
        # The answers may be printed; sent again, they would be refused again.
        kept["sealed"] = ""
    document, version = page.edition.rules.document, page.edition.rules.version
    ways = [(f"Lire le règlement, version {version}", document, "")] if document else []
    ways += [(page.edition.title, page.edition.url, "le calendrier, les quartiers, le règlement"), pages.HOME]
    return pages.notice(title, list(filter(None, [words, pages.NOT_STORED])), 409, ways=ways, **kept)


def may_change(app: Service, record: Idea) -> bool:
    """Whether its author may still complete or withdraw it."""
    edition = edition_of(app, record)
    return bool(edition and not record["joined"] and rules.may_change(edition, record["state"], app.clock.wall()))


def edition_of(app: Service, record: Idea) -> Edition | None:
    """Its edition, while the site has it."""
    with suppress(Refused):
        return hearing.edition_of(app, record)
    return None


def shown(app: Service, record: Idea) -> dict[str, Any]:
    """What the follow-up page is given."""
    words, decided, edition = wording(record), fate(app, record), edition_of(app, record)
    known, now = news_of(app, record, decided), app.clock.wall()
    heading = VOTED[known.status] if known else STATES[record["state"]]
    following = story.paragraphs(due.words(known)) if known else story.ahead(edition, decided, now)
    until = rules.contest_until(edition, record["state"], record["steps"]) if edition else None
    late = decided["state"] == rules.ACCEPTED and rules.is_late(decided["steps"])
    open_still = until is not None and app.clock.today() <= until
    idea = {
        "number": record["number"], "reference": record["reference"], "state": record["state"],
        "heading": LATE if late and decided is record and not known else heading,
        "title": words["title"], "told": record["told"],
        "reach": story.reach(record["answers"]), "other": record["answers"].get("who") == "other",
        "words": record["idea"], "what": story.paragraphs(words["what"]), "rules": record["rules_version"],
        "document": edition.rules.document if edition else None,
        "next": [rules.LATE] if late and not known else following,
        "answered": record["steps"][-1]["verb"] == "reply", "story": story.story(record),
        "question": story.said_last(record, "ask", "text"), "reason": reason(decided), "service": decided["service"],
        "cost": euros(decided["cost"]) if decided["cost"] and decided["state"] == rules.ACCEPTED else "",
        "into": record["into"][2] if record["into"] else 0, "fate": LATE if late else STATES[decided["state"]],
        "contest_until": day_words(until) if until and open_still else "", "final": is_final(decided, until, app),
        "outcome": outcome(app, decided),
    }  # fmt: skip
    return {"idea": idea, "page_url": record["told"]["url"]}


def fate(app: Service, record: Idea) -> Idea:
    """The idea that is decided on: itself, or the one it was joined to, however many times."""
    seen = {record["id"]}
    while record["state"] == rules.MERGED and record["into"]:
        partition, id, _ = record["into"]
        found = app.store.read(partition).get(partition, TABLE, id)
        if found is None or id in seen:
            break
        seen.add(id)
        record = found
    return record


def reason(decided: Idea) -> list[str]:
    """Why it was kept or not, in the words of the decision."""
    verb = {rules.ACCEPTED: "accept", rules.REFUSED: "refuse"}.get(decided["state"])
    return story.said_last(decided, verb, "reason") if verb else []


def is_final(decided: Idea, until: date | None, app: Service) -> bool:
    """Whether a refusal may not be contested, or not any more."""
    return decided["state"] == rules.REFUSED and (until is None or app.clock.today() > until)


def outcome(app: Service, decided: Idea) -> dict[str, str]:
    """The address of its project on the site."""
    found = known_of(app, decided)
    return {"url": found.url} if found else {}


def known_of(app: Service, decided: Idea) -> Outcome | None:
    """Its project, as the site has it."""
    known = app.releases.current().catalogue.outcomes
    return next((one for one in known if (one.edition, one.number) == (decided["slug"], decided["number"])), None)


def news_of(app: Service, record: Idea, decided: Idea) -> Outcome | None:
    """What the vote and the works made of it: as the site says it, else the last that was told; None before.

    The rest of what an author reads follows it: « retenue pour le vote » is of the past.
    """
    if {record["state"], decided["state"]} & {*rules.OVER, rules.REFUSED, rules.CONTESTED}:
        return None
    found = known_of(app, decided)
    if found is None and record["news"] in VOTED:
        return Outcome(decided["slug"], decided["number"], "", record["news"], "")
    return found if found and found.status in VOTED else None


def withdraw(app: Service, partition: str, record: Idea, channel: str, agent: str | None) -> None:
    """Withdraw it. Under study meanwhile, it stays so."""
    with suppress(Refused):
        study.act(app, (partition, record["id"]), "withdraw", channel=channel, agent=agent)


def ended(app: Service, record: Idea) -> datetime:
    """The end of the last phase of its edition; while it lives, now. A year after the filing where it is not known."""
    edition = edition_of(app, record)
    if edition is None:
        return datetime.combine(datetime.fromisoformat(record["at"]).date(), time()) + timedelta(days=366)
    return min(edition.phases[-1].until, app.clock.wall()) if edition.phases else app.clock.wall()
