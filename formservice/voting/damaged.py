"""Parts of a roll or of a box that cannot be read: put back by an operator, or left out by name, and told.

The store reads an older copy of a damaged part, without its last vote: a ceremony never counts from that.
"""

from collections.abc import Iterable

from formservice.storage import Corrupt, Store
from formservice.theme import listed
from formservice.voting.box import TABLE
from formservice.voting.ceremony import NotNow

OPTION = "--unreadable"


def left_out(store: Store, names: Iterable[str], leave: bool) -> list[str]:
    """The parts of which no copy is good, once agents said to `leave` them out. Raises NotNow, with what to do."""
    damaged = [name for name in names if not sound(store, name)]
    if mendable := [name for name in damaged if has_copy(store, name)]:
        orders = listed(f"formservice repair {name}" for name in mendable)
        raise NotNow(
            f"Abîmé, mais une bonne copie existe. Faites : {orders}. Puis relancez. Le dernier vote de "
            "chaque partie peut manquer : le procès-verbal dira l’écart."
        )
    if damaged and not leave:
        raise NotNow(
            f"Abîmé, sans bonne copie : {listed(damaged)}. Lisez d’abord « Et si… » dans docs/voter.md. Pour "
            f"continuer sans ces parties, nommées au procès-verbal, relancez avec {OPTION}."
        )
    return damaged


def sound(store: Store, partition: str) -> bool:
    """Whether a part takes and gives what was written in it. Whoever was writing there has ended."""
    try:
        with store.transaction(partition) as records:
            records.find(partition, TABLE)
    except Corrupt:
        return False
    return True


def has_copy(store: Store, partition: str) -> bool:
    """Whether an older copy is good."""
    try:
        store.read(partition).find(partition, TABLE)
    except Corrupt:
        return False
    return True
