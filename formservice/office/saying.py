"""What an agent tells somebody on the telephone: why the call is to be made, and the sentence to say. Pure."""

from datetime import datetime
from typing import Any

from formservice.agenda import rules
from formservice.catalogue.french import typeset
from formservice.theme import day_words, hour, initial

Call = dict[str, Any]
SignUp = dict[str, Any]
OFFERS = ("offer", "theme_offer")
LETTERS = {
    "confirmed": "la confirmation", "waiting": "le rang en liste d’attente", "offer": "la place proposée",
    "theme_offer": "la place proposée", "theme_noted": "l’inscription sur la liste par thème",
    "lapsed": "la fin de l’attente", "moved": "la nouvelle date", "called_off": "l’annulation de la séance",
    "cancelled": "l’annulation", "reminder": "le rappel", "rescheduled": "le changement de date",
}  # fmt: skip


def why(call: Call, signup: SignUp) -> str:
    """Why this person is to be called, in a sentence or two."""
    news, told = news_of(call, signup), signup["told"]
    about = f"{told['title']}, {told['when']}."
    words = {
        "moved": f"{_moved(signup)} {about}",
        "called_off": f"La séance est annulée : {about} {_reason(signup)}",
        "offer": f"{_freed(signup)} : {about}",
        "theme_offer": f"Une nouvelle date, demandée par la personne : {about}",
    }.get(news, about)
    lost = f"L’e-mail n’est pas arrivé ({LETTERS.get(news, 'un message')}). " if call["why"] == "mail" else ""
    return typeset(f"{lost}{words}{_before(call, signup)}".strip())


def say(call: Call, signup: SignUp) -> str:
    """The sentence to say, between guillemets."""
    told, news = signup["told"], news_of(call, signup)
    who = f" pour {signup['answers'].get('name', '')}" if signup["answers"].get("who") == "other" else ""
    date = f"{told['title']}, {told['when']}"
    offered, many = signup["state"] == rules.OFFERED, signup["party"] > 1
    until = f"{who} jusqu’au {until_words(call, signup)}. " if offered else ""
    freed = f"{'Elles sont gardées' if many else 'Elle est gardée'}{until}" if offered else ""
    kept = f"{_counted(signup)} {'sont gardées' if many else 'est gardée'}{until}" if offered else ""
    words = {
        "moved": f"{_moved(signup)} C’est maintenant {date}, {told['place']}. {kept or f'{_kept(signup)}. '}",
        "called_off": f"{date} : la séance est annulée. {_reason(signup)} Voulez-vous une autre date ?",
        "cancelled": f"L’inscription{who} est annulée : {date}.",
        "lapsed": f"Vous n’avez pas répondu à temps : {_gone(signup, date)}.",
        "waiting": f"Vous êtes sur la liste d’attente{who} : {date}.",
        "left": f"L’inscription{who} à {date} est maintenant à une autre date.",
        "theme_noted": "C’est noté : nous vous appellerons pour le prochain atelier.",
        "reminder": f"Nous vous rappelons{who} : {date}, {told['place']}. Viendrez-vous toujours ?",
        "offer": f"{_freed(signup)}{who} : {date}. {freed}",
        "theme_offer": f"Vous attendiez une nouvelle date{who} : {date}. {kept}",
    }.get(news, f"{_kept(signup)}{who} : {date}, {told['place']}.")
    asked = f"{'Les' if many else 'La'} prenez-vous ?" if offered else ""
    return typeset(f"« Bonjour, c’est la mairie. {words.strip()} {asked}".strip() + " »")


def news_of(call: Call, signup: SignUp) -> str:
    """What is to be told: what a lost letter said, unless it is not true any more."""
    state, news = str(signup["state"]), str(call.get("letter") or call["why"])
    if state in (rules.CALLED_OFF, rules.CANCELLED, rules.LAPSED):
        return state
    if state == rules.MOVED:
        return "left"
    return state if news in OFFERS and state != rules.OFFERED else news


def until_words(call: Call, signup: SignUp) -> str:
    """« jeudi 3 décembre 2026, à 12 h »: until when an answer counts."""
    until = datetime.fromisoformat((signup.get("offer") or {}).get("until") or call["until"])
    return f"{day_words(until)}, à {hour(until)}"


def _before(call: Call, signup: SignUp) -> str:
    if signup["state"] != rules.OFFERED:
        return ""
    return f" Répondre avant : {until_words(call, signup)}."


def _number(signup: SignUp) -> str:
    """As it is said: `deux`, then figures."""
    return "deux" if signup["party"] == 2 else str(signup["party"])


def _counted(signup: SignUp) -> str:
    return f"{initial(_number(signup))} places" if signup["party"] > 1 else "Une place"


def _freed(signup: SignUp) -> str:
    return f"{_counted(signup)} {'se sont libérées' if signup['party'] > 1 else 's’est libérée'}"


def _kept(signup: SignUp) -> str:
    return f"Vos {_number(signup)} places sont gardées" if signup["party"] > 1 else "Votre place est gardée"


def _gone(signup: SignUp, date: str) -> str:
    if signup["party"] > 1:
        return f"les {_number(signup)} places pour {date} sont allées aux personnes suivantes"
    return f"la place pour {date} est allée à la personne suivante"


def _moved(signup: SignUp) -> str:
    """The old date beside the new one; only the place, when it alone changed."""
    was = (signup.get("news") or {}).get("was", "")
    if not was or was == signup["told"]["when"]:
        return "La séance change de lieu ou d’horaire."
    return f"La séance du {was} est déplacée."


def _reason(signup: SignUp) -> str:
    return f"Raison : {signup['why'].rstrip('.')}." if signup.get("why") else ""
