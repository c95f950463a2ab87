"""An iCalendar file read line by line, by nothing but the words of RFC 5545."""

import re

SIGNS = {"n": "\n", "N": "\n"}


def physical(content: bytes) -> list[bytes]:
    """The lines as they are written. Raises AssertionError unless each ends with CRLF, and with nothing else."""
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    return lines


def logical(content: bytes) -> list[tuple[str, str]]:
    """(name, value) of each property, unfolded, without its parameters."""
    text = b"\r\n".join(physical(content)).replace(b"\r\n ", b"").decode()
    found = [re.fullmatch(r"([A-Z-]+)(?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]*))*:(.*)", line) for line in text.split("\r\n")]
    assert None not in found, text
    return [(one[1], one[2]) for one in found if one]


def events(content: bytes) -> list[dict[str, str]]:
    """The properties of each event, their signs as they were before they were escaped."""
    found: list[dict[str, str]] = []
    inside = False
    for name, value in logical(content):
        if (name, value) in (("BEGIN", "VEVENT"), ("END", "VEVENT")):
            inside = name == "BEGIN"
            found += [{}] if inside else []
        elif inside:
            assert name not in found[-1], f"{name} twice"
            found[-1][name] = value if name == "GEO" else unescaped(value)
    return found


def unescaped(value: str) -> str:
    """A text as it was before its signs were escaped. Raises AssertionError when one was not."""
    assert not re.search(r"[,;]", re.sub(r"\\.", "", value)), value
    return re.sub(r"\\(.)", lambda sign: SIGNS.get(sign[1], sign[1]), value)
