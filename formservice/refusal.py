"""Refusals of the rules: exceptions whose text is for the resident."""


class Refused(Exception):
    """What was asked cannot be given: `reason` names the page to show, the text says why."""

    reason = "refused"
    field = ""
    """The field of the form that is to be mended, when it can be: the form comes back then, without that answer."""
