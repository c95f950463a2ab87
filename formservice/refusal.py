"""Refusals of the rules: exceptions whose text is for the resident."""


class Refused(Exception):
    """What was asked cannot be given: `reason` names the page to show, the text says why."""

    reason = "refused"
