"""The rehearsal clock: a store made for it runs on another date, never sends mail, and says so.

Whether a store is a rehearsal is decided when it is created (`open_store`), once and for all.
"""

from datetime import timedelta

from formservice.clock import offset_to
from formservice.config import BadSetting
from formservice.service import Service
from formservice.storage import Unwritable


def init_app(app: Service) -> None:
    """Start the clock, now or when the store is there at last."""
    try:
        start(app)
    except Unwritable as error:
        app.logger.error("%s", error)


def start(app: Service) -> None:
    """Start the clock of a rehearsal, once for each CLOCK: a restart goes on from where it was."""
    moment, store = app.settings.CLOCK, app.store
    app.rehearsal = bool(store.get_setting("rehearsal", False))
    if not moment or store.get_setting("clock_start") == moment:
        return
    try:
        store.set_setting("clock_offset", offset_to(moment).total_seconds())
    except ValueError as error:
        raise BadSetting(str(error)) from None
    store.set_setting("clock_start", moment)


def move(app: Service, by: timedelta) -> None:
    """Move the clock for all processes. Raises BadSetting out of a rehearsal."""
    if not app.store.get_setting("rehearsal", False):
        raise BadSetting("L’horloge ne se déplace que dans une répétition (CLOCK=2026-12-01T10:00 au démarrage).")
    offset = app.store.get_setting("clock_offset", 0) + by.total_seconds()
    app.store.set_setting("clock_offset", offset)
