"""Opening the box of an election: checked empty, its public key and its ballot recorded, its private key elsewhere."""

from dataclasses import dataclass

from formservice.catalogue import Catalogue, Edition
from formservice.office.agents import Agent
from formservice.participation import roll
from formservice.participation.roll import Right
from formservice.service import Service
from formservice.storage import Records, Store
from formservice.voting import box, elections, rules
from formservice.voting.ceremony import NotNow, check_opening, fingerprint, when
from formservice.voting.elections import Election
from formservice.voting.rules import Slate

CLI = "cli"


@dataclass(frozen=True)
class Ready:
    """What a vote will be opened on: what was checked is what is recorded."""

    catalogue: Catalogue
    edition: Edition
    slates: tuple[Slate, ...]


def ready(app: Service, code: str) -> Ready:
    """All that must be true before a key is drawn. NotNow."""
    catalogue = app.releases.current().catalogue
    try:
        edition = catalogue.edition_by_code(code)
    except KeyError:
        raise NotNow(f"Aucune édition n’a le code {code}.") from None
    refuse_opened(elections.read(app.store, code))
    slates = rules.slates(edition, catalogue.candidates)
    check_opening(edition, slates, app.clock.wall())
    check_empty(app.store, code)
    return Ready(catalogue, edition, slates)


def refuse_opened(found: Election | None) -> None:
    """NotNow for what was opened before."""
    if found:
        by, key = " et ".join(found.opened_by), fingerprint(found.public)
        raise NotNow(f"L’urne de ce vote a déjà été ouverte{since(found)}, par {by}. Empreinte de sa clé : {key}.")


def check_empty(store: Store, code: str) -> None:
    """NotNow when something is in the box, or on the roll."""
    inside, signed = sum(box.counts(store, code).values()), roll.totals(store, Right(f"{code}-vote", "open")).total()
    if inside or signed:
        raise NotNow(
            f"L’urne n’est pas vide : {inside} bulletins, {signed} émargements. Ne l’ouvrez pas. "
            "Prévenez la personne qui gère le serveur."
        )


def record(app: Service, on: Ready, public: str, agents: tuple[Agent, Agent]) -> Election:
    """Open the election, for good. NotNow when somebody did meanwhile."""
    partition, logins = elections.partition_of(on.edition.code), tuple(one.login for one in agents)
    with app.store.transaction(partition) as records:
        refuse_opened(elections.find(records, on.edition.code))
        made = elections.begin(records, on.catalogue, on.edition, public, logins, opened_at=now_at(app))
        note(records, on.edition.code, "vote_opened", agents, record=made.id, rules=on.edition.rules.version,
             key=fingerprint(public))  # fmt: skip
    return made


def since(election: Election) -> str:
    """` le lundi 3 mai 2027 à 9 h`; nothing of one that was not opened by the command."""
    at = election.story.get("opened_at")
    return f" le {when(at)}" if at else ""


def now_at(app: Service) -> str:
    """The town's time, as the election keeps it."""
    return app.clock.wall().isoformat(timespec="minutes")


def note(records: Records, code: str, verb: str, agents: tuple[Agent, Agent], **facts: object) -> None:
    """A line of the journal of an election, with both agents. Never a secret, never a choice."""
    who = {"agent": agents[0].login, "second": agents[1].login, "channel": CLI}
    records.note(elections.partition_of(code), verb, **who, **facts)  # type: ignore[arg-type]
