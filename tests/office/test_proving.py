"""Two agents prove themselves on the command line: password and code, in one breath."""

import time

import pyotp
import pytest

from formservice.office import agents, second
from formservice.office.agents import BadAgent
from formservice.office.proving import REFUSED, prove
from formservice.office.throttle import FREE
from tests.office.conftest import PASSWORD


@pytest.fixture
def codes(store):
    """The recovery codes of Véra, of the votes."""
    agents.add(store, "vera", PASSWORD, ["vote"], "Véra")
    return second.renew(store, "vera", "cli")


def test_a_password_and_a_code_prove_an_agent_once(store, codes):
    assert prove(store, " Vera ", PASSWORD, codes[0]).login == "vera"

    with pytest.raises(BadAgent, match="a déjà servi"):
        prove(store, "vera", PASSWORD, codes[0])


def test_a_code_of_the_telephone_does_too(store, codes):
    new = second.candidate(store, "vera", "a-session")
    telephone = pyotp.TOTP(new.secret)
    second.enrol(store, "vera", new, telephone.now(), proof=codes[0])

    assert prove(store, "vera", PASSWORD, telephone.at(int(time.time()) + 30)).may(["vote"])


@pytest.mark.parametrize(
    ("login", "password", "code"),
    [("vera", "wrong", None), ("vera", PASSWORD, "000000"), ("nobody", PASSWORD, None), ("lucie", PASSWORD, None),
     ("vera", PASSWORD, ""), ("", "", ""), ("vera", PASSWORD, "é" * 5000)],
)  # fmt: skip
def test_a_refusal_never_says_what_was_wrong_and_spends_nothing(store, codes, login, password, code):
    with pytest.raises(BadAgent) as refusal:
        prove(store, login, password, codes[0] if code is None else code)

    assert str(refusal.value) == REFUSED
    assert second.standing(store, "vera").left == 10


def test_a_closed_account_proves_nothing(store, codes):
    agents.change(store, "vera", disabled=True)

    with pytest.raises(BadAgent):
        prove(store, "vera", PASSWORD, codes[0])


def test_who_guesses_has_to_wait(store, codes):
    for _ in range(FREE):
        with pytest.raises(BadAgent):
            prove(store, "vera", PASSWORD, "000000")

    with pytest.raises(BadAgent, match="Attendez 2"):
        prove(store, "vera", PASSWORD, codes[0])
