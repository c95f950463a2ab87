"""The month on a wall, A3: each date, or each activity with its dates where they are many. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from formservice.catalogue import Session, Site
from formservice.catalogue.agenda import KINDS
from formservice.catalogue.french import NBSP, day_number, typeset
from formservice.paper.code_sheets import qr
from formservice.paper.month_words import opening, place_of, weeks
from formservice.paper.months import Month
from formservice.paper.programme import AGENDA, head_of, taken
from formservice.paper.slips import slip
from formservice.theme import hour, initial, listed, span, weekday

BELOW = "Ou prenez un bulletin sous cette affiche, et portez-le à la mairie."


def month_poster(site: Site, one: Month) -> dict[str, Any]:
    """The data of `affiche.typ`."""
    shown = f"{site.url.partition('://')[2]}{AGENDA.rstrip('/')}"
    head = head_of(site, one, large=False)
    return head | {
        "below": f"{kinds(one)}. {head['below']}".strip(),
        "slip": slip(site, taken(one), on="sur l’affiche"),
        "days": [day for week in weeks(one) for day in week["days"]], "groups": list(groups(one)),
        "openings_title": "Chaque semaine", "openings": [opening(one, *pair) for pair in one.openings],
        "call": "Pour s’inscrire, appelez le" if taken(one) else "Pour en savoir plus, appelez le",
        "qr": qr(f"{site.url}{AGENDA}"), "told": typeset(f"Code QR de l’adresse {shown}"),
        "scan": f"Ou sur le site{NBSP}: {shown}", "below_it": BELOW if taken(one) else "",
    }  # fmt: skip


def kinds(one: Month) -> str:
    """What there is, for who passes by: `Ateliers, rencontres et permanences`."""
    met = {activity.kind for activity, _ in (*one.meetings, *one.openings)}
    return initial(listed(several for kind, (_, several) in KINDS.items() if kind in met))


def groups(one: Month) -> Iterator[dict[str, Any]]:
    """Each activity with its dates of the month, in the order of the first."""
    met: dict[str, list[Session]] = {}
    for activity, session in one.meetings:
        met.setdefault(activity.slug, []).append(session)
    known = {activity.slug: activity for activity in one.activities}
    for slug, sessions in met.items():
        off = [session for session in sessions if session.cancelled]
        held, coded = [session for session in sessions if not session.cancelled], known[slug].booking == "session"
        yield {
            "title": typeset(known[slug].title), "code": known[slug].code, "place": place_of(one, known[slug]),
            "tile": "" if coded and held else known[slug].code, "outline": not held or known[slug].booking == "none",
            "dates": initial(dates(held, coded=coded)),
            "off": f"Annulé{NBSP}: {dates(off)}" if off else "",
        }  # fmt: skip


def dates(sessions: Iterable[Session], *, coded: bool = False) -> str:
    """`jeudis 3, 10 et 17, de 14 h à 16 h`; at various hours, `lundi 7 à 14 h ; mardis 8 et 15 à 9 h`.

    Each with the code to say or to write, where one registers for one date: `jeudis 3 (SM-1) et 10 (SM-2)`.
    """
    by_days: dict[tuple[Any, ...], list[Session]] = {}
    told = list(sessions)
    for one in told:
        by_days.setdefault((one.start.weekday(), one.start.time()), []).append(one)
    if len({(one.start.time(), one.end.time()) for one in told}) == 1:
        return f"{', '.join(_days(some, coded) for some in by_days.values())}, {span(told[0].start, told[0].end)}"
    return typeset(" ; ".join(f"{_days(some, coded)}{NBSP}à{NBSP}{hour(some[0].start)}" for some in by_days.values()))


def _days(some: list[Session], coded: bool) -> str:
    numbers = listed(day_number(one.start.day) + (f"{NBSP}({one.id})" if coded else "") for one in some)
    return f"{weekday(some[0].start)}{'s' if len(some) > 1 else ''}{NBSP}{numbers}"
