"""Letters: queued with what they tell, drawn as plain text, sent at least once, and calls when they cannot be."""

from formservice.mail.letters import NAMES, forget, queue
from formservice.service import Service

__all__ = ["NAMES", "forget", "init_app", "queue"]


def init_app(app: Service) -> None:
    """Refuse at the start an address of mail that could never be used. BadSetting."""
    from formservice.mail.deliver import place_of

    place_of(app)
