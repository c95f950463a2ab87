"""A file is read whole, or refused with the line of its mistake."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formservice.count import count
from formservice.count.election import Election, read
from formservice.count.pb import Malformed
from tests.count.files import GOOD, POINTS, SAMPLE, changed

WRONG = [
    (b"", 1, "META manque"),
    (b"\n\n", 1, "META manque"),
    (b"bonjour", 1, "commence par une ligne « META »"),
    (b"\xff\xfeM\x00E\x00", 1, "UTF-8"),
    (b"META\nkey;value\nunit;\xe9", 3, "UTF-8"),
    (b"META\nkey;value", 2, "PROJECTS manque"),
    (GOOD.split("VOTES\n")[0].encode(), 18, "VOTES manque"),
    (changed("key;value", "clef;valeur"), 2, "« key »"),
    (changed("PROJECTS", "VOTES"), 14, "vient trop tôt"),
    (changed("VOTES", "META"), 19, "deux fois"),
    (changed("unit;Saint-Exemple", "country;Saint"), 5, "déjà dit à la ligne 4"),
    (changed("budget;100\n", ""), 1, "ne dit pas « budget »"),
    (changed("rule;greedy", "rule;"), 11, "ne dit pas « rule »"),
    (changed("rule;greedy", "rule;au-hasard"), 11, "règle « au-hasard » inconnue"),
    (changed("approval", "pétanque"), 10, "vote_type « pétanque »"),
    (changed("budget;100", "budget;cent"), 9, "« cent » n’est pas un nombre"),
    (changed("budget;100", "budget;1e9"), 9, "n’est pas un nombre"),
    (changed("budget;100", "budget;-1"), 9, "négatif"),
    (changed("budget;100", "budget;٣"), 9, "n’est pas un nombre"),
    (changed("num_votes;5", "num_votes;6"), 8, "le fichier en a 5"),
    (changed("num_projects;3", "num_projects;2"), 7, "le fichier en a 3"),
    (changed("project_id;cost;", "numero;cost;"), 15, "« project_id »"),
    (changed("project_id;cost;", "project_id;prix;"), 15, "colonne cost"),
    (changed("project_id;cost;votes", "project_id;cost;cost"), 15, "deux fois"),
    (changed("voter_id;vote;", "voter_id;voix;"), 20, "colonne vote"),
    (changed("7;50;3", "12;50;3"), 17, "projet 12 est déjà à la ligne 16"),
    (changed("7;50;3", "7;;3"), 17, "coût du projet 7"),
    (changed("7;50;3", "7;-50;3"), 17, "négatif"),
    (changed("7;50;3", ";50;3"), 17, "est vide"),
    (changed("2;12,7;", "1;12,7;"), 22, "bulletin 1 est déjà à la ligne 21"),
    (changed("3;12;", "3;99;"), 23, "« 99 » n’est pas dans la partie PROJECTS"),
    (changed("3;12;", "3;12,;"), 23, "une virgule de trop"),
    (changed("4;3,7;", "4;3,3;"), 24, "deux fois dans ce bulletin"),
    (changed("4;3,7;paper", "4;3,7;paper;;"), 24, "de trop"),
    (changed("cumulative", "cumulative", POINTS).replace(b";points;", b";autre;"), 10, "colonne « points »"),
    (changed("4;3,7;1,3", "4;3,7;1", POINTS), 24, "dans ce bulletin"),
    (changed("4;3,7;1,3", "4;3,7;1,x", POINTS), 24, "n’est pas un nombre"),
    (changed("4;3,7;1,3", "4;3,7;1,1.5", POINTS), 24, "entiers"),
    (changed("rule;greedy", "rule;greedy\nmin_project_score_threshold;beaucoup"), 12, "le seuil"),
    (changed("approval", "ordinal").replace(b"rule;greedy", b"rule;greedy\nmax_length;x"), 12, "max_length"),
    (b'META\nkey;value\nunit;"' + b"x" * 2_100_000, 3, "ne se lit pas"),
    (b"META\nkey;value\nunit;x" + b";" * 2_100_000, 3, "trop longue"),
    (b"META\nkey;value\nunit;" + b'"\n";' * 1_000_000, 3, "trop longue"),
    (GOOD.split("1;12,7")[0].replace("num_votes;5", "num_votes;0").encode(), 8, "rien à compter"),
]


@pytest.mark.parametrize(("content", "line", "piece"), WRONG, ids=[f"{line}-{piece[:24]}" for _, line, piece in WRONG])
def test_a_broken_file_is_refused_with_its_line(content, line, piece):
    with pytest.raises(Malformed) as refused:
        read(content)

    assert piece in str(refused.value).replace("\xa0", " ")
    assert refused.value.line == line


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_good_file_is_counted_whatever_ends_its_lines(ends):
    election = read(GOOD.replace("\n", ends).encode("utf-8-sig"))

    assert count(election.poll, election.rule).winners == election.official == ("12", "3")
    assert election.notes == ()


def test_points_are_read_beside_their_projects():
    election = read(POINTS.encode())

    assert election.poll.points == [9, 6, 5]
    assert election.rule.by == "points"


def test_a_name_may_hold_what_parts_the_columns():
    election = read(changed("Un banc", '"Un ; ""banc""\nrouge"'))

    assert election.poll.items[0].name == 'Un ; "banc"\nrouge'
    with pytest.raises(Malformed) as refused:
        read(changed("Un banc", '"Un\nbanc"').replace(b"3;12;", b"3;99;"))
    assert refused.value.line == 24


def test_selected_for_another_reason_is_not_official():
    assert read(changed("Une fontaine;1", "Une fontaine;2")).official == ("12",)


def test_results_that_are_not_those_of_the_ballots_are_told():
    election = read(changed("12;60;3", "12;60;4"))

    assert election.notes[0].startswith("1\xa0résultat du fichier n’est pas celui de ses bulletins (votes)")


RANKS = GOOD.replace("approval", "ordinal").replace("rule;", "max_length;2\nrule;")


@pytest.mark.parametrize(
    ("scores", "expected"),
    [(None, [6, 3, 4]), ((6, 3, 4), [6, 3, 4]), ((5, 3, 3), [5, 3, 3]), ((1, 1, 1), [6, 3, 4])],
)
def test_a_first_rank_is_worth_what_the_scores_of_the_file_say(scores, expected):
    text = RANKS
    if scores:
        text = text.replace(";votes;", ";score;")
        for before, score in zip(("60;3", "50;3", "40;2"), scores, strict=True):
            text = text.replace(before, f"{before[:2]};{score}")

    assert read(text.encode()).poll.points == expected


def test_a_threshold_between_two_votes_is_the_one_above():
    assert read(changed("rule;greedy", "rule;greedy\nmin_project_score_threshold;49.5")).rule.threshold == 50


@pytest.mark.parametrize("rule", ["unknown", "greedy-custom", "greedy-exclusive"])
def test_a_rule_that_a_file_does_not_say_is_counted_with_a_note(rule):
    election = read(changed("rule;greedy", f"rule;{rule}"))

    assert (election.rule.kind, election.declared) == ("greedy", rule)
    assert "Comptée comme « greedy »" in election.notes[0]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoilt_file_is_an_election_or_a_refusal(data):
    content = bytearray(data.draw(st.sampled_from([GOOD, POINTS, RANKS])).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b";", b"\n", b'"', b"-", b",", b"0", b"\x00", b"9" * 12]))
        )
    try:
        election = read(bytes(content))
    except Malformed as refused:
        assert 1 <= refused.line <= content.count(b"\n") + content.count(b"\r") + 1
    else:
        assert isinstance(election, Election)
        assert count(election.poll, election.rule).cost <= election.poll.budget


@pytest.mark.parametrize("path", SAMPLE, ids=[path.stem[:40] for path in SAMPLE])
def test_the_winners_of_real_elections_are_those_that_were_told(path):
    election = read(path.read_bytes())
    found = count(election.poll, election.rule)

    assert election.notes == ()
    assert election.official is None or set(found.winners) == set(election.official)
    known = {"France_Toulouse_2019": (14, 1_000_000), "Netherlands_Assen_2024": (9, 76_700)}
    if path.stem in known:
        assert (len(found.winners), found.cost) == known[path.stem]
