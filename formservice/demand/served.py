"""Who was served, month by month: counted from the store, and kept two months after, before people are erased.

Kept are numbers without anybody, a record for each month. What a month was is then no longer counted again.
"""

from collections import Counter
from datetime import date, timedelta

from formservice.agenda import visits
from formservice.demand import reading
from formservice.demand.proof import LONG, Served, month_of, next_month, read, served, written
from formservice.service import Service
from formservice.storage import StoreError

PREFIX, TABLE = "served", "months"
SEEN = "served_kept"
"""The setting that says on which day it was looked at."""
AFTER = timedelta(days=60)
"""How long a month is over when it is kept; answers are erased after three months."""
BACK = 12
"""How many months before are looked at: what nobody kept in time is kept later, without what was erased."""
DONE = {"kept": ("mois de service rendu compté", "mois de service rendu comptés")}


def partition_of(year: int) -> str:
    """Where the months of a year are kept."""
    return f"{PREFIX}/{year}"


def run(app: Service) -> Counter[str]:
    """Keep what is due, once a day. A store in trouble keeps nothing else from being done."""
    today = f"{app.clock.today()}"
    if app.store.get_setting(SEEN) == today:
        return Counter()
    try:
        kept = keep(app)
        app.store.set_setting(SEEN, today)
    except StoreError as error:
        app.logger.error("%s", error)
        return Counter(failed=1)
    return Counter(kept=kept)


def keep(app: Service) -> int:
    """Keep the months that are long over, from the first that has anything on; how many. Again changes nothing."""
    due = months_due(app.clock.today())
    known = {month: one for year in {month.year for month in due} for month, one in kept(app, year).items()}
    found = counted(app, [month for month in due if month not in known])
    begun = min([*known, *(month.first for month in found if month)], default=date.max)
    return sum(_keep(app, month) for month in found if month.first >= begun)


def _keep(app: Service, month: Served) -> bool:
    partition = partition_of(month.first.year)
    with app.store.transaction(partition) as records:
        if records.find(partition, TABLE, first=f"{month.first}"):
            return False
        records.add(partition, TABLE, **written(month))
        return True


def months_due(today: date) -> list[date]:
    """The months that were over long enough before today, in order."""
    found = [month_of(today)]
    while len(found) <= BACK:
        found.append(month_of(found[-1] - timedelta(days=1)))
    return [month for month in reversed(found) if next_month(month) + AFTER <= today]


def kept(app: Service, year: int) -> dict[date, Served]:
    """The months of a year that were kept."""
    partition = partition_of(year)
    months = map(read, app.store.read(partition).find(partition, TABLE))
    return {month.first: month for month in months}


def counted(app: Service, months: list[date]) -> list[Served]:
    """Months as the store has them now."""
    if not months:
        return []
    demand = reading.between(app, months[0] - LONG, next_month(months[-1]))
    by_month = visits.monthly(app, {f"{month:%Y-%m}" for month in months})
    now = app.clock.wall()
    return [served(demand, by_month.get(f"{month:%Y-%m}", {}), month, now) for month in months]


def of_year(app: Service, year: int) -> list[Served]:
    """The months of a year that are over, in order, from the first that has anything."""
    over = [month for month in (date(year, n, 1) for n in range(1, 13)) if next_month(month) <= app.clock.today()]
    known = kept(app, year)
    known |= {month.first: month for month in counted(app, [one for one in over if one not in known])}
    begun = min((month for month in over if known[month]), default=date.max)
    return [known[month] for month in over if month >= begun]


def years(app: Service) -> list[int]:
    """The years there is something to tell of, the last first: those kept, this one and the one before."""
    today = app.clock.today()
    names = app.store.partitions(f"{PREFIX}/")
    return sorted({today.year, today.year - 1, *(int(name.partition("/")[2]) for name in names)}, reverse=True)
