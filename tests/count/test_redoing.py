"""Anyone counts again from the published files alone: what differs is told, what is not a file of ours is refused."""

import hashlib
import json
import os
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formservice.count import Item, Poll, Rule, published, redo
from formservice.count.areas import count_all
from formservice.count.bounded import NotRead, bounded
from formservice.count.loading import Unreadable, load
from formservice.count.model import KEPT, POINTS, POOLED, VOTES
from formservice.count.published import FORMAT, AreaCounted, Counted, dump
from formservice.count.redoing import redo as again
from formservice.count.writing import Told, pb

GIVEN = {
    "nord": [{1: 1}, {1: 1, 2: 1}, {2: 1}, {1: 1, 3: 1}, {1: 1}, {2: 1}],
    "sud": [{7: 1}, {8: 1}, {7: 1}, {8: 1}, {7: 1}, {8: 1}],
}
COSTS = {"nord": {1: 60, 2: 50, 3: 30}, "sud": {7: 70, 8: 60}}


def a_poll(area, given):
    items = tuple(Item(str(n), cost, f"Projet {n}") for n, cost in COSTS[area].items())
    places = {int(one.id): place for place, one in enumerate(items)}
    ballots = {}
    for one in given:
        row = tuple((places[n], points) for n, points in one.items())
        ballots[row] = ballots.get(row, 0) + 1
    return Poll(items, 100, ballots)


def publish(folder, leftover=KEPT, by=VOTES, hidden=()):
    """The published files of a small election, in a folder."""
    folder.mkdir(exist_ok=True)
    rule = Rule(by=by, threshold=1, incompatible=frozenset({frozenset(("1", "3"))}), leftover=leftover, seed="BC27")
    polls = {area: a_poll(area, given) for area, given in GIVEN.items()}
    outcomes, areas = count_all(polls, rule), []
    for area, outcome in outcomes.items():
        told = Told("Essai", "Ville", area, "2027", date(2027, 4, 10), date(2027, 4, 24), "essai", 1, 2,
                    points=9 if by == POINTS else None)  # fmt: skip
        text = pb(told, polls[area], rule, outcome, [(one, "") for one in GIVEN[area]])
        shown = area not in hidden
        if shown:
            (folder / f"{area}.pb").write_text(text, encoding="utf-8")
        areas.append(AreaCounted(
            area, area.title(), 100, outcome.cost, outcome.winners, published.projects_of(outcome, rule, shown),
            published.ties_of(outcome) if shown else (), len(GIVEN[area]) if shown else None,
            f"{area}.pb" if shown else None, hashlib.sha256(text.encode()).hexdigest() if shown else None,
        ))  # fmt: skip
    whole = Counted("decompte-1", "essai", "Un essai", "Ville", date(2027, 5, 2), "1", published.rule_said(rule),
                    tuple(areas))  # fmt: skip
    (folder / "decompte.json").write_text(dump(whole), encoding="utf-8")
    return whole


def altered(folder, change):
    """decompte.json with something changed in it."""
    path = folder / "decompte.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("by", [VOTES, POINTS])
@pytest.mark.parametrize("leftover", [KEPT, POOLED])
def test_what_was_published_counts_again(tmp_path, by, leftover):
    whole = publish(tmp_path, leftover, by)
    assert load((tmp_path / "decompte.json").read_bytes()) == whole
    for path in (tmp_path, tmp_path / "decompte.json"):
        done = again(path)
        assert (done.differences, done.notes, done.areas, done.ballots) == ([], [], 2, 12)


def test_the_command_says_that_it_is_right_or_leaves_with_1(tmp_path, capsys):
    publish(tmp_path)
    redo.redo_command(tmp_path)
    assert "Le décompte publié est juste\u00a0: Un essai, 12\u00a0bulletins" in capsys.readouterr().out
    (tmp_path / "sud.pb").unlink()
    with pytest.raises(SystemExit):
        redo.redo_command(tmp_path, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["same"] is False and said["differences"] == ["Sud\u00a0: le fichier sud.pb manque, ou ne se lit pas."]


def set_at(*path, to):
    def change(data):
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return change


def other_winner(data):
    projects = data["areas"][1]["projects"]
    for one in projects:
        one["chosen"] = not one["chosen"]
    data["areas"][1]["winners"] = [one["id"] for one in projects if one["chosen"]]


@pytest.mark.parametrize(("change", "says"), [
    (other_winner, "Sud\u00a0: le décompte choisit n°"),
    (set_at("areas", 0, "projects", 0, "votes", to=5), "projet n°\u00a01\u00a0: 4\u00a0voix dans les bulletins, 5"),
    (set_at("areas", 0, "projects", 0, "cost", to=61), "60\u00a0€ dans nord.pb, 61\u00a0€ dans decompte.json"),
    (set_at("areas", 0, "cost", to=1), "les projets choisis coûtent"),
    (set_at("areas", 0, "envelope", to=99), "enveloppe de 100\u00a0€ dans nord.pb, 99\u00a0€"),
    (set_at("areas", 0, "ballots", to=7), "6\u00a0bulletins dans nord.pb, 7 dans decompte.json"),
    (set_at("areas", 0, "projects", 2, "reason", to="low"), "donne une autre raison"),
    (set_at("areas", 0, "projects", 1, "left", to=39), "n°\u00a02\u00a0: le décompte donne une autre raison"),
    (set_at("areas", 0, "projects", 1, "missing", to=9), "n°\u00a02\u00a0: le décompte donne une autre raison"),
    (set_at("areas", 0, "projects", 0, "title", to="Un parking"), "« Projet 1 » dans nord.pb, « Un parking » dans"),
    (set_at("rule", "threshold", to=3), "Nord : le seuil est de 1 dans nord.pb, 3 dans decompte.json."),
    (set_at("rule", "seed", to="AUTRE"), "le tirage au sort part de « BC27 » dans nord.pb, « AUTRE » dans"),
    (set_at("rule", "kind", to="equalshares"), "la règle est greedy (votes) dans nord.pb, equalshares (votes)"),
    (set_at("rule", "by", to="points"), "la règle est greedy (votes) dans sud.pb, greedy (points)"),
    (set_at("rule", "incompatible", to=[]), "les projets incompatibles de nord.pb ne sont pas ceux"),
    (set_at("areas", 1, "ties", 0, "decides", to=None), "égalités que le tirage au sort a tranchées"),
    (set_at("areas", 1, "ties", to=[]), "égalités que le tirage au sort a tranchées"),
    (set_at("areas", 0, "sha256", to="0" * 64), "n’est pas celui qui a été compté"),
    (set_at("areas", 0, "projects", 2, "id", to="44"), "projet n°\u00a044\u00a0: il n’est que dans decompte.json"),
    (set_at("rule", "incompatible", to=[]), "choisit n°\u00a01 et n°\u00a03, decompte.json dit n°\u00a01."),
])  # fmt: skip
def test_where_the_results_were_changed_it_is_told(tmp_path, change, says):
    publish(tmp_path)
    altered(tmp_path, change)
    assert any(says in one or says in one.replace("\u00a0", " ") for one in again(tmp_path).differences)


@pytest.mark.parametrize(("old", "new"), [
    ("2;1,2\n", "2;2\n"), ("num_votes;6", "num_votes;9"), ("META", "META2"), ("1;60;", "1;61;"),
])  # fmt: skip
def test_where_a_file_of_ballots_was_changed_it_is_told(tmp_path, old, new):
    publish(tmp_path)
    path = tmp_path / "nord.pb"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert len(again(tmp_path).differences) >= 2


def test_what_hangs_on_a_hidden_area_is_said_not_to_be_redone(tmp_path):
    publish(tmp_path, POOLED, hidden=("sud",))
    done = again(tmp_path)
    assert done.differences == [] and done.areas == 1
    assert "Sud\u00a0: ne se recompte pas" in done.notes[0] and "mis en commun" in done.notes[1]


def test_without_all_its_areas_a_count_is_not_called_right_as_a_whole(tmp_path, capsys):
    publish(tmp_path, POOLED, hidden=("sud",))
    redo.redo_command(tmp_path)
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert told.startswith("Ce qui se recompte est juste : Un essai, 6 bulletins dans 1 quartier, recomptés d’après")
    assert "Ne se recompte pas : Sud et l’argent mis en commun." in told and "Le décompte publié est juste" not in told
    redo.redo_command(tmp_path, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["same"], said["whole"], said["rule"]["seed"]) == (True, False, "BC27")


def test_the_rule_is_always_told_to_be_compared_with_the_published_one(tmp_path, capsys):
    publish(tmp_path)
    redo.redo_command(tmp_path)
    told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Règle : le plus de voix d’abord" in told and "seuil : 1 voix ; tirage au sort d’après « BC27 »" in told
    assert "argent qui reste : gardé. À comparer avec le règlement." in told


def test_the_cost_of_a_hidden_area_is_that_of_its_winners(tmp_path):
    publish(tmp_path, POOLED, hidden=("sud",))
    altered(tmp_path, set_at("areas", 1, "cost", to=9999))
    assert any("Sud" in one and "decompte.json dit 9" in one for one in again(tmp_path).differences)


@pytest.mark.parametrize("change", [
    set_at("areas", 1, "ballots", to=500), set_at("areas", 1, "projects", 0, "votes", to=9999),
    set_at("areas", 1, "projects", 0, "reason", to="low"), set_at("areas", 1, "projects", 0, "missing", to=2),
    set_at("areas", 1, "ties", to=[{"ids": ["7", "8"], "decides": True}]),
])  # fmt: skip
def test_without_a_file_of_ballots_nothing_of_them_is_believed(tmp_path, change):
    publish(tmp_path, hidden=("sud",))
    altered(tmp_path, change)
    with pytest.raises(Unreadable, match="fichier"):
        again(tmp_path)


def test_a_folder_of_hidden_areas_alone_is_not_called_right(tmp_path, capsys):
    publish(tmp_path, hidden=("nord", "sud"))
    with pytest.raises(SystemExit):
        redo.redo_command(tmp_path)
    assert "rien ne se recompte" in capsys.readouterr().out


HOSTILE = [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b'"decompte-1"', b"[" * 100_000, b'{"a":' * 100_000, b'{"format": NaN}',
    b'{"format": 1e999}', b'{"format": "decompte-1", "format": "decompte-1"}', b'{"format": ' + b"9" * 5000 + b"}",
    b'{"format": "decompte-2"}', b"\x00", "{\"format\": \"\ud800\"}".encode("utf-8", "surrogatepass"),
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_not_a_count_of_ours_is_refused_with_what_to_do(content):
    with pytest.raises(Unreadable, match=r"decompte\.json.*Reprenez ce fichier"):
        load(content)


@pytest.mark.parametrize("change", [
    set_at("areas", 0, "file", to="../nord.pb"), set_at("areas", 0, "file", to="/etc/passwd"),
    set_at("areas", 0, "file", to="nord.pb\n"), set_at("areas", 0, "file", to=["nord.pb"]),
    set_at("areas", 0, "file", to="sud.pb"), set_at("areas", 0, "ballots", to=-1),
    set_at("areas", 0, "ballots", to=1.5), set_at("areas", 0, "ballots", to=10**30),
    set_at("areas", 0, "ballots", to=None), set_at("areas", 0, "winners", to=["99"]),
    set_at("areas", 0, "projects", 0, "id", to="2"), set_at("areas", 0, "projects", 0, "id", to="\u0663"),
    set_at("areas", 0, "projects", 0, "reason", to="<script>"), set_at("rule", "kind", to="other"),
    set_at("rule", "incompatible", to=["1"]), set_at("rule", "extra", to=1), set_at("areas", to={}),
    set_at("areas", 1, "projects", 0, "id", to="1"),
])  # fmt: skip
def test_a_count_that_was_made_to_hurt_is_refused(tmp_path, change):
    publish(tmp_path)
    altered(tmp_path, change)
    with pytest.raises(Unreadable, match=r"decompte\.json"):
        again(tmp_path)


@pytest.mark.parametrize(("change", "says"), [
    (lambda data: data["areas"][0].pop("projects"), "areas n° 1 : Il manque la clé « projects ». Reprenez"),
    (set_at("areas", 1, "projects", 1, "cost", to="dix"), "areas n° 2, projects n° 2, cost : « cost » :"),
    (set_at("areas", 1, to=3), "areas n° 2 : Il faut ici un objet : { … }."),
    (set_at("areas", to={}), "areas : « areas » est une liste : [ … ]."),
])  # fmt: skip
def test_what_is_wrong_in_the_count_is_told_in_the_words_of_json_from_one(tmp_path, change, says):
    publish(tmp_path)
    altered(tmp_path, change)
    with pytest.raises(Unreadable) as refused:
        again(tmp_path)
    assert str(refused.value).replace("\xa0", " ").startswith(f"decompte.json, {says}")


def test_a_link_to_elsewhere_is_not_followed(tmp_path):
    publish(tmp_path / "here")
    path = tmp_path / "here" / "nord.pb"
    path.rename(tmp_path / "secret.pb")
    path.symlink_to(tmp_path / "secret.pb")
    assert any("nord.pb manque" in one for one in again(tmp_path / "here").differences)


def test_a_folder_without_a_count_says_what_to_give(tmp_path, capsys):
    with pytest.raises(SystemExit):
        redo.redo_command(tmp_path)
    assert "Indiquez le dossier" in capsys.readouterr().err


def test_nothing_that_was_published_moves_the_terminal(tmp_path, capsys):
    publish(tmp_path)
    path = tmp_path / "nord.pb"
    path.write_text(path.read_text(encoding="utf-8").replace("3;30;", "\x1b[2Jx\x9b\u202e;30;"), encoding="utf-8")
    for as_json in (False, True):
        with pytest.raises(SystemExit):
            redo.redo_command(tmp_path, as_json)
    altered(tmp_path, set_at("\x1b[31mpwn", to=1))
    with pytest.raises(SystemExit):
        redo.redo_command(tmp_path)
    told = "".join(capsys.readouterr())
    assert "[2J" in told or "[31m" in told
    assert not {"\x1b", "\x9b", "\u202e"}.intersection(told)


@pytest.mark.parametrize("name", ["decompte.json", "nord.pb"])
def test_what_never_ends_is_not_read(tmp_path, name):
    publish(tmp_path)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    if name == "nord.pb":
        assert any("nord.pb manque" in one for one in again(tmp_path).differences)
    else:
        with pytest.raises(Unreadable, match="pas un fichier ordinaire"):
            again(tmp_path)


@pytest.mark.parametrize(("name", "most"), [("decompte.json", 20), ("nord.pb", 60)])
def test_what_is_too_big_is_not_read(tmp_path, name, most):
    publish(tmp_path)
    os.truncate(tmp_path / name, most * 1_000_000 + 1)
    with pytest.raises(NotRead, match=f"dépasse {most}"):
        bounded(tmp_path / name, most * 1_000_000)
    if name == "nord.pb":
        assert any("nord.pb manque" in one for one in again(tmp_path).differences)
    else:
        with pytest.raises(Unreadable, match="dépasse 20"):
            again(tmp_path)


@pytest.mark.parametrize("change", [
    set_at("areas", 0, "envelope", to="100"), set_at("areas", 0, "projects", 0, "chosen", to="true"),
    set_at("areas", 0, "projects", 0, "id", to=1), set_at("rule", "threshold", to="1"),
])  # fmt: skip
def test_a_number_between_quotes_is_refused(tmp_path, change):
    publish(tmp_path)
    altered(tmp_path, change)
    with pytest.raises(Unreadable, match="entre guillemets"):
        again(tmp_path)


def test_an_amount_without_end_is_refused_in_french(tmp_path):
    publish(tmp_path)
    altered(tmp_path, set_at("areas", 0, "envelope", to="1" * 4400))
    with pytest.raises(Unreadable, match="écrivez des euros") as refused:
        again(tmp_path)
    assert len(str(refused.value)) < 300 and "digits" not in str(refused.value)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["areas", "rule", "format", "counted", "title"]), JSON)
def test_no_value_in_the_place_of_another_breaks_the_reading(tmp_path_factory, name, value):
    # Any words are a title, and there is a right format.
    assume(not (name == "title" and isinstance(value, str)) and (name, value) != ("format", FORMAT))
    folder = tmp_path_factory.getbasetemp() / "published"
    publish(folder)
    altered(folder, lambda data: data.__setitem__(name, value))
    with pytest.raises(Unreadable):
        again(folder)
