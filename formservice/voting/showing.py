"""The pages of a vote on its way: the first one again, the ballot, what to check. What was filled in goes with them."""

from dataclasses import replace

from flask import Response
from werkzeug.datastructures import MultiDict

from formservice.catalogue.french import typeset
from formservice.forms import BaseForm
from formservice.kinds import KINDS, form_for
from formservice.sealed import Sealed, seal
from formservice.service import page as draw
from formservice.service import service
from formservice.voting import choosing
from formservice.voting.choosing import Filled
from formservice.voting.page import EMAIL, Voting
from formservice.voting.rules import Slate

SEED, CHOICES, STEP, LINK, AREA = "seed", "choices", "step", "link", "area"
"""Among the fields of the token: the order of the projects, what was chosen, whether it was read again, the link that
was sent by e-mail, where one votes."""
CHECKED = "checked"


def names(page: Voting) -> set[str]:
    """What the first page of a vote may ask, whatever the edition."""
    return set(KINDS[page.form].form().data)


def bound(page: Voting, fields: dict[str, list[str]]) -> BaseForm:
    """The first page with what was said; by e-mail the area alone is asked after the link, and not before."""
    form = form_for(page, MultiDict(fields), now=None)
    assert form is not None  # noqa: S101 - without a time, it always takes answers
    if page.edition.identity == EMAIL:
        for name in [one.name for one in form if (one.name == AREA) != (LINK in fields)]:
            del form[name]
    return form


def identity(page: Voting, sealed: Sealed, checked: bool = False) -> Response:
    """The first page again, or that of the area, with what was said; with its mistakes when `checked`."""
    form = bound(page, sealed.fields)
    if checked:
        form.validate()
    status, template = 422 if checked else 200, KINDS[page.form].template
    if LINK in sealed.fields:
        return draw("vote_area.html", status, page=page, form=form, sealed=seal(sealed))
    return draw(template, status, page=page, form=form, now=service().clock.wall())


def ballot(
    page: Voting, sealed: Sealed, slate: Slate, filled: Filled | None = None, refused: str = "", told: bool = False
) -> Response:  # fmt: skip
    """The ballot of an area, with what is chosen and the total so far, first when it is `told`; 422 with what to
    change."""
    rules = page.edition.ballot
    filled = filled or Filled(choosing.unpacked(sealed.fields.get(CHOICES, [])), {})
    shown = {number: points for number, points in filled.choices.items() if number != choosing.STRANGE}
    kept = {name: said for name, said in sealed.fields.items() if name != STEP} | {CHOICES: choosing.packed(shown)}
    return draw(
        "ballot.html", 422 if refused else 200, page=page, slate=slate, refused=typeset(refused),
        rule=choosing.rule(rules, slate), running=choosing.running(rules, slate, filled.choices), told=told,
        rows=choosing.rows(slate, sealed.fields.get(SEED, [""])[0], filled), strange=choosing.NOT_A_NUMBER,
        sealed=seal(replace(sealed, fields=kept)),
    )  # fmt: skip


def to_check(page: Voting, sealed: Sealed, slate: Slate, filled: Filled, notice: str) -> Response:
    """« Vérifiez votre vote », whose page alone has the last button."""
    fields = sealed.fields | {CHOICES: choosing.packed(filled.choices), STEP: [CHECKED]}
    rows = [row for row in choosing.rows(slate, sealed.fields[SEED][0], filled) if row.value]
    return draw(
        "check_vote.html", page=page, slate=slate, rows=rows, sealed=seal(replace(sealed, fields=fields)),
        running=choosing.running(page.edition.ballot, slate, filled.choices), notice=notice,
    )  # fmt: skip
