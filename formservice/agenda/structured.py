"""The dates of an activity as search engines read them: schema.org Events, data that no browser runs. Pure."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

from markupsafe import Markup

from formservice.agenda import slots
from formservice.agenda.announced import amount, former_starts, is_free
from formservice.catalogue import Activity, Catalogue, Place, Session, Weekly
from formservice.catalogue.kinds import WEEKDAYS
from formservice.clock import of_wall

MOST = 12
"""Dates that one page tells; the calendar files have them all."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AGE = re.compile(r"\b(\d{1,2})\sans\s(?:et|ou)\splus\b|\bà partir de (\d{1,2})\sans\b")
POSTAL = re.compile(r"(?P<streetAddress>.{1,200}), (?P<postalCode>\d{5}) (?P<addressLocality>.{1,100})")
# `</script>` and `<!--` would end the data or hide the rest of the page; two line ends are none in JSON alone.
UNSAFE = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def structured(activity: Activity, catalogue: Catalogue, now: datetime) -> Markup:
    """The element for the head of its page; nothing when no date is to come."""
    coming = sorted((one for one in activity.sessions if one.end > now), key=lambda one: one.start)
    events = [event(activity, one, catalogue) for one in coming[:MOST]]
    events += [weekly(activity, day, catalogue, now.date()) for day in slots.open_days(activity, now)[:1]]
    if not events:
        return Markup()
    data = json.dumps({"@context": "https://schema.org", "@graph": events}, ensure_ascii=False, separators=(",", ":"))
    return Markup(f'<script type="application/ld+json">{data.translate(UNSAFE)}</script>')


def event(activity: Activity, session: Session, catalogue: Catalogue) -> dict[str, Any]:
    """One date: a cancelled one keeps its start, a moved one says the starts that it had."""
    told = _told(activity, session.id, session.start, session.end, catalogue)
    if seats := activity.booking != "none" and (session.capacity or activity.capacity):
        told["maximumAttendeeCapacity"] = seats
    former = [of_wall(was, catalogue.site.timezone).isoformat() for was in former_starts(session)]
    if session.cancelled:
        told["eventStatus"] = "https://schema.org/EventCancelled"
    elif former:
        told |= {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": former}
    return told


def weekly(activity: Activity, day: date, catalogue: Catalogue, today: date) -> dict[str, Any]:
    """A weekly opening: its next day, the days and hours of each week, the days on which it stays shut."""
    hours = [one.hours for one in activity.weekly if one.holds(day)]
    start = datetime.combine(day, min(one.opens for one in hours))
    end = datetime.combine(day, max(one.closes for one in hours))
    told = _told(activity, "semaine", start, end, catalogue)
    zone = catalogue.site.timezone
    kept = (one for one in activity.weekly if one.until >= today)
    told["eventSchedule"] = [_schedule(activity, one, zone, today) for one in kept]
    return told


def _schedule(activity: Activity, one: Weekly, zone: str, today: date) -> dict[str, Any]:
    first = max(one.since, today)
    days = (first + timedelta(days=n) for n in range((one.until - first).days + 1))
    return {
        "@type": "Schedule", "repeatFrequency": "P1W", "scheduleTimezone": zone,
        "byDay": [f"https://schema.org/{DAYS[WEEKDAYS.index(name)]}" for name in one.days],
        "startTime": f"{one.hours.opens:%H:%M:%S}", "endTime": f"{one.hours.closes:%H:%M:%S}",
        "startDate": str(one.since), "endDate": str(one.until),
        "exceptDate": [str(day) for day in days if one.holds(day) and slots.why_shut(activity, day)],
    }  # fmt: skip


def _told(activity: Activity, name: str, start: datetime, end: datetime, catalogue: Catalogue) -> dict[str, Any]:
    """What is told of any date; `name` tells it from the others of its page."""
    site = catalogue.site
    told: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{site.url}{activity.url}#{name}",
        "name": activity.title,
        "description": activity.summary or activity.title,
        "url": site.url + activity.url,
        "startDate": of_wall(start, site.timezone).isoformat(),
        "endDate": of_wall(end, site.timezone).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": "fr",
        "location": _where(catalogue.place(activity.place)),
        "organizer": {"@type": "GovernmentOrganization", "name": site.name, "url": site.url},
        "audience": {"@type": "Audience", "audienceType": activity.audience},
    }
    if age := AGE.search(activity.audience):
        told["typicalAgeRange"] = f"{age[1] or age[2]}-"
    return told | _price(activity, told["url"])


def _where(place: Place) -> dict[str, Any]:
    """A place; its address in parts when it is written as on an envelope."""
    parts = POSTAL.fullmatch(place.address)
    address = parts.groupdict() if parts else {"streetAddress": place.address}
    told: dict[str, Any] = {"@type": "Place", "name": place.title, "address": {"@type": "PostalAddress", **address}}
    if place.position:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": place.position[0], "longitude": place.position[1]}
    return told


def _price(activity: Activity, url: str) -> dict[str, Any]:
    """What the words of the price say for sure; never what is left, which a page that stays does not know."""
    free = is_free(activity.price)
    if free is None:
        return {}
    offer = {"@type": "Offer", "price": "0" if free else amount(activity.price), "description": activity.price}
    return {"isAccessibleForFree": free, "offers": {**offer, "priceCurrency": "EUR", "url": url}}
