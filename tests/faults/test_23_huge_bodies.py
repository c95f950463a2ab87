"""Bodies without end or without length: refused before they are read, by a service that stays small."""

import gzip
import io
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from formservice.security import MOST_BYTES
from tests.builders import answers
from tests.faults.town import FORM, WORKSHOP, Place, Town, head_of
from tests.pages import OURS

MOST_MEMORY = 100 * 1024
"""KB that a worker may hold."""
PIECE = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


@pytest.fixture
def url(tmp_path):
    """On files only: a body that is refused never reaches the store."""
    return f"tinydb:{tmp_path / 'data'}"


@pytest.fixture
def served(place: Place) -> Iterator[tuple[Town, int]]:
    """A town, and the process above its workers."""
    with place.serving() as (town, service):
        yield town, service.process.pid


def answer_of(connection: socket.socket) -> int:
    """The status that comes back."""
    with connection, connection.makefile("rb") as file:
        return int(file.readline().split()[1])


def pour(town: Town, head: bytes, piece: bytes, most: int) -> tuple[int, int]:
    """Send pieces until the service answers or hangs up; the status and how many bytes were sent."""
    connection, sent = town.send(head), 0
    connection.settimeout(0)
    while sent < most:
        try:
            sent += connection.send(piece)
        except BlockingIOError:
            time.sleep(0.01)
        except OSError:
            break
        with suppress(BlockingIOError, OSError):
            if connection.recv(12, socket.MSG_PEEK):
                break
    connection.settimeout(20)
    return answer_of(connection), sent


def memory(master: int) -> int:
    """KB held by the largest worker."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    told = [Path(f"/proc/{worker}/status").read_text() for worker in workers]
    return max(int(line.split()[1]) for text in told for line in text.splitlines() if line.startswith("VmHWM"))


MALFORMED = [b"ZZ\r\nabc", b"-1\r\nabc", b"3\r\nabcXX", b"3\r\nabc\r\n0\r\nA: \0\r\n\r\n", b"3;\0\r\nabc\r\n0\r\n\r\n"]


def test_chunks_that_make_no_sense_are_told_so_and_leave_no_traceback(served, capfd):
    town, _ = served
    for given in ({}, {"Connection": "close"}):
        told = [answer_of(town.send(head_of(**given), body)) for body in MALFORMED]
        assert told == [400] * len(MALFORMED)
    assert town.ask("GET", WORKSHOP.url).status == 200 and town.stored() == []
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err


def test_bodies_are_refused_by_their_size_without_being_read(served):
    town, master = served
    began = time.monotonic()
    assert answer_of(town.send(head_of(300 * 2**20), b"name=x")) == 413, "a length that is too much is enough"
    status, sent = pour(town, head_of(), PIECE, 2**30)
    assert status in (413, 422) and sent < 2**26, "a body without a length is not read to its end"
    assert time.monotonic() - began < 10
    if Path("/proc/self/task").exists():
        assert memory(master) < MOST_MEMORY

    body = urlencode(answers(WORKSHOP).to_dict()).encode()
    assert answer_of(town.send(head_of(), b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))) == 200, "a good one is read"
    a_wrong_length_or_a_bomb_stores_nothing(town)


def a_wrong_length_or_a_bomb_stores_nothing(town: Town) -> None:
    """What is shorter than it says, what says no number, what grows when it is unfolded."""
    connection = town.send(head_of(1000), b"name=Anna")
    connection.shutdown(socket.SHUT_WR)
    assert answer_of(connection) in (400, 422)
    for length in ("-1", "1e3", "0x10"):
        wrong = head_of(7).replace(b"Content-Length: 7", f"Content-Length: {length}".encode())
        assert answer_of(town.send(wrong, b"name=An")) == 400
    bomb = gzip.compress(b"name=" + b"x" * (100 * MOST_BYTES))
    assert answer_of(town.send(head_of(len(bomb), Content_Encoding="gzip"), bomb)) in (400, 413, 415)
    assert town.stored() == []


def test_a_body_without_a_length_is_refused_and_not_cut(make_client, activity):
    client = make_client()
    body = urlencode(answers(activity) | {"x" * MOST_BYTES: ""}).encode()
    given = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = client.flask.post(activity.url, headers=OURS, content_type=FORM["Content-Type"], environ_overrides=given)
    assert response.status_code == 413
