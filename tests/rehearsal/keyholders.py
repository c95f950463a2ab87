"""The ceremonies of a vote by the command that people type, with the words of the papers as the officers read them."""

import re
import shutil
import signal
import subprocess

from tests.paper.town import words_of
from tests.rehearsal.on_the_roll import spare
from tests.running import PASSWORD

FORCE = "fermer quand même"
WORD = re.compile(r"\b(\d{1,2})\s+([a-z]{4,8})\b")


def two(polls):
    """Two agents prove who they are."""
    return [line for login in polls.recovery for line in (login, PASSWORD, spare(polls, login))]


def held(polls, *words, lines=(), code=0):
    """A ceremony from one end to the other; what it said."""
    process = polls.live.settings.start_formservice("vote", *words, polls.code, "--stdin")
    said, _ = process.communicate("\n".join([*two(polls), *lines, ""]), timeout=300)
    assert process.returncode == code, said
    return re.sub(r"[\u00a0\u202f]", " ", said)


def status(polls, code=0):
    """Where the vote stands."""
    found, said = polls.run("vote", "status", polls.code)
    assert found == code, said
    return re.sub(r"[\u00a0\u202f]", " ", said)


def opened(polls, spoilt=False):
    """The ceremony of opening: three pages are printed and read, each officer types their words."""
    folder, report = polls.folder / "cles", polls.folder / "ouverture.pdf"
    words = ("vote", "open", polls.code, "--stdin", "--to", str(folder), "--report", str(report))
    process = polls.live.settings.start_formservice(*words)
    process.stdin.write("\n".join([*two(polls), ""]))
    process.stdin.flush()
    told = ""
    while "Papier n° 3" not in told.replace("\u00a0", " "):
        line = process.stdout.readline()
        assert line, told
        told += line
    papers = [of_paper(words_of(path.read_bytes())) for path in sorted(folder.glob("cle-*.pdf"))]
    typed = [papers[0], papers[0] if spoilt else papers[1], papers[2]]
    said, _ = process.communicate("\n".join(["oui", *typed, ""]), timeout=120)
    assert process.returncode == (1 if spoilt else 0), said
    assert not folder.exists(), "the words stay in a file"
    return papers


def of_paper(text):
    """The words of a paper, by their numbers."""
    known = {int(n): word for n, word in reversed(WORD.findall(text))}
    return " ".join(known[n] for n in range(1, 34))


def begun(polls):
    """Before the vote: spoilt once and nothing is open; then opened for good, tried, and not opened again."""
    polls.spoilt = opened(polls, spoilt=True)
    assert "n’a pas été ouverte" in status(polls, code=1)
    polls.papers = opened(polls)
    assert "redonnent la clé" in held(polls, "rehearse", lines=[polls.papers[2], polls.papers[0]])
    held(polls, "rehearse", lines=polls.spoilt[:2], code=1)
    process = polls.live.settings.start_formservice("vote", "open", polls.code, "--screen", "--stdin")
    said, _ = process.communicate("\n".join([*two(polls), ""]), timeout=60)
    assert process.returncode == 1 and "déjà été ouverte" in said.replace("\u00a0", " "), said


def too_early(polls):
    """The same agent twice, or a code that has served: no ceremony; nor by two, before the end."""
    used, *codes = [spare(polls, "lucie") for _ in range(3)]
    for first, (login, code) in ((used, ("lucie", codes[0])), (codes[1], ("karim", used))):
        process = polls.live.settings.start_formservice("vote", "close", polls.code, "--stdin")
        said, _ = process.communicate("\n".join(["lucie", PASSWORD, first, login, PASSWORD, code, ""]), timeout=60)
        assert process.returncode == 1, said
    assert "L’urne se ferme à partir du" in held(polls, "close", code=1)
    assert "pas fermée" in held(polls, "unseal", lines=polls.papers[:2], code=1)


def closed(polls):
    """Not while sheets may come, unless the agents say so; killed on the way, then to its end."""
    assert "L’urne reste ouverte" in held(polls, "close", lines=["non"], code=1)
    killed(polls, "close", lines=[FORCE], after=polls.draw.uniform(0.8, 2))
    said = held(polls, "close", "--report", str(polls.folder / "fermeture.pdf"), lines=[FORCE])
    assert "le même à l’émargement et dans l’urne" in said, said
    assert "l’urne est fermée" in status(polls)
    return said


def unsealed(polls):
    """With two other papers than those that were tried; killed twice on the way, then to its end."""
    held(polls, "unseal", lines=[polls.papers[1], polls.papers[1]], code=1)
    lines = [polls.papers[2], polls.papers[1]]
    for _ in range(2):
        killed(polls, "unseal", lines=lines, after=polls.draw.uniform(0.8, 2.2))
    said = held(polls, "unseal", "--report", str(polls.folder / "depouillement.pdf"), lines=lines)
    assert "l’urne est dépouillée" in status(polls)
    return said


def killed(polls, *words, lines=(), after=0.9):
    """A ceremony that is killed -9 so long after its lines were given."""
    report = ("--report", str(polls.folder / "coupe.pdf"))
    process = polls.live.settings.start_formservice("vote", *words, polls.code, "--stdin", *report)
    process.stdin.write("\n".join([*two(polls), *lines, ""]))
    process.stdin.flush()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdin.close()
    process.stdout.close()
    return process.returncode


def backup(polls, name):
    """A backup and its keys, made by the command."""
    folder = polls.folder / "sauvegardes"
    folder.mkdir(exist_ok=True)
    files = [folder / f"{name}.tar.gz", folder / f"{name}-cles.tar.gz"]
    polls.live.command("backup", "--keys", str(files[1]), str(files[0]))
    return files


def printed_codes(polls, count):
    """From the sheets, which are the only place where they are."""
    folder = polls.folder / "codes"
    polls.live.command("codes", polls.code, "--count", str(count), "--to", str(folder))
    text = " ".join(words_of(path.read_bytes()) for path in sorted(folder.glob("*.pdf")))
    found = re.findall(r"[0-9A-Z]{4} ?- ?[0-9A-Z]{4} ?- ?[0-9A-Z]{4}", text)
    assert len(set(found)) == count, len(found)
    shutil.rmtree(folder)
    return [one.replace(" ", "") for one in found]
