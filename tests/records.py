"""The resource centre of a commune that does not exist: its collection, its records, its trails.

Drawn with the commune's own hand (tests/commune.py): the same seed gives the same centre.
"""

from typing import Any

from tests import words

CAST = (
    "personne", "personne", "personne", "jalon", "jalon", "jalon", "livre", "chapitre", "article", "rapport",
    "archive", "film", "temoignage", "exposition", "mallette", "livre",
)  # fmt: skip
"""The first records: one at least of each type."""
REST = ("jalon",) * 6 + ("livre",) * 7 + ("personne", "article", "archive", "film", "rapport")
DATES = ("[{y}-03-04,{y}-03-05]", "{y}~", "{y}", "{y}-07", "{y}-02-01", "{y}/{z}", "{y}?", "{d}X")
"""As EDTF: the first is disputed, the others say less and less."""


def collection(draw: Any, place: str, letters: str) -> dict[str, Any]:
    """The settings of a centre: a code of two to four letters that starts with these, other subjects, other periods."""
    code = letters + "".join(draw.sample("BCDFGHJKLMNPRSTVW", draw.randrange(3)))
    cuts = [1500, *sorted(draw.sample(range(1600, 2000), 3)), 2100]
    periods = [
        {"slug": f"temps-{n}", "title": title, "since": str(since), "until": str(until - 1)}
        for n, (title, since, until) in enumerate(zip(words.PERIODS, cuts, cuts[1:], strict=False))
    ]
    subjects = [{"slug": f"s-{n}", "title": title} for n, title in enumerate(words.SUBJECTS)]
    return {
        "title": "Le fonds « Mémoire & métiers »", "code": code, "place": place, "url": "/le-fonds/", "loan": "2 weeks",
        "subjects": subjects, "periods": periods,
    }  # fmt: skip


class Shelf:
    """Writes the records and the trails of a centre with the hand of a commune's Writer."""

    def __init__(self, writer: Any, centre: dict[str, Any]):
        self.writer, self.draw, self.code = writer, writer.draw, centre["code"]
        self.subjects = [one["slug"] for one in centre["subjects"]]
        self.slugs: list[str] = []
        self.people: list[str] = []

    def fill(self, count: int) -> None:
        """Write `count` records, at least those of CAST, and two trails."""
        kinds = [*CAST, *self.draw.choices(REST, k=max(0, count - len(CAST)))]
        for number, kind in enumerate(kinds, 1):
            slug = self._record(number, kind)
            self.slugs.append(slug)
            self.people += [slug] if kind == "personne" else []
        for title in words.TRAILS:
            steps = [self._step(one) for one in self.draw.sample(self.slugs, 5)]
            self.writer._file(
                "parcours", title, title=title, summary=self.writer._sentence(), audience=["école", "tout public"],
                duration="90 min", steps=steps, demonstration="true",
            )  # fmt: skip

    def _step(self, slug: str) -> dict[str, str]:
        asked = {"question": "Qu'en dites-vous, vous & les autres ?"} if self.draw.random() < 0.7 else {}
        return {"record": slug, "text": self.writer._sentence(), **asked}

    def _record(self, number: int, kind: str) -> str:
        front = {
            "title": self._title(number, kind), "id": f"{self.code}-{number}", "type": kind,
            "summary": self.writer._sentence(), "rights": "Libre d'usage & de partage",
            "sources": [{"title": "Un journal d'époque"}, {"title": "Le registre", "url": "https://example.org/r?a=1&b=2"}],
            "subjects": self._some(self.subjects, 3), "places": self._some(words.WHERE, 2),
            "people": self._some(self.people, 2), "related": self._some(self.slugs, 3),
        }  # fmt: skip
        more = (
            self._life(number) if kind == "personne" else self._dated(number) if kind == "jalon" else self._work(kind)
        )
        front["sources"] += [{"title": f"Dit {one}", "says": one} for one in more.pop("readings", ())]
        said = "## Transcription\n\nOn y était." if kind == "temoignage" else ""
        return self.writer._file("ressources", f"notice-{number}", said, **front | more)

    def _title(self, number: int, kind: str) -> str:
        if kind == "personne":
            return f"{words.NAMES[number % len(words.NAMES)]}{' ' + 'I' * (number // 20) if number >= 20 else ''}"
        # The book has the name of the person: links must tell one from the other.
        return words.NAMES[1] if number == 7 else f"{words.RECORDS[number % len(words.RECORDS)]} ({number})"

    def _some(self, known: Any, most: int) -> list[str]:
        return self.draw.sample(list(known), min(len(known), self.draw.randint(1, most)))

    def _date(self, shape: str) -> tuple[str, list[str]]:
        year = self.draw.randrange(1700, 2020)
        date = shape.format(y=year, z=year + 4, d=year // 10)
        return date, date[1:-1].split(",") if date.startswith("[") else []

    def _dated(self, number: int) -> dict[str, Any]:
        date, said = self._date(DATES[number % len(DATES)] if number > 5 else DATES[number - 4])
        return {"date": date, "readings": said, "reference": "Loi n° 12 du 3 mai"}

    def _life(self, number: int) -> dict[str, Any]:
        born, said = self._date(DATES[number % len(DATES)])
        life = {"born": born, "readings": said, "born_at": "Aÿ", "names": ["L'Inconnue"]}
        return life | {"to_check": ["la date de sa mort", "l'orthographe de son nom"]}

    def _work(self, kind: str) -> dict[str, Any]:
        made: dict[str, Any] = {"date": self._date("{y}")[0], "extent": "224 p.", "isbn": self._isbn()}
        first = {"name": "D'Œuvre, Aÿla", "person": self.people[0]}
        made["creators"] = [first, {"name": "Cie du Nœud", "role": "direction"}]
        made["publisher"] = "L'Œil & Cie"
        if kind in ("chapitre", "article"):
            made |= {"published_in": "La revue d'ici", "issue": "12", "pages": "3-14"}
        if kind != "article":
            made |= {"consult": ["sur place", "prêt"], "copies": "2", "call_number": "940 ABC"}
        return made | ({"language": "en"} if self.draw.random() < 0.2 else {})

    def _isbn(self) -> str:
        digits = f"9782{self.draw.randrange(10**8):08d}"
        return digits + str(-sum(int(one) * (3 if n % 2 else 1) for n, one in enumerate(digits)) % 10)


def a_page_of_each_template(site: Any) -> list[str]:
    """Addresses of a built commune with such a centre: a person, a disputed date, a book, the lists, a trail."""
    collection = site.catalogue.site.collection
    numbers = [
        f"/ressources/{collection.code.lower()}-{CAST.index(kind) + 1}/" for kind in ("personne", "jalon", "livre")
    ]
    lists = ("", "type/livre/", "personnes/", "sujet/", "chronologie/", "parcours/")
    trail = next(url for url in site.pages if url.endswith("/fiche/"))
    period = next(url for url in site.pages if url.startswith("/ressources/chronologie/temps-"))
    return [
        *numbers,
        *(f"/ressources/{one}" for one in lists),
        period,
        trail,
        trail.removesuffix("fiche/"),
        collection.url,
    ]
