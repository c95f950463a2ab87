"""One file read whole, where it is a file and not too big: neither a pipe nor a device, and in no more than memory."""

from pathlib import Path

LARGEST = 60_000_000
"""Bytes of a file of ballots."""


class NotRead(ValueError):
    """A file that is not read; the text says why."""


def bounded(path: Path, most: int = LARGEST) -> bytes:
    """What a file holds. NotRead."""
    try:
        if not path.exists():
            raise NotRead("il n’y a pas de fichier de ce nom")
        if not path.is_file():
            raise NotRead("ce n’est pas un fichier ordinaire")
        if path.stat().st_size > most:
            raise NotRead(f"ce fichier dépasse {most // 1_000_000} Mo")
        return path.read_bytes()
    except NotRead:
        raise
    except (OSError, ValueError):
        raise NotRead("ce fichier ne se lit pas, vérifiez que vous en avez le droit") from None
