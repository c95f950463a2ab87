"""The units of systemd start the service as it was measured."""

import shlex
from pathlib import Path

import pytest

from deploy.service import BEHIND_NGINX, DESK

SYSTEMD = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


@pytest.mark.parametrize(
    ("name", "workers"), [("commune-service.service", DESK), ("commune-service-postgresql.conf", BEHIND_NGINX)]
)
def test_a_unit_has_the_workers_that_were_measured(name, workers):
    text = (SYSTEMD / name).read_text(encoding="utf-8").replace("\\\n", " ")
    started = [line.partition("=")[2] for line in text.splitlines() if line.startswith("ExecStart=/")]
    assert len(started) == 1
    words = shlex.split(started[0])
    assert tuple(words[1 : 1 + len(workers)]) == workers
    assert words[-1] == "formservice.wsgi:service"
