"""Where a post comes from, what every answer carries, what no request may pass."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Request, Response, current_app, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, RequestEntityTooLarge, UnsupportedMediaType

from formservice.service import Service
from formservice.storage import BadText
from formservice.storage.values import clean

MOST_BYTES = 256 * 1024
MOST_FIELDS = 200
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
View = TypeVar("View", bound=Callable[..., Any])


def audience(*names: str) -> Callable[[View], View]:
    """Declare who may reach a route: "public", "agents", or roles of the office. A test lists them all."""

    def declare(view: View) -> View:
        view.audience = names  # type: ignore[attr-defined]
        return view

    return declare


def body(most: int | Callable[..., int]) -> Callable[[View], View]:
    """Declare how many bytes a form with a file may weigh there: a number, or what gives it for the address."""

    def declare(view: View) -> View:
        view.body = most  # type: ignore[attr-defined]
        return view

    return declare


def most_bytes() -> int:
    """How many bytes the present request may bring. Only a form with a file brings more than answers."""
    declared = getattr(current_app.view_functions.get(request.endpoint or ""), "body", MOST_BYTES)
    if request.mimetype != "multipart/form-data":
        return MOST_BYTES
    return int(declared(**(request.view_args or {})) if callable(declared) else declared)


def provenance(request: Request) -> str:
    """Say where a post comes from: "ours", "foreign", or "unknown" (leads to the check page)."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in ("cross-site", "same-site") or (origin not in (None, "null") and not same_host(origin, request)):
        return "foreign"
    return "ours" if site in ("same-origin", "none") or origin not in (None, "null") else "unknown"


def same_host(origin: str | None, request: Request) -> bool:
    """Whether an Origin names the host that was asked."""
    try:
        return urlsplit(origin or "").netloc == request.host
    except ValueError:
        return False


def check_address() -> None:
    """Not found, before any route reads it: an address with a text that no store keeps, such as NUL."""
    try:
        clean(list((request.view_args or {}).values()))
    except BadText:
        raise NotFound() from None


def check_body() -> None:
    """Refuse what cannot be read as a form, before any rule: too big, too many fields, not UTF-8, NUL."""
    if request.method != "POST":
        return
    if request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        if request.content_length or request.mimetype:
            raise UnsupportedMediaType()
        return
    request.max_content_length = most = most_bytes()
    body = whole_body()
    if request.content_length is None and len(body) >= most:
        # Without a length the body is cut at the limit, in silence.
        raise RequestEntityTooLarge()
    if request.mimetype == "application/x-www-form-urlencoded":
        _check_urlencoded(body)
    elif body and not request.form and not request.files:
        raise BadRequest("unreadable")
    # U+FFFD is what the parser puts where a part of a multipart body was not UTF-8.
    if any(bad in text for pair in request.form.items(multi=True) for text in pair for bad in "\0\ufffd"):
        raise BadRequest("unreadable")


def whole_body() -> bytes:
    """The body as it came. Raises BadRequest for one that cannot be read to its end."""
    try:
        return request.get_data(cache=True)
    except HTTPException:
        raise
    except Exception:
        # Each server has its own words for chunks that make no sense; none of them is known here.
        raise BadRequest("unreadable") from None


def _check_urlencoded(body: bytes) -> None:
    if body.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge("fields")
    try:
        body.decode("utf-8")
        unquote_to_bytes(body).decode("utf-8")
    except ValueError:
        raise BadRequest("unreadable") from None


def add_headers(response: Response) -> Response:
    """No answer of the service is kept by anybody, framed, or lent a script."""
    given = {name.lower() for name, _ in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    response.headers["Cache-Control"] = "no-store"
    response.headers.add("Vary", "Origin, Sec-Fetch-Site")
    return response


def init_app(app: Service) -> None:
    """Set the limits, the hosts and the headers."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
        TRUSTED_HOSTS=app.settings.trusted_hosts,
    )
    if app.settings.TRUSTED_PROXIES:
        from werkzeug.middleware.proxy_fix import ProxyFix

        hops = app.settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.before_request(check_address)
    app.before_request(check_body)
    app.after_request(add_headers)
