"""Headers that lie about the host or the sender change nothing."""

import pytest

from formservice import doubt
from tests.builders import answers
from tests.pages import OURS

EVIL = "ailleurs.example.org"
FORGED = {
    "X-Forwarded-Host": EVIL, "X-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Original-URL": "/agents/",
    "X-Rewrite-URL": "/agents/", "X-Forwarded-Prefix": "/evil", "Forwarded": f"host={EVIL};for=192.0.2.9",
}  # fmt: skip


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_a_forged_host_is_in_no_answer(make_client, activity, proxies):
    client = make_client(TRUSTED_PROXIES=proxies)
    check = client.post(activity.url, answers(activity), 200, headers=OURS | FORGED)
    sent = {"sealed": check.field("sealed"), "action": "confirm"}
    done = client.post(activity.url, sent, 303, headers=OURS | FORGED)
    assert done.location.startswith("/suivi/")
    for page in (check, client.get(done.location, headers=FORGED)):
        assert EVIL not in page.html and "/evil" not in page.html


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_a_host_that_is_not_ours_is_not_answered(make_client, activity, proxies):
    client = make_client(TRUSTED_PROXIES=proxies)
    for host in (EVIL, f"localhost.{EVIL}", f"{EVIL}:80", "localhost@" + EVIL, f"localhost,{EVIL}", ""):
        response = client.flask.post(activity.url, data=answers(activity), headers=OURS | {"Host": host})
        assert response.status_code == 400, host
        assert EVIL not in response.get_data(as_text=True)


@pytest.mark.parametrize(("proxies", "own"), [("0", ""), ("1", ", 192.0.2.1")])
def test_a_sender_who_changes_its_forwarded_address_is_counted_all_the_same(
    make_client, activity, monkeypatch, proxies, own
):
    monkeypatch.setattr(doubt, "window", lambda: 1)
    monkeypatch.setattr(doubt, "FLOOD", 3)
    client = make_client(TRUSTED_PROXIES=proxies)
    for number in range(4):
        headers = OURS | {"X-Forwarded-For": f"198.51.100.{number}{own}", "X-Real-IP": f"198.51.100.{number}"}
        client.post(activity.url, answers(activity), 429 if number == 3 else 200, headers=headers)
