"""A setting that would make the service unsafe stops it, with one line that says what to write."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from formservice.config import BadSetting, Config, kept_key, load_config

SAFE = {"FORMSERVICE_SECRET_KEY": "a secret of this machine"}


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        ({}, "SECRET_KEY"),
        ({"FORMSERVICE_SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"FORMSERVICE_SECRET_KEY": "a secret of this machine,short"}, "SECRET_KEY"),
        (SAFE | {"FORMSERVICE_BASE_URL": "www.example.org"}, "BASE_URL"),
        (SAFE | {"FORMSERVICE_TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES"),
    ],
)
def test_a_bad_setting_stops_the_service(environ, setting):
    with pytest.raises(BadSetting, match=f"FORMSERVICE_{setting}"):
        load_config(environ)


def test_the_newest_key_signs_and_the_others_verify():
    config = load_config({"FORMSERVICE_SECRET_KEY": "the new key of today,the old key of before"})
    assert config.secret_keys == ["the old key of before", "the new key of today"]


def test_a_desk_keeps_a_key_of_its_own(tmp_path):
    first, again = (load_config({"FORMSERVICE_VAR": str(tmp_path / "var")}) for _ in range(2))
    assert first.SECRET_KEY == again.SECRET_KEY and len(first.SECRET_KEY) > 30
    assert stat.S_IMODE((tmp_path / "var/secret_key").stat().st_mode) == 0o600


def test_cookies_are_secure_as_soon_as_the_address_is():
    assert Config(BASE_URL="https://www.example.org").secure
    assert Config(BASE_URL="https://www.example.org", HOSTS="example.org, a.test").trusted_hosts == [
        "www.example.org", "example.org", "a.test",
    ]  # fmt: skip


def test_workers_that_start_together_share_one_whole_key(tmp_path):
    with ThreadPoolExecutor(16) as workers:
        for n in range(20):
            keys = set(workers.map(kept_key, [tmp_path / str(n)] * 16))
            assert len(keys) == 1 and len(keys.pop()) >= 32
            assert [path.name for path in (tmp_path / str(n)).iterdir()] == ["secret_key"]
