"""After the close: envelopes are opened, typed by one agent, typed again by the other, settled, sealed."""

from collections import Counter
from dataclasses import replace

from tests.rehearsal.keyholders import held

SCREEN, WORDS = 10, "Une signature sans enveloppe, le mardi."

SAID = {
    "blank": "Bulletin blanc", "empty": "Enveloppe vide", "several": "Plusieurs bulletins différents dans l’enveloppe",
    "too_many": "Trop de choix", "too_dear": "Au-delà de l’enveloppe du quartier", "unreadable": "Illisible",
    "marked": "Signe qui fait reconnaître qui vote",
    "foreign": "Projet qui n’est pas sur le bulletin, ou bulletin d’une autre édition",
}  # fmt: skip


def in_piles(polls):
    """The urn, shuffled and cut into piles: by quartier, or mixed."""
    most = 100 if len(polls.urn) > 200 else 12
    papers = polls.draw.sample(polls.urn, len(polls.urn))
    apart, mixed = papers[: len(papers) // 2], papers[len(papers) // 2 :]
    piles = [("", mixed[n : n + most]) for n in range(0, len(mixed), most)]
    for area in {one.area for one in apart}:
        mine = [one for one in apart if one.area == area]
        piles += [(area, mine[n : n + most]) for n in range(0, len(mine), most)]
    return [pile for pile in piles if pile[1]]


def all_sealed(polls):
    """Every pile goes through; one lacks an envelope, one was read in two ways."""
    piles = in_piles(polls)
    for n, (area, pile) in enumerate(piles):
        lost = n == 0 and len(pile) > 1
        if lost:
            polls.lost = pile.pop()
            polls.urn.remove(polls.lost)
        sealed(polls, area, pile, lost, differs=n == len(piles) - 1)
    return len(piles)


def sealed(polls, area, pile, lost, differs):
    """One batch, from its opening to the box."""
    first, second = polls.draw.sample([polls.tellers["lucie"], polls.tellers["karim"]], 2)
    made = first.send(
        f"{polls.board}lots/", place="Urne de la mairie", area=area, signatures=str(len(pile) + lost),
        envelopes=str(len(pile)),
    )  # fmt: skip
    assert made.status == 303, made.text[:600]
    url = made.where
    type_in(first, f"{url}premiere", pile, area)
    assert first.get(f"{url}seconde").status == 409, "the second reading is for another"
    again = (
        [replace(pile[0], text="", said="blank" if pile[0].said != "blank" else "empty"), *pile[1:]]
        if differs
        else pile
    )
    type_in(second, f"{url}seconde", again, area)
    if differs:
        assert "pas scellé" in held(polls, "unseal", lines=polls.papers[:2], code=1)
        settled(first, second, url)
    if lost:
        assert act(first, url, action="seal", words="").status == 409
    answer = act(first, url, action="seal", words=WORDS if lost else "")
    assert answer.status == 303 and first.get(url).says("Scellé, dans l’urne"), answer.text[:600]
    assert first.send(f"{url}premiere?a=0", action="keep", version="1", **{"text-0": "1"}).status == 409


def act(teller, url, **sent):
    """A button of the page of a batch, as it stands now."""
    seen = teller.get(url).tree.xpath("string(//input[@name='version']/@value)")
    return teller.send(url, version=seen, **sent)


def type_in(teller, url, pile, area):
    """One reading of a pile, ten ballots a screen."""
    for start in range(0, len(pile), SCREEN):
        page = teller.get(f"{url}?a={start}")
        sent = {"version": page.tree.xpath("string(//input[@name='version']/@value)")}
        for n, one in enumerate(pile[start : start + SCREEN]):
            sent |= {f"text-{n}": one.text, f"invalid-{n}": one.said} | ({} if area else {f"area-{n}": one.area})
        sent["action"] = "finish" if start + SCREEN >= len(pile) else "keep"
        answer = teller.send(f"{url}?a={start}", **sent)
        assert answer.status == 303, answer.text[:800]


def settled(first, second, url):
    """The difference is settled by one, and agreed by the other."""
    page = first.get(url)
    assert page.says("1 différence"), page.text[:600]
    assert act(first, url, action="seal", words="").status == 409
    assert act(first, url, action="settle", place="0", how="first").status == 303
    assert act(first, url, action="seal", words="").status == 409
    assert act(second, url, action="agree").status == 303


def kept(papers):
    """The lines of these papers as an open batch keeps them."""
    return [f'["{one.area}","{one.text}","{one.said}"]'.encode() for one in papers if " " in one.text]


def invalid(polls):
    """How many are not counted, by kind."""
    return Counter(one.invalid for one in polls.urn if one.invalid)
