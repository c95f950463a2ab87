"""Codes of six digits that an application shows (TOTP, RFC 6238), and the marks of recovery codes. Pure.

A secret is never kept: it is derived from the key of the office, which stands apart, and a salt, which does not.
"""

import base64
import hmac
import re
from hashlib import sha256

import pyotp
import segno

STEP, AROUND = 30, 1
"""Seconds for which a code is shown, and how many steps a telephone's clock may be early or late."""
BYTES, GROUP = 20, 4
SIX = re.compile(r"[0-9]{6}")
LONGEST = 60
"""Characters that are looked at: a code, with whatever people put between its letters."""


def secret(key: str, login: str, salt: str) -> str:
    """The secret of an agent's application, in base 32."""
    return base64.b32encode(_mac(key, "totp", login, salt)[:BYTES]).decode()


def mark(key: str, login: str, code: str) -> str:
    """What is kept of a recovery code: without the key, nobody finds it by trying."""
    return _mac(key, "recovery", login, code).hex()


def digits(typed: str) -> str:
    """The six digits of a code, whatever parts them; "" when it is none."""
    found = re.sub(r"[\s.-]", "", typed[:LONGEST])
    return found if SIX.fullmatch(found) else ""


def step_of(secret: str, code: str, last: int, now: float) -> int | None:
    """The step that a code belongs to: this one, the one before or the next, if it is after the last one used."""
    present, generator, found = int(now) // STEP, pyotp.TOTP(secret), None
    # All are compared, so that the time spent tells nothing.
    for step in range(present - AROUND, present + AROUND + 1):
        if hmac.compare_digest(generator.generate_otp(step), code) and step > last:
            found = step
    return found


def grouped(secret: str) -> str:
    """The secret as it is typed by hand."""
    return " ".join(secret[n : n + GROUP] for n in range(0, len(secret), GROUP))


def address(secret: str, login: str, town: str) -> str:
    """What an application reads: the secret, whose it is, of which town."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=town)


def drawn(address: str) -> str:
    """The same as a QR code, inline SVG, dark on light whatever the colours of the page."""
    return str(segno.make_qr(address, error="m").svg_inline(scale=4, border=4, dark="#15203a", light="#fff"))


def _mac(key: str, *told: str) -> bytes:
    return hmac.new(bytes.fromhex(key), "|".join(told).encode(), sha256).digest()
