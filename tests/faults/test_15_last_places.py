"""Fifty people press the last button together, for five places."""

from tests.faults.town import SEATS


def test_fifty_people_at_once_have_five_places_and_the_others_wait_in_order(town):
    names = [f"Personne {number}" for number in range(50)]
    tokens = [town.check(name) for name in names]
    told = town.confirm_all(tokens)

    assert {answer.status for answer in told} == {303}
    assert len({answer.location for answer in told}) == 50
    stored = town.stored()
    assert sorted(one["answers"]["name"] for one in stored) == sorted(names)
    assert [one["seq"] for one in stored] == list(range(1, 51))
    assert [one["state"] for one in stored] == ["confirmed"] * SEATS + ["waiting"] * (50 - SEATS)
    assert {answer.location.split("/f")[-1].split(".")[0] for answer in told} == {one["id"] for one in stored}
