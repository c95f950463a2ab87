"""The programme of a month: nothing of the month is lost, whatever its size; the telephone is on every page."""

import re
from datetime import date, datetime
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.agenda.forms import SignUpForm
from formservice.catalogue.agenda import Change
from formservice.paper import BLANK, render
from formservice.paper.month_poster import dates, kinds, month_poster
from formservice.paper.month_words import opening, weeks
from formservice.paper.months import Month, months
from formservice.paper.programme import access, programme
from formservice.paper.slips import slip
from tests.builders import a_place, a_session, a_site, an_activity
from tests.paper.busy import DECEMBER, HOSTILE, NOW, PLACES, a_month, activities, places
from tests.paper.town import plain, words_of

SIZES = ("a4", "large", "a3")
LONG = "Les toilettes adaptées, un siège, une loupe et une boucle magnétique sont au bout du couloir, à gauche."


def printed(one: Month, size: str = "a4", **given):
    """The month in one of its sizes."""
    site = a_site(**given)
    if size == "a3":
        return render("affiche", month_poster(site, one))
    return render("programme", programme(site, one, large=size == "large"))


def pages_of(pdf: bytes):
    """Its pages."""
    return PdfReader(BytesIO(pdf)).pages


def only(*known, now=NOW):
    """The months of some activities alone."""
    return list(months(known, places(), now))


@pytest.mark.parametrize("size", ["a4", "large"])
def test_no_word_of_a_month_of_sixty_sessions_is_lost(size):
    one = a_month(60)
    read = words_of(printed(one, size))

    assert len(one.meetings) == 60
    for day in (day for week in weeks(one) for day in week["days"]):
        assert plain(" ".join(day["leaf"][:2])) in read
        for met in day["meetings"]:
            told = [met["title"], met["hours"], met["code"], met["place"], met["bring"], *met["facts"]]
            assert [words for words in told if plain(words) not in read] == []


def test_the_poster_of_a_month_of_sixty_sessions_has_each_activity_with_each_of_its_dates():
    one = a_month(60)
    read = words_of(printed(one, "a3"))

    assert all(plain(activity.title) in read for activity, _ in one.meetings)
    for group in month_poster(a_site(), one)["groups"]:
        assert plain(group["dates"]) in read and plain(group["place"]) in read
    for activity, met in one.meetings:
        (group,) = (group for group in month_poster(a_site(), one)["groups"] if group["code"] == activity.code)
        assert re.search(rf"\b{met.start.day}(er)?\b", group["dates"])


def test_whoever_takes_a_slip_under_the_poster_reads_there_the_code_it_asks_for():
    one = a_month(60)
    wall, slips = (plain(page.extract_text()) for page in pages_of(printed(one, "a3")))
    booked = {activity.code for activity in one.activities if activity.booking == "session" or activity.slot}

    assert "prenez un bulletin sous cette affiche" in wall and "imprimé sur l’affiche" in slips
    assert [met.id for activity, met in one.meetings if activity.code in booked and f"({met.id})" not in wall] == []
    assert re.search(r"\bPN\b", wall) and re.search(r"comme [A-Z]+-[0-9]+", slips)


def test_a_busy_month_makes_four_pages_and_a_quiet_one_a_sheet():
    assert len(pages_of(printed(a_month(60)))) == 4
    assert len(pages_of(printed(a_month(4)))) == 2


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ((), ""),
        (("Tout est de plain-pied.",), "Tout est de plain-pied."),
        (("Une marche.", "Les toilettes adaptées sont au fond."), "Une marche. Les toilettes adaptées sont au fond."),
        (("Une marche. Une rampe est mise à la demande.", LONG), "Une marche. Une rampe est mise à la demande."),
        ((f"Une marche. {LONG}", "Un banc."), "Une marche."),
        ((LONG,), LONG),
    ],
)
def test_how_one_comes_into_a_place_is_a_line(known, told):
    assert access(a_place(access=known)) == told


@pytest.mark.parametrize("size", ["a4", "large"])
def test_each_place_of_a_month_says_how_one_comes_in(size):
    one = a_month(4, ways_in=("L’entrée a une marche. Une rampe est mise à la demande.", LONG))
    read = words_of(printed(one, size))

    assert read.count("L’entrée a une marche. Une rampe est mise à la demande.") == len(PLACES)
    assert LONG not in read


@pytest.mark.parametrize(("sessions", "pages"), [(4, 2), (30, 3), (60, 4)])
def test_how_one_comes_in_costs_a_busy_month_no_page(sessions, pages):
    ways_in = ("L’entrée a une marche. Une rampe est installée à la demande, en une minute. Sonnez.",)

    assert [len(pages_of(printed(a_month(sessions, ways_in=some)))) for some in ((), ways_in)] == [pages, pages]


@pytest.mark.parametrize("sessions", [1, 9, 17, 60])
def test_the_poster_is_one_page_and_four_slips_to_leave_under_it(sessions):
    sizes = [one.mediabox for one in pages_of(printed(a_month(sessions), "a3"))]
    assert [(round(one.width / 72 * 25.4), round(one.height / 72 * 25.4)) for one in sizes] == [(297, 420), (420, 297)]
    _, slips = pages_of(printed(a_month(sessions), "a3"))
    read = plain(slips.extract_text())
    assert read.count("Bulletin d’inscription") == 4 and read.count("Je suis d’accord") == 4


@pytest.mark.parametrize("size", SIZES)
def test_the_telephone_is_on_every_page(size):
    found = [plain(one.extract_text().replace("\u200b", "")) for one in pages_of(printed(a_month(30), size))]

    assert all("03 53 01 00 01" in read for read in found)
    assert size == "a3" or f"1 / {len(found)}" in found[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sessions", [2, 60])
def test_a_screen_reader_can_read_it(size, sessions):
    report = page.validate_pdf_bytes(printed(a_month(sessions), size), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == [] and report.is_compliant


def test_the_questions_of_the_slip_are_at_its_end_in_the_order_of_the_screen():
    form = SignUpForm()
    form.fit(an_activity(companions=2), None)
    read = words_of(printed(a_month(30)))
    at_end = read[read.rindex("Bulletin d’inscription") :]
    labels = [plain(f"{n} {field.label.text}") for n, field in enumerate(form, 1)]

    assert all(label in at_end for label in labels) and sorted(labels, key=at_end.index) == labels


@pytest.mark.parametrize("size", SIZES)
def test_hostile_words_stay_words_and_lose_nothing(size):
    read = words_of(printed(a_month(8, titles=HOSTILE), size))

    assert "#[typst] $x$ *gras* _non_ @code <p>" in read and "= Titre" in read and "\\ / `" in read
    assert "Anticonstitutionnellement" * 4 in read.replace(" ", "") and f"Photos {BLANK} et" in read
    assert any(words in read for words in ("ورشة", "ةشرو"))


def test_a_session_that_is_called_off_is_told_so_with_its_reason_and_makes_no_code_to_say():
    off = a_session("SM-1", datetime(2026, 12, 3, 14), cancelled="L’animatrice est absente.")
    (one,) = only(an_activity(place="lieu-0", sessions=(off, a_session("SM-2", datetime(2026, 12, 10, 14)))))
    read, wall = words_of(printed(one)), words_of(printed(one, "a3"))

    assert "Annulé. L’animatrice est absente." in read and "comme SM-2" in read and "Annulé" in wall


def test_only_a_code_to_give_back_is_a_full_badge():
    made = [
        an_activity(booking=how, sessions=(a_session("SM-1", datetime(2026, 12, 3, 14)),))
        for how in ("none", "session")
    ]
    told = [weeks(only(one)[0])[0]["days"][0]["meetings"][0]["outline"] for one in made]

    assert told == [True, False]


def test_what_opens_each_week_is_told_once_with_the_days_on_which_it_does_not():
    one = a_month(2)
    told = [opening(one, *pair) for pair in one.openings]
    read = words_of(printed(one))

    assert plain(told[0]["when"][0]) == "Les mardi et jeudi, de 14 h à 17 h."
    assert plain(told[0]["shut"]) == "Fermé du mardi 22 au jeudi 31 décembre (vacances de Noël)."
    assert read.count("La permanence numérique") == 1 and plain(told[0]["shut"]) in read
    assert told[1]["how"] == "Sans rendez-vous" and plain(told[1]["when"][0]) == "Chaque lundi, de 14 h à 17 h."


def test_what_is_over_is_not_printed_and_a_month_without_a_date_has_no_programme():
    begun = a_month(60, now=datetime(2026, 12, 15, 12))

    assert begun.begun and min(met.start for _, met in begun.meetings).date() >= date(2026, 12, 15)
    assert "Ce qui vient d’ici à la fin du mois." in words_of(printed(begun))
    assert [one.first for one in months(activities(60), places(), NOW)] == [DECEMBER]
    assert list(months([activities(2)[-1]], places(), NOW)) == []


def test_a_cycle_is_told_so_until_it_has_begun():
    told = an_activity(
        place="lieu-0",
        booking="cycle",
        sessions=tuple(a_session(f"SM-{n}", datetime(2026, 12, 7 * n, 14)) for n in (1, 2, 3)),
    )
    hows = [weeks(only(told, now=now)[0])[-1]["days"][0]["meetings"][0]["how"] for now in (NOW, datetime(2026, 12, 10))]

    assert hows == ["Une inscription pour toutes les dates", "Les inscriptions sont closes"]


def test_where_one_just_comes_nobody_is_sent_to_a_slip():
    (one,) = only(
        an_activity(
            place="lieu-0", booking="none", capacity=0, sessions=(a_session("CN-1", datetime(2026, 12, 5, 10)),)
        )
    )
    read, wall = words_of(printed(one)), words_of(printed(one, "a3"))

    assert "sous cette affiche" not in wall
    assert "Sans inscription" in read and "Bulletin" not in read and slip(a_site(), one.activities) is None


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (((3, 14, 2), (10, 14, 2), (17, 14, 2)), "jeudis 3, 10 et 17, de 14 h à 16 h"),
        (((1, 9, 2), (3, 9, 2)), "mardi 1er, jeudi 3, de 9 h à 11 h"),
        (((3, 14, 2), (4, 9, 2), (11, 9, 2)), "jeudi 3 à 14 h ; vendredis 4 et 11 à 9 h"),
        ((), ""),
    ],
)
def test_the_dates_of_an_activity_are_said_in_few_words(hours, said):
    made = [a_session(f"SM-{n}", datetime(2026, 12, day, at), long) for n, (day, at, long) in enumerate(hours, 1)]

    assert plain(dates(made)) == said


def test_a_date_that_one_registers_for_is_said_with_its_code():
    made = [a_session(f"SM-{n}", datetime(2026, 12, day, 14)) for n, day in ((11, 3), (12, 10))]

    assert plain(dates(made, coded=True)) == "jeudis 3 (SM-11) et 10 (SM-12), de 14 h à 16 h"


def test_a_corrected_month_says_since_when_and_what_a_moved_date_replaces():
    said = Change(date(2026, 11, 18), datetime(2026, 12, 8, 14))
    moved = a_session("SM-1", datetime(2026, 12, 10, 14), changes=(said,))
    (one,) = only(an_activity(place="lieu-0", sessions=(moved,)))
    read, wall = words_of(printed(one)), words_of(printed(one, "a3"))

    assert all("Corrigé le mercredi 18 novembre 2026." in some for some in (read, wall))
    assert all("Nouvelle date, au lieu du mardi 8 décembre." in some for some in (read, wall))
    assert "Corrigé" not in words_of(printed(a_month(2)))


def test_on_the_poster_a_workshop_wholly_called_off_has_an_outline_too():
    off = a_session("SM-1", datetime(2026, 12, 3, 14), cancelled="L’animatrice est absente.")
    held = a_session("SM-2", datetime(2026, 12, 10, 14))
    made = [month_poster(a_site(), only(an_activity(sessions=some))[0]) for some in ((off,), (off, held))]

    assert [one["groups"][0]["outline"] for one in made] == [True, False]


def test_who_passes_by_the_poster_reads_what_there_is():
    assert kinds(a_month(2)) == "Ateliers et permanences"
    assert "Ateliers et permanences." in words_of(printed(a_month(2), "a3"))


def test_no_line_ends_with_a_dash_nor_between_to_and_bring():
    one = a_month(30)
    told = [met["bring"] for week in weeks(one) for day in week["days"] for met in day["meetings"] if met["bring"]]

    assert all(words.startswith("À\u00a0apporter\u00a0:") for words in told) and told
    assert "– Gratuit" not in words_of(printed(one))
