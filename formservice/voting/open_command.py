"""The ceremony of opening: a key is drawn, given as words to three officers, tried, then forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import click

from formservice.catalogue.french import typeset
from formservice.office.commands import Impossible
from formservice.own_file import put
from formservice.paper.code_sheets import check
from formservice.service import Service, service
from formservice.voting import box, opening, printing, two_agents, words
from formservice.voting.asking import Asker
from formservice.voting.ceremony import fingerprint
from formservice.voting.commands import vote
from formservice.voting.destroying import shred
from formservice.voting.guided import REPORT, STDIN, ceremonial, give, read
from formservice.voting.opening import Ready

FOLDER = click.Path(file_okay=False, path_type=Path)


@vote.command("open")
@click.argument("code")
@click.option("--to", "folder", type=FOLDER, help="Un dossier neuf, en mémoire (/dev/shm) ou sur une clé USB.")
@click.option("--screen", is_flag=True, help="Montre les mots à l’écran, une personne après l’autre, à recopier.")
@STDIN
@REPORT
@ceremonial(
    "L’urne n’est pas ouverte, et ces mots n’ouvrent rien : jetez les papiers, et recommencez.",
    "  avec --to, « oui » quand les trois pages sont imprimées ; les 33 mots de chacun des trois papiers.",
)
def open_vote(code: str, folder: Path | None, screen: bool, script: bool, report: Path | None) -> None:
    """Ouvre l’urne d’un vote. Trois personnes reçoivent chacune un papier de 33 mots ; deux papiers l’ouvriront.

    Avant que l’urne soit ouverte, chacun tape ses mots, et chaque paire de papiers doit redonner la clé. Les fichiers
    sont alors déjà effacés, et la clé n’est gardée nulle part. Coupée avant la fin, rien n’est ouvert."""
    if (folder is None) == (not screen):
        raise click.UsageError("dites où vont les mots : --to DOSSIER, ou --screen.")
    app, asker = service(), Asker(script)
    on = opening.ready(app, code)
    if folder:
        check()
        refuse_kept(app, folder)
    agents = two_agents.asked(app.store, asker)
    key = box.new_key()
    public, papers = box.public_of(key), words.split(key)
    if folder:
        on_paper(app, on, folder, papers, asker)
    else:
        on_screen(papers, asker)
    del key, papers
    tried(public, asker)
    opening.record(app, on, public, agents)
    click.echo(typeset(f"\nL’urne est ouverte. Empreinte de sa clé : {fingerprint(public)}."))
    give(app, code, report or Path(f"ouverture-{code}.pdf"))


def refuse_kept(app: Service, folder: Path) -> None:
    """Impossible for a folder that is backed up or served, or that holds something of somebody else's."""
    place = folder.resolve()
    kind, _, where = app.settings.STORE.partition(":")
    kept = [Path(app.settings.RELEASE).absolute(), Path(app.settings.RELEASE).resolve()]
    kept += [Path(where).resolve()] if kind == "tinydb" else []
    if any(place.is_relative_to(one) or one.is_relative_to(place) for one in kept):
        raise Impossible(typeset(f"« {folder} » touche au stockage ou au site : choisissez un autre dossier."))
    if folder.exists() and not all(one.name.lstrip(".").startswith("cle-") for one in folder.iterdir()):
        raise Impossible(typeset(f"« {folder} » n’est pas vide : choisissez un dossier neuf."))


def on_paper(app: Service, on: Ready, folder: Path, papers: list[str], asker: Asker) -> None:
    """Write a page for each officer, have them printed, and destroy the files, whatever happens."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with destroyed_after(folder):
        for n, made in enumerate(printing.key_papers(app, on, papers), 1):
            path = folder / f"cle-{on.edition.code}-{n}.pdf"
            put(path, lambda stream, made=made: stream.write(made))  # type: ignore[misc]
            click.echo(typeset(f"Papier n° {n}, à imprimer pour une personne : {path}"))
        if not asker.yes("Les trois pages sont imprimées, et se lisent"):
            raise Impossible(typeset("Rien n’est ouvert, les fichiers sont effacés. Recommencez."))
    click.echo("Les fichiers des mots sont effacés.")


@contextmanager
def destroyed_after(folder: Path) -> Iterator[None]:
    """Destroy what a stopped ceremony left in the folder, then what this one puts there."""
    try:
        for path in folder.iterdir():
            shred(path)
        yield
    finally:
        for path in folder.iterdir():
            shred(path)
        folder.rmdir()


def on_screen(papers: list[str], asker: Asker) -> None:
    """Show each officer their words alone."""
    for n, paper in enumerate(papers, 1):
        asker.pause(typeset(f"Papier n° {n} : une seule personne devant l’écran."))
        for line in columns(paper.split()):
            click.echo(line)
        asker.pause("Les 33 mots sont recopiés et relus ? L’écran va s’effacer.")
        asker.wipe()


def columns(told: list[str]) -> list[str]:
    """The words in three columns, numbered."""
    high = -(-len(told) // 3)
    cells = [f"{n:>2}. {word:<12}" for n, word in enumerate(told, 1)]
    return ["".join(cells[n::high]).rstrip() for n in range(high)]


def tried(public: str, asker: Asker) -> None:
    """Have each officer type their paper; every pair must bring the key back. Raises BadWords."""
    click.echo(typeset("Chacun tape maintenant les mots de son papier."))
    found: dict[int, str] = {}
    for n in range(1, words.HOLDERS + 1):
        found[n] = asker.until_good(lambda n=n: typed(asker, n))  # type: ignore[misc]
        asker.wipe()
        click.echo(typeset(f"Papier n° {n} : lu sans faute."))
    for pair in combinations(found, words.NEEDED):
        if box.public_of(words.join([found[n] for n in pair])) != public:
            raise words.BadWords("Ces papiers ne redonnent pas la clé : ce sont ceux d’une autre fois. Recommencez.")
        click.echo(typeset(f"Papiers n° {pair[0]} et n° {pair[1]} : la clé revient."))


def typed(asker: Asker, n: int) -> str:
    """The words of that paper. Raises BadWords for another."""
    number, paper = read(asker, typeset(f"Papier n° {n}"))
    if number != n:
        raise words.BadWords(f"C’est le papier n° {number}. Tapez celui de la personne n° {n}.")
    return paper
