"""Letting go of who asked for the results, a year after the close: told or not, the letters and the calls too."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from formservice import mail, telling
from formservice.catalogue import Consultation
from formservice.consultations import stored
from formservice.consultations.fields import KEPT
from formservice.consultations.stored import INFORM, right_named
from formservice.participation.keeping import forget_codes, forget_right
from formservice.service import Service


def forget_contacts(app: Service) -> int:
    """Remove the contacts that were left for the results, a year after the close; how many."""
    found = [name for code in kept_enough(app) for name in app.store.partitions(f"inform/{code}/")]
    return sum(_forget(app, partition) for partition in found)


def forget_rights(app: Service) -> int:
    """Remove the roll of a consultation, its printed codes and their serial numbers, a year after the close, then
    destroy their keys; how many records."""
    return sum(forget_right(app, right_named(code)) + forget_codes(app, code) for code in kept_enough(app))


def kept_enough(app: Service) -> list[str]:
    """The codes of the consultations that closed more than a year ago."""
    return [one.code for one in asked(app) if is_over(one, app.clock.wall())]


def is_over(known: Consultation, now: datetime) -> bool:
    """Whether it closed more than a year ago: what was written is erased, or may be at any moment."""
    return now - known.closes > timedelta(days=KEPT.days)


def asked(app: Service) -> Iterator[Consultation]:
    """Each consultation that was answered, or has printed codes, as it is now or as it was last asked."""
    now = {one.code: one for one in app.releases.current().catalogue.consultations}
    held = [name for prefix in ("consultation/", "series/") for name in app.store.partitions(prefix)]
    for code in sorted({partition.partition("/")[2] for partition in held}):
        known = stored.versions(app, code)
        if code in now or known:
            yield now.get(code) or known[-1][2]


def _forget(app: Service, partition: str) -> int:
    if not app.store.read(partition).find(partition, INFORM):
        return 0
    with app.store.transaction(partition) as records:
        found = records.find(partition, INFORM)
        for one in found:
            telling.drop_calls(records, partition, one["id"])
            mail.forget(records, partition, one["id"])
            records.remove(partition, INFORM, one["id"])
    app.store.forget(partition)
    return len(found)
