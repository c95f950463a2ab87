"""Calendar files as RFC 5545 and RFC 7986 have them; the library folds the lines and escapes the words."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from icalendar import Event, vDuration, vText

from formservice.agenda.announced import former_starts
from formservice.agenda.calendar import blank, moment
from formservice.catalogue import Activity, Catalogue
from formservice.catalogue.agenda import KINDS
from formservice.catalogue.french import typeset
from formservice.clock import UTC
from formservice.theme import day_words, hour, initial, nowrap
from plugins.calendars.dates import Occasion

REFRESH = timedelta(hours=6)


class Drawn:
    """Calendar files of one catalogue: each date is drawn once, and stands in several."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue, self.site = catalogue, catalogue.site
        self.known: dict[str, Event] = {}

    def file(self, title: str, dates: Iterable[Occasion]) -> bytes:
        """The bytes of a file."""
        made = blank(self.site.timezone)
        for name in ("name", "x-wr-calname"):
            made.add(name, vText(title))
        made.add("x-wr-timezone", self.site.timezone)
        made.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
        made.add("x-published-ttl", vDuration(REFRESH))
        for one in dates:
            made.add_component(self._once(one))
        return made.to_ical()

    def _once(self, one: Occasion) -> Event:
        if one.uid not in self.known:
            self.known[one.uid] = self.event(one)
        return self.known[one.uid]

    def event(self, one: Occasion) -> Event:
        """A date: where, how to come, and what became of it."""
        activity, place = one.activity, self.catalogue.place(one.activity.place)
        cancelled = one.session.cancelled if one.session else None
        made = Event()
        made.add("uid", one.uid)
        made.add("sequence", len(one.session.changes) if one.session else 0)
        for name in ("dtstamp", "last-modified"):
            made.add(name, datetime.combine(one.revised, time(), UTC))
        made.add("dtstart", moment(one.start, self.site.timezone))
        made.add("dtend", moment(one.end, self.site.timezone))
        made.add("summary", f"ANNULÉ – {activity.title}" if cancelled else activity.title)
        made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        made.add("location", f"{place.title}, {place.address}")
        if place.position:
            made.add("geo", place.position)
        made.add("url", self.site.url + activity.url)
        made.add("categories", [self._category(activity)])
        made.add("description", "\n".join(typeset(line) for line in self._lines(one) if line))
        return made

    def _category(self, activity: Activity) -> str:
        return self.catalogue.theme(activity.theme).title if activity.theme else initial(KINDS[activity.kind][0])

    def _lines(self, one: Occasion) -> list[str]:
        """What one reads under the date."""
        activity, session = one.activity, one.session
        former = former_starts(session)[-1:] if session else []
        why = session.changes[-1].why if session and session.changes and not session.cancelled else ""
        level = f", niveau {activity.level}" if activity.level != "tous niveaux" else ""
        return [
            f"Annulé. {session.cancelled}" if session and session.cancelled else "",
            *(f"Nouvelle date : c’était prévu {day_words(was)}, à {hour(was)}." for was in former),
            f"Changement : {why}" if why else "",
            activity.summary,
            f"{activity.audience}{level}. {activity.price}.",
            f"À apporter : {activity.bring}" if activity.bring else "",
            f"{how_to_come(activity)} {nowrap(self.site.telephone)}, {self.site.telephone_hours}.",
            f"Tout savoir : {self.site.url}{activity.url}",
        ]


def how_to_come(activity: Activity) -> str:
    """How one comes to an activity, up to the telephone."""
    if activity.slot:
        return "Sur rendez-vous. Appelez le"
    if activity.booking == "none":
        return "Venez sans vous inscrire. Une question ? Appelez le"
    return "Pour vous inscrire, appelez le"
