"""The service behind the forms: registrations today, and what the town asks next."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formservice.service import Service


def create_app(**overrides: str) -> "Service":
    """Make the application. `overrides` replace settings. Raises BadSetting or StoreError."""
    # Imported here so that the catalogue, the rules and the forms can be imported without Flask.
    from pathlib import Path

    from formservice import follow_up, health, mail, office, pages, rehearsal, security
    from formservice.agenda import routes as agenda
    from formservice.config import load_config
    from formservice.consultations import routes as consultations
    from formservice.participation import routes as participation
    from formservice.releases import Releases
    from formservice.resources import routes as resources
    from formservice.search import routes as search
    from formservice.service import Service
    from formservice.storage import open_store
    from formservice.voting import routes as voting

    app = Service("formservice", static_folder=None)
    # An address with « // » is not ours: not found, in French, rather than a page in English that leads elsewhere.
    app.url_map.merge_slashes = False
    app.settings = load_config(**overrides)
    app.releases = Releases(Path(app.settings.RELEASE))
    # A worker starts without its server: the pages that need none are there, the others say it.
    app.store = open_store(app.settings.STORE, rehearsal=bool(app.settings.CLOCK), seen=lambda: rehearsal.start(app))
    for part in (
        rehearsal,
        security,
        pages,
        health,
        agenda,
        resources,
        participation,
        consultations,
        voting,
        search,
        follow_up,
        office,
        mail,
    ):
        part.init_app(app)
    return app
