"""Setting aside, lending, taking back: each act in one transaction with what it says to people.

A copy that comes back, or that nobody fetched, goes to the next who waits in the transaction that frees it.
"""

from datetime import date
from typing import Any

from formservice import telling
from formservice.refusal import Refused
from formservice.resources import following, loans, rules
from formservice.resources.loans import TABLE, Loan
from formservice.service import Service
from formservice.storage import Records

CALLED = {"set_aside": "loan_ready", "refuse": "loan_refused", "lapse": "loan_lapsed"}
"""What must be heard: a letter, else a call."""
WRITTEN = {"lend": "loan_lent", "renew": "loan_lent", "give_back": "loan_returned", "cancel": "loan_cancelled"}
"""What was heard on the spot: a letter to who has e-mail."""
AIM = {
    "set_aside": rules.READY, "lend": rules.LENT, "give_back": rules.RETURNED, "refuse": rules.REFUSED,
    "cancel": rules.CANCELLED, "lapse": rules.LAPSED,
}  # fmt: skip


class Overtaken(Refused):
    """Somebody else changed the request meanwhile."""

    reason = "overtaken"


def act(
    app: Service, partition: str, loan: Loan, verb: str, channel: str = "web", agent: str | None = None,
    version: int | None = None, **more: Any,
) -> Loan:  # fmt: skip
    """Do what a button says, once. `version`: of the request as the agent saw it.

    The same act again changes nothing. Raises Overtaken, NotNow, NoCopy: nothing changed then.
    """
    with app.store.transaction(*loans.partitions_of(partition, loan)) as records:
        current = records.get(partition, TABLE, loan["id"]) or loan
        if is_done(current, verb, version):
            return current
        if version is not None and current["version"] != version:
            raise Overtaken("Un autre agent, ou la personne, vient de changer cette demande. Relisez-la.")
        return change(app, records, partition, current, verb, channel, agent, version, **more)


def is_done(current: Loan, verb: str, version: int | None) -> bool:
    """Whether this very act was done: a second click, or the state it aims at."""
    return current["last"] == [verb, version] or (version is None and current["state"] == AIM.get(verb))


def change(
    app: Service, records: Records, partition: str, current: Loan, verb: str, channel: str | None, agent: str | None,
    version: int | None = None, **more: Any,
) -> Loan:  # fmt: skip
    """`act`, within a transaction that holds the request's partitions. Raises NotNow, NoCopy."""
    found = records.find(partition, TABLE)
    terms, today = loans.terms_of(app, current), app.clock.today()
    changes = rules.decide(verb, current, found, terms, today) | more | {"last": [verb, version]}
    after = records.update(partition, TABLE, current["id"], **changes)
    if after["state"] in rules.OVER:
        loans.let_go(records, after)
        telling.drop_calls(records, partition, after["id"])
    say(records, partition, after, verb)
    facts = {"before": current["state"], "after": after["state"]}
    records.note(partition, verb, agent=agent, channel=channel, record=after["id"], **facts)
    if current["state"] in rules.OUT and after["state"] in rules.OVER:
        return pass_on(app, records, partition, after, today)
    return after


def say(records: Records, partition: str, loan: Loan, verb: str) -> None:
    """Tell the person what was done."""
    given = {"table": TABLE, "day": loan["until"] or loan["due"], "why": following.why(loan)}
    if verb in CALLED:
        telling.tell(records, partition, loan, CALLED[verb], **given)
    elif verb in WRITTEN:
        telling.drop_calls(records, partition, loan["id"])
        telling.write_to(records, partition, loan, WRITTEN[verb], **given)


def pass_on(app: Service, records: Records, partition: str, freed: Loan, today: date) -> Loan:
    """Set the copy that came free aside for the next who waits; what is kept of the request that had it."""
    found, terms = records.find(partition, TABLE), loans.terms_of(app, freed)
    first = next(iter(rules.in_turn(found, today)), None)
    if first and rules.free(terms, found) and not (terms.opens and terms.opens > today):
        change(app, records, partition, first, "set_aside", None, None)
        return records.update(partition, TABLE, freed["id"], passed_to=first["id"])
    return freed
