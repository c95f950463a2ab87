"""The application's own type: Flask with what every part of the service shares."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, make_response

from formservice import theme
from formservice.clock import Clock
from formservice.config import Config
from formservice.releases import Releases
from formservice.storage import Store


class Service(Flask):
    """Flask, the store, the current release and the town's clock."""

    settings: Config
    store: Store
    releases: Releases

    @property
    def clock(self) -> Clock:
        """The town's clock, moved when the store is a rehearsal."""
        zone = self.releases.current().catalogue.site.timezone
        return Clock(zone, lambda: timedelta(seconds=self.store.get_setting("clock_offset", 0)))


def service() -> Service:
    """The application that answers the present request."""
    return cast(Service, current_app)


def render(template: str, /, **given: Any) -> str:
    """Draw a template of the current release with the frame of every page."""
    app = service()
    release = app.releases.current()
    now = given.pop("now", None) or app.clock.wall()
    return release.templates.get_template(template).render(**theme.frame(release.catalogue, now), **given)


def see_other(address: str) -> Response:
    """Lead to another address of ours, by GET."""
    return Response("", 303, {"Location": address})


def page(template: str, status: int = 200, /, **given: Any) -> Response:
    """A whole answer."""
    return make_response(render(template, **given), status)
