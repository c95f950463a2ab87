"""What results say in a sentence, and how their tables are read. Pure."""

from collections.abc import Sequence

from formservice.catalogue.consultations import FREE
from formservice.catalogue.french import typeset
from formservice.catalogue.kinds import UNSEEN
from formservice.catalogue.results import Asked
from formservice.consultations import counting
from formservice.consultations.counting import NO_THEME, Tally
from formservice.consultations.dated import OTHERS
from formservice.theme import listed, plural

LONGEST = 280
"""Characters of a line, below what the file takes: an option and a title may be as long as that."""
QUOTED, SAMPLE = 180, 3
"""Characters of what is quoted in a sentence; beyond, so many options, each cut short."""
FEW = "Peu de réponses peuvent être détaillées."
ANSWERS = {"one": "répondent", "several": "choisissent", "date": "écrivent", "rank": "mettent en premier"}


def short(text: str, most: int = LONGEST) -> str:
    """A text that fits on a line of the file, cut between two words."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"


def line(text: str) -> str:
    """What a person typed, on one line of the file: its ends of lines are spaces there."""
    return short(typeset(" ".join(UNSEEN.sub(" ", text).split())))


def together(labels: Sequence[str]) -> str:
    """Labels that are counted together: all of them, or as many as fit and how many others."""
    shown = len(labels)
    while len(words := _together(labels, shown)) > LONGEST and shown > 1:
        shown -= 1
    return words if len(words) <= LONGEST else _together([short(labels[0], QUOTED), *labels[1:]], shown)


def _together(labels: Sequence[str], shown: int) -> str:
    left = len(labels) - shown
    return " + ".join([*labels[:shown], *([plural(left, "autre")] if left else [])])


def note(counted: Tally, answered: str, pointed: bool = False) -> str | None:
    """How to read the table; nothing where it says it. `answered`: as it is published; `pointed`: points are shown."""
    question = counted.question
    if counting.is_multiple(question):
        return typeset("Chacun pouvait donner plusieurs réponses : ensemble, les pourcentages dépassent 100.")
    if question.kind == "rank":
        places = [f"le premier choix vaut {plural(question.limit, 'point')}"]
        places += ["le suivant un de moins"] if question.limit > 1 else []
        told = f"Points : {listed(places)}. " if pointed else ""
        return typeset(f"{told}La barre dit combien l’ont mis en premier.")
    if question.kind == "scale" and question.ends:
        low, high = question.ends
        return short(typeset(f"De {question.degrees[0]} (« {low} ») à {question.degrees[-1]} (« {high} »)."))
    if question.kind in FREE:
        return typeset(_read(counted, answered))
    return None


def _read(counted: Tally, answered: str) -> str:
    unread = sum(counted.question.id not in one.read for one in counted.answers)
    if not unread:
        return "Les réponses ont été lues et regroupées par thème. Ce qui désignait une personne a été retiré."
    waiting = "ne sont pas encore lues : elles ne sont ni regroupées par thème, ni publiées."
    if unread == counted.answered:
        return f"Ces réponses {waiting}"
    # Beside a masked total, how many are not read would tell it nearly.
    some = plural(unread, "réponse") if answered.isdecimal() else "Des réponses"
    one = "n’est pas encore lue : elle n’est ni regroupée par thème, ni publiée."
    told = one if unread == 1 and answered.isdecimal() else waiting
    return f"{some} {told} Ce qui désignait une personne a été retiré des autres."


def few(counted: Tally) -> str:
    """When there is next to nothing to say."""
    if not counted.answered:
        return "Personne n’a répondu à cette question."
    return typeset("Moins de 5 personnes ont répondu à cette question : rien n’est détaillé.")


def hidden() -> str:
    """When it is asked after an answer that few people gave."""
    why = "Cette question suivait des réponses dont le nombre est masqué"
    return typeset(f"{why} : rien n’est détaillé, cela permettrait de le retrouver.")


def sentence(counted: Tally, made: Asked) -> str:
    """The first thing to remember."""
    return short(_sentence(counted, made))


def _sentence(counted: Tally, made: Asked) -> str:
    of = made.answered if made.answered.isdecimal() else ""
    kind = counted.question.kind
    if kind in FREE:
        return typeset(_free(counted, of))
    if kind == "scale" and not made.middle:
        return typeset(f"{of} personnes ont donné une note." if of else FEW)
    if kind == "number" and made.middle:
        return typeset(_number(counted, made, of))
    if kind == "number":
        return typeset(f"Moins de {counting.MANY} nombres ont été donnés : trop peu pour en dire le milieu.")
    if kind == "scale":
        degrees = counted.question.degrees
        return typeset(f"La note du milieu est {made.middle}, de {degrees[0]} à {degrees[-1]}{_among(of, 'réponses')}.")
    return typeset(_first(counted, made, of))


def _first(counted: Tally, made: Asked, of: str) -> str:
    if any(row.points for row in made.rows):
        known = {row.label: int(row.points) for row in made.rows if row.points and row.points.isdecimal()}
        top = [label for label, points in known.items() if points == max(known.values())]
        return (
            f"En tête : {_quoted(top)}, {plural(max(known.values()), 'point')}{_among(of, 'personnes')}." if top else ""
        )
    shown = [row for row in made.rows if row.count.isdecimal() and row.label != OTHERS]
    found = {row.label: int(row.count) for row in shown if int(row.count)}
    # A masked count may be the highest: then no other is said to be the first.
    masked = any(not row.count.isdecimal() and row.count != "<5" for row in made.rows)
    if not found or masked and max(found.values()) < max(counting.counts(counted).values()):
        return f"{of} personnes ont répondu à cette question." if of else FEW
    top = [label for label, count in found.items() if count == max(found.values())]
    people = f"{max(found.values())} personnes sur {of}" if of else f"{max(found.values())} personnes"
    each = " (autant chaque fois)" if len(top) > 1 else ""
    return f"{people} {ANSWERS[counted.question.kind]} {_quoted(top)}{each}."


def _number(counted: Tally, made: Asked, of: str) -> str:
    unit = f" {counted.question.unit}" if counted.question.unit else ""
    low, high = made.quarters
    spread = f"La moitié des réponses va de {low} à {high}{unit}"
    return f"{spread} ; celle du milieu est {made.middle}{unit}{_among(of, 'réponses')}."


def _free(counted: Tally, of: str) -> str:
    themes = [label for label in counting.labels(counted) if label != NO_THEME]
    told = f", sur {plural(len(themes), 'thème')}" if themes else ""
    return f"{of or 'Des'} personnes ont écrit une réponse{told}."


def _among(of: str, what: str) -> str:
    return f", sur {of} {what}" if of else ""


def _quoted(labels: list[str]) -> str:
    words = listed(f"« {label} »" for label in labels)
    if len(words) <= QUOTED:
        return words
    few, left = labels[:SAMPLE], len(labels) - SAMPLE
    return listed(
        [*(f"« {short(label, QUOTED // SAMPLE)} »" for label in few), *([plural(left, "autre")] * (left > 0))]
    )
