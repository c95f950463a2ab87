"""The theme's files under names that carry their hash, so that browsers may keep them for ever."""

import hashlib
import re
from pathlib import Path

from formservice.catalogue import Asset


def minified(css: str) -> str:
    """The style sheet without comments and spare spaces."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,>])\s*", r"\1", css).replace(";}", "}").strip()


def publish(theme: Path, output: Path) -> tuple[Asset, ...]:
    """Write each file of theme/static to `output`/assets and return where it went."""
    (output / "assets").mkdir(parents=True, exist_ok=True)
    return tuple(_one(path, output) for path in sorted((theme / "static").iterdir()) if path.is_file())


def _one(path: Path, output: Path) -> Asset:
    data = path.read_bytes()
    if path.suffix == ".css":
        data = minified(data.decode()).encode()
    digest = hashlib.sha256(data).hexdigest()[:8]
    url = f"assets/{path.stem}.{digest}{path.suffix}"
    (output / url).write_bytes(data)
    return Asset(path.name, f"/{url}")
