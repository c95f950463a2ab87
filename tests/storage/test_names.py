"""Names and addresses: refused when they could lead elsewhere."""

import pytest

from formservice.storage import BadName, StoreError, open_store

SESSION = "session/SM-12"


@pytest.mark.parametrize(
    "name",
    ["session", "Session/SM", "session/../etc", "/etc/passwd", "session//a", "session/.a", "session/SM-12\n"]
    + [
        "session/é",
        "session/a/b/c/d",
        "session/lock",
        "session/records.json",
        "s/" + "a" * 100,
        "",
        None,
        "a/b\0",
    ],
)
def test_a_name_cannot_lead_elsewhere(store, name):
    for use in (store.read, store.journal, lambda name: store.transaction(name).__enter__()):
        with pytest.raises(BadName):
            use(name)


@pytest.mark.parametrize("table", ["_meta", "Signups", "a/b", "", "sign ups"])
def test_a_table_has_a_plain_name(store, table):
    with pytest.raises(BadName), store.transaction(SESSION) as records:
        records.add(SESSION, table)


@pytest.mark.parametrize("prefix", ["../", "/etc", "session/../../"])
def test_a_search_cannot_lead_elsewhere(store, prefix):
    with pytest.raises(BadName):
        list(store.partitions(prefix))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://town:secret@127.0.0.1:1/town",
        "postgresql://[",
        "postgresql:here",
        "redis:here",
        "tinydb:",
        "var/data",
    ],
)
def test_an_unknown_address_is_refused_in_one_line(url):
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert len(str(refused.value).splitlines()) == 1
    assert "secret" not in str(refused.value)
