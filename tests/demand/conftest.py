"""A town whose agenda lives, for what is counted of it."""

from tests.agenda.conftest import town, workshop

__all__ = ["town", "workshop"]
