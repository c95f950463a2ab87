"""A long list, page by page. Pure."""


def pages(total: int, size: int) -> int:
    """How many pages a list takes; one at least."""
    return max(1, -(-total // size))


def asked(text: str, last: int) -> int:
    """The page of an address, from 1, within those there are; the first for what is no number, or a longer one."""
    return min(max(int(text), 1), last) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
