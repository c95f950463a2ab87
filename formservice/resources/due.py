"""All that is due in the centre: what nobody fetched, loans to be reminded of, loans that should be back.

Each act looks again under the lock, so that two runs at the same time, or one cut short, do nothing twice.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from formservice import telling
from formservice.resources import lending, loans, rules
from formservice.resources.loans import TABLE, Loan
from formservice.service import Service
from formservice.storage import Records, StoreError
from formservice.storage.transfer import Progress, silent

SOON, A_WEEK = timedelta(days=3), timedelta(days=7)
LETTERS = 2
"""Letters to who is late, a week apart; a week after the last, an agent calls."""
DONE = {
    "lapsed": ("document non retiré", "documents non retirés"),
    "due_soon": ("rappel de retour", "rappels de retour"),
    "overdue": ("relance", "relances"),
    "unreadable": ("notice illisible", "notices illisibles"),
}


def run(app: Service, progress: Progress = silent) -> Counter[str]:
    """Do what is due; how many of each. A partition in trouble keeps nothing from the others."""
    done: Counter[str] = Counter()
    for partition in progress("Prêts", list(app.store.partitions(f"{loans.PREFIX}/"))):
        try:
            done += look(app, partition)
        except StoreError as error:
            app.logger.error("%s", error)
            done["unreadable"] += 1
    return done


def look(app: Service, partition: str) -> Counter[str]:
    """One record's requests."""
    today, done = app.clock.today(), Counter[str]()
    for loan in app.store.read(partition).find(partition, TABLE):
        if rules.is_lapsed(loan, today):
            done["lapsed"] += lapse(app, partition, loan)
        elif is_due_soon(loan, today):
            done["due_soon"] += remind(app, partition, loan)
        elif lateness(loan, today) > loan["overdue"]:
            done["overdue"] += claim(app, partition, loan)
    return +done


def lapse(app: Service, partition: str, loan: Loan) -> bool:
    """Put it back on the shelf, or give it to the next."""
    try:
        return lending.act(app, partition, loan, "lapse", channel="cli")["state"] == rules.LAPSED
    except rules.NotNow:
        return False


def is_due_soon(loan: Loan, today: date) -> bool:
    """Whether a loan is to be reminded of: once, three days before."""
    if loan["state"] != rules.LENT or loan["way"] == rules.CONSULT or loan["reminded"]:
        return False
    due = date.fromisoformat(loan["due"])
    return due - SOON <= today <= due


def lateness(loan: Loan, today: date) -> int:
    """How many times who is late should have been told by now: two letters, then a call."""
    if loan["state"] != rules.LENT or not loan["person"]:
        return 0
    late = today - date.fromisoformat(loan["due"])
    return min(LETTERS + 1, 1 + (late - timedelta(days=1)) // A_WEEK) if late > timedelta() else 0


def remind(app: Service, partition: str, loan: Loan) -> bool:
    """A letter to who has e-mail; the others have the date on their slip."""
    with app.store.transaction(partition) as records:
        now = records.get(partition, TABLE, loan["id"])
        if now is None or not is_due_soon(now, app.clock.today()):
            return False
        records.update(partition, TABLE, now["id"], reminded=True)
        return telling.write_to(records, partition, now, "loan_reminder", **_given(now))


def claim(app: Service, partition: str, loan: Loan) -> bool:
    """A letter, then another, then a call; a call at once for who has no e-mail."""
    with app.store.transaction(partition) as records:
        now = records.get(partition, TABLE, loan["id"])
        times = lateness(now, app.clock.today()) if now else 0
        if now is None or times <= now["overdue"]:
            return False
        records.update(partition, TABLE, now["id"], overdue=times)
        _ask_back(records, partition, now, times)
        records.note(partition, "overdue", record=now["id"], times=times)
        return True


def _ask_back(records: Records, partition: str, loan: Loan, times: int) -> None:
    if times <= LETTERS:
        telling.tell(records, partition, loan, "loan_overdue", **_given(loan))
    elif not records.find(partition, telling.CALLS, signup=loan["id"]):
        telling.add_call(records, partition, loan["id"], "loan_overdue")


def _given(loan: Loan) -> dict[str, Any]:
    return {"table": TABLE, "day": loan["due"]}
