"""The published results as a reader sees them, each number held against a count made apart."""

import re
from typing import Any

from tests.rehearsal.web import Answer, Web, level

Recount = dict[str, Any]
SHOWN = re.compile(r"(moins de 5|masqué|\d+ à \d+|\d+)")
PERIOD = re.compile(r"(\w+ )?\d{4}")
"""A month or a year, in which days that few people wrote are told together."""
REST = "Autres dates"
FEWEST = 5
FEW = "par une voie peu suivie"


class Held:
    """Compares, and knows how many numbers were compared and how many were masked."""

    def __init__(self) -> None:
        self.exact = self.masked = 0

    def number(self, shown: str, count: int, where: str, of_people: bool = True) -> None:
        """A number of a page says the count, or hides it as it must."""
        said = SHOWN.match(shown.strip())
        assert said, f"{where}: no number in {shown!r}"
        text = said[1]
        self.masked += not text.isdecimal()
        self.exact += text.isdecimal()
        if text.isdecimal():
            assert int(text) == count, f"{where}: {shown!r}, recounted {count}"
            assert not of_people or not 0 < count < FEWEST, f"{where}: {count} is shown"
        elif text == "moins de 5":
            assert 0 < count < FEWEST, f"{where}: {shown!r}, recounted {count}"
        elif " à " in text:
            low, high = map(int, text.split(" à "))
            assert low <= count <= high, f"{where}: {shown!r}, recounted {count}"


def site_of(web: Web, url: str) -> dict[str, Answer]:
    """Every page under an address, by its links."""
    found, waiting = {}, [url]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found[here] = web.get(here)
        assert found[here].status == 200, f"{here}: {found[here].status}"
        links = [link.partition("#")[0] for link in found[here].tree.xpath("//a/@href")]
        waiting += [link for link in links if link.startswith(url) and link.endswith("/")]
    return found


def compare(held: Held, pages: dict[str, Answer], url: str, parts: list[Recount]) -> None:
    """Hold every page against the recounts, the present version first."""
    first_page(held, pages[url], parts)
    for address, page in pages.items():
        at = re.fullmatch(r"(?:avant-(\d+)-)?(\d+)/(.*)", address.removeprefix(url))
        if not at:
            continue
        part, last = parts[int(at[1] or 0)], at[3]
        assert part["counted"] >= FEWEST, address
        counted = part["questions"][int(at[2]) - 1]
        if last.startswith(("quartiers", "facons")):
            crossed(held, page.tree.xpath("//table")[0], counted, "quartier" if last[0] == "q" else "channel", address)
        elif not last:
            question(held, page, counted, address)


def first_page(held: Held, page: Answer, parts: list[Recount]) -> None:
    """How many answered, by channel and by quartier; the former versions apart."""
    now = parts[0]
    told = f"{now['counted']} réponses comptées" if now["counted"] >= FEWEST else "Moins de 5 personnes ont répondu."
    assert page.says(told), page.text[:300]
    for part in parts[1:]:
        told = f"{part['counted']}" if part["counted"] >= FEWEST else "Moins de 5"
        assert page.says(f"{told} personnes ont répondu au questionnaire du"), page.text
    bars(held, page.tree, "Façons de répondre", now["channels"], page.url)
    known = [level(one.text_content()) for one in page.tree.xpath("//main//li")]
    for line in known:
        label, _, shown = line.rpartition(" : ")
        if shown.isdecimal() and set(label.split(" + ")) <= {level(name) for name in now["quartiers"]}:
            held.number(shown, summed(now["quartiers"], label), f"{page.url} {label}")


def question(held: Held, page: Answer, counted: Recount, where: str) -> None:
    """The table, who answered and who did not, by channel where it stands here, the middle."""
    bars(held, page.tree, "Réponses", counted["rows"], where, counted["points"], counted["answered"])
    for table in page.tree.xpath("//table[caption='Nombre de personnes']"):
        crossed(held, table, counted, "channel", where)
    for words, count in (("Ont répondu", counted["answered"]), ("Question non posée", counted["unasked"]),
                         ("Sans réponse", counted["silent"]),
                         ("Sans réponse, ou question non posée", counted["silent"] + counted["unasked"])):  # fmt: skip
        if said := re.search(rf"{words} : (moins de 5|masqué|\d+)", level(page.text)):
            # That somebody left a question out says nothing of what they think.
            held.number(said[1], count, f"{where} {words}", of_people=words != "Sans réponse")
    lead = level(page.tree.xpath("string(//p[@class='lead'])"))
    if counted["fourths"] and (middle := re.search(r"du milieu est (\d+)", lead)):
        assert abs(int(middle[1]) - counted["fourths"][1]) <= near(counted["fourths"][1]), f"{where}: {lead}, {counted}"
        held.exact += 1
    if spread := re.search(r"va de (\d+) à (\d+)", lead):
        for said, count in zip(spread.groups(), counted["fourths"][::2], strict=True):
            assert abs(int(said) - count) <= near(count), f"{where}: {lead}, {counted}"


def near(count: int) -> float:
    """How far a number rounded to two digits may be: a quartile is a number that one person wrote."""
    return 0 if count < 100 else 10 ** (len(str(count)) - 2) / 2


def bars(
    held: Held, tree: Any, caption: str, counts: dict[str, int], where: str, points: dict[str, int] | None = None,
    of: int = 0,
) -> None:  # fmt: skip
    """A table with its bars: counts, shares, points."""
    found = tree.xpath(f"//table[caption='{caption}']/tbody/tr")
    labels = [level(line.xpath("string(th)")) for line in found if not together(counts, line.xpath("string(th)"))]
    found = [line for line in found if level(line.xpath("string(th)")) in labels]
    for line, label in zip(found, labels, strict=True):
        shown, count = level(line.xpath("string(td)")), summed(counts, label)
        if label == REST and REST not in counts:
            count = sum(counts.values()) - sum(summed(counts, other) for other in labels if other != REST)
        held.number(shown, count, f"{where} {label}")
        if share := re.search(r"(\d+) %", shown):
            whole = of or sum(counts.values())
            assert abs(int(share[1]) - 100 * count / whole) <= 1, f"{where} {label}: {shown}, {count} of {whole}"
        if points and (given := re.search(r"\. (\d+) points", shown)):
            assert int(given[1]) == summed(points, label), f"{where} {label}: {shown}, recounted {points}"


def crossed(held: Held, table: Any, counted: Recount, by: str, where: str) -> None:
    """Who said what: one column each, some told together."""
    columns = [level(one.text_content()) for one in table.xpath("thead//th")[1:]]
    for line in table.xpath("tbody/tr"):
        label = level(line.xpath("string(th)"))
        for column, cell in zip(columns, line.xpath("td"), strict=True):
            if by == "channel" and together(counted["by"][by], column):
                continue
            some = [said for name, said in counted["by"][by].items() if level(name) in column.split(" + ")]
            shown, at = level(cell.text_content()), f"{where} {label}, {column}"
            if label == "Valeur du milieu":
                numbers = sorted(int(one) for said in some for one in said["numbers"])
                middle = numbers[-(-len(numbers) // 2) - 1] if numbers else 0
                if (told := re.match(r"\d+", shown)) and abs(int(told[0]) - middle) <= near(middle):
                    middle = int(told[0])
                held.number(shown, middle, at, of_people=False)
            elif label == "Ont répondu":
                held.number(shown, sum(said["total"] for said in some), at)
            else:
                held.number(shown, sum(summed(said["rows"], label) for said in some), at)


def together(counts: Recount, label: str) -> bool:
    """Whether a download tells this channel with others, that few people took."""
    return FEW in counts and not {level(name) for name in counts} >= set(level(label).split(" + "))


def summed(counts: dict[str, int], label: str) -> int:
    """What was counted under a label, under several that are told together, on the days of a month or of a year."""
    known = {level(name): count for name, count in counts.items()}
    if label not in known and PERIOD.fullmatch(label):
        return sum(count for name, count in known.items() if name.endswith(f" {label}"))
    return sum(known.get(name, 0) for name in ([label] if label in known else label.split(" + ")))
