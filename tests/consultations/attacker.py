"""Somebody who reads the published results, and the code that masked them, and looks for how few people said what.

Everything that is published becomes sums over people who are alike: those of the same options, of the same answer to
the next question, of the same column. A number is found when no other number makes every published sum.
"""

from dataclasses import dataclass, field
from itertools import combinations

from formservice.consultations.masking import LEAST, MASKED, SMALL

FAR = -1
"""As far from the hint as it takes."""


@dataclass
class Sums:
    """Unknown whole numbers, and sums of them that are between two bounds."""

    most: list[int] = field(default_factory=list)
    known: list[tuple[list[tuple[int, int]], int, int]] = field(default_factory=list)

    def unknown(self, most):
        """One more number, from 0."""
        self.most.append(most)
        return len(self.most) - 1

    def add(self, terms, low, high):
        """A sum (number, factor)."""
        self.known.append((list(terms), low, high))

    def is_possible(self, hint, *more):
        """Whether numbers make every sum, and these: looked for near the hint first."""
        sums = [*self.known, *more]
        of = [[] for _ in self.most]
        for n, (terms, _, _) in enumerate(sums):
            for one, _ in terms:
                of[one].append(n)
        bounds = _narrowed(sums, of, [(0, most) for most in self.most], range(len(sums)))
        if bounds is None:
            return False
        near = any(_search(sums, of, bounds, hint, away, [600]) for away in range(5))
        left = [1_000]
        # What is not decided is not found: only a proof is.
        return near or _search(sums, of, bounds, hint, FAR, left) or left[0] < 0


def _narrowed(sums, of, bounds, waiting):
    """What is left for each number; None when nothing is."""
    bounds, waiting = list(bounds), set(waiting)
    while waiting:
        terms, low, high = sums[waiting.pop()]
        least = sum(factor * bounds[one][factor < 0] for one, factor in terms)
        most = sum(factor * bounds[one][factor > 0] for one, factor in terms)
        if least > high or most < low:
            return None
        for one, factor in terms:
            a, b = bounds[one]
            up, down = high - least, most - low
            now = (max(a, b - down), min(b, a + up)) if factor > 0 else (max(a, b - up), min(b, a + down))
            if now[0] > now[1]:
                return None
            if now != (a, b):
                bounds[one] = now
                waiting.update(of[one])
                least += factor * (now[factor < 0] - (a, b)[factor < 0])
                most += factor * (now[factor > 0] - (a, b)[factor > 0])
    return bounds


def _search(sums, of, bounds, hint, away, left):
    """Whether numbers are found, so many of them away from the hint without need; what takes too long is none."""
    left[0] -= 1
    free = [n for n, (a, b) in enumerate(bounds) if a < b]
    if not free or left[0] < 0:
        return not free
    one = min(free, key=lambda n: (bounds[n][1] - bounds[n][0], -len(of[n])))
    a, b = bounds[one]
    near = min(max(hint[one], a), b)
    others = sorted({*range(a, b + 1)} - {near}, key=lambda value: abs(value - near)) if away else []
    for value in [near, *(others if away == FAR else others[:2])]:
        narrowed = _narrowed(sums, of, [*bounds[:one], (value, value), *bounds[one + 1 :]], of[one])
        if narrowed is not None and _search(
            sums, of, narrowed, hint, away if away == FAR else away - (value != near), left
        ):
            return True
    return False


class Attacker:
    """What is known of a question of several answers, and of the one that follows from it, if any."""

    def __init__(self, known, part):
        self.known, self.part, self.sums = known, part, Sums()
        self.first, self.next = known.questions[0], known.questions[1] if len(known.questions) > 1 else None
        self.asked = part.questions[0]
        self.of = int(self.asked.answered)
        self.people = {}
        for by in self.tables():
            for alike in self.alike():
                for column in self.columns(by):
                    self.people[by, *alike, column] = self.sums.unknown(self.of)
        self.read()

    def tables(self):
        """The tables that tell one from another by something; everybody is in one column of the first."""
        return ["", *(["channel"] if self.part.channels else []), *(["quartier"] if self.part.quartiers else [])]

    def columns(self, by):
        """Its columns, each by one name."""
        rows = {"": (), "channel": self.part.channels, "quartier": self.part.quartiers}[by]
        return [name for row in rows for name in row.label.split(" + ")] or [""]

    def alike(self):
        """(options, answer to the next question) that somebody may have given."""
        options, rule = self.first.options, self.next and self.next.show_if
        for many in range(1, self.first.limit + 1):
            for chosen in combinations(options, many):
                leads = rule and set(chosen) & set(rule.among)
                yield from ((chosen, then) for then in ((*self.next.options, "-") if leads else ("",)))

    def those(self, by, chosen=lambda options: True, then=lambda answer: True, columns=None):
        """The unknown numbers of some people."""
        return [
            (n, 1)
            for (table, options, answer, column), n in self.people.items()
            if table == by and chosen(options) and then(answer) and (columns is None or column in columns)
        ]

    def read(self):
        """Everything that is published."""
        self.sums.add(self.those(""), self.of, self.of)
        for by in self.tables()[1:]:
            for alike in self.alike():
                here = self.those(
                    by, lambda options, alike=alike: options == alike[0], lambda one, a=alike: one == a[1]
                )
                self.sums.add([*here, (self.people["", *alike, ""], -1)], 0, 0)
        self._question(self.asked, lambda label: {"chosen": lambda options: set(options) & set(label.split(" + "))})
        if self.next:
            self._follow(self.part.questions[1])

    def _follow(self, asked):
        answered, given = {"then": lambda one: one not in ("", "-")}, int(self.asked.silent)
        self._count(asked.answered, self.those("", **answered), self.of, 0)
        if asked.unasked.isdecimal() and not asked.together:
            self._count(str(int(asked.unasked) - given), self.those("", then=lambda one: one == ""), self.of)
            self._count(asked.silent, self.those("", then=lambda one: one == "-"), self.of, 0)
        self._question(asked, lambda label: {"then": lambda one: one in label.split(" + ")}, answered)

    def _question(self, asked, which, everybody=None):
        whole = all(row.count == MASKED for row in asked.rows)
        for row in asked.rows:
            self._count(row.count, self.those("", **which(row.label)), self.of, 0 if whole else LEAST)
        for split in asked.splits:
            columns = [column.split(" + ") for column in split.columns]
            for column, total in zip(columns, split.totals, strict=True):
                self._count(total, self.those(split.by, **(everybody or {}), columns=column), self.of)
            for line in split.lines:
                least = 0 if set(line.cells) == {MASKED} else LEAST
                for column, total, cell in zip(columns, split.totals, line.cells, strict=True):
                    self._count(cell, self.those(split.by, **which(line.label), columns=column), int(total), least)

    def _count(self, cell, terms, most, least=LEAST):
        low, _, high = {SMALL: f"1-{LEAST - 1}", MASKED: f"{least}-{most}"}.get(cell, cell).partition("-")
        self.sums.add(terms, int(low), int(high or low))

    def targets(self):
        """What nobody should find when it is few people, in words."""
        options = self.first.options
        for by in self.tables():
            for column in self.columns(by):
                at = {"by": by, "columns": [column]}
                for one in options:
                    yield f"{one} {column}", self.those(chosen=lambda some, one=one: one in some, **at)
                    yield f"not {one} {column}", self.those(chosen=lambda some, one=one: one not in some, **at)
                yield f"one answer {column}", self.those(chosen=lambda some: len(some) == 1, **at)
                yield f"several answers {column}", self.those(chosen=lambda some: len(some) > 1, **at)
                for two in combinations(options, 2):
                    yield f"both {two} {column}", self.those(chosen=lambda some, two=two: set(two) <= set(some), **at)
                    yield f"none of {two} {column}", self.those(chosen=lambda some, w=two: not set(w) & set(some), **at)
                for one in self.next.options if self.next else ():
                    yield f"then {one} {column}", self.those(then=lambda then, one=one: then == one, **at)
        for alike in self.alike():
            if alike[1] != "-":
                yield f"{alike}", [(self.people["", *alike, ""], 1)]

    def found(self, answers):
        """What is found, of these answers: the small numbers for which no other is possible."""
        hint = [0] * len(self.sums.most)
        for one in answers:
            for by, column in (("", ""), ("channel", one[2]), ("quartier", one[3])):
                if by in self.tables():
                    hint[self.people[by, one[0], one[1], column]] += 1
        for terms, low, high in self.sums.known:
            assert low <= sum(factor * hint[n] for n, factor in terms) <= high, (terms, low, high)
        for words, terms in self.targets():
            count = sum(hint[n] for n, _ in terms)
            if 0 < count < LEAST and not (
                self.sums.is_possible(hint, (terms, count + 1, self.of))
                or self.sums.is_possible(hint, (terms, 0, count - 1))
            ):
                yield f"{words}: {count}"
