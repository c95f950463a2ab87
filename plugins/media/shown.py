"""Records with the files of their pictures and recordings, written beside the pages."""

from dataclasses import replace
from pathlib import Path

from formservice.catalogue import Record
from plugins.media import checks, sizing, sounds


def shown(record: Record, root: Path, output: Path) -> Record:
    """A record with what its page shows and lets hear, published."""
    pictures = tuple(
        replace(one, sizes=sizing.publish(root / checks.IMAGES / one.file, output)) for one in record.pictures
    )
    sound = sounds.publish(root / checks.SOUNDS / record.audio, output) if record.audio else None
    # The page leads who cannot hear straight to the words.
    body = record.body.replace("<h2>Transcription</h2>", '<h2 id="transcription">Transcription</h2>', 1)
    return replace(record, pictures=pictures, sound=sound, body=body)
