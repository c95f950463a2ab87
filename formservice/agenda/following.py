"""What a resident sees of a sign-up afterwards: its state, its rank, its dates, its calendar file."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from formservice.agenda import calendar, rules, signups
from formservice.agenda.forms import GROUPS, date_words
from formservice.catalogue.french import typeset
from formservice.clock import UTC
from formservice.people import reach_words
from formservice.service import Service
from formservice.theme import day_words, hour, plural

FRESH = timedelta(minutes=30)
SignUp = dict[str, Any]
ALREADY = {
    rules.CONFIRMED: "Une place est gardée.",
    rules.WAITING: "Vous êtes sur la liste d’attente.",
    rules.OFFERED: "Une place s’est libérée : répondez avec le lien reçu, ou appelez-nous.",
    rules.MOVED: "Cette inscription a été changée pour une autre date.",
    rules.CALLED_OFF: "La ville a annulé cette séance.",
    rules.LAPSED: "Cette inscription n’est plus sur la liste d’attente.",
}


def as_it_stands(app: Service, signup: SignUp) -> dict[str, Any]:
    """What was told, brought up to date where the site still knows the session: it may have moved."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    if unit is None or unit.cancelled:
        return dict(signup["told"])
    return signups.told(unit, signups.place_of(app, unit))


def state_of(app: Service, signup: SignUp) -> str:
    """The state that is shown: `past` too, and what the town called off a minute ago."""
    state = str(signup["state"])
    if state not in rules.LIVING:
        return state
    unit = signups.known_unit(app, signup["told"]["unit"])
    if unit and unit.cancelled:
        return rules.CALLED_OFF
    over = datetime.fromisoformat(as_it_stands(app, signup)["end"]) < app.clock.wall()
    return "past" if over else state


def may_cancel(app: Service, signup: SignUp) -> bool:
    """Whether the person may give the place back; of what the town called off, nothing is left to give."""
    times = _times(as_it_stands(app, signup))
    return rules.may_cancel(signup, *times, app.clock.wall()) and state_of(app, signup) != rules.CALLED_OFF


def may_choose_again(app: Service, signup: SignUp) -> bool:
    """Whether the town called it off, and the person, who is still known, may take another date."""
    return bool(signup["person"]) and state_of(app, signup) == rules.CALLED_OFF


def may_remind(app: Service, signup: SignUp) -> bool:
    """Whether a card of reminder would say what is true: a seat to come, of somebody whose name is known."""
    return state_of(app, signup) == rules.CONFIRMED and bool(signup["answers"].get("name"))


def rank_of(app: Service, partition: str, signup: SignUp) -> int:
    """The rank on the waiting list; 0 with a seat, or when the record waits no more since it was read."""
    if signup["state"] != rules.WAITING:
        return 0
    queue = rules.queue(signups.signups_of(app.store.read(partition), signup["told"]["unit"]))
    return next((rank for rank, one in enumerate(queue, 1) if one["id"] == signup["id"]), 0)


def was_when(signup: SignUp, now: dict[str, Any]) -> str:
    """The words of the date that was told before, for a session that moved; "" for the others."""
    if now["start"] != signup["told"]["start"]:
        return str(signup["told"]["when"])
    news = signup.get("news") or {}
    return str(news["was"]) if news.get("kind") == "moved" else ""


def shown(app: Service, partition: str, signup: SignUp) -> dict[str, Any]:
    """What the follow-up page is given."""
    told, answers, state = as_it_stands(app, signup), signup["answers"], state_of(app, signup)
    age = app.clock.utc() - datetime.fromisoformat(signup["at"]).astimezone(UTC)
    words = {
        "reference": signup["reference"], "state": state, "living": state in rules.LIVING,
        "title": told["title"], "when": told["when"],
        "start": datetime.fromisoformat(told["start"]), "moved": was_when(signup, told),
        "place_title": told["place"], "place_address": told["address"], "place_phone": told["phone"],
        "reach": reach_words(answers), "rank": rank_of(app, partition, signup), "passed": signup.get("passed", 0),
        "name": answers.get("name", ""), "other": answers.get("who") == "other", "party": signup["party"],
        "dates": [date_words(*_times(one)) for one in told["sessions"]],
        "rescheduled": (signup.get("news") or {}).get("kind") == "rescheduled", "wish": bool(signup.get("wish")),
        "until": until_words(signup), "group": group(answers), "why": signup.get("why") or called_off_why(app, signup),
    }  # fmt: skip
    may = {"can_cancel": may_cancel(app, signup), "can_choose": may_choose_again(app, signup)}
    return {"signup": words, "fresh": age < FRESH, "page_url": told["url"], **may}


def group(answers: dict[str, Any]) -> str:
    """Which group comes, and how many; "" for who comes alone."""
    if not answers.get("group_size"):
        return ""
    who = f"{GROUPS.get(answers.get('group_kind', ''), 'Un groupe')} : {answers.get('group_name', '')}"
    return typeset(f"{who}, {plural(int(answers['group_size']), 'personne')}")


def until_words(signup: SignUp) -> str:
    """« jeudi 3 décembre 2026, à 12 h »: until when an offer is held; "" without one."""
    if not signup.get("offer"):
        return ""
    until = datetime.fromisoformat(signup["offer"]["until"])
    return f"{day_words(until)}, à {hour(until)}"


def called_off_why(app: Service, signup: SignUp) -> str:
    """Why the town called the session off, "" when it did not."""
    unit = signups.known_unit(app, signup["told"]["unit"])
    return (unit.cancelled or "") if unit else ""


def already(signup: SignUp) -> list[str]:
    """What a second form of the same person is told: the reference, and nothing else of theirs."""
    told = signup["told"]
    return [
        f"{told['title']}, {told['when']}. {ALREADY.get(signup['state'], 'Cette inscription a été annulée.')}",
        f"Votre numéro : {signup['reference']}. Il n’y a rien d’autre à faire.",
        "Pour changer ou annuler, utilisez le lien de votre première inscription, ou appelez-nous.",
    ]


def calendar_of(app: Service, signup: SignUp) -> bytes:
    """The calendar file of a sign-up."""
    told, catalogue = as_it_stands(app, signup), app.releases.current().catalogue
    site = catalogue.site
    base = app.settings.BASE_URL.rstrip("/")
    host = urlsplit(base).hostname or "localhost"
    return calendar.calendar(
        told, signup["at"], host, site.timezone, base + told["url"], site.telephone,
        sequences=calendar.sequences(catalogue, told, signup.get("revisions", 0)),
    )  # fmt: skip


def _times(session: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(session["start"]), datetime.fromisoformat(session["end"])
