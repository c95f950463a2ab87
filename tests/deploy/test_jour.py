"""`make jour`: the day on paper from the store that `make serve` uses."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deploy.service import ROOT
from tests.builders import a_release


def run(folder, **given):
    env = {name: value for name, value in os.environ.items() if not name.startswith("FORMSERVICE_")}
    env |= {"DAY": "", "TO": "", "VAR": str(folder)} | given
    return subprocess.run([sys.executable, "-m", "deploy.jour"], cwd=ROOT, env=env, capture_output=True, text=True)


def test_it_is_printed_beside_the_data_or_where_one_says(tmp_path):
    (tmp_path / "output").symlink_to(a_release(tmp_path / "release"))
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    done, there = run(tmp_path), run(tmp_path, DAY="2100-01-01", TO=str(tmp_path / "cle"))

    assert done.returncode == there.returncode == 0, done.stderr + there.stderr
    assert [one.name for one in (tmp_path / "jour").iterdir()] == [f"jour-{tomorrow}.pdf"]
    assert [one.name for one in (tmp_path / "cle").iterdir()] == ["jour-2100-01-01.pdf"]


def test_before_the_first_build_one_is_told_what_to_do(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 1 and "Relancez la construction" in done.stderr and "Traceback" not in done.stderr
