"""Numbered papers of a vote, sheets and batches: each is one record, in a partition of its own."""

from dataclasses import dataclass

from formservice.storage import Record, Store, View


@dataclass(frozen=True)
class Papers:
    """One sort of them."""

    prefix: str
    table: str
    done: str
    """The state in which nothing is left to do."""

    def parts(self, code: str) -> str:
        """The prefix of those of a vote."""
        return f"{self.prefix}/{code}/"

    def partition_of(self, code: str, number: int) -> str:
        """Where one is."""
        return f"{self.parts(code)}{number}"

    def every(self, store: Store, code: str) -> list[Record]:
        """Those of a vote, in the order of their numbers."""
        return sorted(
            (one for _, one in store.search(self.parts(code), self.table)), key=lambda one: int(one["number"])
        )

    def pending(self, store: Store, code: str) -> list[int]:
        """The numbers of those where something is left to do."""
        return [one["number"] for one in self.every(store, code) if one["state"] != self.done]

    def read(self, view: View, code: str, number: int) -> Record:
        """One of them. KeyError."""
        found = view.find(self.partition_of(code, number), self.table)
        if not found:
            raise KeyError(number)
        return found[0]
