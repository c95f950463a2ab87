"""The office: what the town's agents do with what people sent."""

from formservice.service import Service


def init_app(app: Service) -> None:
    """Plug in the door and the pages behind it."""
    from formservice.network import networks
    from formservice.office.routes import bp

    networks(app.settings)
    app.register_blueprint(bp)
