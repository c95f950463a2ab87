"""The forms of the page of an idea: completing it, answering a question, contesting a refusal."""

from typing import Any

from wtforms import TextAreaField

from formservice.fields import asked, declared
from formservice.forms import AtMost, BaseForm, Required, clean_lines
from formservice.participation.forms import AFTER_EDITION, AGENTS, LONGEST, ProposalForm

COMPLETED = ("title", "where", "what", "why", "estimate", "signature")
"""What its author may write otherwise: the quartier stays, for its envelope does."""


class CompleteForm(BaseForm):
    """The words of an idea."""


for _line in declared("", ProposalForm):
    if _line.name in COMPLETED:
        setattr(CompleteForm, _line.name, getattr(ProposalForm, _line.name))


class ReplyForm(BaseForm):
    """The answer to a question of the town."""

    text = asked(
        TextAreaField, "Votre réponse", [Required("Écrivez votre réponse."), AtMost(LONGEST)],
        why="Pour étudier l’idée", keep=AFTER_EDITION, readers=AGENTS, filters=[clean_lines], render_kw={"rows": "4"},
    )  # fmt: skip


class ContestForm(BaseForm):
    """Why a refusal should be looked at again."""

    text = asked(
        TextAreaField, "Pourquoi faut-il relire cette décision ?",
        [Required("Dites pourquoi il faut relire la décision."), AtMost(LONGEST)],
        why="Pour que l’agent qui relit sache ce que vous contestez", keep=AFTER_EDITION, readers=AGENTS,
        filters=[clean_lines], description="Ce qui n’a pas été compris, ou ce que nos services ne savaient pas.",
        render_kw={"rows": "4"},
    )  # fmt: skip


def words_of(form: BaseForm) -> dict[str, Any]:
    """The answers of a form, none of them missing."""
    return {name: said or "" for name, said in form.answers().items()}
