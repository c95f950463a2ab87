"""What waits today, in sentences: calls, offers, sessions that vanished, sign-ups to look at, lists by theme."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from formservice import telling
from formservice.agenda import calls, changes, current, rules, signups, wishes
from formservice.agenda.calls import Call
from formservice.catalogue.french import typeset
from formservice.service import Service
from formservice.theme import day_words, hour, plural

SignUp = dict[str, Any]


@dataclass
class Survey:
    """All that waits, found in one look."""

    calls: list[Call] = field(default_factory=list)
    offered: int = 0
    vanished: Counter[str] = field(default_factory=Counter)
    """Unit → people booked or waiting."""
    doubts: list[tuple[str, SignUp]] = field(default_factory=list)
    """(partition, sign-up), in order of date."""
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(unit, end told) → whether it vanished: asked once for all its people."""


def look(app: Service) -> Survey:
    """Look at all that is to come."""
    seen = Survey()
    for partition in current.partitions(app):
        view = app.store.read(partition)
        people = {one["id"]: one for one in view.find(partition, signups.TABLE)}
        made = view.find(partition, telling.CALLS)
        seen.calls += [Call(partition, call, people[call["signup"]]) for call in made if call["signup"] in people]
        for signup in people.values():
            _look_at(app, seen, partition, signup)
    seen.vanished = +seen.vanished
    seen.calls.sort(key=lambda one: one.urgency)
    seen.doubts.sort(key=lambda one: (one[1]["told"]["start"], one[1]["seq"]))
    return seen


def _look_at(app: Service, seen: Survey, partition: str, signup: SignUp) -> None:
    seen.offered += signup["state"] == rules.OFFERED
    if signup["state"] in rules.LIVING and signup.get("doubt"):
        seen.doubts.append((partition, signup))
    if signup["state"] in rules.LIVING:
        about = signup["told"]["unit"], signup["told"]["end"]
        if about not in seen.known:
            seen.known[about] = changes.is_vanished(app, signup)
        seen.vanished[about[0]] += signup["party"] * seen.known[about]


def calls_words(seen: Survey, now: datetime) -> str:
    """« 3 personnes à appeler, la plus pressée avant 12 h »."""
    first = seen.calls[0]
    until = calls.limit_of(first) or datetime.fromisoformat(first.signup["told"]["start"])
    day = "" if until.date() == now.date() else f"{day_words(until, year=False)} à "
    before = f"avant {day}{hour(until)}" if until > now else "en retard"
    return f"{plural(len(seen.calls), 'personne à appeler', 'personnes à appeler')}, la plus pressée {before}"


def offers_words(seen: Survey) -> str:
    """« 2 places proposées attendent une réponse »."""
    verb = "attend" if seen.offered < 2 else "attendent"
    return f"{plural(seen.offered, 'place proposée', 'places proposées')} {verb} une réponse"


def what_waits(app: Service, seen: Survey) -> list[tuple[str, str]]:
    """(address, sentence) of what waits in the agenda; no address where others are to act."""
    said = [("/agents/appels/", calls_words(seen, app.clock.wall()))] if seen.calls else []
    said += [("", offers_words(seen))] if seen.offered else []
    doubts = plural(len(seen.doubts), "inscription à vérifier", "inscriptions à vérifier")
    said += [("/agents/a-verifier/", doubts)] if seen.doubts else []
    for slug, theme, waiting in themes(app):
        people = plural(waiting, "personne attend", "personnes attendent")
        said.append((f"/agents/themes/{slug}", typeset(f"{people} le prochain atelier « {theme} »")))
    return said


def themes(app: Service) -> list[tuple[str, str, int]]:
    """(slug, theme, how many wait) of the lists by theme where somebody waits, those the site has no more too."""
    titles, found = {one.slug: one.title for one in app.releases.current().catalogue.site.themes}, []
    for partition in app.store.partitions("theme/"):
        slug = partition.partition("/")[2]
        waiting = len(wishes.queue(app.store.read(partition).find(partition, wishes.TABLE)))
        if waiting:
            found.append((slug, titles.get(slug, f"{slug} (thème retiré du site)"), waiting))
    return found
