"""Three consultations from the file to the published results, in a commune the code has never seen.

Real processes, the running clock, a browser without JavaScript, the command line. What came of it is read from pages
(lxml), files (csv, openpyxl, pypdf), letters (Python's parser), and counted again by a script that has nothing of
ours. `REHEARSAL_ANSWERS=1000` has a thousand people answer each.
"""

import re
import shutil
from collections import Counter
from datetime import timedelta

import pytest

from tests.browser.steps import Visitor
from tests.built import build
from tests.commune import generate
from tests.rehearsal import after_close, filling, while_open
from tests.rehearsal.after_close import office
from tests.rehearsal.asking import SECRET, Survey
from tests.rehearsal.stores import on_a_store
from tests.running import serving


@pytest.fixture
def survey(tmp_path, commune, url):
    """Our own copy of the generated commune, on a store of its own, with one open consultation of each identity."""
    ours = generate(
        tmp_path / "commune", commune.seed, commune.now, activities=13, news=2, collection=False, budgets=False,
        consultations=5,
    )  # fmt: skip
    slugs = dict(zip(("declaree", "libre", "code"), [ours.consultations[n] for n in (0, 3, 4)], strict=True))
    made_alike(ours.folder / "content/consultations", slugs)
    site = build(ours.folder, tmp_path / "release-0", ours.now)
    (tmp_path / "live").mkdir()
    settings = {"FORMSERVICE_STORE": url, "FORMSERVICE_BACKGROUND": "0", "FORMSERVICE_TRUSTED_PROXIES": "1"}
    with serving(site, tmp_path / "live", **settings) as live:
        made = Survey(live, ours, tmp_path)
        made.begin(slugs)
        yield made


def made_alike(folder, slugs):
    """All end on the same day; each has a free answer, and the one that changes an option to count."""
    until = filling.front(folder / f"{slugs['declaree']}.md")
    for identity, slug in slugs.items():
        path = folder / f"{slug}.md"
        asked = [*filling.front(path)["questions"], {"id": "mot", "kind": "long", "text": "Un mot pour finir ?"}]
        same = {key: until[key] for key in ("closes", "results")}
        filling.write(path, identity=identity, questions=asked, **same)


@pytest.fixture
def sit(browser, survey):
    """Sit somebody before a window without JavaScript."""
    opened = []

    def make():
        opened.append(Visitor(browser, survey.live))
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()


# Minutes on each store: both wait for `make test-all`. What pages say is counted again by test_recount.py every time.
@pytest.mark.heavy
@on_a_store("asking")
def test_three_consultations_from_the_file_to_the_published_results(survey, sit, url):
    print(f"seed {survey.commune.seed}")
    survey.codes = while_open.printed_codes(survey)
    while_open.half(survey)
    while_open.by_browser(survey, sit)
    while_open.wrong_codes(survey)
    while_open.a_code_twice_at_once(survey)
    while_open.twice_by_two_channels(survey)
    while_open.one_household(survey)
    while_open.taken_back(survey)
    begun = begun_before_the_change(survey)
    questionnaire_changed(survey, begun)
    while_open.half(survey)
    late_for_the_change(survey, begun)
    nothing_is_seen(survey)
    while_open.the_last_second(survey, url)
    nothing_is_seen(survey, closed=True)
    while_open.paper_in_the_grace(survey)
    after_close.judged(survey)
    texts = after_close.read_by_two(survey)
    files = after_close.downloaded(survey)
    after_close.results_published(survey, texts)
    held = after_close.recounted(survey, files)
    after_close.told_of_results(survey)
    after_close.filed_in_the_end(survey)
    came = Counter((one.slug, one.channel) for one in survey.people if one.asked)
    print(f"{sum(came.values())} answers {dict(came)}; numbers shown {held.exact}, masked {held.masked}")


def begun_before_the_change(survey):
    """Three begin on the web, three write on paper, with the questionnaire as it is."""
    slug = survey.slugs["declaree"]
    web = [survey.somebody(slug, "web") for _ in range(3)]
    pages = [survey.walk(one, 1) for one in web]
    return web, pages, [survey.somebody(slug, "paper") for _ in range(3)]


def questionnaire_changed(survey, begun):
    """The editor changes it: forms and papers of before are taken, as what they are."""
    slug, (web, pages, papers) = survey.slugs["declaree"], begun
    survey.old = survey.version(slug)
    before = survey.front(slug)["questions"]
    shutil.copy(survey.path(slug), survey.folder / "before.md")
    asked = [*before[1:], {"id": "neuf", "kind": "one", "text": "Et la nuit ?", "options": ["Oui", "Non", "Parfois"]}]
    gone = before[0]["id"]
    for one in asked:
        if one.get("show_if", {}).get("question") == gone:
            del one["show_if"]
    survey.write(slug, questions=asked)
    survey.publish()
    assert survey.version(slug) != survey.old
    survey.all_answer([survey.somebody(slug, "telephone")])
    done = [survey.go_on(one, page) for one, page in zip(web[:2], pages, strict=False)]
    survey.thanked(web[:2], survey.confirm(web[:2], done))
    for one in papers[:2]:
        survey.by_agent(one, survey.old)


def late_for_the_change(survey, begun):
    """After the grace, a form of before is shown again, with what was kept; a paper of before is not typed any more."""
    (*_, one), (*_, page), (*_, paper) = begun
    survey.later(survey.now + timedelta(days=8))
    shown = one.web.post(*page.form("next"))
    assert shown.status == 200 and shown.says("a changé"), shown.text
    clerk = survey.clerks[0]
    old = f"/agents/saisie/{survey.code(paper.slug)}?questionnaire={survey.old}"
    assert not clerk.get(old).says("Ancien questionnaire")
    page = survey.typed(paper, version=survey.old)
    assert page.status == 409 and page.says("Le questionnaire a changé"), page.text[:600]
    one.asked = paper.asked = ""
    assert not clerk.get(old.partition("?")[0]).tree.xpath(f"//a[contains(@href, '{survey.old}')]")


def nothing_is_seen(survey, closed=False):
    """A reader opens every page of the site and of the office, and asks for every file; the commands refuse too."""
    folder = survey.live.site.folder
    assert not [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    clerk, held = survey.clerks[0], {one.number for one in survey.people if one.state == "held"}
    for url, page in everything(clerk).items() if not closed else ():
        seen = {int(one) for one in re.findall(rf"{SECRET}(\d+)", page.body.decode())}
        assert seen <= (held if url.endswith("/quarantaine") else set()), url
    for slug in survey.slugs.values():
        here = office(survey, slug)
        for url in ("resultats/", "resultats/1/", "resultats/resultats.csv", "resultats/resultats.json"):
            assert clerk.get(survey.url(slug) + url).status == 404
        for name in ("zip",) if closed else ("csv", "xlsx", "ods", "zip"):
            asked = {"token": clerk.token, "format": name, "asked": survey.version(slug), "reason": "Pour voir"}
            assert clerk.post(f"{here}telecharger", asked).status == 409, name
        assert closed or clerk.get(f"{here}lecture/mot").status == 409
        words = ("publish", survey.code(slug), "--to", str(survey.folder), "--force", "--reason", "Pour voir")
        status, said = survey.run(*words)
        assert status and "Pas avant le" in said, said
    status, said = survey.run("export", "reponses", "--output", str(survey.folder / "vues.csv"))
    assert status and not (survey.folder / "vues.csv").exists(), said


def everything(clerk):
    """Every page of the office, by its links."""
    found, waiting = {}, ["/agents/"]
    while waiting:
        url = waiting.pop()
        if url in found or len(found) > 300:
            continue
        found[url] = clerk.get(url)
        links = found[url].tree.xpath("//a/@href") if found[url].body.startswith(b"<!") else []
        waiting += [link for link in links if link.startswith("/agents/") and "#" not in link]
    assert any(url.endswith("/quarantaine") for url in found)
    return found
