"""Random bytes for the reader of forms: a page in French, never a 500, nothing stored that was not confirmed.

`FUZZ=20000` makes a night of it (`FUZZ=20000 .venv/bin/python -m pytest tests/faults/test_49_fuzz.py`).
"""

import os
import time
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import answers

EXAMPLES = int(os.environ.get("FUZZ", "100"))
NAMES = ["name", "who", "reach", "phone", "email", "contact", "session", "version", "needs", "sealed", "action", "x"]
FORM = "application/x-www-form-urlencoded"
KINDS = [FORM, "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", ""]
STATUSES = (200, 303, 400, 403, 409, 410, 411, 413, 415, 422)
"""What a page in French may be."""

known = st.sampled_from(["confirm", "modify", "self", "other", "SM-1", "\0", "\ud7ff"])
values = st.one_of(st.text(max_size=200), known)
pairs = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=20)
percent = st.text("%0123456789abcdefABCDEF&=+;", max_size=300).map(str.encode)


def urlencoded(fields) -> bytes:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields).encode()


def multipart(fields) -> bytes:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    return "".join([*parts, "--b--\r\n"]).encode()


bodies = st.one_of(st.binary(max_size=2000), percent, pairs.map(urlencoded), pairs.map(multipart))
HEADERS = [{}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]
quiet = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def post(make_client, activity):
    """Send a body to the form; the status, and how long it took."""
    # Sends from the town's own networks are not counted: after two hundred, all would be answered 429.
    client = make_client(TOWN_NETWORKS="127.0.0.0/8")

    def post(body: bytes, kind: str, headers: dict[str, str]):
        began = time.monotonic()
        response = client.flask.post(activity.url, data=body, content_type=kind or None, headers=headers)
        assert time.monotonic() - began < 5
        return client.app.store, response

    return post


def holds(store, response) -> None:
    """A page of ours, and nothing was kept."""
    assert response.status_code in STATUSES, response.status_code
    assert response.status_code == 303 or "lang=" in response.get_data(as_text=True)
    assert list(store.partitions("session/")) == []


@quiet
@given(body=bodies, kind=st.sampled_from(KINDS), headers=st.sampled_from(HEADERS))
def test_random_bytes_are_answered_with_a_page(post, body, kind, headers):
    holds(*post(body, kind, headers))


@quiet
@given(data=st.data())
def test_a_good_form_with_a_few_bytes_changed_is_answered_with_a_page(post, activity, data):
    body = bytearray(urlencoded(answers(activity).items(multi=True)))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    holds(*post(bytes(body), FORM, HEADERS[2]))


@quiet
@given(token=st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda raw: raw.decode("latin-1"))))
def test_a_random_check_page_is_refused_with_a_page(post, token):
    holds(*post(urlencoded([("sealed", token), ("action", "confirm")]), FORM, HEADERS[2]))
