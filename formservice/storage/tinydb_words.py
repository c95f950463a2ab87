"""Words counted by month, or by any window: a file for each, one byte longer each time, as for the tallies.

Lost at worst by a power cut; never torn, and no lock is waited for.
"""

import os
import shutil
from pathlib import Path

from .contract import MOST_COUNT, MOST_WORDS
from .errors import Corrupt
from .tinydb_files import STRANGE, disk, make_folder, names_in, open_regular
from .tinydb_tallies import APPEND
from .values import check_table, check_word


class Words:
    """The counts below one folder: `<series>/<window>/<word>`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def count(self, series: str, word: str, window: int) -> None:
        """Count one more. Unwritable."""
        folder = self.folder / check_table(series) / str(window)
        path = folder / check_word(word)
        # No message names the file: it is the word, which may be a name.
        with disk(self.folder):
            if not path.exists():
                make_folder(folder)
                if len(names_in(folder)) >= MOST_WORDS:
                    return
            try:
                fd = open_regular(path, APPEND)
            except Corrupt:
                raise Corrupt(STRANGE.format(self.folder)) from None
            try:
                if os.fstat(fd).st_size < MOST_COUNT:
                    os.write(fd, b".")
            finally:
                os.close(fd)

    def of(self, series: str, window: int) -> dict[str, int]:
        """The words of a window. Unwritable."""
        folder = self.folder / check_table(series) / str(window)
        with disk(self.folder):
            return {name: (folder / name).stat().st_size for name in names_in(folder)}

    def forget(self, series: str, before: int) -> int:
        """Remove the windows before this one; how many words. Unwritable."""
        root, count = self.folder / check_table(series), 0
        for name in names_in(root):
            if name.isdigit() and int(name) < before:
                count += len(names_in(root / name))
                with disk(root):
                    shutil.rmtree(root / name)
        return count
