"""The programme of a month, for the fridge: A4, and large print. Pure."""

from dataclasses import replace
from typing import Any

from formservice.catalogue import Activity, Place, Site
from formservice.catalogue.french import NBSP, typeset
from formservice.paper.leaflets import CUT
from formservice.paper.month_words import opening, weeks
from formservice.paper.months import Month
from formservice.paper.slips import booked, slip
from formservice.paper.words import letterhead
from formservice.theme import by_title, day_words, initial, nowrap

AGENDA = "/agenda/"
REST = "Ce qui vient d’ici à la fin du mois."
LINE = 90
"""Characters of how one comes into a place, beyond which its page says the rest."""
BY_PAPER = "Il est à la fin. Portez-le ou envoyez-le à la mairie."


def programme(site: Site, one: Month, *, large: bool = False) -> dict[str, Any]:
    """The data of `programme.typ`."""
    return head_of(site, one, large=large) | {
        "weeks": weeks(one), "openings_title": "Chaque semaine",
        "openings": [opening(one, *pair) for pair in one.openings],
        "ways_title": "S’inscrire", "ways": ways(site, one), "places_title": "Où c’est", "places": places(one),
        "slip": slip(site, taken(one)),
    }  # fmt: skip


def head_of(site: Site, one: Month, *, large: bool) -> dict[str, Any]:
    """What its three sizes have on top and at the foot of every page: the telephone is on each."""
    demonstration = any(activity.demonstration for activity in _shown(one))
    title = f"Agenda – {one.name}"
    head = letterhead(site, title, title, one.first, large=large, demonstration=demonstration)
    return head | {
        "heading": one.name, "above": "Programme de l’agenda", "below": _below(one),
        "telephone": nowrap(site.telephone), "hours": initial(typeset(site.telephone_hours)), "address": short(site),
        "footer": [f"Téléphone{NBSP}: {nowrap(site.telephone)}", short(site)],
    }  # fmt: skip


def _below(one: Month) -> str:
    corrected = f"Corrigé le {day_words(one.corrected)}." if one.corrected else ""
    return " ".join(words for words in (REST if one.begun else "", corrected) if words)


def short(site: Site) -> str:
    """The address that one types, cut where it says."""
    return f"{site.url.partition('://')[2]}{AGENDA.rstrip('/')}".replace(".", f".{CUT}").replace("/", f"/{CUT}")


def ways(site: Site, one: Month) -> list[dict[str, Any]]:
    """How one registers, the telephone first."""
    calls = {"title": "Par téléphone", "big": nowrap(site.telephone)}
    paper = {"title": "Sur papier", "big": "Le bulletin", "lines": [BY_PAPER]}
    return [
        calls | {"lines": [f"{initial(typeset(site.telephone_hours))}.", _said(one)]},
        *([paper] if taken(one) else []),
        {"title": "Sur le site", "big": short(site), "lines": ["On y voit les places qui restent."]},
    ]  # fmt: skip


def _said(one: Month) -> str:
    known = {activity.slug for activity in taken(one)}
    codes = (met.id for activity, met in one.meetings if activity.slug in known and not met.cancelled)
    code = next(codes, "")
    return f"Dites le code de la séance, comme {code}." if code else "Dites ce qui vous intéresse."


def places(one: Month) -> list[dict[str, str]]:
    """Where that is, by name."""
    slugs = {activity.place for activity in _shown(one)}
    known = by_title(one.places[slug] for slug in slugs if slug in one.places)
    return [
        {"title": typeset(place.title), "address": typeset(place.address), "access": typeset(access(place))}
        for place in known
    ]


def access(place: Place) -> str:
    """How one comes in, on a line: all that is known where that is short, else what comes first of it."""
    if not place.access:
        return ""
    whole, first = " ".join(place.access), place.access[0]
    sentence, stop, _ = first.partition(". ")
    return next((words for words in (whole, first) if len(words) <= LINE), sentence + stop.rstrip())


def taken(one: Month) -> list[Activity]:
    """The activities that one registers for, with the dates of this month that take place."""
    held = [session for _, session in one.meetings if not session.cancelled]
    found = [replace(activity, sessions=tuple(s for s in held if s in activity.sessions)) for activity in _shown(one)]
    return [activity for activity in booked(found) if activity.sessions or activity.slot]


def _shown(one: Month) -> list[Activity]:
    slugs = {activity.slug for activity, _ in (*one.meetings, *one.openings)}
    return [activity for activity in one.activities if activity.slug in slugs]
