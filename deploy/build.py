"""Make the files of one release, in a folder that nobody serves yet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKED = ("jpg", "webp", "avif", "png", "ico", "mp3", "ogg", "opus", "m4a", "wav")
"""Files that are small already."""


class BuildError(Exception):
    """The content or the build is at fault; the message is for the editor, in French."""


def build_files(root: Path, folder: Path, conf: str, current: Path) -> None:
    """Check the content of `root`, then fill `folder` with `site/`, `catalogue.json` and `templates/`.

    `current` is the link to the release in use, which the checks may compare with.
    Raise BuildError with the messages of the tool that stopped.
    """
    env = {"PICTURES_KEPT": str(folder.parent.absolute() / ".pictures")} | environment(current)
    print("Vérification du contenu…", flush=True)
    checked = run([sys.executable, "-m", "plugins.check", "content", conf], root, env, "Le contenu est à corriger :")
    for line in checked.splitlines():
        if line.startswith("Attention"):
            print(line, flush=True)
    if conf == "publishconf.py" and current.exists():
        compare = [sys.executable, "-m", "plugins.changes", str(current.absolute()), "content", conf]
        run(compare, root, env, "Des changements sont à corriger :")
    if (root / "content" / "images").is_dir():
        prepare_pictures(root, env)
    print("Construction du site…", flush=True)
    pelican = ["pelican", "content", "-s", conf, "-o", str(folder / "site"), "--fatal", "errors"]
    run([sys.executable, "-m", *pelican], root, env, "Le site n’a pas pu être construit :")
    shutil.copytree(root / "theme" / "templates", folder / "templates")
    links = [sys.executable, "-m", "plugins.links", str(folder), "content"]
    run(links, root, env, "Des liens ne mènent nulle part :")


def prepare_pictures(root: Path, env: dict[str, str]) -> None:
    """Draw the pictures that are new; what it says is seen at once, for it may take a while."""
    command = [sys.executable, "-m", "plugins.media.sizing", "content"]
    if subprocess.run(command, cwd=root, env=env).returncode:
        raise BuildError("Les images n’ont pas pu être préparées : le message est au-dessus.")


def environment(current: Path) -> dict[str, str]:
    """The environment of the tools: ours, without what a Git hook adds, readable in any locale."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}
    if current.exists():
        env["FORMSERVICE_RELEASE"] = str(current)
    return env


def run(command: list[str], root: Path, env: dict[str, str], failed: str) -> str:
    """Run a tool in `root` and return its output. When it fails: BuildError, with that output."""
    done = subprocess.run(command, cwd=root, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        last_lines = [line.rstrip() for line in done.stdout.strip().splitlines()[-30:]]
        raise BuildError("\n".join([failed, *last_lines]))
    return done.stdout


def compress(site: Path) -> None:
    """Write a `.gz` and a `.br` beside each file of `site` that gets smaller by it."""
    print("Compression des fichiers…", flush=True)
    command = [sys.executable, "-m", "whitenoise.compress", "--quiet", str(site), *PACKED]
    run(command, site, dict(os.environ), "Les fichiers n’ont pas pu être compressés :")


def must_be_complete(folder: Path) -> None:
    """Raise BuildError unless `folder` holds a home page, templates and a catalogue that can be read."""
    for name in ("site/index.html", "templates"):
        if not (folder / name).exists():
            raise BuildError(f"La construction n’a pas produit « {name} ».")
    try:
        json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BuildError(f"Le catalogue construit est illisible : {fault}") from fault
