"""The units of systemd start the service as it was measured."""

import re
import shlex
from datetime import time
from pathlib import Path

import pytest

from deploy.service import BEHIND_NGINX, DESK
from formservice.office.day_nightly import MADE

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


@pytest.mark.parametrize("name", ["commune-service", "commune-tick", "commune-build", "commune-jour"])
def test_a_unit_stops_before_the_machine_has_no_memory_left(name):
    units = {"M": 1, "G": 1000}
    lines = dict(line.split("=", 1) for line in (SYSTEMD / f"{name}.service").read_text().splitlines() if "=" in line)
    high, most = (int(lines[key][:-1]) * units[lines[key][-1]] for key in ("MemoryHigh", "MemoryMax"))
    assert 2 * 200 < high < most <= 2_000


def test_the_timer_of_the_day_on_paper_rings_when_the_service_would_make_it_by_itself():
    timer, unit = ((SYSTEMD / f"commune-jour.{kind}").read_text(encoding="utf-8") for kind in ("timer", "service"))
    rings = re.findall(r"^OnCalendar=\*-\*-\* ([0-9:]{8}) Europe/Paris$", timer, flags=re.MULTILINE)

    assert tuple(time.fromisoformat(one) for one in rings) == MADE
    assert re.findall(r"formservice jour --day (\w+)", unit) == ["today", "tomorrow"]
    assert "FORMSERVICE_VAR=/var/lib/commune " in unit and "UMask=0077" in unit
