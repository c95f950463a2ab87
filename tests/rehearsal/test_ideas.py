"""A participatory budget from the first idea to the works, in a commune the code has never seen.

Real processes, the running clock, browsers without JavaScript, the command line. What came of it is read from letters
(Python's parser), pages (lxml), spreadsheets (openpyxl), files (PyYAML) and a backup (json). `REHEARSAL=300` files 300.
"""

import os
from collections import Counter

import pytest

from tests.browser.steps import Visitor
from tests.built import build
from tests.commune import generate
from tests.rehearsal import filed, studied, told, voted
from tests.rehearsal.ideas import Year
from tests.rehearsal.stores import on_a_store
from tests.running import serving

MANY = int(os.environ.get("REHEARSAL") or 30)


@pytest.fixture
def year(tmp_path, commune, url):
    """Our own copy of the generated commune, on a store of its own."""
    ours = generate(
        tmp_path / "commune", commune.seed, commune.now, activities=13, news=2, collection=False, projects=0
    )
    site = build(ours.folder, tmp_path / "release-0", ours.now)
    (tmp_path / "live").mkdir()
    settings = {"FORMSERVICE_STORE": url, "FORMSERVICE_BACKGROUND": "0", "FORMSERVICE_TRUSTED_PROXIES": "1"}
    with serving(site, tmp_path / "live", **settings) as live:
        made = Year(live, ours, tmp_path)
        made.begin(MANY)
        yield made


@pytest.fixture
def sit(browser, year):
    """Sit somebody before a window without JavaScript."""
    opened = []

    def make():
        opened.append(Visitor(browser, year.live))
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()


# Minutes each: the second store waits for `make test-all`.
@pytest.mark.heavy
@on_a_store("ideas")
def test_a_year_of_ideas(year, sit, tmp_path):
    filed.filing(year)
    filed.by_browser(year, sit)
    filed.refused_by_each_rule(year)
    filed.completed_and_withdrawn(year)
    filed.questions(year)
    studied.joined(year)
    studied.decided_in_a_browser(year, sit)
    studied.decided(year)
    studied.two_agents_at_once(year)
    studied.contested(year)
    voted.published(year)
    voted.put_to_the_vote(year)
    voted.carried_out(year)
    told.last_messages(year)
    told.counted(year)
    told.told_again(year, tmp_path)
    came, became = (Counter(one.person.channel for one in year.filed), Counter(one.state for one in year.filed))
    print(f"seed {year.commune.seed}: {len(year.filed)} ideas, {dict(came)}, {dict(became)}")
