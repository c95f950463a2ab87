"""Ideas become projects, rehearsed: published, put to the vote, carried out, and everybody told."""

from PIL import Image

from formservice.participation.due import NEWS
from tests.rehearsal.ideas import APART
from tests.rehearsal.web import Web


def published(year):
    """The files leave, one of them in the words of an agent. The editor commits and builds."""
    year.commit("Avant")
    where = ("publish", year.edition.code, "--to", str(year.content))
    told_all = year.of_person(APART)
    count = sum(one.state in ("accepted", "refused") for one in year.filed)
    code, said = year.run(*where)
    assert code == 1 and f"{count - 1} fichiers nouveaux" in said and f"n° {told_all.number}, " in said, said
    words = {"title": "Un quai", "summary": "Pour les bateaux.", "what": "Un quai.", "why": "Pour accoster."}
    year.clerks[0].act(told_all.number, "word", **words, photo_alt="Le bord de la rivière, sans quai")
    code, said = year.run(*where)
    assert code == 0 and "1 fichier nouveau" in said and f"{count - 1} inchangés" in said, said
    [photo] = (year.content / "images").glob(f"idee-{year.edition.code.lower()}-{told_all.number}.jpg")
    with Image.open(photo) as seen:
        assert not seen.getexif()
    year.commit("Les idées étudiées")
    year.publish()
    no_contact(year)
    for one in year.filed:
        page = Web(year.live).get(f"{year.edition.url}{one.number}/")
        if one.state in ("accepted", "refused"):
            assert page.says("Soumis au vote" if one.state == "accepted" else "Pas retenu"), page.text[:300]
        elif one.state == "withdrawn":
            assert page.status == 404


def no_contact(year):
    """Nothing of who filed them is in the files."""
    text = "".join(path.read_text() for path in (year.content / "projets").glob(f"{year.commune.edition}-*.md"))
    hidden = [said for one in year.filed for said in (one.person.name, *one.person.contact.values())]
    assert [said for said in hidden if said in text] == []


def put_to_the_vote(year):
    """Everybody heard that it would be when it was accepted; nothing is decided any more."""
    assert "nouvelle" not in year.tick()
    year.phase("vote")
    one = next(one for one in year.filed if one.state == "accepted")
    answer = year.clerks[0].send(
        year.clerks[0].page(one.number), "refuse", reason="Trop tard pour cela, hélas.", service="x"
    )
    assert answer.status == 409 and answer.says("Le vote est ouvert"), answer.text[:300]
    code, said = year.run("publish", year.edition.code, "--to", str(year.content))
    assert code == 0 and "inchangés" in said


def carried_out(year):
    """The editor commits what people chose, then the works."""
    chosen = year.some(0.5, lambda one: one.state == "accepted")
    others = [one for one in year.filed if one.state == "accepted" and one not in chosen]
    for some, status in ((chosen, "choisi"), (others, "non-choisi")):
        for one in some:
            year.set_status(one.number, status)
    year.commit("Le vote")
    year.publish()
    news(year, "choisi", chosen, also=len(others))
    told(year, "non-choisi", others)
    for one in chosen:
        status = year.draw.choice(("prevu", "en-cours", "termine", "abandonne"))
        year.set_status(one.number, status)
        told(year, status, [one])
    year.commit("Les travaux")
    year.publish()
    year.tick()
    code, said = year.run("publish", year.edition.code, "--to", str(year.content))
    assert code == 0 and "Modifiés par un éditeur" in said, said


def news(year, status, some, also=0):
    """One tick tells all, the next one tells nothing."""
    said = year.tick().replace("\u00a0", " ")
    assert "nouvelle" in said, said
    assert "Rien à faire" in year.tick().replace("\u00a0", " ")
    told(year, status, some)


def told(year, status, some):
    """What their authors, and those of the ideas joined to them, must have heard."""
    for one in some:
        for each in (one, *(other for other in year.filed if other.into == one.number)):
            each.told = [NEWS[status], f"{year.edition.url}{one.number}/"]
