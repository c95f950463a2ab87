"""Letters: queued with what they tell, drawn as plain text, sent at least once, and calls when they cannot be."""

from formservice.config import BadSetting
from formservice.mail.letters import NAMES, forget, one_address, queue
from formservice.service import Service

__all__ = ["NAMES", "forget", "init_app", "queue"]


def init_app(app: Service) -> None:
    """Refuse at the start addresses that could never be used. BadSetting."""
    from formservice.mail.deliver import asked

    asked(app.settings)
    if app.settings.MAIL_FROM and not one_address(app.settings.MAIL_FROM):
        raise BadSetting("FORMSERVICE_MAIL_FROM : écrivez une adresse, inscriptions@example.org par exemple.")
