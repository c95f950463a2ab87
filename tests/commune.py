"""A commune the code has never seen: `generate(folder, seed, now)` writes its content and its settings.

The same seed gives the same commune. Nothing of it is real; what is awkward in it is legal.
"""

import json
import random
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import holidays

from tests import ballots, questionnaires, records, words

HOLIDAYS = holidays.country_holidays("FR")
ROOT = Path(__file__).resolve().parent.parent
PLAIN_PAGES = {
    "numerique": "Se faire aider", "contact": "Nous joindre",
    "accessibilite": "Accessibilité", "mentions-legales": "Mentions légales",
}  # fmt: skip
"""Addresses that the theme or the frame leads to, beside those of TEMPLATES."""
TEMPLATES = {
    "accueil": "home", "vie-privee": "privacy", "actualites": "news", "lieux": "places", "plan": "map",
    "introuvable": "notfound", "le-fonds": "collection", "participation": "participation",
    "recompter": "recount",
}  # fmt: skip
ROLES = (
    "two_seats", "no_queue", "one", "many", "companions", "cycle", "weekly", "computers", "open_door", "drop_in",
    "cancelled", "moved", "over",
)  # fmt: skip
"""One activity at least of each."""
STARTS = (time(9), time(10, 30), time(14), time(14, 30), time(18))
LEVELS = ("débutant", "intermédiaire", "avancé", "tous niveaux")


@dataclass
class Commune:
    """What was written, and where a test finds what it needs."""

    folder: Path
    seed: int
    now: datetime
    name: str
    roles: dict[str, str] = field(default_factory=dict)
    """What an activity is for (see ROLES) → its slug."""
    edition: str = ""
    """The slug of the participatory budget that takes ideas now."""
    areas: tuple[str, ...] = ()
    """The slugs of its areas."""
    voting: str = ""
    """The slug of the one that is put to the vote; its projects have every status."""
    consultations: list[str] = field(default_factory=list)
    """Their slugs: one that is open, with every kind of question; one to come; one over; others that are open."""

    @property
    def conf(self) -> Path:
        """Its settings."""
        return self.folder / "pelicanconf.py"


def a_now(seed: int) -> datetime:
    """A moment of the next years for this seed, in the middle of a day."""
    return datetime(2027, 1, 4, 12) + timedelta(days=random.Random(seed).randrange(900))


def generate(
    folder: Path,
    seed: int,
    now: datetime,
    *,
    activities: int = 16,
    news: int = 8,
    places: int = 5,
    notices: int = 20,
    collection: bool = True,
    projects: int = 12,
    edition: dict[str, Any] | None = None,
    budgets: bool = True,
    consultations: int = 4,
    **centre: str,
) -> Commune:
    """Write content/, pelicanconf.py and a link to the theme into `folder`. At least 13 activities.

    `collection`: whether there is a resource centre; `centre`: settings of it that a test asks for.
    `budgets`: whether there are participatory budgets; `edition`: keys of the open one that a test asks for.
    """
    writer = Writer(folder, seed, now)
    writer.write(activities, news, places, notices if collection else 0, centre)
    if budgets:
        ballots.Budgets(writer, edition or {}).write(projects)
    writer.commune.consultations = questionnaires.Consultations(writer).write(consultations)
    return writer.commune


BY_HAND = frozenset(re.findall("..", "ABAPAUAVBABBBCBEBPCNEPLIPAPBPHPNSMSNTBVEVG"))
"""Codes that tests write beside what is drawn."""


class Writer:
    """Draws a commune from a seed and writes it."""

    def __init__(self, folder: Path, seed: int, now: datetime):
        self.draw, self.now = random.Random(seed), now
        name = "".join(self.draw.choice(part) for part in words.TOWNS)
        self.commune = Commune(folder, seed, now, name.replace("'", "’"))
        letters = "ABCDEFGHJKLMNPRSTUVW"
        self.codes = [a + b for a in letters for b in letters if a + b not in BY_HAND]
        self.draw.shuffle(self.codes)

    def write(self, activities: int, news: int, places: int, notices: int, centre: dict[str, str]) -> None:
        """Write all of it but the budgets; without notices, no centre."""
        self.themes = [{"slug": slug(title), "title": title} for title in words.THEMES]
        self.places = [self._place(title) for title in self._titles(words.PLACES, places)]
        kinds = [*ROLES, *self.draw.choices(("one", "many", "cycle"), k=max(0, activities - len(ROLES)))]
        for title, kind in zip(self._titles(words.TITLES, len(kinds)), kinds, strict=True):
            self._activity(title, kind)
        for n, title in enumerate(self._titles(words.NEWS, news)):
            day = self.now.date() - timedelta(days=3 * n + self.draw.randrange(3))
            self._file("actualites", title, title=title, date=str(day), summary=self._sentence())
        self.collection = records.collection(self.draw, self.places[0], self.codes.pop()) | centre if notices else None
        if self.collection:
            records.Shelf(self, self.collection).fill(notices)
        self._pages()
        self._settings()

    def _titles(self, some: tuple[str, ...], count: int) -> list[str]:
        found = self.draw.sample(some, min(count, len(some)))
        return found + [f"{self.draw.choice(some)} ({n})" for n in range(count - len(found))]

    def _sentence(self) -> str:
        return self.draw.choice(words.SENTENCES)

    def _phone(self) -> str:
        return f"03 53 01 {self.draw.randrange(100):02d} {self.draw.randrange(100):02d}"

    def _file(self, folder: str, name: str, body: str = "", **front: Any) -> str:
        path = self.commune.folder / "content" / folder / f"{slug(name)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        # JSON strings are YAML strings: whatever the sign, the value is what was meant.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        path.write_text("\n".join(["---", *lines, "---", body or self._body(), ""]), encoding="utf-8")
        return path.stem

    def _body(self) -> str:
        one, two, three = (escaped(line) for line in self.draw.sample(words.SENTENCES, 3))
        return f"{one}\n\n## {escaped('D’abord : l’accueil')}\n\n- {two}\n- {three}\n\nVoir [tout l'agenda](/agenda/)."

    def _place(self, title: str) -> str:
        start = self.now.date() + timedelta(days=300)
        hours = [{"days": ["mardi", "mercredi", "jeudi", "vendredi", "samedi"], "hours": "8:30-12:30, 13:30-21:00"}]
        shut = [{"since": str(start), "until": str(start + timedelta(days=9)), "why": "L'inventaire d'été"}]
        return self._file(
            "lieux", title, title=title, summary=self._sentence(),
            address=f"{self.draw.randrange(1, 99)} rue de l'Exemple", phone=self._phone(),
            email="lieu@example.org", hours=hours, closures=shut,
            access=["L'entrée est de plain-pied.", "La porte mesure 90 cm : un fauteuil passe."],
            getting_there="Le bus s'arrête devant.", demonstration="true",
        )  # fmt: skip

    def _activity(self, title: str, kind: str) -> None:
        code = self.codes.pop()
        front = {
            "title": title, "kind": "atelier", "code": code, "place": self.draw.choice(self.places),
            "theme": self.draw.choice(self.themes)["slug"], "summary": self._sentence(),
            "level": self.draw.choice(LEVELS), "bring": "L'appareil & son chargeur.",
        }  # fmt: skip
        made = self._file("agenda", title, **front | getattr(self, f"_{kind}")(code))
        self.commune.roles.setdefault(kind, made)

    def _dates(self, code: str, count: int, first: int = 7, every: int = 7) -> list[dict[str, Any]]:
        """`count` sessions from `first` days on, never on a Monday, a Sunday or a public holiday."""
        found, day = [], self.now.date() + timedelta(days=first)
        number = self.draw.randrange(1, 400)
        for n in range(count):
            start = datetime.combine(working(day), self.draw.choice(STARTS))
            end = start + timedelta(minutes=self.draw.choice((60, 90, 120)))
            found.append({"id": f"{code}-{number + n}", "start": written(start), "end": written(end)})
            day = working(day) + timedelta(days=every)
        return found

    def _booked(self, sessions: list, capacity: int = 8, waiting: int = 6, **more: Any) -> dict[str, Any]:
        return {"capacity": str(capacity), "waiting": str(waiting), "booking": "session", "sessions": sessions} | more

    def _two_seats(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 5), 2, 4)

    def _no_queue(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 3, 9), 1, 0)

    def _one(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 1, self.draw.randrange(4, 60)), self.draw.randrange(1, 30))

    def _many(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 6, -3), newcomers={"seats": "2", "until": "7 days"})

    def _companions(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 2, 12), 6, 3, companions="2", ages="true", price="5 € l'après-midi")

    def _cycle(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 6, 11), 6, 2, booking="cycle")

    def _weekly(self, code: str) -> dict[str, Any]:
        since, until = self.now.date() - timedelta(days=60), self.now.date() + timedelta(days=200)
        weekly = [{"days": ["mardi", "jeudi"], "hours": "14:00-17:00", "since": str(since), "until": str(until)}]
        closed = ["jours-feries", "vacances-scolaires", str(until - timedelta(days=7))]
        slots = {"slot": "30 min", "horizon": "8 weeks", "capacity": "1"}
        return {"kind": "permanence", "weekly": weekly, "closed": closed, **slots}

    def _computers(self, code: str) -> dict[str, Any]:
        """Several at once, at odd hours, on every day of the week; the place shuts for some days within the horizon."""
        since, until = self.now.date() - timedelta(days=9), self.now.date() + timedelta(days=400)
        days = {"since": str(since), "until": str(until)}
        weekly = [
            {"days": ["mardi", "mercredi", "vendredi"], "hours": "9:15-12:00", **days},
            {"days": ["mercredi", "samedi", "dimanche"], "hours": "13:30-16:30", **days},
        ]
        closed = ["jours-feries", *(str(self.now.date() + timedelta(days=n)) for n in (4, 5, 12))]
        slots = {"slot": "45 min", "horizon": "5 weeks", "capacity": "3", "waiting": "2", "limit": "2", "offer": "4 h"}
        return {"kind": "poste", "weekly": weekly, "closed": closed, "companions": "1", **slots}

    def _open_door(self, code: str) -> dict[str, Any]:
        """Each week, without appointment."""
        days = {"since": str(self.now.date()), "until": str(self.now.date() + timedelta(days=90))}
        return {"kind": "permanence", "weekly": [{"days": ["samedi"], "hours": "10:00-12:00", **days}]}

    def _drop_in(self, code: str) -> dict[str, Any]:
        return {"kind": "evenement", "sessions": self._dates(code, 4), "booking": "none"}

    def _cancelled(self, code: str) -> dict[str, Any]:
        sessions = self._dates(code, 3, 15)
        changes = [{"on": str(self.now.date()), "was": sessions[0]["start"]}]
        sessions[0] |= {"cancelled": "L'animatrice est absente. Les inscrits ont été appelés.", "changes": changes}
        return self._booked(sessions)

    def _moved(self, code: str) -> dict[str, Any]:
        sessions = self._dates(code, 2, 17)
        was = datetime.fromisoformat(sessions[0]["start"]) - timedelta(days=1)
        sessions[0]["changes"] = [{"on": str(self.now.date()), "was": written(was)}]
        return self._booked(sessions)

    def _over(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 2, -30))

    def _pages(self) -> None:
        for name, template in TEMPLATES.items():
            if template == "collection" and not self.collection:
                continue
            title = f"Bienvenue à {self.commune.name}" if template == "home" else f"L'essentiel : {name}"
            self._file("pages", name, title=title, summary=self._sentence(), template=template)
        for name, title in PLAIN_PAGES.items():
            self._file("pages", name, title=title, summary=self._sentence())
        since, until = written(self.now - timedelta(days=1)), written(self.now + timedelta(days=9))
        self._file(
            "alertes", "travaux", title="Travaux, l'entrée change", since=since, until=until,
            text="On entre par la cour : suivez les flèches !", url=f"/lieux/{self.places[0]}/",
        )  # fmt: skip

    def _settings(self) -> None:
        menu = {"Agenda": "/agenda/", "Se faire aider": "/numerique/", "Actualités": "/actualites/", "Lieux": "/lieux/"}
        footer = {"Nous joindre": "/contact/", "Plan du site": "/plan/", "Vie privée": "/vie-privee/"}
        town = {
            "name": self.commune.name, "tagline": "L'essentiel & le reste", "url": "https://commune.example.org",
            "telephone": self._phone(), "telephone_hours": "du mardi au samedi, de 9 h à 18 h",
            "address": "1 place de l'Exemple", "email": "commune@example.org", "dpo": "donnees@example.org",
            "controller": f"la commune de {self.commune.name}", "themes": self.themes,
            "source": "https://code.example.org/ville.git",
            "school_zone": self.draw.choice("ABC"), **({"collection": self.collection} if self.collection else {}),
            "menu": [{"label": label, "url": url} for label, url in menu.items()],
            "footer": [{"label": label, "url": url} for label, url in footer.items()],
        }  # fmt: skip
        lines = ["from plugins.defaults import *  # noqa: F403", f"TOWN = {town!r}", f"SITEURL = {town['url']!r}", ""]
        self.commune.conf.write_text("\n".join(lines), encoding="utf-8")
        (self.commune.folder / "theme").symlink_to(ROOT / "theme")


def working(day: date) -> date:
    """That day, or the next on which a place of ours is open and nothing is shut."""
    while day.weekday() in (0, 6) or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def written(moment: datetime) -> str:
    """A moment as an editor writes it."""
    return f"{moment:%Y-%m-%d %H:%M}"


def slug(text: str) -> str:
    """A file name for a title."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))


def escaped(text: str) -> str:
    """Prose as an editor writes it in Markdown when it holds the signs of HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
