"""Records and projects with the files of their pictures and recordings, written beside the pages."""

from dataclasses import replace
from pathlib import Path

from formservice.catalogue import Project, Record
from formservice.catalogue.media import Picture
from plugins.media import checks, sizing, sounds


def shown(record: Record, root: Path, output: Path) -> Record:
    """A record with what its page shows and lets hear, published."""
    pictures = _published(record.pictures, root, output)
    sound = sounds.publish(root / checks.SOUNDS / record.audio, output) if record.audio else None
    # The page leads who cannot hear straight to the words.
    body = record.body.replace("<h2>Transcription</h2>", '<h2 id="transcription">Transcription</h2>', 1)
    return replace(record, pictures=pictures, sound=sound, body=body)


def pictured(project: Project, root: Path, output: Path) -> Project:
    """A project with its pictures, published."""
    return replace(project, pictures=_published(project.pictures, root, output))


def _published(pictures: tuple[Picture, ...], root: Path, output: Path) -> tuple[Picture, ...]:
    return tuple(replace(one, sizes=sizing.publish(root / checks.IMAGES / one.file, output)) for one in pictures)
