"""The demand of an agenda counted again from what was downloaded, by a program that knows nothing of ours.

    python home_demand.py FOLDER < {"now": …}

FOLDER has `lists/<moment>.csv` (the registrations, downloaded at that moment), `programme.json` (what was offered)
and `refused.json` (who was told that it is full). Only the standard library is used.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median_low

TAKEN, WAITS, GONE = "inscrit", {"en attente", "place proposée"}, {"annulé"}
NAME = "Nom et prénom de la personne qui viendra"
COLUMNS = ("Places offertes", "Places demandées", "Places prises", "Refusées", "En attente", "Sans place", "Absentes")


def moment(text):
    """A moment, written either way."""
    for form in ("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"):
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    raise ValueError(text)


def season(day):
    """The first day of the half year a day is in."""
    first = date(day.year, 9 if day.month >= 9 else 2, 1)
    return first if day >= first else date(day.year - 1, 9, 1)


class Agenda:
    """What was downloaded."""

    def __init__(self, folder, now):
        self.now = now
        self.programme = json.loads((folder / "programme.json").read_text())
        self.units = {
            one["id"]: one | {"start": moment(one["start"]), "end": moment(one["end"])}
            for one in self.programme["units"]
        }
        self.refused = json.loads((folder / "refused.json").read_text())
        self.lists = [
            (moment(path.stem.replace("_", ":")), read(path)) for path in sorted((folder / "lists").glob("*.csv"))
        ]
        self.rows = self.lists[-1][1]

    def requests(self):
        """Everything that was asked, as (who, unit, state, party, channel, day asked, absent)."""
        found = []
        for row in self.rows:
            state = row["État"].lower()
            if state != "parti à une autre date":
                found.append({
                    "who": row[NAME], "unit": row["Code de la séance"], "state": state,
                    "party": int(row["Nombre de personnes"]), "channel": row["Reçue"],
                    "asked": moment(row["Inscription faite le"]).date(), "marks": row["Présence"].lower(),
                })  # fmt: skip
        inside = {(one["who"], one["unit"]) for one in found}
        for one in self.refused:
            if (one["who"], one["unit"]) not in inside:
                found.append(one | {"state": "refusé", "marks": "", "asked": date.fromisoformat(one["asked"])})
        return sorted(found, key=lambda one: (self.units[one["unit"]]["start"], one["unit"], one["asked"]))

    def seat(self, one, rows):
        """Whether these rows give a seat of the activity on or after the day the request was made."""
        code = self.units[one["unit"]]["code"]
        return any(
            row["État"].lower() == TAKEN and row[NAME] == one["who"]
            and self.units[row["Code de la séance"]]["code"] == code
            and self.units[row["Code de la séance"]]["start"].date() >= one["asked"]
            for row in rows
        )  # fmt: skip

    def settled(self, one):
        """The list on which a request that was missed a month ago was settled; None before that."""
        due = self.units[one["unit"]]["end"] + timedelta(days=30)
        looked = next((day for day in self.programme["looks"] if moment(day) >= due and moment(day) <= self.now), None)
        if looked is None:
            return None
        return [rows for made, rows in self.lists if made < moment(looked)][-1]

    def missed(self, one):
        """Whether a request was left without a seat."""
        return one["state"] not in {TAKEN, *GONE}

    def over(self, one):
        """Whether its session has begun."""
        return self.units[one["unit"]]["start"] <= self.now

    def served(self, one):
        """Whether it counts as served: as it was settled, or else as it is."""
        rows = self.settled(one)
        return self.seat(one, self.rows if rows is None else rows)


def read(path):
    """The lines of a list; what stands before the headings is left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    start = next(n for n, line in enumerate(lines) if line and line[0] == "Code de la séance")
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if line and line[0]]


def workshops(agenda, first):
    """{code: title} over a season and the one before: the last title, with the code where two would read the same."""
    seasons = first, season(first - timedelta(days=1))
    last = {}
    for unit in sorted(agenda.units.values(), key=lambda one: one["start"]):
        if season(unit["start"].date()) in seasons:
            last[unit["code"]] = unit["title"]
    said = list(last.values())
    return {code: title if said.count(title) == 1 else f"{title} ({code})" for code, title in last.items()}


def tables(agenda, first):
    """{table: {line: numbers}} of the season that begins on a day."""
    names = workshops(agenda, first)
    groups = {
        "Par atelier": lambda unit: names[unit["code"]], "Par thème": lambda unit: unit["theme"],
        "Par niveau": lambda unit: unit["level"], "Par lieu": lambda unit: unit["place"],
        "Par demi-journée": lambda unit: half(unit["start"]), "En tout": lambda unit: "",
    }  # fmt: skip
    sums = defaultdict(lambda: defaultdict(lambda: [0] * len(COLUMNS)))
    for unit in agenda.units.values():
        if season(unit["start"].date()) == first:
            for name, key in groups.items():
                sums[name][key(unit)][0] += unit["seats"]
    counted = set()
    for one in agenda.requests():
        unit = agenda.units[one["unit"]]
        if season(unit["start"].date()) != first:
            continue
        person = one["who"], unit["code"]
        left = agenda.missed(one) and agenda.over(one) and not agenda.served(one) and person not in counted
        if left:
            counted.add(person)
        adds = [
            0, one["party"], one["party"] * (one["state"] == TAKEN), one["party"] * (one["state"] == "refusé"),
            one["party"] * (one["state"] in WAITS and not agenda.over(one)), one["party"] * left,
            one["party"] * (one["state"] == TAKEN and "absent" in one["marks"]),
        ]  # fmt: skip
        lines = [(name, key(unit)) for name, key in groups.items()] + [("Par canal", one["channel"])]
        for name, line in lines:
            for n, number in enumerate(adds):
                sums[name][line][n] += number
    return {name: dict(lines) for name, lines in sums.items()}


def half(start):
    """The half-day of a start."""
    minutes = start.hour * 60 + start.minute
    return "matin" if minutes < 720 else "après-midi" if minutes < 1050 else "soir"


def some(number, one, more):
    """`1 personne`, `2 personnes`."""
    return f"{number} {one if number < 2 else more}"


def sentences(agenda):
    """What should be done, the most pressing first."""
    now, found = agenda.now, []
    window = [
        u
        for u in agenda.units.values()
        if now.date() - timedelta(days=120) <= u["start"].date() < now.date() + timedelta(days=183)
    ]
    asked = [one for one in agenda.requests() if agenda.units[one["unit"]] in window]
    spare = dict.fromkeys((unit["theme"] for unit in window), 0)
    for code in {unit["code"] for unit in window}:
        units = [unit for unit in window if unit["code"] == code]
        mine = [one for one in asked if agenda.units[one["unit"]]["code"] == code]
        title, room = units[0]["title"], median_low([unit["seats"] for unit in units if unit["seats"]] or [8])
        everybody, people, known = those_who_wait(agenda, mine)
        free = sum(free_seats(unit, mine) for unit in units if unit["start"] > now)
        spare[units[0]["theme"]] += max(0, free - everybody)
        found += pressing(title, people, free, room, known)
        found += others(agenda, title, units, mine, everybody)
    for theme, days in agenda.programme["hopes"].items():
        rooms = [unit["seats"] for unit in window if unit["theme"] == theme and unit["seats"]]
        people = sum(now.date() - date.fromisoformat(day) > timedelta(days=21) for day in days)
        found += pressing(f"{theme} (liste du thème)", people, spare.get(theme, 0), median_low(rooms or [8]), people)
    return [words for *_, words in sorted(found, key=lambda one: [alike(part) for part in one])]


def alike(part):
    """A word as a dictionary files it: without accents, capitals nor signs; a number as it is."""
    if not isinstance(part, str):
        return part
    bare = "".join(sign for sign in unicodedata.normalize("NFD", part) if not unicodedata.combining(sign))
    return re.findall(r"\w+", bare.casefold().replace("œ", "oe").replace("æ", "ae"))


def free_seats(unit, mine):
    """The seats that nobody holds."""
    held = [one for one in mine if one["unit"] == unit["id"] and one["state"] in {TAKEN, "place proposée"}]
    return max(0, unit["seats"] - sum(one["party"] for one in held))


def those_who_wait(agenda, mine):
    """How many people wait for one activity, how many of them for more than three weeks, and how many a list names."""
    first, named = {}, set()
    for one in sorted(mine, key=lambda one: one["asked"]):
        recent = agenda.units[one["unit"]]["start"] > agenda.now - timedelta(days=90)
        rows = agenda.settled(one) if agenda.over(one) else None
        gone = rows is not None and agenda.seat(one, rows)
        if agenda.missed(one) and recent and not gone and not agenda.seat(one, agenda.rows):
            first.setdefault(one["who"], one)
            if one["state"] != "refusé":
                named.add(one["who"])
    long = [one for one in first.values() if agenda.now.date() - one["asked"] > timedelta(days=21)]
    everybody = sum(one["party"] for one in first.values())
    return everybody, sum(one["party"] for one in long), sum(one["party"] for one in long if one["who"] in named)


def whom(people, known, free):
    """Who is to be called, and who can only call again."""
    lost, seats = people - known, "cette place" if free == 1 else "ces places"
    if lost == 1:
        again = f"n’a pas laissé de quoi la joindre : proposez-lui {seats} si elle rappelle."
    else:
        again = f"n’ont pas laissé de quoi les joindre : proposez-leur {seats} si elles rappellent."
    if not lost:
        return "Appelez-la." if people == 1 else "Appelez-les."
    if not known:
        return f"Refusée, elle {again}" if lost == 1 else f"Refusées, elles {again}"
    call = "Appelez celle qui est sur une liste" if known == 1 else f"Appelez les {known} qui sont sur une liste"
    return f"{call} ; l’autre, refusée, {again}" if lost == 1 else f"{call} ; les {lost} autres, refusées, {again}"


def pressing(name, people, free, room, known=0):
    """What those who wait call for."""
    if not people:
        return []
    dates, rest = divmod(max(0, people - free), room)
    dates += rest * 2 >= room
    wait = f"{name} : {some(people, 'personne attend', 'personnes attendent')} depuis plus de 21 jours"
    if dates:
        more = f" (en plus de {some(free, 'place libre', 'places libres')} à leur proposer)" if free else ""
        return [(0, -dates, -people, name, f"{wait}, ouvrez {some(dates, 'séance', 'séances')}{more}.")]
    if free:
        left = some(free, "place est encore libre", "places sont encore libres")
        return [(1, 0, -people, name, f"{wait}, et {left} aux prochaines dates. {whom(people, known, free)}")]
    other = "une date à venir" if "(liste du thème)" in name else "un autre atelier du thème"
    few = f"trop peu pour une date de {some(room, 'place', 'places')}, proposez-leur {other}"
    return [(2, 0, -people, name, f"{wait} : {few}.")]


def others(agenda, title, units, mine, people):
    """Absences, and dates that stay half empty."""
    found, marked = [], [one for one in mine if one["state"] == TAKEN and one["marks"]]
    absent = sum(one["party"] for one in marked if "absent" in one["marks"])
    out_of = sum(one["party"] for one in marked)
    if absent >= 5 and absent * 4 >= out_of:
        gone = some(absent, "personne n’est pas venue", "personnes ne sont pas venues")
        found.append(
            (
                3,
                0,
                -absent,
                title,
                f"{title} : {gone}, sur {out_of}. Appelez la veille : une place rendue sert à quelqu’un.",
            )
        )
    held = [unit for unit in units if unit["start"] <= agenda.now and unit["seats"]]
    ids, seats = {unit["id"] for unit in held}, sum(unit["seats"] for unit in held)
    taken = sum(one["party"] for one in mine if one["state"] == TAKEN and one["unit"] in ids)
    if len(held) >= 3 and 2 * taken <= seats and not people:
        full = some(taken, "place prise", "places prises") if taken else "aucune place prise"
        found.append(
            (
                4,
                -len(held),
                -taken,
                title,
                f"{title} : {full} sur {seats}, en {len(held)} dates. Changez le jour, l’heure ou le lieu.",
            )
        )
    return found


def main(folder):
    """Print the sentences and the tables."""
    agenda = Agenda(Path(folder), moment(json.load(sys.stdin)["now"]))
    day = season(agenda.now.date())
    firsts = day, season(day - timedelta(days=1))
    print(
        json.dumps({"sentences": sentences(agenda), "tables": {str(first): tables(agenda, first) for first in firsts}})
    )


if __name__ == "__main__":
    main(sys.argv[1])
