"""All that is due in the agenda: changes to tell, offers that end, seats to offer, reminders, theme lists.

Each act looks again under the lock, so that two runs at the same time, or one cut short, do nothing twice.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from formservice import room as space
from formservice import telling
from formservice.agenda import calling, changes, current, offers, rules, signups
from formservice.agenda.signups import TABLE, SignUp
from formservice.agenda.units import Unit
from formservice.service import Service
from formservice.storage import MOST_RECORDS, StoreError, View
from formservice.storage.transfer import Progress, silent

MARGIN, LEAST = 50, 5
"""Records kept free in a partition for what people send while many others are told."""
DONE = {
    "announced": ("annonce de changement", "annonces de changement"),
    "expired": ("offre échue", "offres échues"),
    "offered": ("place proposée", "places proposées"),
    "reminded": ("rappel", "rappels"),
    "called": ("personne appelée d’une liste par thème", "personnes appelées d’une liste par thème"),
    "overtaken": ("appel devenu inutile", "appels devenus inutiles"),
    "failed": ("séance ou liste illisible", "séances ou listes illisibles"),
}


def run(app: Service, progress: Progress = silent) -> Counter[str]:
    """Do what is due; how many of each. A partition in trouble keeps nothing from the others."""
    done: Counter[str] = Counter()
    for partition in progress("Séances", list(current.partitions(app))):
        try:
            done += look(app, partition)
        except StoreError as error:
            app.logger.error("%s", error)
            done["failed"] += 1
    for theme in app.releases.current().catalogue.site.themes:
        try:
            done["called"] += calling.call(app, theme.slug)
        except StoreError as error:
            app.logger.error("%s", error)
            done["failed"] += 1
    return done


def look(app: Service, partition: str) -> Counter[str]:
    """One partition: first what the town changed, then what time did."""
    now, view = app.clock.wall(), app.store.read(partition)
    found = view.find(partition, TABLE)
    known = {id: signups.known_unit(app, id) for id in {one["told"]["unit"] for one in found}}
    if current.is_over(view, partition, now) and not any(unit and unit.end > now for unit in known.values()):
        current.close(app, partition)
        return Counter()
    done, most = Counter[str](), room(view, partition)
    for signup in found:
        if done.total() >= most:
            return done  # the rest is told once these letters have left
        unit = known[signup["told"]["unit"]]
        if changes.change_of(app, signup, unit):
            done["announced"] += bool(changes.announce(app, partition, signup))
        elif signup["state"] == rules.OFFERED and offers.is_over(signup, now):
            done["expired"] += offers.expire(app, partition, signup)["state"] != rules.OFFERED
        elif unit and is_to_remind(signup, now):
            done["reminded"] += remind(app, partition, signup)
    done["overtaken"] += drop_late_calls(app, partition, view, found)
    for unit in known.values():
        if unit and rules.promoted(unit, of_unit(found, unit), now) and unit.start > now:
            done["offered"] += changes.settle(app, partition, unit)
    return done


def drop_late_calls(app: Service, partition: str, view: View, found: list[SignUp]) -> int:
    """Take calls about what is over off the list: nothing is to be said any more."""
    over = {one["id"] for one in found if one["told"]["end"] <= app.clock.wall().isoformat()}
    late = [call for call in view.find(partition, telling.CALLS) if call["signup"] in over]
    if not late:
        return 0
    with app.store.transaction(partition) as records:
        for call in late:
            if records.get(partition, telling.CALLS, call["id"]):
                records.remove(partition, telling.CALLS, call["id"])
                records.note(partition, "call-over", record=call["signup"])
    return len(late)


def room(view: View, partition: str) -> int:
    """How many letters or calls may be added now."""
    return max(LEAST, MOST_RECORDS - MARGIN - space.held(view, partition))


def of_unit(found: Iterable[SignUp], unit: Unit) -> list[SignUp]:
    """The sign-ups of a unit among those of a partition."""
    return [one for one in found if one["told"]["unit"] == unit.id]


def is_to_remind(signup: SignUp, now: datetime) -> bool:
    """Whether a person with a seat and an e-mail is to be reminded: once, two days before, from the morning on."""
    if signup["state"] != rules.CONFIRMED or signup.get("reminded"):
        return False
    start = datetime.fromisoformat(signup["told"]["start"])
    return rules.reminder_from(start) <= now < start and telling.by_email(signup)


def remind(app: Service, partition: str, signup: SignUp) -> bool:
    """Queue the reminder of one person."""
    with app.store.transaction(partition) as records:
        now = records.get(partition, TABLE, signup["id"])
        if now is None or not is_to_remind(now, app.clock.wall()):
            return False
        # Without room for the letter now, the next run tries again.
        if not telling.write_to(records, partition, now, "reminder"):
            return False
        records.update(partition, TABLE, now["id"], reminded=True)
        return True
