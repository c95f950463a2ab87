"""What the centre's letters say, as they would leave."""

import pytest

from formservice.mail import NAMES, outbox
from formservice.mail.compose import drawn
from formservice.mail.letters import about

MAIL = {"reach": "email", "email": "anna@example.org", "phone": ""}


def letters(centre):
    """template → (subject, text)."""
    with centre.app.app_context():
        frame, found = outbox.frame(centre.app), {}
        for partition, letter in centre.app.store.search("", "outbox"):
            record = about(centre.app.store.read(partition), partition, letter)
            found[letter["template"]] = drawn(letter, record, frame, outbox.link(centre.app, partition, record))
        return {name: (subject, " ".join(text.split())) for name, (subject, text) in found.items()}


@pytest.fixture
def told(centre):
    """A year of the centre: each letter once."""
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        centre.ask(name, **MAIL)
    centre.act("lend", "Anna Un")
    centre.later(days=33)
    centre.later(days=5)
    centre.act("give_back", "Anna Un")
    centre.act("refuse", "Badr Deux", reason="fragile")
    centre.later(days=30)
    centre.ask("Dina Quatre", **MAIL)
    centre.act("cancel", "Dina Quatre")
    answered = centre.wonder("Anna Un", **MAIL)
    closed = centre.wonder("Anna Un", **MAIL | {"text": "Et la tante de Louise"})
    for record, verb, more in (
        (answered, "answer", {"answer": "Louise.\n\nCote 4."}),
        (closed, "close", {"reason": "nothing"}),
    ):
        centre.answer(record, verb, **more)
    return letters(centre)


def test_each_change_has_its_letter(told):
    ours = {name for name in NAMES if name.startswith(("loan_", "question_"))}

    assert set(told) == ours
    assert all("PR-" in text or "QR-" in text for _, text in told.values())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("loan_lent", "Il est à rendre le mercredi 6 janvier 2027"),
        ("loan_overdue", "devait revenir le mercredi 6 janvier 2027"),
        ("loan_refused", "trop fragile"),
        ("question_answered", "Louise. Cote 4."),
        ("question_closed", "Nous avons cherché"),
    ],
)
def test_a_letter_says_the_day_or_the_reason(told, name, says):
    assert says in told[name][1].replace("\xa0", " ")


def test_no_letter_repeats_what_a_visitor_wrote(told):
    assert not any("tante" in text or "1915" in text for _, text in told.values())
