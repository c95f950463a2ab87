"""The count of a vote in the office, once the box was opened: as it will be published, and the files for that."""

from flask import Response

from formservice.export import disposition
from formservice.office.guard import agent, bp, draw
from formservice.office.voting_known import Known, known_of
from formservice.office.voting_remembered import remembered
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.voting import elections, publication, tallying
from formservice.voting.counting import LEAST, counting
from formservice.voting.elections import Election


@bp.get("/votes/<code>/decompte/")
@audience("vote")
def vote_count(code: str) -> Response:
    """The result of each area, as it will be published."""
    known = known_of(code)
    election = counted_of(known)
    if election is None:
        return draw("vote_not_counted.html", known=known, what="Le décompte")
    try:
        tally = tallying.told(service(), counting(service(), election, remembered(election)))
    except Refused as refusal:
        return draw("vote_not_counted.html", 409, known=known, what="Le décompte", notice=str(refusal))
    return draw("vote_count.html", known=known, tally=tally, least=LEAST)


@bp.post("/votes/<code>/decompte/telecharger")
@audience("vote")
def vote_count_files(code: str) -> Response:
    """The files to publish, as a zip. A post, since it leaves a line in the journal."""
    known = known_of(code)
    election = counted_of(known)
    if election is None:
        return draw("vote_not_counted.html", 409, known=known, what="Le décompte")
    try:
        made = publication.archive(service(), election, agent().login)
    except Refused as refusal:
        return draw("vote_not_counted.html", 409, known=known, what="Le décompte", notice=str(refusal))
    headers = {"Content-Disposition": disposition(f"{service().clock.today()}_decompte-{known.code.lower()}.zip")}
    return Response(made, content_type="application/zip", headers=headers)


def counted_of(known: Known) -> Election | None:
    """The election of a vote whose box was opened; None before."""
    return known.election if known.state == elections.COUNTED else None
