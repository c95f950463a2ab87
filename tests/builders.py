"""Small things of a town with good defaults: a test writes only what matters to it."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from formservice import catalogue
from formservice.agenda.units import open_units, units_of
from formservice.catalogue import Activity, Catalogue, Opening, Place, Session, Site, Weekly, typed
from formservice.catalogue.kinds import HOURS, SPANS
from tests import quick

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 12, 1, 10, 0)
"""A Tuesday morning: when nothing else is said, it is now."""


class Templates:
    """Where a release takes those of the theme: in the repository, or links to a copy that a run made."""

    folder, take = ROOT / "theme/templates", staticmethod(shutil.copy2)

    def share(self, folder: Path) -> None:
        """Copy them once, for all the releases to come."""
        shutil.copytree(self.folder, folder)
        self.folder, self.take = folder, quick.link


TEMPLATES = Templates()


def a_site(**given: Any) -> Site:
    """The frame of a town."""
    known = {
        "name": "Bourg-lès-Garance", "tagline": "Les services de la commune", "url": "https://www.example.org",
        "telephone": "03 53 01 00 01", "telephone_hours": "du lundi au vendredi, de 9 h à 17 h",
        "address": "1 place de l’Exemple", "controller": "la commune de Bourg-lès-Garance",
        "assets": (catalogue.Asset("style.css", "/assets/style.css"),),
    }  # fmt: skip
    return Site(**{**known, **given})


def a_place(**given: Any) -> Place:
    """A place open from Monday to Friday."""
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    known = {
        "title": "La Maison des aînés", "summary": "On y apprend.", "address": "2 rue de l’Exemple", "slug": "maison",
        "access": ("Tout est de plain-pied.",), "hours": (Opening(days, SPANS.read("9:00-12:00, 13:30-19:00")),),
    }  # fmt: skip
    place = Place(**{**known, **given})
    return typed.dataclasses.replace(place, url=place.url or f"/lieux/{place.slug}/")


def a_session(id: str = "SM-1", start: datetime = NOW + timedelta(days=2), hours: float = 2, **given: Any) -> Session:
    """One meeting, in two days."""
    return Session(id, start, given.pop("end", start + timedelta(hours=hours)), **given)


def an_activity(**given: Any) -> Activity:
    """A workshop of eight seats, with one session unless some are given."""
    known = {
        "title": "Premiers pas avec son smartphone", "kind": "atelier", "code": "SM", "place": "maison",
        "capacity": 8, "waiting": 6, "booking": "session", "summary": "Téléphoner sans peur.", "slug": "smartphone",
        "version": "0123abcd", "body": "<p>On apprend à téléphoner.</p>",
    }  # fmt: skip
    if "weekly" not in given:
        known["sessions"] = (a_session(f"{given.get('code', 'SM')}-1"),)
    activity = Activity(**{**known, **given})
    return typed.dataclasses.replace(activity, url=activity.url or f"/agenda/{activity.slug}/")


def an_opening(
    days: tuple[str, ...] = ("mardi", "jeudi"),
    hours: tuple[str, ...] = ("14:00-17:00",),
    since: date = date(2026, 9, 1),
    until: date = date(2027, 6, 30),
    **given: Any,
) -> Activity:
    """A permanence on Tuesday and Thursday afternoons, by appointments of half an hour."""
    known = {
        "title": "La permanence numérique", "kind": "permanence", "code": "PN", "capacity": 1, "waiting": 0,
        "booking": "none", "slug": "permanence", "slot": timedelta(minutes=30), "horizon": timedelta(weeks=8),
        "weekly": tuple(Weekly(days, HOURS.read(span), since, until) for span in hours),
    }  # fmt: skip
    return an_activity(**{**known, **given})


def a_catalogue(*activities: Activity, **given: Any) -> Catalogue:
    """A town with these activities, or one of its own."""
    given = {"site": a_site(), "places": (a_place(),)} | given
    return Catalogue(activities=activities or (an_activity(),), **given)


def a_release(folder: Path, of: Catalogue | None = None) -> Path:
    """A release of the theme with a catalogue and no file: what the service needs."""
    (folder / "site").mkdir(parents=True, exist_ok=True)
    shutil.copytree(TEMPLATES.folder, folder / "templates", copy_function=TEMPLATES.take, dirs_exist_ok=True)
    (folder / "catalogue.json").write_text(catalogue.dump(of or a_catalogue()), encoding="utf-8")
    return folder


def a_signup(seq: int = 1, state: str = "confirmed", party: int = 1, **given: Any) -> dict[str, Any]:
    """A sign-up as the rules look at it."""
    return {"id": f"id{seq}", "seq": seq, "state": state, "party": party} | given


def answers(activity: Activity, now: datetime | None = None, **given: Any) -> MultiDict:
    """Good answers to the form of an activity; those given replace or add, None takes one away."""
    known: dict[str, Any] = {"version": activity.version, "who": "self", "name": "Dominique Exemple"}
    known |= {"reach": "phone", "phone": "06 39 98 01 02"}
    units = open_units(activity, now) if now else [unit for unit in units_of(activity) if not unit.cancelled]
    if (activity.booking == "session" or activity.day) and units:
        known["session"] = units[-1].id
    known |= given
    return MultiDict({name: value for name, value in known.items() if value is not None})
