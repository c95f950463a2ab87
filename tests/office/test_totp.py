"""Codes of six digits: which fit at what time, and what they are drawn from."""

import pyotp
import pytest

from formservice.office import totp

KEY = "5e" * 32
SECRET = totp.secret(KEY, "vera", "a-salt")
NOON = 1_796_040_000.0
STEP = int(NOON) // 30


def shown(steps=0):
    """What a telephone shows at noon, or so many steps later."""
    return pyotp.TOTP(SECRET).at(int(NOON) + 30 * steps)


@pytest.mark.parametrize(("steps", "found"), [(-2, None), (-1, STEP - 1), (0, STEP), (1, STEP + 1), (2, None)])
def test_a_telephone_may_be_half_a_minute_early_or_late(steps, found):
    assert totp.step_of(SECRET, shown(steps), 0, NOON) == found


@pytest.mark.parametrize(("used", "found"), [(STEP - 1, STEP), (STEP, None), (STEP + 1, None)])
def test_a_code_fits_only_after_the_last_one_used(used, found):
    assert totp.step_of(SECRET, shown(), used, NOON) == found


def test_a_code_lasts_to_the_end_of_the_next_step():
    assert totp.step_of(SECRET, shown(), 0, NOON + 59.9) == STEP
    assert totp.step_of(SECRET, shown(), 0, NOON + 60) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("123 456", "123456"), ("\u00a0123-456 ", "123456"), ("12345", ""), ("1234567", ""), ("", ""), ("abcdef", ""),
     ("١٢٣٤٥٦", ""), ("１２３４５６", ""), ("1" * 100_000, ""), ("123456\n", "123456"), ("12345\x006", "")],
)  # fmt: skip
def test_six_digits_are_read_whatever_parts_them(typed, read):
    assert totp.digits(typed) == read


def test_each_agent_each_salt_and_each_key_has_a_secret_of_its_own():
    others = {
        totp.secret("af" * 32, "vera", "a-salt"),
        totp.secret(KEY, "omar", "a-salt"),
        totp.secret(KEY, "vera", "b"),
    }

    assert SECRET not in others and len(others) == 3
    assert len(SECRET) == 32 and totp.mark(KEY, "vera", "a") != totp.mark(KEY, "vera", "b")


def test_an_application_reads_the_town_and_the_login_in_the_address():
    read = pyotp.parse_uri(totp.address(SECRET, "vera", "Saint-Exemple & Cie"))

    assert (read.name, read.issuer, read.secret) == ("vera", "Saint-Exemple & Cie", SECRET)
    assert totp.grouped(SECRET).replace(" ", "") == SECRET


def test_the_drawing_is_dark_on_light_with_its_margin():
    drawn = totp.drawn(totp.address(SECRET, "vera", "Saint-Exemple"))

    assert drawn.startswith("<svg") and "#fff" in drawn and "script" not in drawn and SECRET not in drawn
