"""Votes from connections that had sent many: how many, told to the agents and in the report of the closing.

Nothing is left out for it, and no vote is known: a receipt leads to nobody, nor to a ballot.
"""

from contextlib import suppress

from formservice.catalogue.french import typeset
from formservice.storage import Store, StoreError
from formservice.theme import plural
from formservice.voting import receipts


def count(store: Store, code: str) -> int:
    """How many; a part that cannot be read is left aside, for it must not hold up a ceremony."""
    found = 0
    for partition in list(store.partitions(f"{receipts.PREFIX}/{code}/")):
        with suppress(StoreError):
            kept = store.read(partition).find(partition, receipts.TABLE, state=receipts.VOTED)
            found += sum(bool(one["doubt"]) for one in kept)
    return found


def words(found: int) -> str:
    """What that may be; "" for none."""
    if not found:
        return ""
    many = plural(found, "vote vient d’une connexion qui en a", "votes viennent de connexions qui en ont")
    return typeset(f"{many} envoyé beaucoup : un lieu partagé, une famille, ou quelqu’un qui triche.")
