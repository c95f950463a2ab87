"""Agents during a vote: the counter, sheets of signatures, conflicts; what goes into the cardboard urn."""

import re
import secrets

from deploy.first_agent import CODE
from tests.rehearsal.at_the_polls import marked
from tests.rehearsal.web import Web
from tests.running import PASSWORD

LINES = 10
ONE_OF_MANY = re.compile(r"#|/imprimer/|/feuilles/\d\d+|/\d+/\d+/annuler")


class Teller(Web):
    """An agent of the vote, who came in by password and recovery code."""

    def __init__(self, polls, login):
        super().__init__(polls.live)
        code = spare(polls, login)
        answer = self.post("/agents/connexion", {"login": login, "password": PASSWORD})
        assert answer.where.endswith("/code"), answer.text
        page = self.get(answer.where)
        token = page.tree.xpath("string(//input[@name='token']/@value)")
        answer = self.post(answer.where, {"token": token, "recovery": code})
        assert answer.status == 303, answer.text
        self.token = re.findall(r'name="token" value="(\w+)"', self.get("/agents/").body.decode())[0]

    def send(self, url, **fields):
        """Send a form of the office."""
        return self.post(url, {"token": self.token, "key": secrets.token_hex(10)} | fields)


def hired(polls):
    """Two agents of the vote at their desks."""
    for login in polls.recovery:
        words = ("agent", "add", login, "--role", "vote", "--password-stdin")
        polls.live.command(*words, given=PASSWORD)
    return {login: Teller(polls, login) for login in polls.recovery}


def spare(polls, login):
    """A recovery code that has not served."""
    if not polls.recovery[login]:
        polls.recovery[login] += CODE.findall(polls.live.command("agent", "second", login, "--recovery"))
    return polls.recovery[login].pop()


def compared(polls, one):
    """What tells one person from another."""
    return {"code": one.code} if polls.coded else {"name": one.name, "birth": one.birth}


# The counter


def by_counter(polls, some):
    """Each signs before an agent, and puts an envelope into the urn."""
    for one in some:
        teller = polls.tellers[polls.draw.choice(["lucie", "karim"])]
        page = mark(polls, teller, one)
        assert page.status == 200, page.text[:600]
        polls.enrol(one, "counter", page.tree.xpath("string(//section//*[@class='reference'])"))
        into_the_urn(polls, one)


def into_the_urn(polls, one):
    """What somebody wrote, in an envelope."""
    one.paper = polls.paper(one)
    polls.urn.append(one.paper)


def mark(polls, teller, one, channel="counter"):
    """An agent marks the roll."""
    return teller.send(f"/agents/saisie/{polls.code}-VOTE", channel=channel, **polls.identity(one))


def refused_at_the_counter(polls, one):
    """Who has voted is told by which way and when; no envelope."""
    page = mark(polls, polls.tellers["lucie"], one)
    ways = {"web": "par internet", "counter": "au guichet", "paper": "sur papier"}
    assert page.status == 409 and page.says("Un vote est déjà enregistré"), page.text[:600]
    assert page.says(ways[one.channel]), page.text[:600]


def taken_back(polls, one):
    """A mark made by mistake is taken back on the same day: the person votes otherwise. The paper leaves the urn."""
    page = polls.tellers["karim"].send(
        f"{polls.board}annuler", reference=one.receipt, why="gone", **compared(polls, one)
    )
    assert page.says("L’émargement est annulé"), page.text[:600]
    polls.people.remove(one)
    polls.urn.remove(one.paper)
    polls.undone = (one.day, one.channel)


def told_by_the_roll(polls, one):
    """The roll is asked about one who has voted."""
    page = polls.tellers["karim"].send(f"{polls.board}consulter", **compared(polls, one))
    assert page.status == 200 and page.says("Au guichet"), page.text[:600]


# Sheets


def sheets(polls, some):
    """Blank sheets are made, some sign: (sheet, line) → who."""
    wanted, first = -(-len(some) // LINES), 0
    while wanted > 0:
        count = min(40, wanted)
        page = polls.tellers["lucie"].send(f"{polls.board}feuilles/", place="Urne itinérante", count=str(count))
        [made] = re.findall(r"La feuille (\d+) est prête|Les feuilles (\d+) à", page.text)
        first, wanted = first or int(made[0] or made[1]), wanted - count
    return {(first + n // LINES, n % LINES + 1): one for n, one in enumerate(some)}


def typed(polls, signed):
    """Lines are typed one by one; the envelope of who has voted is set aside, the others go into the urn."""
    for (sheet, line), one in signed.items():
        teller = polls.tellers[polls.draw.choice(["lucie", "karim"])]
        url, known = f"{polls.board}feuilles/{sheet}/", bool(one.channel)
        page = type_line(polls, teller, url, line, one, "type")
        assert page.status == (409 if known else 303), page.text[:600]
        if known:
            assert page.says("Un vote est déjà enregistré") and page.says("Mettre l’enveloppe de côté")
            assert type_line(polls, teller, url, line, one, "aside").status == 303
            polls.aside += 1
            continue
        polls.enrol(one, "paper", number_of(teller.get(url), sheet, line))
        into_the_urn(polls, one)


def type_line(polls, teller, url, line, one, action):
    """One line of a sheet."""
    who = {name: said for name, said in polls.identity(one).items() if name != "address"}
    return teller.send(url, line=str(line), action=action, **who)


def number_of(page, sheet, line):
    """The number that a line was given."""
    [row] = [row for row in page.tree.xpath("//tbody/tr") if row.xpath("string(th)").strip() == f"{sheet}-{line}"]
    return re.findall(r"VO-[0-9A-Z]{4}-[0-9A-Z]{4}", row.text_content())[0]


def the_rest_is_empty(polls, signed):
    """The lines that nobody signed."""
    for sheet in sorted({sheet for sheet, _ in signed}):
        url = f"{polls.board}feuilles/{sheet}/"
        blank = polls.tellers["lucie"].get(url).tree.xpath("//tbody/tr[contains(., 'À saisir')]")
        if blank:
            assert polls.tellers["lucie"].send(url, action="rest", count=str(len(blank))).status == 303
        assert polls.tellers["lucie"].get(url).says("Finie")


# What agents see


def nothing_is_seen(polls):
    """No page of the office, nor of the site, names a project beside a number of votes, before the end."""
    teller, waiting, seen = polls.tellers["karim"], ["/agents/", polls.board, f"{polls.board}lots/"], {}
    while waiting:
        url = waiting.pop()
        if url in seen or len(seen) > 400:
            continue
        seen[url] = teller.get(url)
        links = seen[url].tree.xpath("//a/@href") if seen[url].body.startswith(b"<!") else []
        waiting += [link for link in links if link.startswith("/agents/") and not ONE_OF_MANY.search(link)]
    words = [marked(one) for one in polls.projects]
    assert f"{polls.board}feuilles/" in seen and f"{polls.board}lots/" in seen
    told = {url: page.body.decode("utf-8", "ignore") for url, page in seen.items()}
    assert not [(url, word) for url, text in told.items() for word in words if word in text]


def on_line(polls):
    """The pages of the edition as everybody reads them."""
    areas = [f"{polls.base}{one['slug']}/" for one in polls.edition["areas"]]
    pages = [polls.base, *areas, *(f"{polls.base}{one['number']}/" for one in polls.projects)]
    return {url: Web(polls.live).get(url).body for url in pages}
