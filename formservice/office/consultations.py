"""Consultations in the office: who answered by which channel, what waits, where to read and to download."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, url_for

from formservice.catalogue import Consultation
from formservice.catalogue.french import typeset
from formservice.consultations import gathering, informing, judging, reading, republishing, stored
from formservice.consultations.publishing import unknown_words
from formservice.consultations.stored import Answer
from formservice.export import FORMATS
from formservice.office.guard import bp, draw
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import CHANNELS
from formservice.theme import day_words, plural, since_words, until_words


@dataclass(frozen=True)
class Reading:
    """The free answers to one question: how many there are, how many were read."""

    id: str
    text: str
    total: int
    read: int


@bp.get("/consultations/")
@audience("participation")
def consultations() -> Response:
    """Every consultation of the site, those that are open first."""
    app = service()
    now, known = app.clock.wall(), app.releases.current().catalogue.consultations
    found = sorted(known, key=lambda one: (not one.is_open(now), -one.closes.toordinal()))
    return draw("consultations.html", lines=[(one, state_words(one, now)) for one in found])


@bp.get("/consultations/<code>/")
@audience("participation")
def consultation(code: str) -> Response:
    """One consultation."""
    app, known = service(), known_of(code)
    now = app.clock.wall()
    turnout, doubted = gathering.turnout(app, known), judging.doubted(app, known.code)
    closed = reading.may_read(known, now)
    answers = [one for _, one in gathering.everything(app, known.code)]
    lines = readings(app, known, answers) if closed else []
    waiting = sum(one["state"] == judging.HELD for _, one in doubted)
    unknown = gathering.unknown(answers, gathering.versions(app, known.code, answers))
    return draw(
        "consultation.html", known=known, state=state_words(known, now), total=sum(turnout.values()),
        turnout=[(words, turnout.get(name, 0)) for name, words in CHANNELS.items()], closed=closed,
        waiting=waiting, near=near_words(app, known, answers), unknown=unknown_words(unknown) if unknown else "",
        left=bool(waiting) or any(one.read < one.total for one in lines),
        week=week_words(app, doubted), readings=lines, over=now >= gathering.over(known),
        over_words=day_words(gathering.over(known)), versions=versions(app, known, answers) if closed else [],
        formats=FORMATS.values(), calls=len(informing.to_call(app, known.code)),
    )  # fmt: skip


def known_of(code: str) -> Consultation:
    """The consultation of an address, or 404."""
    try:
        return service().releases.current().catalogue.consultation_by_code(code)
    except KeyError:
        abort(404)


def state_words(known: Consultation, now: datetime) -> str:
    """Where it stands."""
    if now < known.opens:
        return f"Ouvre le {since_words(known.opens)}"
    if known.is_open(now):
        return f"Ouverte jusqu’au {until_words(known.closes)}"
    if now < gathering.over(known):
        return typeset(f"Terminée ; le papier arrivé à temps se saisit jusqu’au {until_words(gathering.over(known))}")
    return f"Terminée le {until_words(known.closes)}"


def near_words(app: Service, known: Consultation, answers: list[Answer]) -> str:
    """Why results are not to be made again now; "" when they may be."""
    view = app.store.read(stored.definitions_of(known.code))
    return typeset(f"{republishing.WORDS}.") if republishing.a_few_changed(view, known, answers) else ""


def week_words(app: Service, doubted: list[judging.Found]) -> str:
    """« Cette semaine : 3 mises de côté, 2 rendues »; "" when nothing happened."""
    seen = judging.week(doubted, app.clock.today())
    said = [
        plural(seen.held, "mise en attente", "mises en attente") if seen.held else "",
        plural(seen.released, "rendue") if seen.released else "",
        plural(seen.set_aside, "écartée") if seen.set_aside else "",
    ]  # fmt: skip
    return typeset(f"Cette semaine : {', '.join(filter(None, said))}") if any(said) else ""


def readings(app: Service, known: Consultation, answers: list[Answer]) -> list[Reading]:
    """How far the reading is, question by question."""
    counted = [one for one in answers if one["state"] == reading.COUNTED]
    asked, found = {version: one for version, _, one in stored.versions(app, known.code)}, []
    for question in reading.free_questions(app, known):
        here = [one for one in counted if reading.says(asked, one, question.id)]
        done = sum(reading.is_read(one, question.id) for one in here)
        found.append(Reading(question.id, question.text, len(here), done))
    return found


def versions(app: Service, known: Consultation, answers: list[Answer]) -> list[tuple[str, str, int]]:
    """(version, since when in words, answers) of each questionnaire that was answered."""
    found = gathering.versions(app, known.code, answers)
    return [(one.asked, day_words(one.since), len(one.answers)) for one in found]


def what_waits(app: Service) -> list[tuple[str, str]]:
    """(address, sentence) of what waits in the consultations."""
    found = []
    now = app.clock.wall()
    for known in app.releases.current().catalogue.consultations:
        if now < known.opens:
            continue
        # Filed away, nothing is to be judged; who is to be told by telephone still is.
        doubted = [] if known.filed else judging.doubted(app, known.code)
        held = sum(one["state"] == judging.HELD for _, one in doubted)
        calls = len(informing.to_call(app, known.code))
        here = url_for("office.consultation", code=known.code)
        if held or week_words(app, doubted):
            said = [plural(held, "réponse à vérifier", "réponses à vérifier") if held else "", week_words(app, doubted)]
            words = f"{known.title} : {'. '.join(filter(None, said))}"
            found.append((url_for("office.quarantine", code=known.code), typeset(words)))
        if calls:
            people = plural(calls, "personne à prévenir", "personnes à prévenir")
            found.append((f"{here}appels", typeset(f"{known.title} : {people} des résultats par téléphone")))
    return found
