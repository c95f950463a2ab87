"""The study of ideas, rehearsed: joined, decided, by two agents at once, contested and looked at again."""

import threading

from tests.rehearsal.ideas import APART
from tests.rehearsal.web import level
from tests.running import PASSWORD


def joined(year):
    """Some are joined to another of their quartier; one by mistake, and parted again."""
    free = lambda one: one.state == "received" and not any(other.into == one.number for other in year.filed)  # noqa: E731
    for one in year.some(0.12, free):
        others = [
            other for other in year.filed if other.area == one.area and other is not one and other.state == "received"
        ]
        if not free(one) or not others:
            continue
        other = year.draw.choice(others)
        year.clerks[0].act(one.number, "merge", number=str(other.number))
        one.state, one.into, one.told = "merged", other.number, [f"n° {other.number}"]
    wrong = next((one for one in year.filed if one.state == "merged"), None)
    assert wrong, "nothing was joined: another seed"
    year.clerks[1].act(wrong.number, "part")
    wrong.state, wrong.into, wrong.told = "received", 0, []


def decided_in_a_browser(year, sit):
    """An agent accepts an idea without JavaScript."""
    window, one = sit(), year.of_person(APART)
    window.open("/agents/connexion")
    window.page.fill("input[name=login]", "karim")
    window.page.fill("input[name=password]", PASSWORD)
    window.press("Me connecter")
    window.open(f"/agents/participation/{year.edition.code}/{one.number}")
    window.page.get_by_text("Retenir pour le vote", exact=True).click()
    window.page.fill("[name=accept-cost]", f"{10 * one.number} €")
    window.page.fill("[name=accept-service]", "Les espaces verts")
    window.press("Retenir cette idée")
    one.cost = 10 * one.number
    hear(year, one, "accepted", [f"n° {one.number}"])


def decided(year):
    """Each is accepted with a cost or refused with a reason; who is joined hears it too."""
    for one in year.filed:
        if one.state not in ("received", "questioned"):
            continue
        clerk = year.draw.choice(year.clerks)
        if year.draw.random() < 0.3:
            refuse(year, one, clerk, f"Le terrain du n° {one.number} n’est pas à la commune.")
        else:
            accept(year, one, clerk)


def accept(year, one, clerk):
    one.cost = 10 * one.number
    clerk.act(one.number, "accept", cost=str(one.cost), service="Les espaces verts", reason="")
    hear(year, one, "accepted", [f"n° {one.number}"])


def refuse(year, one, clerk, reason):
    clerk.act(one.number, "refuse", reason=reason, service="La voirie")
    hear(year, one, "refused", [reason])


def hear(year, one, state, told):
    """It is so, and everybody it concerns is to be told."""
    one.state, one.told = state, told
    for other in year.filed:
        if other.into == one.number:
            other.told = [f"n° {other.number}", *told[:1]]


def two_agents_at_once(year):
    """Both read the same page; one decides, the other is shown what changed."""
    one = next(one for one in year.filed if one.state == "accepted")
    pages, gate, seen = [clerk.page(one.number) for clerk in year.clerks], threading.Barrier(2), {}
    acts = [("refuse", {"reason": "Il y a des câbles sous le trottoir.", "service": "La voirie"}),
            ("refuse", {"reason": "Les racines soulèveraient la chaussée.", "service": "La voirie"})]  # fmt: skip

    def press(clerk, page, act):
        gate.wait()
        seen[clerk.login] = clerk.send(page, act[0], **act[1])

    both = [threading.Thread(target=press, args=given) for given in zip(year.clerks, pages, acts, strict=True)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(answer.status for answer in seen.values()) == [303, 409], seen
    first, second = sorted(seen, key=lambda login: seen[login].status)
    assert seen[second].says("Entre-temps") and seen[second].says(first), seen[second].text[:400]
    hear(year, one, "refused", [acts[[clerk.login for clerk in year.clerks].index(first)][1]["reason"]])
    one.cost = 0


def contested(year):
    """Half of the refusals, by link or by telephone; another agent looks again."""
    for one in year.some(0.5, lambda one: one.state == "refused"):
        steps = story_of(year, one)
        if one.link and one.person.reach == "email":
            year.author(one, "contest", text="Le terrain est à la ville.")
        else:
            year.clerks[0].act(one.number, "contest", text="Le terrain est à la ville.", channel="telephone")
        signer = next(
            clerk for clerk in year.clerks if f"{clerk.login} n’a pas retenu" in level(steps).replace("'", "’")
        )
        other = next(clerk for clerk in year.clerks if clerk is not signer)
        answer = signer.send(signer.page(one.number), "accept", cost="500", service="La voirie", reason="")
        assert answer.status == 409 and answer.says("un autre agent doit la relire"), answer.text[:400]
        if year.draw.random() < 0.5:
            accept(year, one, other)
        else:
            refuse(year, one, other, f"Relu : le terrain du n° {one.number} est à un voisin.")


def story_of(year, one):
    """What an agent reads of its story."""
    return year.clerks[0].page(one.number).text
