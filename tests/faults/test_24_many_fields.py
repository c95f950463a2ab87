"""Forms of a machine: thousands of fields, one field thousands of times, names without end."""

import pytest

from formservice.security import MOST_FIELDS
from tests.builders import answers

BOUNDARY = "b"


def parts(names: list[str]) -> bytes:
    lines = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n' for name in names]
    return "".join([*lines, f"--{BOUNDARY}--\r\n"]).encode()


@pytest.mark.parametrize(
    "names",
    [[f"f{number}" for number in range(10_000)], ["name"] * 50_000, ["name"] * (MOST_FIELDS + 1)],
    ids=["ten thousand fields", "fifty thousand names", "one too many"],
)
def test_too_many_fields_are_refused_in_french(make_client, activity, names):
    client = make_client()
    body = "&".join(f"{name}=" for name in names).encode()
    page = client.post(activity.url, body, 413, content_type="application/x-www-form-urlencoded")
    assert page.says("Rien n’a été enregistré")
    client.post(activity.url, parts(names), 413, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def test_a_field_with_a_name_of_ten_kilobytes_is_kept_nowhere(make_client, activity):
    client, name = make_client(), "n" * 10_240
    page = client.post(activity.url, answers(activity) | {name: "x"}, 200)
    assert name[:100] not in page.html
    assert len(page.field("sealed")) < 2000


def test_a_question_answered_a_hundred_times_has_one_answer_or_a_mistake(make_client, activity):
    client = make_client()
    body = "&".join(["who=self&reach=phone&phone=0639980102&session=SM-1", *["name=Anna"] * 100])
    page = client.post(activity.url, body.encode(), content_type="application/x-www-form-urlencoded")
    assert page.says("Anna") and not page.says("Anna, Anna")
