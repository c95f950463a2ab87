"""Doubt is a person's to judge: many sends from one connection are marked, only a flood is stopped.

Sends are counted by household and by quarter of an hour, under a keyed hash: no address is kept.
The town's own networks are not counted: the public computers share one address.
"""

import hashlib
import hmac
import secrets
import time

from flask import Request

from formservice.network import household, in_town
from formservice.service import Service
from formservice.storage import StoreError

WINDOW = 900
"""Seconds that are counted together."""
MANY = 20
"""Sends in a window above which a record is marked for an agent to look at."""
FLOOD = 200
"""Sends in a window above which no more are read."""
MARK = "plus de 20 envois en un quart d’heure depuis la même connexion"


def count(app: Service, request: Request) -> int:
    """Count one more send of this household and return how many there were in the window; 0 when not counted."""
    try:
        key = marked(app, request, "send")
        return app.store.tally(key, window()) if key else 0
    except StoreError as error:
        # Counting must not stop anybody: the path itself says when nothing can be stored.
        app.logger.error("%s", error)
        return 0


def marked(app: Service, request: Request, what: str) -> str:
    """What this household is counted by, for what it does; "" when it is not counted."""
    where = household(request.remote_addr)
    if not where or in_town(app.settings, request.remote_addr):
        return ""
    key: str = app.store.ensure_setting("throttle_key", lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), f"{what}|{where}".encode(), hashlib.sha256).hexdigest()


def window() -> int:
    """The quarter of an hour that is counted now."""
    return int(time.time()) // WINDOW


def marks(sends: int) -> list[str]:
    """Why an agent should look at a record; empty as a rule."""
    return [MARK] if sends > MANY else []
