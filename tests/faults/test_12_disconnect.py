"""A line that is cut before the answer: whoever sends again has the same reference."""

import socket
import struct
import time
from urllib.parse import urlencode

from tests.faults.town import head_of


def cut(connection: socket.socket) -> None:
    """Leave without a word, as a telephone in a tunnel."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_line_cut_before_the_answer_then_a_retry_give_one_reference(town):
    half, whole = town.check("Anna Exemple"), town.check("Badr Exemple")
    body = urlencode({"sealed": whole, "action": "confirm"}).encode()
    with town.held():
        connection = town.send(head_of(len(body)), body)
        time.sleep(1)
        cut(connection)
    for _ in range(100):
        if town.stored():
            break
        time.sleep(0.05)
    [kept] = town.stored()
    first, second = town.confirm(whole), town.confirm(whole)
    assert (first.status, first.location) == (303, second.location)
    assert kept["reference"] in town.ask("GET", first.location).body.decode()
    assert town.stored() == [kept]

    body = urlencode({"sealed": half, "action": "confirm"}).encode()
    cut(town.send(head_of(len(body)), body[: len(body) // 2]))
    time.sleep(0.3)
    assert town.stored() == [kept], "half a body is no registration"
    assert town.confirm(half).status == 303
    assert [one["answers"]["name"] for one in town.stored()] == ["Badr Exemple", "Anna Exemple"]
