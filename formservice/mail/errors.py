"""What became of a letter that did not leave. The texts name nobody: they are for operators."""


class NotNow(Exception):
    """Not accepted, or not known to be: to be tried again."""


class Unreachable(NotNow):
    """The server itself cannot be used: the other letters would not leave either."""


class Never(Exception):
    """Refused for good."""
