"""What PostgreSQL answers, in the words of the contract. Its own text never goes out: it may quote an answer."""

import psycopg
from psycopg import errors

from .errors import Busy, Corrupt, StoreError, Taken, Unwritable

REASONS = {
    "25006": "il est en lecture seule",
    "25P03": "il a interrompu une écriture restée en suspens",
    "28": "il refuse notre nom ou notre mot de passe",
    "3D000": "la base n'existe pas",
    "42501": "les droits manquent",
    "53100": "son disque est plein",
    "53200": "il manque de mémoire",
    "57P01": "il s'arrête",
    "57P03": "il démarre",
    "58": "sa machine signale une panne",
}
LOCKED = "Beaucoup d'écritures au même endroit : rien n'a été écrit, on peut recommencer."
SLOW = "PostgreSQL a mis trop de temps à répondre : rien n'a été écrit, on peut recommencer."
UNKNOWN = "PostgreSQL a disparu pendant l'enregistrement : on ne sait pas s'il l'a gardé."
UNREACHED = "Impossible de joindre PostgreSQL : il ne répond pas, ou n'accepte plus de connexions."
UNMADE = "La base n'a pas les tables du service : tapez « formservice migrate »."


def said(error: psycopg.Error) -> StoreError:
    """The error of the contract for one of psycopg."""
    state = error.sqlstate or ""
    if isinstance(error, errors.LockNotAvailable | errors.TooManyConnections) or state.startswith("40"):
        return Busy(LOCKED)
    if isinstance(error, errors.QueryCanceled):
        return Busy(SLOW)
    if isinstance(error, errors.UndefinedTable | errors.UndefinedColumn | errors.InvalidSchemaName):
        return StoreError(UNMADE)
    if isinstance(error, errors.UniqueViolation):
        return Taken("Une valeur unique appartient déjà à un autre enregistrement.")
    if state.startswith("XX00"):
        return Corrupt("PostgreSQL trouve ses fichiers abîmés : reprenez une sauvegarde.")
    reason = REASONS.get(state) or REASONS.get(state[:2]) or (f"erreur {state}" if state else "il ne répond pas")
    return Unwritable(f"Impossible de lire ou d'écrire dans PostgreSQL : {reason}.")


def is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone: the server stopped, restarted, or threw us out."""
    state = error.sqlstate or ""
    return isinstance(error, psycopg.OperationalError) and (not state or state[:2] == "08" or state[:3] == "57P")


def may_retry(error: psycopg.Error) -> bool:
    """Whether the same, begun anew, may do: the server chose us to break a deadlock, or a connection is gone."""
    return is_lost(error) or (error.sqlstate or "").startswith("40")
