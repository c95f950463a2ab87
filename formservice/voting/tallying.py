"""The results of an election as they are published: a table of each area, who voted, what does not agree. Writes
nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from formservice.catalogue.french import typeset
from formservice.catalogue.results import Row
from formservice.catalogue.tallies import AreaTally, BatchTold, Choice, Tally
from formservice.consultations import masking
from formservice.consultations.wording import line, short
from formservice.count.model import POINTS, Outcome, Rule, Tie
from formservice.count.words import amount, reason, tie, untried
from formservice.service import Service
from formservice.storage import Record
from formservice.theme import plural
from formservice.voting import batches, doubted
from formservice.voting.ballots import BROKEN, INVALID, PAPER, WEB, Cast
from formservice.voting.counting import Counting, counting
from formservice.voting.elections import Election
from formservice.voting.rules import Slate
from formservice.voting.turnout import CHANNELS as SIGNED

MOST_TIES = 12
UNTOLD = typeset("Moins de 5 bulletins : le nombre de voix n’est pas publié.")
BROKEN_WORDS = "Bulletin que l’on ne peut pas lire"


def tally(app: Service, election: Election) -> Tally:
    """The results as they are published. Raises NotCounted."""
    return told(app, counting(app, election))


def told(app: Service, found: Counting) -> Tally:
    """The same, once the ballots are counted."""
    edition, story = found.edition, found.election.story
    lots = [one for one in batches.every(app.store, edition.code) if one["state"] == batches.SEALED]
    return Tally(
        short(typeset(f"Résultats : {edition.title}")), datetime.fromisoformat(story["counted_at"]).date(),
        edition.rules.version, edition.ballot, edition.count, edition.seed,
        tuple(area(found, one) for one in found.election.slates), turnout(story["totals"]["roll"]),
        invalid(found.casts), tuple(batch(one) for one in lots), tuple(notes(found)), edition.demonstration,
    )  # fmt: skip


def area(found: Counting, slate: Slate) -> AreaTally:
    """The result of one area; of few ballots, which projects won and nothing else."""
    slug, many = slate.area.slug, len(found.ballots(slate.area.slug))
    outcome, shown = found.outcomes.get(slug), found.is_told(slug)
    web, paper = found.channels[slug]
    file = f"{slug}.pb" if found.has_file(slug) else None
    share = amount(outcome.share) if shown and outcome and outcome.share is not None else None
    return AreaTally(
        slug, slate.area.title, slate.area.envelope or 0, int(outcome.cost) if outcome else 0,
        masking.SMALL if masking.is_small(many) else str(many), web, paper,
        choices(outcome, found.rule, shown) if outcome else (),
        draws(outcome.ties, found.rule) if shown and outcome else (), share, file,
    )  # fmt: skip


def choices(outcome: Outcome, rule: Rule, shown: bool) -> tuple[Choice, ...]:
    """The projects by rank; where few voted, in the order of their numbers, without a reason that tells votes."""
    if not shown:
        lines = sorted(outcome.lines, key=lambda one: int(one.item.id))
        return tuple(Choice(int(one.item.id), one.item.name, int(one.item.cost), one.chosen, UNTOLD) for one in lines)
    return tuple(
        Choice(
            int(one.item.id), one.item.name, int(one.item.cost), one.chosen, short(reason(one, rule)), str(one.votes),
            str(one.points) if rule.by == POINTS else None,
        )
        for one in outcome.lines
    )  # fmt: skip


def draws(ties: Sequence[Tie], rule: Rule) -> tuple[str, ...]:
    """The ties that decided, in words, and how many did not."""
    deciding, unknown = [one for one in ties if one.decides], sum(one.decides is None for one in ties)
    said = [short(tie(one, rule)) for one in deciding[:MOST_TIES]]
    if more := len(deciding) - len(said):
        said.append(typeset(f"{plural(more, 'autre tirage a', 'autres tirages ont')} compté."))
    if unknown:
        said.append(untried(unknown, others=bool(said)))
    if others := len(ties) - len(deciding) - unknown:
        again = "autre " if said else ""
        many = plural(others, f"{again}égalité n’a", f"{again and 'autres '}égalités n’ont")
        said.append(typeset(f"{many} rien changé aux projets choisis."))
    return tuple(said)


def turnout(signed: Mapping[str, int]) -> tuple[Row, ...]:
    """How many voted by each channel, from the roll: masked where they are few; then all together."""
    sums = [signed.get(channel, 0) for channel in SIGNED]
    cells = masking.line(sums) or (masking.MASKED,) * len(sums)
    total = masking.SMALL if masking.is_small(sum(sums)) else str(sum(sums))
    return (*map(Row, SIGNED.values(), cells), Row("En tout", total))


def invalid(casts: Sequence[Cast]) -> tuple[Row, ...]:
    """The ballots that do not count, by kind."""
    words, many = {**INVALID, BROKEN: BROKEN_WORDS}, Counter(one.invalid for one in casts if one.invalid)
    return tuple(Row(words[kind], str(many[kind])) for kind in words if many[kind])


def batch(record: Record) -> BatchTold:
    """A batch of paper: what was counted, and why it differs."""
    name = f"Lot n° {record['number']}, {record['place']}" if record["place"] else f"Lot n° {record['number']}"
    words = line(record["words"]) or None
    return BatchTold(line(name), record["signatures"], record["envelopes"], record["ballots"], words)


def notes(found: Counting) -> list[str]:
    """What does not agree, and what makes the count doubtful."""
    story = found.election.story
    signed, many = story["totals"]["roll"], story["counted"]["ballots"]
    on_paper = signed.get("counter", 0) + signed.get("paper", 0)
    said = [
        *gap("Par internet", signed.get(WEB, 0), many.get(WEB, 0)),
        *gap("Sur papier", on_paper, many.get(PAPER, 0)),
    ]
    if lost := len(story.get("unreadable", ())):
        parts = plural(lost, "partie", "parties")
        said.append(
            typeset(f"{parts} de l’émargement ou de l’urne : rien ne s’y lit plus, et aucune copie n’est bonne.")
        )
    return [*said, *filter(None, [doubted.words(story.get("doubted", 0))])]


def gap(what: str, signed: int, found: int) -> list[str]:
    """By how much the roll and the box differ; never how many voted by a channel, which may be few."""
    if signed == found:
        return []
    many = plural(abs(signed - found), "bulletin")
    said = f"il y a {many} de plus que de votes" if found > signed else f"il manque {many}"
    return [typeset(f"{what} : {said}.")]
