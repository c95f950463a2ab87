"""Letting go of who used a right: the roll, the printed codes, then the keys that their hashes were made with.

Of an edition, a year after the decision of the council, as the form of an idea promises.
"""

from datetime import date, timedelta

from formservice.catalogue import Edition
from formservice.participation import codes, ideas, issuing, roll
from formservice.participation.forms import AFTER_EDITION
from formservice.service import Service

TABLES = (roll.TABLE, codes.TABLE, issuing.BATCHES, issuing.COUNTER)
A_YEAR = timedelta(days=366)


def forget_editions(app: Service) -> int:
    """Remove the roll of the filing and the codes of each edition that is over for long enough; how many records."""
    return sum(
        forget_right(app, ideas.right_named(code).edition) + forget_codes(app, code) for code in kept_enough(app)
    )


def forget_right(app: Service, right: str) -> int:
    """Remove a roll, then destroy its key; how many records."""
    gone = sum(_empty(app, partition) for partition in list(app.store.partitions(f"roll/{right}/")))
    # Again, though it is gone: a kill may have left it in a former copy.
    app.store.drop_setting(roll.key_of(right))
    return gone


def forget_codes(app: Service, series: str) -> int:
    """Remove the codes of a series and their serial numbers, then destroy their key; how many records."""
    found = [*app.store.partitions(f"codes/{series}/"), issuing.numbers_of(series)]
    gone = sum(_empty(app, partition) for partition in found)
    app.store.drop_setting(codes.key_of(series))
    return gone


def kept_enough(app: Service) -> list[str]:
    """The codes of the editions whose roll and codes have outlived their reason."""
    catalogue, now = app.releases.current().catalogue, app.clock.wall()
    known = {one.code: one for one in catalogue.editions}
    asked = {one.code for one in catalogue.consultations}
    asked |= {name.partition("/")[2] for name in app.store.partitions("consultation/")}
    found = [code for code in _held(app) if code not in asked]
    return [code for code in found if now.date() - _ended(app, code, known.get(code)) > timedelta(AFTER_EDITION.days)]


def _held(app: Service) -> list[str]:
    """The codes of what has a roll of ideas, or printed codes."""
    end = ideas.right_named("").edition
    rolls = {name.split("/")[1] for name in app.store.partitions("roll/")}
    series = {name.partition("/")[2] for name in app.store.partitions("series/")}
    return sorted(series | {name.removesuffix(end) for name in rolls if name.endswith(end)})


def _ended(app: Service, code: str, edition: Edition | None) -> date:
    """The last day of an edition; today while it is not known. Of one that is no more on the site, as of its ideas: a
    year after what was done last."""
    if edition:
        return edition.phases[-1].last_day if edition.phases else app.clock.today()
    rights = app.store.search(f"roll/{ideas.right_named(code).edition}/", roll.TABLE)
    days = [day for _, one in rights for _, day in one["uses"]]
    days += [line["at"][:10] for line in app.store.journal(issuing.numbers_of(code))]
    return date.fromisoformat(max(days, default=app.clock.today().isoformat())) + A_YEAR


def _empty(app: Service, partition: str) -> int:
    if not any(app.store.read(partition).find(partition, table) for table in TABLES):
        return 0
    with app.store.transaction(partition) as records:
        found = [(table, one["id"]) for table in TABLES for one in records.find(partition, table)]
        for table, id in found:
            records.remove(partition, table, id)
    app.store.forget(partition)
    return len(found)
