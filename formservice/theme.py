"""One theme for both renderers: the same Jinja options, filters and frame.

The build and the service render the same templates with the same objects, so that the blank
page of the service is byte for byte the page that was published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup

from formservice.agenda import slots
from formservice.agenda.announced import changed_words, former_starts
from formservice.agenda.structured import structured
from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Alert, Catalogue, Opening
from formservice.catalogue.dates import MONTHS
from formservice.catalogue.french import NBSP, day_number, figure, whole
from formservice.catalogue.kinds import WEEKDAYS, Hours
from formservice.folding import order

OPTIONS: dict[str, Any] = {
    "autoescape": select_autoescape(),
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": StrictUndefined,
}


def weekday(day: date) -> str:
    """`jeudi`."""
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """`décembre`."""
    return MONTHS[day.month - 1]


def day_words(day: date, year: bool = True) -> str:
    """`jeudi 3 décembre 2026`; the first of a month is `1er`."""
    words = f"{weekday(day)} {day_number(day.day)}{NBSP}{month(day)}"
    return f"{words} {day.year}" if year else words


def hour(moment: datetime | time) -> str:
    """`14 h` or `14 h 30`."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}" if moment.minute else f"{moment.hour}{NBSP}h"


def since_words(moment: datetime, year: bool = True) -> str:
    """`lundi 11 janvier 2027 à 8 h`; what begins at midnight begins with the day."""
    at = f" à {hour(moment)}" if moment.hour or moment.minute else ""
    return day_words(moment.date(), year) + at


def until_words(moment: datetime) -> str:
    """`dimanche 14 février 2027`: what ends at midnight ends with the day before."""
    midnight = not (moment.hour or moment.minute)
    return since_words(moment - timedelta(days=1)) if midnight else since_words(moment)


def span(start: datetime | time, end: datetime | time) -> str:
    """`de 14 h à 16 h`."""
    return f"de {hour(start)} à {hour(end)}"


def hours_words(hours: tuple[Hours, ...]) -> str:
    """`de 9 h à 12 h et de 14 h à 17 h`; `fermé` when empty."""
    return " et ".join(span(one.opens, one.closes) for one in hours) or "fermé"


def hours_of_day(activity: Activity, day: date) -> str:
    """When a weekly opening receives on a day: `de 14 h à 17 h`."""
    return hours_words(tuple(sorted(weekly.hours for weekly in activity.weekly if weekly.holds(day))))


def by_month(days: list[date]) -> list[list[date]]:
    """Days in order, month by month."""
    return [list(some) for _, some in groupby(days, key=lambda day: (day.year, day.month))]


def by_day(meetings: Iterable[Any]) -> list[list[Any]]:
    """Meetings in order of time, day by day."""
    return [list(some) for _, some in groupby(meetings, key=lambda one: one.session.start.date())]


def duration_words(value: timedelta) -> str:
    """`30 minutes`, `1 heure`, `8 semaines`."""
    minutes = int(value.total_seconds() // 60)
    for size, word in ((7 * 24 * 60, "semaine"), (24 * 60, "jour"), (60, "heure"), (1, "minute")):
        if minutes % size == 0:
            return plural(minutes // size, word)
    return plural(minutes, "minute")


def closed_words(closed: tuple[str, ...]) -> str:
    """`les jours fériés et pendant les vacances scolaires`; single dates are told apart, when they come."""
    known = {"jours-feries": "les jours fériés", "vacances-scolaires": "pendant les vacances scolaires"}
    return listed(known[one] for one in closed if one in known)


def plural(number: int, word: str, words: str = "") -> str:
    """`0 place`, `1 place`, `2 places`: in French, two makes a plural."""
    return f"{number}{NBSP}{word if number < 2 else words or word + 's'}"


def listed(words: Any) -> str:
    """`lundi, mardi et jeudi`."""
    words = list(words)
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def nowrap(phone: str) -> str:
    """A telephone number that stays on one line."""
    return phone.replace(" ", NBSP)


def tel(phone: str) -> str:
    """The address that dials a number, French unless it begins by 00."""
    digits = phone.replace(" ", "")
    return f"tel:+{digits[2:]}" if digits.startswith("00") else f"tel:+33{digits[1:]}"


def euros(amount: int) -> str:
    """`12 500 €`, on one line."""
    return f"{figure(amount)}{NBSP}€"


def weight(size: int) -> str:
    """`850 ko`, `3,2 Mo`: what a file weighs."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
    return f"{size / 1_000_000:.1f}{NBSP}Mo".replace(".", ",")


def by_title(things: Iterable[Any]) -> list[Any]:
    """Things by their titles, in the order of a dictionary."""
    return sorted(things, key=lambda one: order(one.title))


def initial(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


FILTERS = {
    "weekday": weekday, "month": month, "day_words": day_words, "hour": hour, "hours_words": hours_words,
    "duration": duration_words, "closed_words": closed_words, "plural": plural, "listed": listed, "nowrap": nowrap,
    "since_words": since_words, "until_words": until_words, "tel": tel, "weight": weight, "euros": euros,
    "initial": initial, "hours_of_day": hours_of_day, "changed_words": changed_words, "former_starts": former_starts,
    "by_month": by_month, "by_day": by_day, "by_title": by_title, "whole": whole,
    "figure": figure, "day_number": day_number,
    "open_days": slots.open_days, "shut_days": slots.shut_days, "around": slots.around,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A telephone, and when somebody answers it; "" when that takes long to say."""

    telephone: str
    hours: str = ""

    @property
    def words(self) -> str:
        """`03 53 01 59 40, du mercredi au samedi, de 14 h à 18 h`."""
        return ", ".join(filter(None, [nowrap(self.telephone), self.hours]))


def centre_line(catalogue: Catalogue) -> Line:
    """Whom one calls about the resource centre: the house that keeps it when it has a telephone, else the town."""
    site = catalogue.site
    place = next((one for one in catalogue.places if site.collection and one.slug == site.collection.place), None)
    if place is None or not place.phone:
        return Line(site.telephone, site.telephone_hours)
    return Line(place.phone, opening_words(place.hours[0]) if len(place.hours) == 1 else "")


def opening_words(opening: Opening) -> str:
    """`du mercredi au samedi, de 14 h à 18 h`, `le mercredi et le samedi, de 14 h à 18 h`."""
    days = sorted(WEEKDAYS.index(day) for day in opening.days)
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    said = (
        f"du {WEEKDAYS[days[0]]} au {WEEKDAYS[days[-1]]}" if in_a_row else listed([f"le {WEEKDAYS[n]}" for n in days])
    )
    return f"{said}, {hours_words(opening.hours)}"


GLOBALS = {"span": span, "still_open": still_open, "centre_line": centre_line, "structured": structured}


def dress(environment: Environment) -> Environment:
    """Give an environment the filters of the theme."""
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    return environment


def active_alerts(alerts: tuple[Alert, ...], now: datetime) -> list[Alert]:
    """The notices to show now, urgent ones first."""
    shown = [alert for alert in alerts if alert.since <= now < alert.until]
    return sorted(shown, key=lambda alert: (alert.level != "urgence", alert.since))


def frame(catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """What every page is given besides its own things."""
    assets = {asset.name: asset.url for asset in catalogue.site.assets}
    return {
        "site": catalogue.site,
        "catalogue": catalogue,
        "alerts": active_alerts(catalogue.alerts, now),
        "now": now,
        "asset": assets.__getitem__,
    }


def safe(html: str) -> Markup:
    """Mark the HTML of a content file, written by editors, as ready."""
    return Markup(html)  # noqa: S704
