"""Consultations: a questionnaire in a file, its dates, who may answer, what was done with the answers.

Options are known by their place in the list, which is what the paper form prints: a changed list is another version.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.catalogue.kinds import (
    DAY,
    DURATION,
    HTML,
    LINE,
    MOMENT,
    PATH,
    SLUG,
    SOMEWHERE,
    YES,
    choice,
    pattern,
    whole,
)
from formservice.catalogue.participation import EDITION, Who
from formservice.catalogue.typed import Mistake, dump, key

KINDS = ("short", "long", "one", "several", "rank", "scale", "number", "date")
INSTEAD = {
    "texte": "short", "texte court": "short", "court": "short", "text": "short", "texte long": "long",
    "texte libre": "long", "paragraphe": "long", "libre": "long", "choix unique": "one", "unique": "one",
    "une seule": "one", "radio": "one", "single": "one", "oui/non": "one", "choix multiple": "several",
    "choix multiples": "several", "cases a cocher": "several", "plusieurs": "several", "multiple": "several",
    "checkbox": "several", "classement": "rank", "classer": "rank", "ordre": "rank", "echelle": "scale",
    "note": "scale", "nombre": "number", "chiffre": "number", "jour": "date",
}  # fmt: skip
"""What editors type for a kind → the kind."""
CHOICES = ("one", "several", "rank")
"""The kinds that offer options."""
FREE = ("short", "long")
"""The kinds that are answered in words of one's own."""
BOUNDS = {"least": ("scale", "number"), "most": ("scale", "number", "several", "rank"), "unit": ("number",)}
"""A key → the kinds it means something for."""
IDENTITIES = ("libre", "declaree", "code")
MOST_OPTIONS, MOST_RANKED, LONGEST_SCALE = 20, 8, 11
PERSON = ("quartier", "name", "birth", "eligible", "code", "inform")
"""What is asked of who answers, where it is."""
TAKEN = (*PERSON, "channel")
"""The columns of a download that are not questions."""
QUESTION_ID = pattern("nom de question", r"[a-z][a-z0-9_]{0,29}", "écrivez un mot en minuscules, sans accent : usage.")


@dataclass(frozen=True)
class ShowIf:
    """When a question is asked: an earlier one was answered by one of these options."""

    question: str = key(QUESTION_ID)
    among: tuple[str, ...] = key(LINE, many=True)


@dataclass(frozen=True)
class Question:
    """One question."""

    id: str = key(QUESTION_ID)
    kind: str = key(choice(*KINDS, instead=INSTEAD))
    text: str = key(LINE)
    help: str | None = key(LINE, default=None)
    required: bool = key(YES, default=False)
    options: tuple[str, ...] = key(LINE, many=True, default=())
    least: int | None = key(whole(0, 999_999), default=None)
    """The lowest number, or degree of a scale."""
    most: int | None = key(whole(1, 999_999), default=None)
    """The highest; of `several` and `rank`, how many options at most."""
    unit: str | None = key(LINE, default=None)
    ends: tuple[str, ...] = key(LINE, many=True, default=())
    """What the lowest and the highest degree of a scale mean."""
    show_if: ShowIf | None = key(ShowIf, default=None, example="{question: usage, among: [Oui]}")

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"q_{self.id}"

    @property
    def degrees(self) -> range:
        """Of a scale: 1 to 5 when nothing else is said."""
        return range(1 if self.least is None else self.least, (self.most or 5) + 1)

    @property
    def limit(self) -> int:
        """How many options may be chosen, or ranked."""
        return min(self.most or len(self.options), len(self.options)) if self.kind != "one" else 1

    def mistakes(self) -> Iterator[Mistake]:
        if self.id in TAKEN:
            mend = f"Écrivez un autre nom : {self.id}_2."
            yield Mistake(("id",), f"« {self.id} » est déjà le nom d’une case de chaque questionnaire. {mend}")
        if self.kind in CHOICES and not 2 <= len(self.options) <= MOST_OPTIONS:
            mend = f"Ajoutez « options: [Oui, Non] » : de 2 à {MOST_OPTIONS} réponses."
            yield Mistake((), f"La question « {self.id} » demande de choisir. {mend}")
        if self.kind not in CHOICES and self.options:
            yield Mistake(("options",), f"Une question « {self.kind} » n’a pas d’options. Retirez-les.")
        for name, kinds in BOUNDS.items():
            if getattr(self, name) is not None and self.kind not in kinds:
                yield Mistake((name,), f"Une question « {self.kind} » n’a pas de « {name} ». Retirez cette ligne.")
        for n, option in enumerate(self.options):
            if option in self.options[:n]:
                yield Mistake(("options", n), f"« {option} » est écrit deux fois. Gardez-en un seul.")
        if self.kind == "rank" and len(self.options) > MOST_RANKED:
            yield Mistake(("options",), f"On ne classe pas plus de {MOST_RANKED} choses. Retirez-en.")
        if self.kind == "scale" and not 2 <= len(self.degrees) <= LONGEST_SCALE:
            yield Mistake((), f"Une échelle a de 2 à {LONGEST_SCALE} degrés. Corrigez « least » et « most ».")
        if self.ends and (self.kind != "scale" or len(self.ends) != 2):
            yield Mistake(("ends",), "Écrivez ce que veulent dire les deux bouts : ends: [Pas du tout, Tout à fait].")
        if self.least is not None and self.most is not None and self.least > self.most:
            yield Mistake(("least",), "Le plus petit dépasse le plus grand. Corrigez l’un des deux.")
        if self.kind in ("several", "rank") and self.most and self.most > len(self.options):
            yield Mistake(("most",), f"Il n’y a que {len(self.options)} options. Écrivez un nombre plus petit.")


@dataclass(frozen=True)
class Consultation:
    """A questionnaire, at `/consultations/<slug>/`."""

    title: str = key(LINE)
    code: str = key(EDITION)
    summary: str = key(LINE)
    opens: datetime = key(MOMENT)
    closes: datetime = key(MOMENT)
    questions: tuple[Question, ...] = key(Question, many=True)
    identity: str = key(choice(*IDENTITIES), default="libre")
    """Whether one person answers once: nobody is compared, a name and a birth date on honour, a printed code."""
    anonymous: bool = key(YES, default=True)
    """The answer is kept apart from who gave it."""
    who: Who = key(Who, default=Who(), example="{age: 16}")
    quartiers: tuple[str, ...] = key(LINE, many=True, default=())
    """Asked for results by quartier; none are asked when the list is empty."""
    grace: timedelta = key(DURATION, default=timedelta(days=7))
    """How long a form of an earlier version is still taken, once the questionnaire was changed."""
    results: date | None = key(DAY, default=None)
    """When the results are promised."""
    counters: tuple[str, ...] = key(SOMEWHERE, many=True, default=())
    """Where a paper form may be brought, in words."""
    filed: date | None = key(DAY, default=None)
    """The day it was filed away: what was done with the answers must be said then."""
    done: tuple[str, ...] = key(LINE, many=True, default=())
    """« Ce que nous avons fait de vos réponses », sentence by sentence."""
    demonstration: bool = key(YES, default=False)
    paper: int = key(whole(0, 999_999), given=True, default=0)
    """Bytes of its printed form, where the site offers one."""
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    version: str = key(LINE, given=True, default="")
    body: str = key(HTML, given=True, default="")

    def question(self, id: str) -> Question:
        """The question of a name. Raises KeyError."""
        for one in self.questions:
            if one.id == id:
                return one
        raise KeyError(id)

    @property
    def asked(self) -> str:
        """The version of what is asked: other words around it do not change it."""
        told = [dump(one) for one in self.questions], self.quartiers, self.identity, self.who.age
        return f"{zlib.crc32(json.dumps(told, sort_keys=True).encode()):08x}"

    def definition(self) -> dict[str, object]:
        """What the store keeps of a version, to read its answers when the file has changed: `typed.read` reads it."""
        aside = ("body", "done", "filed", "paper", "summary")
        return {name: said for name, said in dump(self).items() if name not in aside} | {"summary": self.title}

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken."""
        return self.opens <= now < self.closes

    def mistakes(self) -> Iterator[Mistake]:
        if not self.opens < self.closes:
            yield Mistake(
                ("closes",), "La consultation finit avant d’avoir commencé. Corrigez « opens » ou « closes »."
            )
        if not self.questions:
            yield Mistake(("questions",), "Il faut une question au moins.")
        names = [one.id for one in self.questions]
        for n, one in enumerate(self.questions):
            if one.id in names[:n]:
                yield Mistake(("questions", n, "id"), f"« {one.id} » est le nom d’une autre question. Changez-le.")
            yield from (Mistake(("questions", n, *found.at), found.text) for found in self._shown(n, one))
        if self.filed and not self.done:
            mend = "Ajoutez « done: » : ce que la ville a fait des réponses."
            yield Mistake(("filed",), f"Une consultation ne se range pas sans le dire. {mend}")

    def _shown(self, n: int, one: Question) -> Iterator[Mistake]:
        if one.show_if is None:
            return
        before = next((other for other in self.questions[:n] if other.id == one.show_if.question), None)
        if before is None:
            mend = "Écrivez le nom d’une question qui vient avant."
            yield Mistake(("show_if",), f"« {one.show_if.question} » n’est pas une question d’avant. {mend}")
            return
        allowed = (
            before.options or tuple(map(str, before.degrees)) if before.kind in ("one", "several", "scale") else ()
        )
        if not allowed:
            yield Mistake(
                ("show_if",), "Seule une question « one », « several » ou « scale » peut en ouvrir une autre."
            )
        elif not one.show_if.among or not set(one.show_if.among) <= set(allowed):
            yield Mistake(
                ("show_if",), f"Écrivez dans « among » une ou plusieurs de ses réponses : {', '.join(allowed)}."
            )
