"""The application's own type: Flask with what every part of the service shares."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, g, has_request_context, make_response, request

from formservice import theme
from formservice.clock import Clock
from formservice.config import Config
from formservice.releases import Releases
from formservice.storage import Store, StoreError


class Service(Flask):
    """Flask, the store, the current release and the town's clock."""

    settings: Config
    store: Store
    releases: Releases
    rehearsal: bool = False
    """Whether nothing here is real: decided when the store was created."""

    @property
    def clock(self) -> Clock:
        """The town's clock, moved when the store is a rehearsal."""
        zone = self.releases.current().catalogue.site.timezone
        # Only that of a rehearsal is ever moved: for a real town nothing is asked.
        return (
            Clock(zone, lambda: timedelta(seconds=self._setting("clock_offset", 0))) if self.rehearsal else Clock(zone)
        )

    def _setting(self, name: str, default: Any) -> Any:
        # Asked for several times in a request, at a round trip each on PostgreSQL.
        seen: dict[str, Any] = g.setdefault("settings", {}) if has_request_context() else {}
        # A store in trouble must not take away the page that says so.
        try:
            if name not in seen:
                seen[name] = self.store.get_setting(name, default)
            return seen[name]
        except StoreError as error:
            self.logger.error("%s", error)
            return default

    def log_exception(self, exc_info: Any) -> None:
        """Log a bug without the address: a follow-up link opens somebody's registration."""
        self.logger.error("Exception in %s [%s]", request.endpoint, request.method, exc_info=exc_info)


def service() -> Service:
    """The application that answers the present request."""
    return cast(Service, current_app)


def render(template: str, /, **given: Any) -> str:
    """Draw a template of the current release with the frame of every page."""
    app = service()
    release = app.releases.current()
    now = given.pop("now", None) or app.clock.wall()
    shown = theme.frame(release.catalogue, now)
    if app.rehearsal:
        shown["site"] = replace(shown["site"], rehearsal=True)
    return release.templates.get_template(template).render(**shown, **given)


def see_other(address: str) -> Response:
    """Lead to another address of ours, by GET."""
    return Response("", 303, {"Location": address})


def page(template: str, status: int = 200, /, **given: Any) -> Response:
    """A whole answer."""
    return make_response(render(template, **given), status)
