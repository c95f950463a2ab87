"""What the ceremonies of a vote decide: whether it is time, what does not agree. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Edition, Phase
from formservice.refusal import Refused
from formservice.theme import day_words, hour, listed, plural
from formservice.voting.rules import Slate

NEAR = timedelta(days=15)
"""How long before the vote its box may be opened: the ballot does not change any more from then on."""
SETTLED = timedelta(minutes=1)
"""After the end: what was sent in the last second is in the box by then."""
FORCE = "fermer quand même"


class NotNow(Refused):
    """A ceremony cannot be held; the text says why, and what to do."""

    reason = "ceremony"


def moment(at: datetime) -> str:
    """`lundi 3 mai 2027 à 9 h 05`."""
    return f"{day_words(at.date())} à {hour(at)}"


def when(iso: str) -> str:
    """The same, of a time that the election keeps."""
    return moment(datetime.fromisoformat(iso))


def vote_of(edition: Edition) -> Phase:
    """When one votes. Raises NotNow."""
    phase = edition.phase("vote")
    if phase is None:
        raise NotNow("Le calendrier de cette édition n’a pas d’étape « vote ».")
    return phase


def check_opening(edition: Edition, slates: Iterable[Slate], now: datetime) -> None:
    """Raise NotNow unless the vote is near or open, its rules are known, and each area has projects."""
    phase = vote_of(edition)
    if now >= phase.until:
        raise NotNow(f"Le vote est terminé depuis le {moment(phase.until)}.")
    if now < phase.since - NEAR:
        raise NotNow(f"Il est trop tôt : l’urne s’ouvre à partir du {moment(phase.since - NEAR)}.")
    if not edition.rules.version:
        raise NotNow("Cette édition n’a pas de règlement. Écrivez « rules » dans son fichier, puis publiez.")
    bare = [slate.area.title for slate in slates if not slate.candidates]
    if bare:
        raise NotNow(f"Aucun projet n’est au vote pour {listed(bare)}. Publiez ses projets, « status: au-vote ».")


def check_closing(edition: Edition, now: datetime) -> bool:
    """Whether sheets of signatures may still come. Raises NotNow before the end of the vote, and a minute after."""
    phase = vote_of(edition)
    if now < phase.until + SETTLED:
        raise NotNow(f"L’urne se ferme à partir du {moment(phase.until + SETTLED)}.")
    return now < phase.until + edition.paper


def fingerprint(public: str) -> str:
    """What tells one key from another: eight groups of four, to be read aloud."""
    told = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
    return " ".join(told[n : n + 4] for n in range(0, 32, 4))


def difference(what: str, signed: int, found: int) -> str:
    """What does not agree, in words; "" when it does."""
    if signed == found:
        return ""
    many = plural(abs(signed - found), "bulletin")
    gap = f"il y a {many} de trop" if found > signed else f"il manque {many}"
    people = plural(signed, "vote émargé", "votes émargés")
    return typeset(f"{what} : {people}, {plural(found, 'bulletin')} dans l’urne ; {gap}.")


def differences(signed: Mapping[str, int], found: Mapping[str, int], paper: bool) -> list[str]:
    """Where the roll and the box do not agree, by channel; on paper only once envelopes were opened."""
    said = [difference("Par internet", signed.get("web", 0), found.get("web", 0))]
    if paper:
        said.append(difference("Sur papier", signed.get("counter", 0) + signed.get("paper", 0), found.get("paper", 0)))
    return [one for one in said if one]
