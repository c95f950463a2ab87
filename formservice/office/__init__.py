"""The office: what the town's agents do with what people sent."""

from formservice.service import Service


def init_app(app: Service) -> None:
    """Plug in the door and the pages behind it."""
    from formservice.network import networks
    from formservice.office import (  # noqa: F401  (each hangs its routes)
        attending,
        centre,
        changing,
        checking,
        counter,
        desk,
        entry,
        lending,
        login,
        missing,
        people,
        phoning,
        registering,
        researching,
        searching,
        seating,
        theme_lists,
    )  # fmt: skip
    from formservice.office.guard import bp

    networks(app.settings)
    app.register_blueprint(bp)
