"""A small `.pb` file, and the real ones where they are."""

from pathlib import Path

SAMPLE = sorted((Path(__file__).parents[3] / "shared" / "pb").glob("*.pb"))
GOOD = """META
key;value
description;Budget participatif
country;France
unit;Saint-Exemple
instance;2027
num_projects;3
num_votes;5
budget;100
vote_type;approval
rule;greedy
date_begin;2027
date_end;2027
PROJECTS
project_id;cost;votes;name;selected
12;60;3;Un banc;1
7;50;3;Deux bancs;0
3;40;2;Une fontaine;1
VOTES
voter_id;vote;voting_method
1;12,7;internet
2;12,7;paper
3;12;internet
4;3,7;paper
5;3;internet
"""
POINTS = (
    GOOD.replace("approval", "cumulative").replace(";votes;", ";score;")
    .replace("voter_id;vote;", "voter_id;vote;points;")
    .replace("1;12,7;", "1;12,7;3,1;").replace("2;12,7;", "2;12,7;2,2;").replace("3;12;", "3;12;4;")
    .replace("4;3,7;", "4;3,7;1,3;").replace("5;3;", "5;3;4;").replace("60;3", "60;9").replace("50;3", "50;6")
    .replace("40;2", "40;5")
)  # fmt: skip


def changed(before, after, text=GOOD):
    """A file with one thing changed in it."""
    assert before in text
    return text.replace(before, after, 1).encode()
