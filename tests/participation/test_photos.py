"""The photo of an idea: aside until the idea is confirmed, then kept as long as an idea shows it."""

import hashlib
import threading
from datetime import timedelta

import pytest

from formservice import pictures
from formservice.participation import photos, staging
from tests.pages import Page, plain
from tests.participation.filing import URL, WRITTEN, a_photo, file_one, fill_in, send


def waiting(budget):
    """The photos that wait for their idea."""
    return [one for _, one in budget.app.store.search("staging/", staging.WAITING)]


def carried(page: Page) -> dict[str, str]:
    """The boxes of the form as a browser sends them again, without a file."""
    boxes = page.tree.xpath("//form[@enctype]")[0].form_values()
    return {name: value for name, value in boxes if name != "photo_file"}


def test_a_photo_is_seen_on_the_check_page_and_kept_with_the_idea(budget, visitor):
    page = fill_in(visitor, photo=a_photo())
    [image] = page.tree.xpath("//main//img/@src")
    assert image.startswith("data:image/jpeg;base64,") and len(image) < 6_000
    assert page.says("Une photo de l’endroitJointe")
    assert len(waiting(budget)) == 1

    visitor.press(page, "confirm")

    assert budget.app.store.get_blob(budget.idea(1)["photo"]).startswith(b"\xff\xd8\xff")
    assert waiting(budget) == []


def test_a_mistake_elsewhere_keeps_the_photo(budget, visitor):
    page = fill_in(visitor, 422, photo=a_photo(), title="")

    visitor.press(visitor.post(URL, carried(page) | {"title": "Un banc"}, 200), "confirm")

    assert budget.app.store.get_blob(budget.idea(1)["photo"])
    assert waiting(budget) == []


def test_modify_keeps_the_photo_until_it_is_taken_away(budget, visitor):
    page = visitor.press(fill_in(visitor, photo=a_photo()), "modify")
    assert page.says("Photo jointe") and page.tree.xpath("//main//img")

    with_it = visitor.post(page.url, carried(page), 200)
    without = visitor.post(page.url, carried(page) | {"photo_remove": "yes"}, 200)

    assert with_it.tree.xpath("//main//img") and not without.tree.xpath("//main//img")


def test_a_double_click_files_one_idea_with_its_photo(budget, visitor):
    page = fill_in(visitor, photo=a_photo())
    first, second = visitor.press(page, "confirm"), visitor.press(page, "confirm")
    assert first.url == second.url and len(budget.letters()) == 1
    assert budget.app.store.get_blob(budget.idea(1)["photo"])


def test_another_photo_takes_the_place_of_the_first(budget, visitor):
    page = visitor.press(fill_in(visitor, photo=a_photo()), "modify")
    first = hashlib.sha256(pictures.cleaned(a_photo())).hexdigest()

    other = send(visitor, URL, carried(page), [(a_photo(size=(600, 900)), "b.jpg")], 200)
    visitor.press(other, "confirm")

    assert budget.idea(1)["photo"] not in ("", first)
    assert [one["digest"] for one in waiting(budget)] == [first]


def test_nobody_claims_the_photo_of_another(budget, visitor):
    fill_in(visitor, photo=a_photo())
    [known] = waiting(budget)
    for forged in (known["digest"], f"[{known['digest']}]", "e30.abc", "x" * 299):
        page = visitor.post(URL, WRITTEN | {"photo": forged}, 422)
        assert page.errors() == [plain(staging.NOT_KEPT)]
        assert page.field("title") == "Un banc"


def test_who_comes_back_after_two_days_finds_the_answers_without_the_photo(budget, visitor):
    page = fill_in(visitor, photo=a_photo())
    budget.at(budget.clock.at + timedelta(days=2, minutes=1))

    late = visitor.press(page, "confirm", 422)

    assert late.title.startswith("Erreur") and late.says("La photo n’a pas été gardée")
    assert late.says("Un banc à l’ombre.") and late.field("photo") is None
    assert not late.tree.xpath("//main//img")


def test_what_nobody_confirmed_is_swept_after_two_days(budget, visitor):
    fill_in(visitor, photo=a_photo())
    budget.at(budget.clock.at + timedelta(days=1, hours=23))
    assert staging.sweep(budget.app) == (0, [])
    budget.at(budget.clock.at + timedelta(hours=2))

    assert staging.sweep(budget.app) == (1, [])

    assert waiting(budget) == [] and list(budget.app.store.blobs()) == []
    assert staging.sweep(budget.app) == (0, [])


def test_a_photo_that_an_idea_shows_outlives_those_who_never_confirmed(budget, visitor):
    fill_in(visitor, photo=a_photo())
    file_one(visitor, photo=a_photo(), name="Badr Exemple")
    budget.at(budget.clock.at + timedelta(days=3))

    assert staging.sweep(budget.app) == (0, [])

    assert list(budget.app.store.blobs()) == [budget.idea(1)["photo"]]


def test_a_photo_taken_off_an_idea_goes_with_the_next_sweep(budget, visitor):
    file_one(visitor, photo=a_photo())
    partition, id = budget.place(1)
    digest = budget.idea(1)["photo"]
    staging.let_go(budget.app, digest)
    assert staging.sweep(budget.app) == (0, [])

    with budget.app.store.transaction(partition) as records:
        records.update(partition, "ideas", id, photo="")
    staging.let_go(budget.app, digest)

    assert staging.sweep(budget.app) == (1, [])


def test_who_confirms_while_the_sweep_runs_keeps_the_photo(budget, visitor, monkeypatch):
    """Badr confirms at the very moment when the same photo, left by Anne, is looked for among the ideas."""
    fill_in(visitor, photo=a_photo())
    budget.at(budget.clock.at + timedelta(days=3))
    look, pressed = staging.shown, []

    def while_looking(app, digests):
        found = look(app, digests)
        page = threading.Thread(target=lambda: pressed.append(file_one(visitor, photo=a_photo())))
        page.start()
        page.join(0.3)
        assert not pressed, "nothing held the one who confirms"
        waiters.append(page)
        return found

    waiters = []
    monkeypatch.setattr(staging, "shown", while_looking)
    assert staging.sweep(budget.app)[1] == []
    [thread] = waiters
    thread.join(10)

    assert budget.app.store.get_blob(budget.idea(1)["photo"])


def test_sweeps_and_confirmations_at_the_same_time_lose_no_photo(budget, visitor):
    troubles = []

    def sweep():
        for _ in range(15):
            troubles.extend(staging.sweep(budget.app)[1])

    for n in range(4):
        fill_in(visitor, photo=a_photo())
        budget.at(budget.clock.at + timedelta(days=3))
        sweeper = threading.Thread(target=sweep)
        sweeper.start()
        file_one(visitor, photo=a_photo(), name=f"Personne {'abcd'[n]}", email=f"p{n}@example.org")
        sweeper.join()
        assert budget.app.store.get_blob(budget.idea(n + 1)["photo"])
    assert troubles == []


def test_the_same_photo_waits_once_however_many_send_it(budget, visitor):
    checked = [fill_in(visitor, photo=a_photo(), name=f"Personne {chr(65 + n)}") for n in range(22)]
    [one] = waiting(budget)
    assert one["count"] == 22
    for page in checked[:2]:
        visitor.press(page, "confirm")
    assert waiting(budget)[0]["count"] == 20 and budget.idea(1)["photo"] == budget.idea(2)["photo"]


def test_a_sweep_drops_no_photo_that_another_still_awaits(budget, visitor):
    fill_in(visitor, photo=a_photo())
    budget.at(budget.clock.at + timedelta(days=2, minutes=1))
    page = fill_in(visitor, photo=a_photo(), name="Badr Exemple")
    staging.let_go(budget.app, waiting(budget)[0]["digest"])

    assert staging.sweep(budget.app) == (0, [])
    visitor.press(page, "confirm")

    assert budget.app.store.get_blob(budget.idea(1)["photo"])


def test_a_photo_taken_off_an_idea_waits_for_nobody(budget, visitor):
    page = fill_in(visitor, photo=a_photo())
    [known] = waiting(budget)
    visitor.press(page, "confirm")
    staging.let_go(budget.app, known["digest"])
    assert [one["count"] for one in waiting(budget)] == [0]


def test_no_more_photos_wait_than_there_is_room_for(budget, visitor, monkeypatch):
    monkeypatch.setattr(staging, "MOST_WAITING", 1)
    monkeypatch.setattr(staging, "partition_of", lambda digest: "staging/00")
    fill_in(visitor, photo=a_photo())
    page = fill_in(visitor, 422, photo=a_photo(size=(600, 900)))
    assert page.errors() == [photos.FULL]
    assert len(waiting(budget)) == 1


def test_a_post_from_another_site_leaves_no_photo(budget, visitor):
    foreign = {"Origin": "https://mechant.example", "Sec-Fetch-Site": "cross-site"}
    send(visitor, URL, WRITTEN, [(a_photo(), "a.jpg")], 403, foreign)
    assert waiting(budget) == [] and list(budget.app.store.blobs()) == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_three_forms_of_photos_are_taken(budget, visitor, form):
    file_one(visitor, photo=a_photo(form))
    assert budget.app.store.get_blob(budget.idea(1)["photo"]).startswith(b"\xff\xd8\xff")
