"""The editions of the participatory budget as their agents see them: how many ideas where, and what presses."""

from dataclasses import dataclass

from flask import Response, url_for

from formservice.office import idea_lines
from formservice.office.guard import bp, draw
from formservice.office.idea_board import counted
from formservice.participation.ideas import PREFIX
from formservice.security import audience
from formservice.service import Service, service
from formservice.theme import plural, since_words, until_words

PHASES = {"depot": "Dépôt des idées", "etude": "Étude des idées", "vote": "Vote", "decision": "Décision"}


@dataclass(frozen=True)
class Summary:
    """One edition."""

    code: str
    title: str
    phase: str
    """« Étude des idées, jusqu’au vendredi 30 avril 2027 »."""
    total: int
    states: list[tuple[str, str, int]]
    pressing: list[tuple[int, str, str, str]]


@bp.get("/participation/")
@audience("participation")
def editions() -> Response:
    """The editions, the newest first."""
    return draw("editions.html", editions=summaries(service()))


def summaries(app: Service) -> list[Summary]:
    """Every edition that is on the site, then those that are only in the store."""
    known = {one.code: one for one in app.releases.current().catalogue.editions}
    kept = {partition.split("/")[1] for partition in app.store.partitions(f"{PREFIX}/")}
    newest = sorted(known.values(), key=lambda one: [phase.since for phase in one.phases[:1]], reverse=True)
    codes = [*(one.code for one in newest), *sorted(kept - known.keys())]
    return [summary(app, code, known[code].title if code in known else f"Édition {code}") for code in codes]


def summary(app: Service, code: str, title: str) -> Summary:
    """One of them."""
    found = idea_lines.gathered(app, code)
    return Summary(
        code, title, phase_words(app, code), len(found), [one for one in counted(found, "") if one[2]],
        idea_lines.pressing(found, app.clock.today()),
    )  # fmt: skip


def phase_words(app: Service, code: str) -> str:
    """What is under way, and until when; what comes next."""
    try:
        edition = app.releases.current().catalogue.edition_by_code(code)
    except KeyError:
        return "N’est plus sur le site"
    now = app.clock.wall()
    for phase in edition.phases:
        if now < phase.since:
            return f"{PHASES[phase.name]}, à partir du {since_words(phase.since)}"
        if phase.holds(now):
            return f"{PHASES[phase.name]}, jusqu’au {until_words(phase.until)}"
    return "Terminée" if edition.phases else ""


def what_waits(app: Service) -> list[tuple[str, str]]:
    """(address, sentence) of what presses, edition by edition."""
    today, found = app.clock.today(), []
    for code in sorted({partition.split("/")[1] for partition in app.store.partitions(f"{PREFIX}/")}):
        board = url_for("office.ideas_board", code=code)
        for count, one, several, query in idea_lines.pressing(idea_lines.gathered(app, code), today):
            found.append((board + query, plural(count, one, several)))
    return found
