"""Citing the records: the sentence, the files, and what the head of a page tells machines."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from formservice.catalogue import Record, Site
from formservice.catalogue.resources import CITATIONS
from plugins.resources.centre import Centre, in_words
from plugins.resources.citing import files, head, linked, sentence
from plugins.resources.citing.coins import coins
from plugins.resources.citing.csl import citable, item_of, permanent
from plugins.resources.citing.dates import Item


class Citing:
    """What templates ask of a record, as `cite`."""

    formats = tuple((ending, files.WORDS[ending], CITATIONS[ending]) for ending in files.WORDS)
    """(ending, words, MIME type) of each file to download."""

    def __init__(self, centre: Centre, site: Site):
        self.centre, self.url = centre, site.url
        self.subjects = {one.slug: one.title for one in centre.collection.subjects}
        self.people = {one.slug: one for one in centre.of_type("personne")}

    @cached_property
    def items(self) -> dict[str, Item]:
        """The CSL JSON items of what is cited, by identifier, in the order of titles."""
        records = sorted(filter(citable, self.centre.records), key=in_words)
        return {one.id: item_of(one, self.url, self.centre.collection.title, self.subjects) for one in records}

    def knows(self, record: Record) -> bool:
        """Whether a record is one that is cited."""
        return record.id in self.items

    def knows_any(self, records: Iterable[Record]) -> bool:
        """Whether a list has files: whether anything of it is cited."""
        return any(map(self.knows, records))

    def sentence(self, record: Record) -> Markup:
        """The ready citation."""
        return sentence.sentence(sentence.cited(record, self.items[record.id]))

    def address(self, record: Record) -> str:
        """The permanent address, in full."""
        return permanent(record, self.url)

    def meta(self, record: Record) -> head.Meta:
        """The meta tags of the head."""
        return head.meta(record, self.url, self.subjects)

    def linked(self, record: Record) -> Markup:
        """The JSON-LD of the head."""
        return linked.linked(record, self.url, self.people)

    def coins(self, record: Record) -> str:
        """The OpenURL of a line of a list."""
        return coins(self.items[record.id], head.item_type(record), permanent(record, self.url))

    def publish(self, out: Path, lists: files.Lists) -> None:
        """Write the files to download: of each record, of these lists, of the whole catalogue."""
        files.publish(out, self.items, lists)
