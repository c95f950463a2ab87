"""A consultation on paper: its questions in the order and with the numbers of the agents' screen.

Who answers stands on a strip to be cut off, where the answer is kept apart from them.
"""

from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.consultations import Consultation, Question
from formservice.catalogue.french import typeset
from formservice.consultations import forms
from formservice.consultations.answering import Answering
from formservice.consultations.fields import MOST
from formservice.paper.blank import OFFICE, privacy
from formservice.paper.fields import question_of
from formservice.paper.words import ends, letterhead
from formservice.participation.written_codes import GROUP, LENGTH
from formservice.theme import initial, listed, nowrap

APART = ("name", "birth", "eligible", "code", "inform")
"""What tells who answers."""
AGREED = "Je suis d’accord pour qu’un agent de la ville enregistre mes réponses."
EMPTY = "Cette page est vide : ce qui suit se détache."
LINES = {"short": 2, "long": 5}


def questionnaire(site: Site, known: Consultation, *, large: bool = False) -> dict[str, Any]:
    """The data of `questionnaire.typ`."""
    form = forms.whole(Answering(known, paper=True))()
    form.fit(Answering(known, paper=True), None)
    apart = [field for field in form if field.name in APART and known.anonymous]
    asked = [field for field in form if field not in apart]
    return letterhead(
        site, f"{known.title} – Consultation", known.title, known.opens.date(), large=large,
        demonstration=known.demonstration,
    ) | {
        "heading": known.title, "summary": typeset(known.summary), "code": known.code, "facts": _facts(site, known),
        "lead": [typeset(line) for line in _lead(site, known, form)], "office": OFFICE,
        "questions": [_asked(known, n, field) for n, field in enumerate(asked, 1)],
        "agreed": AGREED, "signed": not known.anonymous, "notice": typeset(privacy(site, form)),
        "strip": strip(known, apart),
    }  # fmt: skip


def condition(known: Consultation, question: Question) -> str:
    """`Seulement si vous avez répondu « Oui » à la question 2.`; "" for a question that everybody is asked."""
    rule = question.show_if
    if rule is None:
        return ""
    number = 1 + known.questions.index(known.question(rule.question))
    said = " ou ".join(f"« {one} »" for one in rule.among)
    return typeset(f"Seulement si vous avez répondu {said} à la question\u00a0{number}.")


def strip(known: Consultation, apart: list[Any]) -> dict[str, Any]:
    """What is cut off: who answers, and nothing that leads to the answers."""
    title = "Qui répond" if known.identity != "libre" else "Pour recevoir les résultats"
    lead = typeset(
        "Votre avis est anonyme : dès qu’un agent l’a saisi, cette partie est détachée et rangée à part. "
        "Rien n’y renvoie à vos réponses : n’y écrivez rien d’autre."
    )
    fields = [_apart(field) for field in apart]
    return {"title": title, "lead": [lead], "fields": fields, "empty": EMPTY}


def _facts(site: Site, known: Consultation) -> list[list[str]]:
    where = listed(known.counters) or f"À la mairie : {site.address}"
    return [["À rendre au plus tard", f"Le {ends(known.closes)}"], ["Où la déposer", typeset(initial(where))]]


def _lead(site: Site, known: Consultation, form: Any) -> list[str]:
    telephone = f"{nowrap(site.telephone)}, {site.telephone_hours}"
    free = "Ce qui est marqué « facultatif » peut rester vide."
    return [
        "Cochez les cases, écrivez lisiblement. " + (free if any(_free(field) for field in form) else ""),
        *(["N’écrivez pas votre nom sur cette partie : vos réponses sont anonymes."] if known.anonymous else []),
        *(["Vous pouvez l’envoyer par la poste, à l’adresse en bas de page."] if known.counters else []),
        f"Vous pouvez aussi répondre par téléphone, ou demander de l’aide : appelez le {telephone}.",
    ]


def _free(field: Any) -> bool:
    return str(field.label.text).endswith("(facultatif)")


def _asked(known: Consultation, number: int, field: Any) -> dict[str, Any]:
    told = question_of(number, field) | {"condition": "", "numbered": True}
    question = next((one for one in known.questions if one.name == field.name), None)
    if question is None:
        return told | _drawn(field.name)
    return told | {"condition": condition(known, question)} | _by_kind(question)


def _by_kind(question: Question) -> dict[str, Any]:
    """How what is asked is drawn, where the fields of the screen do not say it."""
    if question.kind in LINES:
        return {"kind": "lines", "lines": LINES[question.kind]}
    if question.kind == "number":
        width = len(str(question.most or MOST))
        return {"kind": "number", "cells": width, "unit": question.unit or "", "hint": typeset(question.help or "")}
    if question.kind == "scale":
        return {
            "kind": "scale", "choices": [], "degrees": [str(n) for n in question.degrees],
            "ends": [typeset(words) for words in question.ends],
        }  # fmt: skip
    return {"kind": {"rank": "ranks", "date": "date"}.get(question.kind, "choices")}


def _apart(field: Any) -> dict[str, Any]:
    return question_of(0, field) | _drawn(field.name)


def _drawn(name: str) -> dict[str, Any]:
    if name == "code":
        return {"kind": "code", "groups": [GROUP] * (LENGTH // GROUP), "hint": ""}
    drawn: dict[str, dict[str, Any]] = {"birth": {"kind": "date", "hint": ""}, "inform": {"lines": 1}}
    return drawn.get(name, {})
