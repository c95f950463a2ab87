"""Under `make serve`, letters leave by themselves; on a server, a timer sends them."""

import time
from email import message_from_bytes, policy
from pathlib import Path

from formservice.storage import open_store
from tests.faults.town import Place
from tests.mail.letters import PARTITION, a_record

ROOT = Path(__file__).resolve().parents[2]


def test_letters_leave_by_themselves_beside_the_pages(tmp_path):
    place = Place(tmp_path, f"tinydb:{tmp_path / 'data'}").publish()
    with place.serving():
        record = a_record()
        with open_store(place.url).transaction(PARTITION) as records:
            given = records.add(PARTITION, "signups", **record)
            data = {"signup": given["id"], "told": record["told"] | {"start": "2099-12-01T10:00:00"}}
            records.update(PARTITION, "signups", given["id"], told=data["told"])
            records.queue_mail(PARTITION, to="dominique@example.org", template="confirmed", data=data)
        letters = wait_for(tmp_path / "mail")
    assert [str(letter["To"]) for letter in letters] == ["dominique@example.org"]


def wait_for(folder: Path) -> list:
    """The letters of a folder, once there are some."""
    for _ in range(150):
        if found := list(folder.glob("*.eml")):
            return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
        time.sleep(0.1)
    raise AssertionError("no letter came")


def test_the_timer_sends_mail_after_what_is_due_even_when_that_fails():
    unit = (ROOT / "deploy/systemd/commune-tick.service").read_text()
    started = [line.split("=", 1)[1] for line in unit.splitlines() if line.startswith("ExecStart=")]
    assert [line.split()[-1] for line in started] == ["tick", "send-mail"] and started[0].startswith("-")
