"""Wishes for a theme, from the form to the list: the kind's words and its handler."""

from datetime import datetime
from typing import Any

from flask import Response

from formservice import pages, room, telling
from formservice.agenda import leaving, rules, wishes
from formservice.agenda.wishes import TABLE, Wish
from formservice.catalogue import Theme
from formservice.handlers import Entry, Handler, register
from formservice.identity import new_reference, person_partition
from formservice.people import reach_words
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records, View

MOST = 200
"""People on the list of a theme: its records, old ones too, stay in one partition of 500."""
TITLES = {"full": "Cette liste est complète", "closed": "Cette liste est fermée", "gone": "Cette liste est fermée"}
WAYS = [
    ("Voir toutes les places libres", "/agenda/places/", "dans toutes les activités"),
    ("Voir l’agenda", "/agenda/", "les autres ateliers et rendez-vous"),
]


class ListFull(Refused):
    """Too many people wait already."""

    reason = "full"


@register("wish")
class Wishing(Handler):
    """How a wish is read, decided, stored and refused."""

    prefixes = ("theme",)
    table = TABLE
    over = (wishes.DONE, wishes.CANCELLED)
    template = "wish.html"

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The theme's, and what the person holds."""
        return wishes.partition_of(entry.page.slug), person_partition(entry.person)

    def same(self, view: View, entry: Entry) -> Wish | None:
        """The wish of the same form, or of the same person while it is not served."""
        found = view.find(wishes.partition_of(entry.page.slug), TABLE)
        by_key = next((one for one in found if (one["key"], one["person"]) == (entry.key, entry.person)), None)
        return by_key or next((one for one in wishes.queue(found) if one["person"] == entry.person), None)

    def write(self, app: Service, records: Records, entry: Entry) -> Wish:
        """A rank on the list. What is offered now is not news: the person saw it and wants another date."""
        partition = wishes.partition_of(entry.page.slug)
        rank = self._rank(records, entry)
        room.make(records, partition)
        seen = [unit.id for unit in wishes.units_of_theme(app, entry.page.slug)]
        wish = records.add(
            partition, TABLE, state=wishes.WAITING, theme=entry.page.slug, answers=entry.answers, person=entry.person,
            key=entry.key, at=entry.at, channel=entry.channel, typed_by=entry.agent, rules=entry.page.version,
            token_version=1, finished=False, doubt=list(entry.doubt), seen=seen, offered=None,
            told={"title": entry.page.title, "url": entry.page.url}, reference=new_reference("LT"),
        )  # fmt: skip
        telling.write_to(records, partition, wish, "theme_noted", rank=rank, table=TABLE, theme=entry.page.title)
        return wish

    def _rank(self, view: View, entry: Entry) -> int:
        """The rank one would have. Raises ListFull."""
        before = len(wishes.queue(view.find(wishes.partition_of(entry.page.slug), TABLE)))
        if before >= MOST:
            raise ListFull("Beaucoup de personnes attendent déjà. Appelez-nous : nous cherchons avec vous.")
        return before + 1

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """The rank one would have, unless the person is on the list."""
        view = app.store.read(wishes.partition_of(entry.page.slug))
        already = self.same(view, entry) is not None
        standing = None if already else rules.Standing("wish", self._rank(view, entry))
        other = entry.answers.get("who") == "other"
        return {"unit_words": "", "standing": standing, "already": already, "other": other}

    def refused(self, page: Theme, reason: str, words: str, **kept: Any) -> Response:
        """The agenda, or the telephone."""
        text = [words, "Rien n’est perdu : vos réponses sont gardées sur cette page."]
        return pages.notice(TITLES[reason], list(filter(None, text)), 409, ways=WAYS, **kept)

    def shown(self, app: Service, partition: str, record: Wish) -> dict[str, Any]:
        """The rank; 0 when it is served, or was between two reads."""
        found = app.store.read(partition).find(partition, TABLE)
        waits = record["id"] in {one["id"] for one in wishes.queue(found)}
        words = {
            "reference": record["reference"], "state": record["state"], "title": record["told"]["title"],
            "rank": wishes.rank_of(record, found) if waits else 0, "reach": reach_words(record["answers"]),
            "name": record["answers"].get("name", ""), "other": record["answers"].get("who") == "other",
        }  # fmt: skip
        return {"wish": words, "page_url": record["told"]["url"], "can_cancel": self.may_cancel(app, record)}

    def already(self, record: Wish) -> list[str]:
        """The reference, and nothing else."""
        return [
            f"Vous êtes déjà sur la liste : {record['told']['title']}.",
            f"Votre numéro : {record['reference']}. Il n’y a rien d’autre à faire.",
        ]

    def may_cancel(self, app: Service, record: Wish) -> bool:
        """Until it is served."""
        return record["state"] == wishes.WAITING

    def cancel(
        self, app: Service, partition: str, record: Wish, channel: str = "web", agent: str | None = None
    ) -> None:
        """Leave the list."""
        wishes.leave(app, partition, record, channel, agent)

    def ended(self, app: Service, record: Wish) -> datetime:
        """The day of the wish."""
        return datetime.fromisoformat(record["at"]).astimezone(app.clock.zone).replace(tzinfo=None)

    def forward(self, app: Service, record: Wish) -> tuple[str, dict[str, Any]] | None:
        """While a seat is offered, and once it is taken, the sign-up."""
        served = record["state"] in (wishes.OFFERED, wishes.DONE)
        return leaving.follow(app, *record["offered"]) if served and record["offered"] else None
