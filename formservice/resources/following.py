"""What a resident, or an agent, reads of a request and of a question: its state, its days, in words."""

from datetime import date, datetime
from typing import Any

from formservice.catalogue.french import typeset
from formservice.people import reach_words
from formservice.resources import loans, rules
from formservice.resources.forms import PURPOSES
from formservice.service import Service
from formservice.theme import day_words

_REASONS = {
    "damaged": "Le document est abîmé : il est en réparation.",
    "fragile": "Le document est trop fragile pour être prêté ou manipulé.",
    "missing": "Le document est introuvable pour le moment.",
    "closed": "Le fonds est fermé à cette date.",
    "other": "Appelez-nous : nous cherchons une autre solution avec vous.",
}
_CLOSED = {
    "elsewhere": "Un autre service répond mieux à cette question : nous vous avons dit lequel.",
    "nothing": "Nous avons cherché et n’avons rien trouvé.",
    "unreached": "Il nous manquait une précision, et nous n’avons pas pu vous joindre.",
    "asked": "Vous nous avez dit que ce n’était plus utile.",
}
REASONS = {name: typeset(words) for name, words in _REASONS.items()}
"""Why a request is refused, in the words that the person reads."""
CLOSED = {name: typeset(words) for name, words in _CLOSED.items()}
"""Why a question is closed without an answer."""


def day_of(text: str | None) -> str:
    """`jeudi 3 décembre 2026`; nothing without a day."""
    return day_words(date.fromisoformat(text)) if text else ""


def of_loan(app: Service, partition: str, loan: dict[str, Any]) -> dict[str, Any]:
    """What the follow-up page of a request is given."""
    told, answers, today = loan["told"], loan["answers"], app.clock.today()
    terms, found = loans.terms_of(app, loan), app.store.read(partition).find(partition, loans.TABLE)
    rank = rules.rank_of(loan, terms, found, today) if loan["state"] == rules.REQUESTED else 0
    ahead = max(0, rank - 1 + rules.free(terms, found))
    words = {
        "reference": loan["reference"], "state": loan["state"], "title": told["title"], "author": told["author"],
        "when": told["when"], "call_number": told["call_number"], "place_title": told["place"],
        "place_address": told["address"], "way": loan["way"], "rank": rank, "name": answers.get("name", ""),
        "expected": day_words(rules.expected(terms, found, ahead, today)) if rank else "",
        "until": day_of(loan["until"]), "due": day_of(loan["due"]), "day": day_of(loan["day"]),
        "late": is_late(loan, today),
        "reach": reach_words(answers), "other": answers.get("who") == "other", "why": why(loan),
        "opens": day_words(terms.opens) if terms.opens and terms.opens > today else "",
    }  # fmt: skip
    return {"loan": words, "page_url": told["url"], "can_renew": may_renew(loan, found, terms, today)}


def may_renew(loan: dict[str, Any], found: list[dict[str, Any]], terms: rules.Terms, today: date) -> bool:
    """Whether the button is worth showing."""
    lent = loan["state"] == rules.LENT and loan["way"] == rules.BORROW and not loan["renewed"]
    return lent and not is_late(loan, today) and not rules.is_wanted(terms, found, today)


def is_late(loan: dict[str, Any], today: date) -> bool:
    """Whether it should be back."""
    return loan["state"] == rules.LENT and date.fromisoformat(loan["due"]) < today


def why(record: dict[str, Any]) -> str:
    """Why it was refused, or closed; nothing otherwise."""
    reason = record.get("reason") or ""
    return REASONS.get(reason) or CLOSED.get(reason) or ""


def of_question(app: Service, question: dict[str, Any]) -> dict[str, Any]:
    """What the follow-up page of a question is given."""
    answers = question["answers"]
    words = {
        "reference": question["reference"], "state": question["state"], "title": answers.get("subject", ""),
        "text": answers.get("text", "").split("\n\n"), "purpose": PURPOSES.get(answers.get("purpose", ""), ""),
        "due": day_of(question["due"]), "late": question["due"] < str(app.clock.today()), "why": why(question),
        "reach": reach_words(answers), "other": answers.get("who") == "other", "name": answers.get("name", ""),
        "through": answers.get("contact", "") if answers.get("reach") == "other" else "",
        "answer": [part for part in question["answer"].split("\n\n") if part],
        "answered": day_words(datetime.fromisoformat(question["ended"])) if question["ended"] else "",
    }  # fmt: skip
    return {"question": words, "page_url": question["told"]["url"]}
