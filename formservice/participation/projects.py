"""An idea as the file of content that an editor commits. Pure.

Nothing of who filed it is in there but the name that they asked for, and nothing that is still only theirs to read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from formservice import folding
from formservice.catalogue import Mistakes, Project, typed
from formservice.catalogue.media import unsaid
from formservice.catalogue.participation import Edition
from formservice.participation import contacts, rules
from formservice.participation.markdown import cut, filled, front_matter, one_line, shown
from formservice.participation.words import Idea, wording
from formservice.theme import listed

AT_VOTE = "au-vote"
AFTER_VOTE = frozenset({"choisi", "non-choisi", "prevu", "en-cours", "termine", "abandonne"})
"""What only the results, then an editor, say of a project."""
STATUSES = {rules.ACCEPTED: AT_VOTE, rules.REFUSED: "refuse"}
DECISIONS = {rules.ACCEPTED: "accept", rules.REFUSED: "refuse"}
"""The step that led to each of these states."""
SUMMARY, TITLE = 200, 60
"""Characters of a summary that nobody wrote; of the title in the name of a file."""
NO_COST = "il manque le coût"
NO_AREA = "son quartier n’est plus dans l’édition : un éditeur doit l’y remettre"
LABEL_ALT = "Ce que montre la photo"
"""The box where an agent says it."""
TOLD = ("title", "where", "what", "why")
"""The words of an idea that a file holds."""
NO_WORDS = "son titre ou son texte n’a que des signes qui ne se publient pas : écrivez d’abord le texte à publier"
ERASED = "son auteur est effacé, et son texte contient un téléphone ou un e-mail : écrivez d’abord le texte à publier"
CONTACT = "son texte contient de quoi reconnaître ou joindre quelqu’un : écrivez d’abord le texte à publier"


def status_of(idea: Idea, known: bool) -> str:
    """Its status on the site; "" while it is not published. `known`: it was, so that its number stays."""
    if idea["state"] in rules.STUDIED:
        return "etude" if known or any(idea["public"].values()) else ""
    # Kept too late, it is on no ballot: the site says why.
    return "refuse" if rules.is_late(idea["steps"]) else STATUSES.get(idea["state"], "")


def file_of(edition: Edition, idea: Idea, status: str, joined: Sequence[Idea] = ()) -> str:
    """The whole file: front matter, then what and why as they were typed."""
    return front_matter(keys_of(edition, idea, status, joined)) + body(wording(idea), decision(idea))


def keys_of(edition: Edition, idea: Idea, status: str, joined: Sequence[Idea] = ()) -> dict[str, Any]:
    """What stands above the text."""
    words, said = wording(idea), decision(idea)
    where = "" if tells_of_someone(idea, words["where"]) else cut(words["where"])
    return {
        "title": cut(words["title"]), "edition": edition.slug, "number": idea["number"], "area": words["area"],
        "summary": words.get("summary") and cut(words["summary"]) or cut(words["what"], SUMMARY),
        "status": status, "where": where, "author": cut(author(idea, joined)),
        **decided(idea, said), "merged": [str(number) for number in sorted(one["number"] for one in joined)],
        "pictures": pictures(edition, idea),
    }  # fmt: skip


def decision(idea: Idea) -> Mapping[str, Any]:
    """The step that decided of it; empty while nothing is."""
    verb = DECISIONS.get(idea["state"])
    return next((step for step in reversed(idea["steps"]) if step["verb"] == verb), {})


def decided(idea: Idea, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the town answered, dated."""
    if not said:
        return {}
    reason = cut(rules.LATE if said.get("late") else said.get("reason", ""))
    second = (idea["state"] == rules.REFUSED or said.get("late")) and any(
        step["verb"] == "contest" for step in idea["steps"]
    )
    return {
        "cost": idea["cost"], "service": cut(idea["service"]), "reason": reason,
        "decided": said["at"][:10] if reason else "", "reviewed": "true" if second else "",
    }  # fmt: skip


def author(idea: Idea, joined: Sequence[Idea]) -> str:
    """How those who asked for it are named: a name goes with who asks to be erased, not at the end of its time."""
    names = [name for one in (idea, *joined) if (name := wording(one)["signature"])]
    return listed(list(dict.fromkeys(names))) if names else ""


def body(words: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """What is proposed, why, and the whole answer where one line could not hold it."""
    parts = [shown(words["what"])]
    if words["why"]:
        parts.append(f"## Pourquoi\n\n{shown(words['why'])}")
    reason = said.get("reason", "")
    if one_line(reason) != cut(reason):
        parts.append(f"## La réponse des services\n\n{shown(reason)}")
    return "\n\n".join(parts) + "\n"


def pictures(edition: Edition, idea: Idea) -> list[dict[str, str]]:
    """Its photo, once an agent said in words what it shows."""
    alt = cut(idea["public"].get("photo_alt") or "")
    if not (alt and idea["photo"]):
        return []
    name = wording(idea)["signature"]
    credit = f"Photo envoyée avec l’idée n° {idea['number']}" + (f" par {name}" if name else "")
    return [{"file": picture_name(edition.code, idea["number"]), "alt": alt, "credit": cut(credit)}]


def picture_name(code: str, number: int) -> str:
    """`idee-bp27-7.jpg`."""
    return f"idee-{code.lower()}-{number}.jpg"


def file_name(edition: Edition, number: int, title: str) -> str:
    """`budget-2027-007-un-banc.md`: the number tells two titles alike apart."""
    words = folding.slug(title)[:TITLE].strip("-")
    return "-".join(filter(None, [edition.slug, f"{number:03d}", words])) + ".md"


def trouble(edition: Edition, idea: Idea, status: str, joined: Sequence[Idea] = ()) -> str:
    """Why a file may not leave, in words; "" when it may."""
    words, all_of_them = wording(idea), (idea, *joined)
    if not (cut(words["title"]) and cut(words["what"])):
        return NO_WORDS
    if status == AT_VOTE and not idea["cost"]:
        return NO_COST
    if wrong := refused(edition, idea, status, joined):
        return wrong
    # A signature is what its owner asked to show, whatever it holds.
    text = file_of(edition, unsigned(idea), status, [unsigned(one) for one in joined])
    if any(tells_of_someone(one, text) for one in all_of_them):
        return CONTACT
    nobody = not all(one["person"] for one in all_of_them)
    return ERASED if nobody and contacts.looks_like_one(still_the_author_s(idea)) else ""


def refused(edition: Edition, idea: Idea, status: str, joined: Sequence[Idea]) -> str:
    """What the site would refuse of it: one file stops every page, that of the next push too."""
    keys, alt = keys_of(edition, idea, status, joined), idea["public"].get("photo_alt")
    name = picture_name(edition.code, idea["number"])
    if idea["photo"] and alt and (wrong := unsaid(cut(alt), name, keys["title"])):
        return f"« {LABEL_ALT} » {wrong}"
    if keys["area"] not in [area.slug for area in edition.areas]:
        return NO_AREA
    try:
        if status == AT_VOTE:
            rules.check_cost(edition, keys["area"], idea["cost"])
        typed.read(Project, {key: str(said) if isinstance(said, int) else said for key, said in filled(keys).items()})
    except rules.NotNow as refusal:
        return str(refusal)
    except Mistakes as mistakes:
        first = mistakes.found[0]
        return f"le site ne saurait pas le lire ({'.'.join(map(str, first.at))} : {first.text})"
    return ""


def unsigned(idea: Idea) -> dict[str, Any]:
    """The same without the name to show."""
    return {**idea, "public": {**idea["public"], "signature": ""}}


def still_the_author_s(idea: Idea) -> str:
    """What would be published of it that no agent worded."""
    return "\n".join(idea["idea"][name] for name in TOLD if name not in idea["public"])


def tells_of_someone(idea: Idea, text: str) -> bool:
    """Whether a contact of who filed it stands in the text; the name they asked for may."""
    plain = text.replace("\\", "")
    return contacts.stands_in(contacts.of(idea["answers"], idea["idea"]["signature"]), plain)
