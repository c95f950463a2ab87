"""Registrations, from the form to the seat: the kind's words and its handler."""

from datetime import datetime
from typing import Any

from flask import Response

from formservice import pages, telling
from formservice.agenda import answering, days, following, leaving, refusals, rules, signups
from formservice.agenda.forms import when
from formservice.agenda.units import Unit, open_units, units_of
from formservice.catalogue import Activity
from formservice.forms import BaseForm, answered, offered
from formservice.handlers import Entry, Handler, register
from formservice.identity import person_partition
from formservice.refusal import Refused
from formservice.service import Service, service
from formservice.storage import Records, View
from formservice.theme import day_words

TITLES = {
    "full": "Cette séance est complète",
    "closed": "Les inscriptions sont closes",
    "cancelled": "Cette séance est annulée",
    "gone": "Cette date n’est plus proposée",
    "limit": "Vous avez déjà vos réservations",
    "overlap": "Vous avez déjà une place à cette heure-là",
}
WORDS = {
    "closed": "Les inscriptions pour cette activité sont closes.",
    "gone": "Cette date a été retirée du programme.",
}
OF_A_DAY = {
    "full": "Cette heure vient d’être prise",
    "cancelled": "C’est fermé ce jour-là",
    "gone": "Cette heure n’est plus proposée",
    "early": "Ce jour n’est pas encore ouvert",
}
"""Titles for the slots of a day."""
BY_PHONE = "On ne s’inscrit pas en ligne à cette activité. Appelez-nous, ou passez sur place."
STATUS = {"full": 409, "early": 409, "limit": 409, "overlap": 409}


@register("registration")
class Registration(Handler):
    """How a registration is read, decided, stored and refused."""

    prefixes = ("session", "day")
    table = signups.TABLE
    over = (rules.CANCELLED, rules.LAPSED)
    template, cancelling = "follow_up.html", "cancel.html"

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The unit's, then the person's."""
        return signups.partition_of(signups.unit_of(entry).id), person_partition(entry.person)

    def same(self, view: View, entry: Entry) -> dict[str, Any] | None:
        """The sign-up of the same form, or of the same person for the same unit unless it was cancelled."""
        unit = signups.unit_of(entry)
        theirs = view.find(signups.partition_of(unit.id), signups.TABLE, person=entry.person)
        by_key = next((one for one in theirs if one["key"] == entry.key), None)
        living = (one for one in theirs if one["told"]["unit"] == unit.id and one["state"] in rules.LIVING)
        return by_key or next(living, None)

    def late(self, entry: Entry) -> None:
        """Called off, or begun."""
        rules.check_open(signups.unit_of(entry), entry.now, entry.made)

    def write(self, app: Service, records: Records, entry: Entry) -> dict[str, Any]:
        """A seat or a rank, and the letter that says so to who prefers e-mail."""
        signup = signups.add(app, records, entry)
        waits = signup["state"] == rules.WAITING
        rank = {"rank": rules.rank_of(signup, signups.signups_of(records, signup["told"]["unit"]))} if waits else {}
        telling.write_to(records, signups.partition_of(signup["told"]["unit"]), signup, signup["state"], **rank)
        return signup

    def turned_away(self, app: Service, entry: Entry, why: Refused) -> None:
        """Who finds it full is counted: it is what shows the town that it should open another date."""
        if isinstance(why, rules.Full):
            refusals.note(app, signups.unit_of(entry), entry)

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """The standing one would have, unless the person is already in."""
        unit = signups.unit_of(entry)
        view = app.store.read(signups.partition_of(unit.id), person_partition(entry.person))
        already = self.same(view, entry) is not None
        other = entry.answers.get("who") == "other"
        words: dict[str, Any] = {"unit_words": _dates(unit), "standing": None, "already": already, "other": other}
        if not already:
            rules.check_open(unit, entry.now, entry.made)
            found = signups.signups_of(view, unit.id)
            newcomer = signups.may_hold(view, unit, entry.person, entry.now)
            words["standing"] = rules.standing(unit, found, rules.party_of(entry.answers), entry.now, newcomer)
        return words

    def lines(self, page: Activity, form: BaseForm) -> list[tuple[str, str]]:
        """Label and answer, those left empty excepted."""
        found = answered(form)
        if page.day and found and form.session.data in offered(form.session):
            # The page of a day asks for an hour: read again elsewhere, it needs its day.
            found[0] = ("Jour et heure", f"{day_words(page.day)}, {found[0][1].lower()}")
        return found

    def refused(self, page: Activity, reason: str, words: str, **kept: Any) -> Response:
        """What else one can do: another date, the list of places, the telephone."""
        now = service().clock.wall()
        others = [unit for unit in open_units(page, now) if unit.capacity]
        dates = [f"Autres dates : {when(unit)}." for unit in others[:3]] if len(others) > 1 and not page.day else []
        text = [
            *(days.refusal(page, reason, now) or [words or (WORDS[reason] if units_of(page) else BY_PHONE)]),
            *dates,
            "Rien n’est perdu : vos réponses sont gardées sur cette page." if kept.get("sealed") else "",
        ]
        another = [("Choisir une autre date", page.url, "les dates de cette activité")] if others else []
        asked = [("Être prévenu de la prochaine date", f"/agenda/theme/{page.theme}/#prevenir", "sur ce thème")]
        ways = [
            *(days.ways(page, now) if page.slot else another),
            *(asked if page.theme and not page.slot else []),
            ("Voir toutes les places libres", "/agenda/places/", "dans toutes les activités"),
            ("Voir l’agenda", "/agenda/", "les autres ateliers et rendez-vous"),
        ]
        kept = {"retry_url": page.url, **kept} if others else {"lines": kept.get("lines", [])}
        titles = TITLES | (OF_A_DAY if page.day else {})
        return pages.notice(titles[reason], list(filter(None, text)), STATUS.get(reason, 410), ways=ways, **kept)

    def shown(self, app: Service, partition: str, record: dict[str, Any]) -> dict[str, Any]:
        """The state, the rank, the dates."""
        return following.shown(app, partition, record)

    def already(self, record: dict[str, Any]) -> list[str]:
        """The reference."""
        return following.already(record)

    def may_cancel(self, app: Service, record: dict[str, Any]) -> bool:
        """Until the start."""
        return following.may_cancel(app, record)

    def cancel(
        self, app: Service, partition: str, record: dict[str, Any], channel: str = "web", agent: str | None = None
    ) -> None:
        """Cancel, and give the seat to who waits."""
        leaving.cancel(app, partition, record, channel, agent)

    def calendar(self, app: Service, record: dict[str, Any]) -> bytes:
        """Every date of the unit."""
        return following.calendar_of(app, record)

    def ended(self, app: Service, record: dict[str, Any]) -> datetime:
        """The end of the session; of one that was put off, once it has taken place."""
        return datetime.fromisoformat(following.as_it_stands(app, record)["end"])

    def forward(self, app: Service, record: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """After a change of date, the new one."""
        return leaving.follow(app, *record["moved_to"]) if record["state"] == rules.MOVED else None

    def act(self, app: Service, partition: str, record: dict[str, Any], action: str) -> Response | None:
        """Take the seat offered, or another date."""
        return answering.act(app, partition, record, action)


def _dates(unit: Unit) -> str:
    dates = when(unit)
    return dates if len(unit.sessions) == 1 else f"{len(unit.sessions)} séances à partir du {dates}"
