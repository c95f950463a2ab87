"""What binds: an open consultation stays, with its code, who may answer and what is kept apart; one that is over
stays until it was said what was done with the answers."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from formservice.catalogue import Catalogue, Consultation, Mistake
from formservice.theme import until_words

BINDING = ("identity", "anonymous", "who")
"""What people were told before they answered."""
GONE = (
    "La consultation {code} est ouverte : des habitants y répondent. Remettez ce fichier. Pour l’arrêter, changez "
    "« closes », et dites pourquoi dans le texte."
)
UNSAID = (
    "La consultation {code} est terminée, et personne n’a dit ce que la ville en a fait. Remettez ce fichier et "
    "ajoutez-lui « done »."
)
BOUND = (
    "Des réponses arrivent encore à la consultation {code} : changer « {key} » romprait ce qui a été dit à qui a "
    "répondu. Remettez la valeur d’avant, ou faites une autre consultation, avec un autre code."
)
CODE = "Le code de cette consultation publiée est {code} : il est imprimé sur les feuilles. Remettez « code: {code} »."
OLD = "Le questionnaire change. Les formulaires déjà ouverts sont acceptés jusqu’au {until}, et comptés à part."


def broken(before: Catalogue, consultations: Iterable[Consultation], now: datetime) -> Iterator[tuple[str, Mistake]]:
    """(file as `consultations/bancs`, mistake) of what a publication would break."""
    known = {one.slug: one for one in consultations}
    for was in before.consultations:
        name, one = f"consultations/{was.slug}", known.get(was.slug)
        if one is None:
            if now >= was.opens and not was.done:
                yield name, Mistake((), (GONE if was.is_open(now) else UNSAID).format(code=was.code))
            continue
        if one.code != was.code and now >= was.opens:
            yield name, Mistake(("code",), CODE.format(code=was.code))
        # Paper is typed for as long as the grace: it was answered on the same promise.
        for key in BINDING if was.opens <= now < was.closes + was.grace else ():
            if getattr(one, key) != getattr(was, key):
                yield name, Mistake((key,), BOUND.format(code=was.code, key=key))


def renewed(before: Catalogue, consultations: Iterable[Consultation], now: datetime) -> Iterator[tuple[str, Mistake]]:
    """(file, what to know) of the questionnaires that change while people answer: allowed, and said."""
    known = {one.slug: one for one in consultations}
    for was in before.consultations:
        one = known.get(was.slug)
        if one and was.is_open(now) and one.asked != was.asked:
            yield f"consultations/{was.slug}", Mistake(("questions",), OLD.format(until=until_words(now + one.grace)))
