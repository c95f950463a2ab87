"""All that is due in participation: to tell who filed an idea what became of it, once for each status of its project.

An editor commits the status; the next `tick` compares what each author was told with what the site says. A project that
vanished is an alarm: nobody is told anything.
"""

from collections import Counter, defaultdict
from typing import Any

from formservice import telling
from formservice.catalogue import Catalogue, Outcome
from formservice.catalogue.projects import STATUSES
from formservice.participation import hearing, ideas, rules, study
from formservice.participation.ideas import TABLE, Idea
from formservice.service import Service
from formservice.storage import Records, StoreError
from formservice.storage.transfer import Progress, silent

NEWS = {
    "choisi": "Les habitants ont choisi votre idée. Leur vote est un avis : le conseil municipal décide ensuite.",
    "non-choisi": "Les habitants ont choisi d’autres idées, cette fois. Merci d’avoir proposé la vôtre.",
    "prevu": "Votre idée va se faire : les travaux sont décidés, ils ne sont pas commencés.",
    "en-cours": "Les travaux ont commencé.",
    "termine": "C’est fait : vous pouvez aller voir.",
    "abandonne": "Ce projet ne se fera pas. La page du projet dit pourquoi.",
}
"""What its author is told of a status; nothing of the others, which the study told: « au-vote » when it accepted."""
DONE = {"news": ("nouvelle d’un projet", "nouvelles de projets")}
Outcomes = dict[tuple[str, int], Outcome]
"""By code of the edition and number."""


def run(app: Service, progress: Progress = silent) -> Counter[str]:
    """Tell what is new; how many. A partition in trouble keeps nothing from the others."""
    done, gone = Counter[str](), defaultdict[str, list[int]](list)
    outcomes = known(app.releases.current().catalogue)
    for partition in progress("Idées", list(app.store.partitions(f"{ideas.PREFIX}/"))):
        try:
            for idea in app.store.read(partition).find(partition, TABLE):
                outcome = outcomes.get(place(idea))
                new = outcome and is_new(idea, outcome)
                done["news"] += bool(new) and tell(app, partition, idea["id"], outcomes)
                if outcome is None and idea["news"]:
                    gone[idea["edition"]].append(idea["number"])
        except StoreError as error:
            app.logger.error("%s", error)
            done["unreadable"] += 1
    for code, numbers in gone.items():
        said = ", ".join(map(str, sorted(numbers)))
        app.logger.warning(
            "%s : le site n’a plus le projet de ces idées, dont on a donné des nouvelles : %s", code, said
        )
    return +done


def known(catalogue: Catalogue) -> Outcomes:
    """What the site says of every project."""
    codes = {one.slug: one.code for one in catalogue.editions}
    return {(codes[one.edition], one.number): one for one in catalogue.outcomes if one.edition in codes}


def place(idea: Idea) -> tuple[str, int]:
    """Its edition, and the number its project goes by: that of the idea it was joined to."""
    return idea["edition"], idea["into"][2] if idea["state"] == rules.MERGED else idea["number"]


def is_new(idea: Idea, outcome: Outcome) -> bool:
    """Whether its author is to be told: nobody tells who was erased, or took the idea back."""
    return bool(
        idea["person"] and idea["state"] not in rules.OVER and outcome.status in NEWS and outcome.status != idea["news"]
    )


def tell(app: Service, partition: str, id: str, outcomes: Outcomes) -> bool:
    """A letter, or a call to make, once. A call that is still to make for something else says this too."""
    with app.store.transaction(partition) as records:
        idea = records.get(partition, TABLE, id)
        outcome = outcomes.get(place(idea)) if idea else None
        if not (idea and outcome and is_new(idea, outcome)):
            return False
        text = words(outcome)
        said = {"status": outcome.status, "text": text}
        step = study.step_of(app, idea, "news", "cli", None, idea["state"], said)
        told = idea["told"] | {"project": outcome.url}
        after = records.update(partition, TABLE, id, news=outcome.status, told=told, steps=[*idea["steps"], step])
        study.note(records, partition, after, step)
        announce(
            records, partition, after, number=idea["number"], status=STATUSES[outcome.status], answer=text,
            into=outcome.number if outcome.number != idea["number"] else 0,
        )  # fmt: skip
        return True


def announce(records: Records, partition: str, idea: Idea, **more: Any) -> None:
    """News overtake news only: a call that is still to make for something else is kept, and says both."""
    name = hearing.SAID["news"]
    hearing.forget_waiting(records, partition, idea["id"], name)
    calls = records.find(partition, telling.CALLS, signup=idea["id"])
    if all(call["why"] == name for call in calls):
        telling.tell(records, partition, idea, name, table=TABLE, **more)


def words(outcome: Outcome) -> str:
    """What is said of a status: a sentence, then what editors told last."""
    return "\n\n".join(filter(None, [NEWS[outcome.status], outcome.said]))
