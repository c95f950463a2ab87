"""A vote from the words of its key to its opened box, in a commune the code has never seen, while things go wrong.

Real processes, the running clock, browsers without JavaScript, the command line. What came of it is read from files and
tables by a stranger (stranger.py), and compared with what each voted. `REHEARSAL_VOTES=2000` has two thousand vote.
"""

import json
import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.browser.steps import Visitor
from tests.built import build
from tests.commune import generate
from tests.rehearsal import at_the_polls, counted, envelopes, in_windows, keyholders, on_the_roll, stranger, turned_out
from tests.rehearsal.drawn_up import drawn_up
from tests.rehearsal.polls import MANY, Polls, a_second_service, told
from tests.rehearsal.stores import on_a_store
from tests.running import serving

SPARE, SOME = 30, 300
"""Codes for those who are stopped; voters of whom every word is looked for."""


@pytest.fixture
def polls(tmp_path, commune, url):
    """Our own copy of the generated commune, on a store of its own, served by two processes."""
    draw, store = random.Random(f"{commune.seed}{url[:6]}"), url.startswith("tinydb:")
    ours = generate(
        tmp_path / "commune", commune.seed, commune.now, activities=13, news=2, collection=False,
        projects=draw.randrange(6, 16), consultations=1,
    )  # fmt: skip
    # Each store has the identity that the other has not.
    identity = ("declaree", "code")[(commune.seed + store) % 2]
    edition = drawn_up(ours.folder, ours.voting, ours.now, draw, identity)
    site = build(ours.folder, tmp_path / "release-0", ours.now)
    (tmp_path / "live").mkdir()
    settings = {"FORMSERVICE_STORE": url, "FORMSERVICE_BACKGROUND": "0", "FORMSERVICE_TRUSTED_PROXIES": "1"}
    with serving(site, tmp_path / "live", **settings) as live, a_second_service(live) as (other, service):
        made = Polls(live, ours, tmp_path)
        made.begin(url, edition, other)
        made.second = service
        yield made


@pytest.fixture
def sit(browser, polls):
    """Sit somebody before a window without JavaScript."""
    opened = []

    def make():
        opened.append(Visitor(browser, polls.live))
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()


# A minute or two on each store: both wait for `make test-all`.
@pytest.mark.heavy
@on_a_store("votes")
def test_a_vote_from_the_words_of_its_key_to_its_opened_box(polls, sit, request):
    ballot = polls.edition["ballot"]["kind"]
    print(f"seed {polls.commune.seed}: {ballot}, {polls.edition['identity']}, {len(polls.projects)} projects")
    the_eve(polls)
    first_day(polls, sit)
    second_day(polls, request)
    nothing_can_be_read(polls, "pendant")
    last_day(polls)
    the_close(polls)
    piles = the_envelopes(polls)
    counted.nothing_before(polls)
    the_opening(polls)
    the_count(polls)
    print(f"{dict(polls.came())}, {piles} piles, {dict(envelopes.invalid(polls))} not counted, {polls.aside} aside")


def the_eve(polls):
    """Agents are hired, letters printed, the box is opened: nobody votes yet."""
    polls.tellers = on_the_roll.hired(polls)
    polls.all_codes = keyholders.printed_codes(polls, MANY + SPARE) if polls.coded else []
    polls.codes = list(polls.all_codes)
    keyholders.begun(polls)
    counted.announced(polls)
    one = polls.somebody()
    assert not one.web.get(polls.vote).tree.xpath("//main//form[@method='post']")
    early = one.web.post(polls.vote, polls.identity(one))
    assert early.status == 409 and early.says("Le vote ouvre"), early.text[:400]
    polls.codes += [one.code] if one.code else []


def some(polls, share):
    """So many people, by the share of all."""
    return [polls.somebody() for _ in range(max(2, round(share * MANY)))]


def first_day(polls, sit):
    """The web and the counter; people who come twice."""
    polls.later(polls.since + timedelta(hours=2))
    polls.publish()
    polls.blank = on_the_roll.on_line(polls)
    web, counter = some(polls, 0.1), some(polls, 0.1)
    pages = at_the_polls.by_web(polls, web)
    at_the_polls.pressed_again(polls, web[0], pages[0])
    on_the_roll.by_counter(polls, counter)
    in_windows.vote(polls, sit)
    in_windows.mark(polls, sit)
    at_the_polls.twice_at_once(polls)
    for one in (web[0], counter[0]):
        at_the_polls.again(polls, one)
        on_the_roll.refused_at_the_counter(polls, one)
    on_the_roll.told_by_the_roll(polls, counter[0])
    on_the_roll.taken_back(polls, counter[1])
    at_the_polls.by_web(polls, counter[1:2])
    if polls.coded:
        at_the_polls.codes_that_do_not_serve(polls)
    turned_out.agrees(polls)


def second_day(polls, request):
    """A worker is killed, the store is cut off or full; a sheet comes back, with who has voted already."""
    polls.later(polls.since + timedelta(days=1, hours=2))
    server = None if polls.url_of_store.startswith("tinydb:") else request.getfixturevalue("server")
    at_the_polls.by_web(polls, some(polls, 0.1), at_the_polls.killer(polls))
    if server:
        at_the_polls.by_web(polls, some(polls, 0.1), at_the_polls.cutter(polls, server))
    else:
        at_the_polls.no_room(polls, some(polls, 0.1))
    on_the_roll.by_counter(polls, some(polls, 0.1))
    came = [
        polls.draw.choice([one for one in polls.people if one.channel == channel]) for channel in ("web", "counter")
    ]
    on_the_roll.typed(polls, on_the_roll.sheets(polls, [*some(polls, 0.15), *came]))
    polls.later(polls.now + timedelta(hours=1))
    turned_out.agrees(polls)


def last_day(polls):
    """Until the last second, then the sheets that were signed in time."""
    polls.later(polls.since + timedelta(days=3, hours=1))
    at_the_polls.by_web(polls, some(polls, 0.1), at_the_polls.killer(polls))
    on_the_roll.by_counter(polls, some(polls, 0.1))
    signed = on_the_roll.sheets(polls, [*some(polls, 0.15), polls.people[-1], polls.people[0]])
    keyholders.too_early(polls)
    at_the_polls.the_last_second(polls)
    late = on_the_roll.mark(polls, polls.tellers["lucie"], polls.late[0])
    assert late.status in (409, 422) and not late.tree.xpath("//section//*[@class='reference']"), late.text[:600]
    polls.signed = signed
    on_the_roll.typed(polls, signed)
    polls.later(polls.now + timedelta(hours=8))
    assert turned_out.agrees(polls) >= len(polls.people) - 4
    assert on_the_roll.on_line(polls) == polls.blank, "a page of the site changed while people voted"


def nothing_can_be_read(polls, name):
    """By a stranger who has the disk, the tables, a backup with its keys, and every page of an agent."""
    on_the_roll.nothing_is_seen(polls)
    kept = all_kept(polls, name)
    apart = {where: data for where, data in kept.items() if f"vote/{polls.code}" not in where}
    secret, personal = hidden(polls)
    assert len(apart) > 50 and stranger.found(kept, secret) == []
    assert stranger.found(apart, personal) == []
    assert stranger.strange(polls.data, polls.url_of_store) == []
    planted = {"box": f'{{"area": "{polls.people[0].area}"}}'.encode(), "key": secret[0]}
    assert len(stranger.found(planted, [*secret, *personal])) == 2, "this reader would see it"


def all_kept(polls, name):
    """The disk, the tables, the backup."""
    kept = stranger.everything(polls.data, polls.url_of_store)
    for path in keyholders.backup(polls, name):
        kept |= stranger.in_backup(path)
    return kept


def hidden(polls):
    """What may be nowhere: the key, its words, choices; what may only be in the election: areas, projects, names."""
    key = bytes(stranger.key_of(polls.papers[:2]))
    secret = [key, key.hex().encode(), *(" ".join(paper.split()[n : n + 4]).encode() for paper in polls.papers
              for n in range(0, 30, 3))]  # fmt: skip
    seen = polls.people if len(polls.people) < SOME else polls.draw.sample(polls.people, SOME)
    for one in seen:
        rows = [list(row) for row in told(one.choices, one.places)]
        packed = [f"{n}:{points}" for n, points in one.choices.items()]
        secret += [json.dumps([one.area, "web"], separators=(",", ":"))[:-1].encode()]
        secret += [json.dumps(text, separators=(",", ":")).encode() for text in (rows, packed) if len(rows) > 1]
    personal = [word.encode() for one in seen for word in ([one.code] if polls.coded else [one.name, one.address])]
    personal += [at_the_polls.marked(one).encode() for one in polls.projects]
    return secret, personal + [f'"{one["slug"]}"'.encode() for one in polls.edition["areas"]]


def the_close(polls):
    """Closed by two agents; a stranger with two papers finds each vote of the web in the box, once."""
    on_the_roll.the_rest_is_empty(polls, polls.signed)
    keyholders.closed(polls)
    where = polls.data, polls.url_of_store, polls.code
    wanted = Counter(one.known for one in polls.people if one.channel == "web")
    assert stranger.opened_with(stranger.key_of(polls.papers[1:]), stranger.sealed(*where)) == wanted
    assert stranger.signed(*where) == polls.came()
    assert stranger.numbers(*where) == {one.receipt for one in polls.people}
    days = Counter(("voted", one.day, one.channel) for one in polls.people)
    assert stranger.receipts(*where) == days + Counter({("undone", *polls.undone): 1})
    one = polls.somebody()
    assert one.web.post(polls.vote, polls.identity(one)).status == 409


def the_envelopes(polls):
    """Typed, typed again, sealed: nothing of it stays in clear."""
    assert len(polls.urn) == polls.came()["counter"] + polls.came()["paper"]
    piles = envelopes.all_sealed(polls)
    assert stranger.found(all_kept(polls, "lots"), envelopes.kept(polls.urn)) == []
    return piles


def the_opening(polls):
    """Every vote that was acknowledged is there once, none more; what was sealed is nowhere."""
    where = polls.data, polls.url_of_store, polls.code
    box = stranger.sealed(*where)
    known = [one.known for one in polls.people if one.channel == "web"] + [one.known for one in polls.urn]
    assert stranger.opened_with(stranger.key_of(polls.papers[:2]), box) == Counter(known)
    said = keyholders.unsealed(polls)
    opened = stranger.in_clear(*where)
    assert opened == Counter(known)
    lost = int(polls.lost is not None)
    ways = Counter(channel for _, channel, _, _ in opened.elements())
    assert ways == {"web": polls.came()["web"], "paper": polls.came()["counter"] + polls.came()["paper"] - lost}
    assert ("il manque 1 bulletin" in said) == bool(lost), said
    for kind, many in envelopes.invalid(polls).items():
        assert f"{envelopes.SAID[kind]} : {many}\n" in said, (kind, many, said)
    kept = all_kept(polls, "apres")
    assert stranger.texts(kept) & {text.encode() for _, text in box} == set()
    assert stranger.found(kept, hidden(polls)[0][: 2 + 30]) == []
    assert "Le stockage est sain" in polls.live.command("verify").replace("\u00a0", " ")


def the_count(polls):
    """Published, shown, counted again at home, explained to agents; then the council decides."""
    chosen, areas = counted.published(polls)
    counted.shown(polls, chosen, areas)
    counted.counted_at_home(polls, chosen, areas)
    counted.seen_by_agents(polls, chosen)
    counted.decided(polls)
    print(f"{polls.edition['count']}: {chosen}, {[len(ballots) for _, ballots, _ in areas.values()]} ballots")
