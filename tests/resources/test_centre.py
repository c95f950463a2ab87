"""How records are named, ordered, listed and told, without building a site."""

from datetime import date

import pytest

from formservice.catalogue import Collection, Period, Record
from formservice.catalogue.dates import read
from formservice.catalogue.resources import Creator, Source, address
from plugins.resources import facts, timeline
from plugins.resources.centre import Centre, in_words
from plugins.resources.lists import FAR, Lists, period_words

PERIODS = (Period("avant", "Avant", 1800, 1899), Period("apres", "Après", 1900, FAR))
CENTRE = Collection("Le fonds", "ZZ", "salle", "/fonds/", periods=PERIODS)


def a_record(number: int, **given) -> Record:
    """A book, unless told otherwise."""
    known = {
        "title": "Les fileuses", "id": f"ZZ-{number}", "type": "livre", "summary": "Une histoire.", "rights": "libre",
        "sources": (Source("Un registre"),), "slug": f"n-{number}", "url": address(f"ZZ-{number}"),
    }  # fmt: skip
    return Record(**known | given)


def a_centre(*records: Record) -> Centre:
    """A centre of these records."""
    return Centre(CENTRE, records, ())


@pytest.mark.parametrize(
    ("role", "name", "words"),
    [
        ("auteur", "Antier, Chantal", "Chantal Antier"),
        ("direction", "Vandenbussche, Robert", "sous la direction de Robert Vandenbussche"),
        ("direction", "Exemple, Ève", "sous la direction d’Ève Exemple"),
        ("traduction", "Exemple, Ève", "traduit par Ève Exemple"),
        ("commissariat", "Ville d’Essai", "commissariat de Ville d’Essai"),
        ("entretien", "La Maison d’Essai", "recueilli par la Maison d’Essai"),
        ("auteur", "La Maison d’Essai", "La Maison d’Essai"),
    ],
)
def test_who_made_a_work_is_said_in_french(role, name, words):
    assert facts.creator_words(Creator(name, role)) == words


def test_a_disputed_birth_is_told_reading_by_reading():
    born = read("[1880-07-15,1880-07-16]")
    sources = (Source("Le registre", says=read("1880-07-15")), Source("Un journal", says=read("1880-07-16")))
    person = a_record(1, type="personne", born=born, born_at="Aÿ", sources=sources)
    told = dict(facts.facts(person, Lists(a_centre(person))))
    assert [part.words.replace("\u00a0", " ") for part in told["Naissance"]] == [
        "15 juillet 1880 (Le registre)", "16 juillet 1880 (Un journal)", "à Aÿ",
    ]  # fmt: skip


def test_a_notice_says_what_is_known_and_nothing_else():
    book = a_record(1, isbn="9791021000612", language="en", consult=("sur place", "prêt"), copies=2)
    told = {label: [part.words for part in parts] for label, parts in facts.facts(book, Lists(a_centre(book)))}
    assert told == {
        "Type": ["Livre"], "Langue": ["anglais"], "ISBN": ["979-10-210-0061-2"], "Droits": ["libre"],
    }  # fmt: skip


def test_what_has_the_name_of_a_person_is_told_from_her():
    person, book = a_record(1, title="Ève", type="personne"), a_record(2, title="Ève", date=read("1938"))
    same = a_record(3, title="Ève", date=read("1938"))
    assert a_centre(person, book).label(person) == "Ève"
    assert a_centre(person, book).label(book) == "Ève (livre, 1938)"
    assert a_centre(person, book, same).label(same) == "Ève (livre, 1938), ZZ-3"


def test_people_stand_by_their_family_names_and_accents_do_not_count():
    names = ("Zoé d’Aubry", "Louise de Bettignies", "Émilienne Moreau-Évrard", "Jeanne Marie Veil")
    people = [a_record(n, title=name, type="personne") for n, name in enumerate(names)]
    assert [one.title for one in sorted((people[2], *people[3:], *people[:2]), key=in_words)] == list(names)
    assert in_words(a_record(1, title="Écoles")) < in_words(a_record(2, title="Zones"))


@pytest.mark.parametrize(("day", "shown"), [(date(2026, 11, 17), 0), (date(2026, 11, 18), 1), (date(2027, 2, 28), 0)])
def test_an_exhibition_is_shown_first_while_it_lasts(day, shown):
    bare, dated = a_record(1, type="exposition"), a_record(2, type="exposition", date=read("2026-11-18/2027-02-27"))
    assert a_centre(bare, dated).on_show(day) == (dated if shown else None)


def test_each_role_is_said_for_itself():
    made = (Creator("Voix, Ève"), Creator("Essai, Badr"), Creator("La Maison", "entretien"))
    words = facts.line(a_record(1, type="temoignage", creators=made, date=read("2001")))
    assert words == "Ève Voix et Badr Essai, recueilli par la Maison, 2001. Témoignage."


@pytest.mark.parametrize(("count", "sheets"), [(25, [25]), (26, [26]), (30, [30]), (31, [25, 6]), (55, [25, 30])])
def test_no_page_of_a_list_holds_a_few_left_over(count, sheets):
    found = Lists(a_centre(*(a_record(n) for n in range(count)))).types["livre"].sheets
    assert [len(one.records) for one in found] == sheets


def test_a_list_of_sixty_has_three_pages():
    sheets = Lists(a_centre(*(a_record(n) for n in range(60)))).types["livre"].sheets
    assert [(one.url, len(one.records)) for one in sheets] == [
        ("/ressources/type/livre/", 25), ("/ressources/type/livre/2/", 25), ("/ressources/type/livre/3/", 10),
    ]  # fmt: skip
    assert (sheets[0].before, sheets[0].after, sheets[2].after) == (None, sheets[1], None)


def test_nothing_is_listed_that_has_nothing():
    lists = Lists(a_centre(a_record(1, date=read("1850"))))
    assert [one.url for one in lists.all()] == ["/ressources/type/livre/", "/ressources/periode/avant/"]


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2004", ("2004", "")), ("1915-10-20", ("1915", "20\u00a0octobre")), ("1915-10", ("1915", "octobre")),
        ("[1915-10-20,1915-10-21]", ("1915", "20 ou 21\u00a0octobre")), ("[1914,1915]", ("1914", "1914 ou 1915")),
        ("1898/1903", ("1898", "à\u00a01903")), ("1914~", ("1914", "vers 1914")),
        ("191X", ("1910", "années 1910")), ("18XX", ("1800", "XIXe siècle")),
    ],
)  # fmt: skip
def test_the_year_is_what_the_eye_finds(date, parts):
    assert timeline.parted(a_record(1, type="jalon", date=read(date))) == parts


def test_the_drawing_has_a_bar_for_each_decade_and_says_so_in_words():
    dates = ("1898", "1915-10-20", "1918", "1920")
    drawn = timeline.timeline(a_centre(*(a_record(n, type="jalon", date=read(one)) for n, one in enumerate(dates))))
    assert [(bar.decade, bar.count) for bar in drawn.bars] == [(1890, 1), (1900, 0), (1910, 2), (1920, 1)]
    assert drawn.words == "4\u00a0dates de 1898 à 1920. Le plus\u00a0: les années 1910, 2\u00a0dates."
    assert [len(period.records) for period in drawn.periods] == [1, 3]


def test_a_period_says_its_years_once():
    assert period_words(Period("a", "La Grande Guerre", 1914, 1918)) == "La Grande Guerre, de\u00a01914 à\u00a01918"
    assert period_words(Period("a", "Maintenant", 2000, FAR)) == "Maintenant, depuis\u00a02000"
    assert period_words(Period("a", "Depuis 2000", 2000, FAR)) == "Depuis 2000"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"date": read("2013"), "covers": read("1880/1918")}, ["avant", "guerre"]),
        ({"date": read("1916")}, ["guerre"]),
        ({"covers": read("1914/..")}, ["guerre", "apres"]),
        ({}, []),
    ],
)
def test_a_book_stands_in_the_periods_it_speaks_of(given, kept):
    spans = [("avant", 1870, 1913), ("guerre", 1914, 1918), ("apres", 1919, 2099)]
    book = a_record(1, **given)
    assert [name for name, since, until in spans if Period(name, name, since, until).meets(book)] == kept
