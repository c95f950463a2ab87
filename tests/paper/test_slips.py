"""The slip asks what the entry screen asks, in its order, and two of them make a page."""

from datetime import date, timedelta
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.agenda.forms import SignUpForm
from formservice.paper import render
from formservice.paper.month_poster import month_poster
from formservice.paper.months import months
from formservice.paper.programme import programme
from formservice.paper.slips import slip, slips
from tests.builders import NOW, a_place, a_session, a_site, an_activity, an_opening
from tests.paper.busy import a_month
from tests.paper.town import plain, words_of

LONG = (
    "Hôtel de ville de Bourg-lès-Garance-sur-Exemple, 1 place de l’Exemple et de la République, 59999 Bourg-lès-Garance"
)


def printed(*activities, large=False, **given):
    """Slips for these activities."""
    site = a_site(dpo="donnees@example.org", **given)
    made = slips(site, activities or (an_activity(companions=1),), date(2026, 12, 1), large=large, copies=2)
    return render("slip", made)


def pages_of(pdf):
    """How many pages it has."""
    return len(PdfReader(BytesIO(pdf)).pages)


def sizes_of(pdf, number=0):
    """The words of a page with their size, in points."""
    found = []

    def seen(words, page, matrix, font, size):
        if words.strip():
            found.append((plain(words), round(size * abs(page[3] * matrix[3]), 1)))

    PdfReader(BytesIO(pdf)).pages[number].extract_text(visitor_text=seen)
    return found


def smallest(sizes, words=""):
    """The least size of what has these words."""
    return min(size for told, size in sizes if words in told)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("ages", [False, True])
def test_every_question_hint_and_choice_of_the_form_is_on_it_in_order(large, ages):
    known = an_activity(companions=1, ages=ages)
    form = SignUpForm()
    form.fit(known, None)
    read = words_of(printed(known, large=large))
    labels = [plain(f"{n} {field.label.text}") for n, field in enumerate(form, 1)]

    assert all(label in read for label in labels) and sorted(labels, key=read.index) == labels
    offered = ("who", "told", "reach", "needs", *["age"] * ages)
    assert all(plain(choice.label) in read for name in offered for choice in form[name].choices)
    assert "Je suis d’accord" in read and "Signature" in read and "donnees@example.org" in read


def test_the_date_is_asked_by_the_code_of_a_session_that_comes():
    told = slip(a_site(), [an_activity(sessions=(a_session("SM-1204"),)), an_opening()])
    first = told["questions"][0]

    assert first["kind"] == "code" and first["groups"] == [3, 4] and "SM-1204" in first["hint"]
    assert first["day"] == "Rendez-vous\u00a0: jour et heure"
    assert not slip(a_site(), [an_activity()])["questions"][0]["day"]


@pytest.mark.parametrize(("companions", "asked"), [((0, 2), True), ((0, 0), False)])
def test_who_comes_along_is_asked_where_an_activity_takes_them(companions, asked):
    known = [an_activity(code=code, companions=n) for code, n in zip(("SM", "TB"), companions, strict=True)]
    labels = [one["label"] for one in slip(a_site(), known)["questions"]]

    assert ("Combien de personnes viennent avec vous\u202f?" in labels) == asked


def test_the_age_is_asked_where_one_activity_asks_it():
    labels = [[one["label"] for one in slip(a_site(), [an_activity(), an_activity(code="TB", ages=asks)])["questions"]]
              for asks in (True, False)]  # fmt: skip
    told = [[words for words in some if words.startswith("Âge")] for some in labels]

    assert told == [["Âge de la personne qui viendra (facultatif)"], []]


def test_an_answer_is_promised_to_whoever_gives_a_slip():
    assert "Nous vous appelons ou nous vous écrivons pour confirmer." in words_of(printed())


def test_where_one_just_comes_there_is_no_slip():
    assert slip(a_site(), [an_activity(booking="none", capacity=0)]) is None
    assert slips(a_site(), [], date(2026, 12, 1)) is None


@pytest.mark.parametrize("ages", [False, True])
@pytest.mark.parametrize("given", [{}, {"address": LONG, "controller": LONG, "rehearsal": True}])
def test_two_make_a_page_and_one_in_large_print_makes_a_sheet(given, ages):
    known = an_activity(companions=1, ages=ages)

    assert pages_of(printed(known, **given)) == 1
    assert pages_of(printed(known, large=True)) == 4


@pytest.mark.parametrize(("sessions", "back"), [(1, False), (9, True)])
def test_the_longest_slip_in_large_print_is_one_sheet_behind_the_programme(sessions, back):
    dates = tuple(a_session(f"SM-{n}", NOW + timedelta(days=n)) for n in range(1, sessions + 1))
    known = an_activity(companions=1, ages=True, demonstration=True, sessions=dates)
    one = next(months([known, an_opening()], [a_place(slug="maison")], NOW))
    town = "Saint-Garance-les-Eaux"
    where, who = f"Hôtel de ville, Grand’Place, 59999 {town}", f"La ville de {town} et son CCAS"
    site = a_site(name=town, address=where, controller=who, dpo="donnees@example.org")
    pdf = render("programme", programme(site, one, large=True))
    made = [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]
    [first] = [n for n, words in enumerate(made) if "Bulletin d’inscription" in words]

    assert ("Des dates sont au dos" in made[first]) == back and len(made) == first + 2


@pytest.mark.parametrize(
    ("given", "asked", "labels"),
    [
        ({}, {}, 11),
        ({}, {"ages": True}, 11),
        ({"rehearsal": True}, {"ages": True, "demonstration": True}, 10),
        ({"address": LONG, "controller": LONG}, {"ages": True}, 10),
    ],
)
def test_no_word_of_a_slip_is_too_small_to_be_read(given, asked, labels):
    sizes = sizes_of(printed(an_activity(companions=1, **asked), **given))

    assert smallest(sizes) >= 9.5 and smallest(sizes, "Nom et prénom") >= labels


@pytest.mark.parametrize("sessions", [4, 17, 60])
def test_the_slip_of_a_programme_and_those_of_a_poster_are_read_as_easily(sessions):
    one, site = a_month(sessions), a_site()
    made = [render("programme", programme(site, one)), render("affiche", month_poster(site, one))]

    for last in (sizes_of(pdf, -1) for pdf in made):
        assert smallest(last, "Nom et prénom") >= 10
        assert min(smallest(last, "Écrivez son code"), smallest(last, "Responsable de vos données")) >= 9.5


@pytest.mark.parametrize("large", [False, True])
def test_a_screen_reader_can_read_it(large):
    made = printed(an_activity(demonstration=True), an_opening(), large=large)
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == [] and report.is_compliant
