"""What can go wrong with a store. Each error reads as a French sentence for the operator, naming nobody."""

import errno
import os

REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota du disque est atteint",
    errno.EFBIG: "le fichier dépasse la taille permise",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "les droits manquent",
    errno.EPERM: "l'opération n'est pas permise",
    errno.EIO: "le disque signale une panne",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENFILE: "trop de fichiers sont ouverts sur la machine",
    errno.ENOTDIR: "un fichier occupe la place d'un dossier",
}


class StoreError(Exception):
    """Base of all; `str()` is a French sentence."""


class Busy(StoreError):
    """The lock was not had in time. Nothing was written; the same request may be tried again."""


class Unwritable(StoreError):
    """The disk or the server refused (full, read-only, rights, failure, not there). Nothing was written, or,
    when the very last sync failed or the server was lost during the commit, the outcome is unknown: look the
    idempotency key up before writing again."""


class Corrupt(StoreError):
    """What is stored is not what was written. Nothing is written over it; on files, a copy is in quarantine."""


class Full(StoreError):
    """The partition holds as many records as it may. Shard what grows."""


class Conflict(StoreError):
    """Somebody else changed the record since it was read."""


class Taken(StoreError):
    """Another record holds this value, which only one may hold."""


class Missing(StoreError):
    """No record, or no blob, of that identity."""


class BadName(StoreError):
    """A partition, table, setting or blob name outside its alphabet."""


class BadText(StoreError):
    """A value that the stores could not give back as it came."""


def unwritable(error: OSError, path: os.PathLike[str] | str) -> Unwritable:
    """The refusal of the system, in words."""
    return Unwritable(f"Impossible de lire ou d'écrire « {path} » : {reason(error)}.")


def reason(error: OSError) -> str:
    """Why the system refused, in French where it is known."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


REPAIR = "À faire : formservice repair {}"
RESTORE = "À faire : reprendre une sauvegarde dans un stockage vide (formservice restore)."


def with_advice(error: object, advice: str) -> str:
    """What is wrong, then what to do, unless that is said already."""
    return f"{error}" if "À faire" in str(error) or not advice else f"{error} {advice}"
