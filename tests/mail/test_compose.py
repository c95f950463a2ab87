"""Letters, read back as a mail program does: short, plain, true, with a way to answer by telephone."""

from datetime import datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formservice.mail.compose import NoAddress, compose
from formservice.mail.letters import NAMES, queue
from tests.mail.letters import BASE, CYCLE, a_letter, a_record

LINK = f"{BASE}/suivi/session/SM-12/f234.abc"
MORE = {
    "waiting": {"rank": 3}, "offer": {"until": "2026-12-02T12:00:00"}, "called_off": {"why": "Grève"},
    "moved": {"was": "lundi 30 novembre 2026"}, "theme_noted": {"theme": "Photos"}, "theme_offer": {"theme": "Photos"},
}  # fmt: skip
STATES = {name: name for name in ("waiting", "cancelled", "called_off")} | {"offer": "offered", "lapsed": "waiting"}


def read(name, frame, record=None, link=LINK, **more):
    """A letter as it travels, read by Python's parser."""
    record = record or a_record(state=STATES.get(name, "confirmed"))
    made = compose(a_letter(name, record, **(MORE.get(name, {}) | more)), record, frame, link)
    return message_from_bytes(made.as_bytes(), policy=policy.default)


def text_of(message):
    return message.get_body().get_content()


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_can_be_read_and_answered_by_telephone(name, frame):
    message = read(name, frame)
    text, site = text_of(message), frame.catalogue.site
    plain = text.replace("\u00a0", " ")
    assert message.get_body().get_content_type() == "text/plain"
    assert 10 < len(message["Subject"]) <= 75
    assert "AT-7KM4-3QXW" in text and site.telephone in plain and site.name in text
    assert " ".join(site.telephone_hours.split()) in " ".join(plain.split())
    assert plain.index(site.telephone) < (plain.index(BASE) if BASE in plain else len(plain))
    assert all(len(line) <= 72 for line in text.splitlines() if "https://" not in line)
    assert "None" not in text and "  \n" not in text and "\n\n\n" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_goes_from_the_town_to_one_person_and_asks_no_machine_to_answer(name, frame):
    message = read(name, frame)
    assert [one.addr_spec for one in message["To"].addresses] == ["dominique@example.org"]
    assert message["From"].addresses[0].addr_spec == "mairie@example.org"
    assert message["From"].addresses[0].display_name == "Bourg-lès-Garance"
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert message["Message-ID"] == "<one@formservice.invalid>"
    assert message["Date"].datetime == datetime.fromisoformat("2026-12-01T10:00:00+01:00")


def test_a_confirmation_says_when_and_where(frame):
    text = text_of(read("confirmed", frame))
    assert "Votre place est gardée." in text and "La Maison des aînés" in text
    assert "Jeudi 3\u00a0décembre 2026, de 14\u00a0h à 16\u00a0h" in text and LINK in text


def test_a_letter_about_another_person_or_a_party_says_so(frame):
    for_mother = a_record(answers={"who": "other", "name": "Marie Exemple"})
    assert "La place est gardée." in text_of(read("confirmed", frame, for_mother))
    assert "Vos 2\u00a0places sont gardées, ensemble." in text_of(read("confirmed", frame, a_record(party=2)))


def test_a_cycle_lists_all_its_dates(frame):
    text = text_of(read("confirmed", frame, a_record(CYCLE)))
    assert [text.count(f"- mardi {day}\u00a0décembre 2026") for day in (8, 15, 22)] == [1, 1, 1]


def test_an_offer_says_until_when_in_words(frame):
    assert "jusqu’au mercredi 2\u00a0décembre à 12\u00a0h" in text_of(read("offer", frame))


def test_who_is_offered_a_seat_that_moves_reads_until_when_and_how_to_answer(frame):
    text = text_of(read("moved", frame, a_record(state="offered"), until="2026-12-02T12:00:00"))
    assert "gardée pour vous jusqu’au mercredi 2 décembre à 12 h." in " ".join(text.split())
    assert "répondez sur cette page" in text and LINK in text and "annuler ou changer" not in text


def test_who_waits_for_a_theme_keeps_the_rank_when_an_offer_lapses(frame):
    text = text_of(read("lapsed", frame, a_record(state="lapsed", wish=["theme/photos", "abc"])))
    assert "gardez votre rang" in text and "seconde fois" not in text


def test_who_let_two_offers_pass_is_told_to_call(frame):
    assert "vous n’êtes plus" in " ".join(text_of(read("lapsed", frame, a_record(state="lapsed"))).split())
    assert "Vous restez sur la liste" in text_of(read("lapsed", frame))


NASTY = [
    "Anna\r\nBcc: all@example.org", "Anna\nSubject: Gagnez", "Anna\u2028Bcc: x@example.org", "Anna\x85X: y",
    "\x0bA\x0c", "Anna\u2029", "=?utf-8?b?QQpCY2M6IHg=?=", "A =?utf-8?q?=0D=0AX:_y?=",
    "\u202eannA", "=?utf-8?q?=0ABcc:_x?=", "A" * 4000, "é" * 500, "\U0001f600" * 90, "a,b;c:<d>\"@'",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_a_header_or_adds_somebody(text, frame):
    record = a_record(answers={"name": text}, reference=text)
    record["told"] |= {"title": text, "place": text, "when": text}
    town = frame.catalogue.site.__class__(**{**vars(frame.catalogue.site), "name": text})
    other = frame.__class__(**{**vars(frame), "catalogue": frame.catalogue.__class__(site=town)})
    for name in ("confirmed", "theme_noted"):
        message = read(name, other, record, theme=text)
        assert sorted(set(message.keys())) == sorted(message.keys()) and message["Bcc"] is None
        assert [one.addr_spec for one in message["To"].addresses] == ["dominique@example.org"]
        assert [one.addr_spec for one in message["From"].addresses] == ["mairie@example.org"]
        assert len(message["Subject"].splitlines()) == 1 and len(message["Subject"]) <= 100


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120))
@settings(deadline=None)
def test_any_theme_gives_one_subject(frame, text):
    message = read("theme_noted", frame, theme=text)
    assert message["Subject"].startswith("C’est noté") and "\n" not in message["Subject"]
    assert message["To"].addresses and not message.defects


OTHERS = ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "a", "", "a@b@c.fr", "é@example.org"]


@pytest.mark.parametrize("to", OTHERS)
def test_two_addresses_for_one_are_none(to, frame):
    with pytest.raises(NoAddress):
        read("confirmed", frame, a_record(answers={"email": to}))
    assert queue(None, "session/SM-12", {"id": "x", **a_record(answers={"email": to})}, "confirmed") is False


@pytest.mark.parametrize("name", ["www.exemple.org", "Gagnez sur http://x.example", "a@b.example", "casino.example"])
def test_a_name_that_could_be_an_address_is_not_repeated_to_a_stranger(name, frame):
    assert name not in text_of(read("confirmed", frame, a_record(answers={"name": name})))


def test_nothing_else_that_the_visitor_wrote_is_repeated(frame):
    record = a_record(answers={"contact": "SECRET", "helper": "SECRET", "needs": ["SECRET"]})
    assert not any("SECRET" in str(read(name, frame, record)) for name in NAMES)
