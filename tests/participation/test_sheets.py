"""The projects of an area, page after page: every one once, by number under what becomes of it."""

from formservice.catalogue.projects import STATUSES
from plugins.participation.sheets import GROUPS, LEFT, SIZE, area_lists
from tests.participation.test_calendar import a_project, an_edition


def listed(*projects):
    """The list of the only area."""
    (found,) = area_lists(an_edition(), projects)
    return found


def numbers(listing):
    """Every number as it is met, page after page."""
    return [one.number for sheet in listing.sheets for _, some in sheet.groups for one in some]


def test_each_status_has_one_heading():
    assert sorted(status for _, some in GROUPS for status in some) == sorted(STATUSES)


def test_what_is_put_to_the_vote_comes_first_each_group_by_number():
    listing = listed(a_project(9, status="refuse"), a_project(7), a_project(8, status="au-vote"), a_project(2))
    (sheet,) = listing.sheets

    assert [(title, [one.number for one in some]) for title, some in sheet.groups] == [
        ("Soumis au vote", [8]), ("À l’étude", [2, 7]), ("Pas retenus", [9]),
    ]  # fmt: skip


def test_four_hundred_projects_are_each_met_once():
    listing = listed(*map(a_project, range(1, 401)))
    assert numbers(listing) == list(range(1, 401))
    assert all(len(sheet.groups[0][1]) <= SIZE + LEFT for sheet in listing.sheets)


def test_a_page_follows_the_other():
    listing = listed(*map(a_project, range(1, 40)))
    sheets = listing.sheets

    assert [sheet.url for sheet in sheets][:2] == ["/participation/idees/nord/", "/participation/idees/nord/2/"]
    assert sheets[0].before is None and sheets[0].after == sheets[1] and sheets[-1].after is None


def test_few_are_not_left_alone_on_a_last_page():
    assert len(listed(*map(a_project, range(SIZE + LEFT))).sheets) == 1
    assert len(listed(*map(a_project, range(SIZE + LEFT + 1))).sheets) == 2


def test_an_area_without_project_has_a_page():
    (sheet,) = listed().sheets
    assert sheet.groups == [] and sheet.last == 1
